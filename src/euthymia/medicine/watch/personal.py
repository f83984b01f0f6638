"""One patient's own limits: which may be changed, within what, and what a change means for the values that stand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from euthymia.medicine.readings import POSSIBLE, Channel
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch.limits import Limits
from euthymia.medicine.watch.slow_path import Draft
from euthymia.medicine.watch.state import Step, WatchState

# The action limits, each with the channel whose possible values bound it. Silence and intervals stay the clinic's.
PERSONAL: Final[dict[str, Channel]] = {
    "systolic_watch_mmhg": "systolic_mmhg",
    "systolic_rise_watch_mmhg": "systolic_mmhg",
    "systolic_rise_call_mmhg": "systolic_mmhg",
    "systolic_pause_mmhg": "systolic_mmhg",
    "systolic_treat_above_mmhg": "systolic_mmhg",
    "systolic_stop_below_mmhg": "systolic_mmhg",
    "resume_systolic_below_mmhg": "systolic_mmhg",
    "diastolic_watch_mmhg": "diastolic_mmhg",
    "diastolic_rise_watch_mmhg": "diastolic_mmhg",
    "diastolic_rise_call_mmhg": "diastolic_mmhg",
    "diastolic_pause_mmhg": "diastolic_mmhg",
    "diastolic_treat_above_mmhg": "diastolic_mmhg",
    "resume_diastolic_below_mmhg": "diastolic_mmhg",
    "pulse_pause_bpm": "pulse_bpm",
    "pulse_stop_below_bpm": "pulse_bpm",
    "spo2_pause_below_pct": "spo2_pct",
    "spo2_stop_below_pct": "spo2_pct",
    "spo2_sedated_stop_below_pct": "spo2_pct",
    "resp_prompt_below_bpm": "resp_rate_bpm",
    "resp_stop_below_bpm": "resp_rate_bpm",
    "sedation_prompt_moaas": "sedation_moaas",
    "sedation_stop_moaas": "sedation_moaas",
}
# A higher number acts earlier; everywhere else a lower one does.
_ACTS_BELOW: Final = frozenset(
    name for name in PERSONAL if name.startswith("sedation_") or ("below" in name and not name.startswith("resume_"))
)


class NotPersonal(Refusal):
    """A limit that is the clinic's alone was to be changed for one patient."""


class NotPossible(Refusal):
    """A limit was to be set where no person's value can be, so that it could never act or always would."""


def personal_limits(limits: Limits, changes: Mapping[str, float]) -> Limits:
    """Return the limits with some changed for one patient.

    Raises NotPersonal, NotPossible, LimitsOutOfOrder.   Source: house:personal-limits
    """
    for name, value in changes.items():
        if name not in PERSONAL:
            raise NotPersonal(f"{name}: the clinic's own, the same for all. Its medical director may change it.")
        low, high = POSSIBLE[PERSONAL[name]]
        if not low < value < high:
            raise NotPossible(f"{name} {value:g}: not between {low:g} and {high:g}, so it could never act rightly.")
    changed: dict[str, Any] = dict(changes)
    return replace(limits, **changed)


def looser(name: str, value: float, than: float) -> bool:
    """Return whether a limit acts later at this value than at another."""
    return value < than if name in _ACTS_BELOW else value > than


def judge_again(state: WatchState, before: Limits, after: Limits, *, now_s: float) -> Step:
    """Hold the values that stand against the limits that changed, at once; the others are left as they are.

    A cuff pressure or a value by hand acts now; a continuous value begins its hold. An alarm whose value is now within
    its limit is over, and waits for a person all the same.
    Law: of the limits without a hold, those that last are the ones a recount of all readings by the new limits finds.
    """
    draft = Draft(state, state.latest, now_s, after)
    for channel, seen in state.latest.items():
        unchanged = set(before.followed.get(channel, ()))
        changed = [rule for rule in after.followed.get(channel, ()) if rule not in unchanged]
        for one in (seen, *state.others.get(channel, ())):
            for rule in changed:
                draft.judge(rule, one.value, one.at_s, by_hand=one.code == "", source=one.source)
    return draft.step(state.heard, ())
