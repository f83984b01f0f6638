"""What people add to the watch: an acknowledgement, a symptom seen, a fault the software itself reports."""

from collections.abc import Iterable
from typing import Final, Literal, TypeVar

from euthymia.medicine.readings import CUFF_CHANNELS, Channel, Reading
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch.alarm import Alarm, latched, priority
from euthymia.medicine.watch.ended import Again, as_if_unsaid
from euthymia.medicine.watch.limits import TOGETHER, Limits
from euthymia.medicine.watch.slow_path import Draft
from euthymia.medicine.watch.sources import BY_HAND, beside_sedation, worst_first
from euthymia.medicine.watch.state import CONTINUOUS, Latest, Source, Step, WatchState, cuff_interval_now_s, settled

# Any of these asks for stop and treat, whatever the numbers say. Source: house:bp-limits
SYMPTOMS: Final = (
    "chest pain",
    "shortness of breath",
    "severe headache",
    "loss of vision",
    "focal deficit",
    "seizure",
    "reduced consciousness",
)
_Value = TypeVar("_Value")
Condition = Literal["symptom", "unpaired", "apart", "not-recording"]


class UnknownAlarm(Refusal):
    """An acknowledgement of an alarm that is not there."""


class NoName(Refusal):
    """An acknowledgement by nobody."""


def acknowledge(state: WatchState, key: str, *, by: str, now_s: float) -> Step:
    """Note that a named person has seen one alarm; the condition itself stays as it is.

    An alarm whose condition is over leaves the state. A second acknowledgement changes nothing: the first stands.
    Raises UnknownAlarm, NoName.
    """
    alarm = state.alarms.get(key)
    if alarm is None:
        raise UnknownAlarm(
            f"{key}: no such alarm is waiting. It may have ended and been acknowledged; reload the page."
        )
    if not by.strip():
        raise NoName(f"{key}: acknowledged by nobody. Sign in, then acknowledge.")
    if alarm.acknowledged_by is not None:
        return Step(state)
    seen = alarm._replace(acknowledged_by=by, acknowledged_s=now_s)
    rest = {name: other for name, other in state.alarms.items() if name != key or seen.active}
    return Step(settled(state._replace(alarms=rest | ({key: seen} if seen.active else {}))), acknowledged=(seen,))


def begin_condition(state: WatchState, condition: Condition, about: str, *, now_s: float) -> Step:
    """Raise a condition that no reading shows: a symptom, an unpaired device, a record that cannot be kept.

    about   the symptom, or the device; with "not-recording" what could not be saved
    """
    key = f"{condition}:{about}"
    was = state.alarms.get(key)
    if was is not None and was.active:
        return Step(state)
    urgency = priority(condition, phase=state.phase)
    new = Alarm(key, _CONDITIONS[condition].format(about), about, condition, urgency, None, None, now_s, now_s)
    alarm = latched(new, was)
    return Step(settled(state._replace(alarms=state.alarms | {key: alarm})), raised=(alarm,))


def end_condition(state: WatchState, condition: Condition, about: str, *, now_s: float) -> Step:
    """Note that such a condition is over; until somebody has acknowledged it, it stays on the screen.

    Raises UnknownAlarm.
    """
    key = f"{condition}:{about}"
    was = state.alarms.get(key)
    if was is None or not was.active:
        raise UnknownAlarm(f"{key}: not going on. Nothing to end.")
    over = was._replace(ended_s=now_s)
    kept = {name: other for name, other in state.alarms.items() if name != key}
    if over.acknowledged_by is None:
        kept[key] = over
    return Step(settled(state._replace(alarms=kept)), ended=(over,))


def take_back(
    state: WatchState,
    channel: Channel,
    *,
    at_s: float,
    now_s: float,
    limits: Limits,
    source: Source = BY_HAND,
) -> Step:
    """Forget a value that was entered or sent by mistake, where it is its source's current one: nothing is known then.

    at_s    the time it was entered or sent with
    source  who said it; a hand, where nothing else is named
    Its silence counts from when the channel was first expected. The alarms it raised are over, and wait for a person;
    one that lasted before it, or that another source keeps up, lasts on, until a value ends it. One that it had ended
    is raised again, unless a later value within the limit ended it too. A value that is not current has left nothing
    to forget but that it was there, and what it ended.
    """
    over = _forgotten(state, channel, at_s=at_s, now_s=now_s, limits=limits, source=source)
    if not over.state.ended_by:
        return over
    return _begun_again(over, channel, at_s=at_s, now_s=now_s, limits=limits, source=source)


def give_way(state: WatchState, channel: Channel, *, at_s: float, now_s: float, limits: Limits) -> Step:
    """Forget a value by hand whose place another takes in the same act: what it had ended is for that one to decide."""
    over = _forgotten(state, channel, at_s=at_s, now_s=now_s, limits=limits, source=BY_HAND)
    runs, ended_by = as_if_unsaid(over.state.runs, over.state.ended_by, Reading(channel, None, at_s))
    return over._replace(state=settled(over.state._replace(runs=runs, ended_by=ended_by)))


def _begun_again(over: Step, channel: Channel, *, at_s: float, now_s: float, limits: Limits, source: Source) -> Step:
    """Begin again what the value had ended, and judge what the channel says now by the rules whose runs are back."""
    again = Again(over.state, limits, now_s=now_s)
    again.without(channel, source, at_s)
    if again.ended_by == over.state.ended_by:
        return over
    state = over.state._replace(
        runs=again.runs, alarms=again.alarms, latest=again.latest, ended_by=again.ended_by,
        cuff_interval_s=cuff_interval_now_s(again.alarms, over.state.phase, limits),
    )  # fmt: skip
    draft = Draft(state, again.latest, now_s, limits)
    for rule in again.rules:
        for seen in (again.latest.get(channel), *state.others.get(channel, ())):
            if seen is not None and not rule.quiet_low <= seen.value < rule.quiet_high:
                draft.judge(rule, seen.value, seen.at_s, by_hand=seen.code == "", source=seen.source)
    after = draft.step(state.heard, ())
    return Step(settled(after.state), (*again.raised, *after.raised), (*over.ended, *after.ended))


def _forgotten(
    state: WatchState, channel: Channel, *, at_s: float, now_s: float, limits: Limits, source: Source
) -> Step:
    shown = state.latest.get(channel)
    seen = (shown, *state.others.get(channel, ())) if shown else ()
    was = next((one for one in seen if one.source == source and one.sent_at_s == at_s), None)
    if was is None:
        return Step(_without_earlier(state, channel, source, at_s) if source[0] else state)
    runs = {key: since_s for key, since_s in state.runs.items() if not _began_with(key, since_s, state, channel, was)}
    runs = {key: since_s for key, since_s in runs.items() if not key.endswith("~") or key[:-1] in runs}
    rest = worst_first((one for one in seen if one is not was), limits.rules.get(channel, ()))
    latest = _with_or_without(state.latest, channel, rest[0] if rest else None)
    still_deep = bool(beside_sedation(latest, runs, limits))
    ended = tuple(
        alarm._replace(ended_s=now_s)
        for alarm in state.alarms.values()
        if (alarm.active and not still_deep if alarm.key == TOGETHER else _raised_by(alarm, channel, was))
        and not _kept_up(alarm.key, runs, source)
    )
    over = {alarm.key: alarm for alarm in ended}
    alarms = _with_ended(state, over)
    after = state._replace(
        latest=latest,
        others=_with_or_without(state.others, channel, tuple(rest[1:]) or None),
        runs={key: since_s for key, since_s in runs.items() if key.partition("!")[0] not in over},
        alarms=alarms,
        cuff_interval_s=cuff_interval_now_s(alarms, state.phase, limits),
    )
    return Step(settled(after), ended=ended)


def _with_ended(state: WatchState, over: dict[str, Alarm]) -> dict[str, Alarm]:
    """Return the alarms with these ended; one that a person has seen is gone."""
    return {
        key: over.get(key, alarm)
        for key, alarm in state.alarms.items()
        if key not in over or alarm.acknowledged_by is None
    }


def _with_or_without(values: dict[Channel, _Value], channel: Channel, value: _Value | None) -> dict[Channel, _Value]:
    kept = {other: seen for other, seen in values.items() if other != channel}
    return kept if value is None else {**kept, channel: value}


def _without_earlier(state: WatchState, channel: Channel, source: Source, at_s: float) -> WatchState:
    cuffs = state.earlier.get(channel, ())
    kept = tuple(cuff for cuff in cuffs if (cuff.code, cuff.containment, cuff.sent_at_s) != (*source[:2], at_s))
    return state if kept == cuffs else state._replace(earlier={**state.earlier, channel: kept})


def _kept_up(key: str, runs: Iterable[str], source: Source) -> bool:
    """Return whether another source's run has lasted long enough under the same rule."""
    own = f"{key}!{'|'.join(source)}"
    return any(run.startswith(f"{key}!") and run != own for run in runs)


def end_rises(state: WatchState, channel: Channel, *, now_s: float) -> Step:
    """End what was raised by a rise over a baseline that is not known any more; it waits for a person."""
    rises = [a for a in state.alarms.values() if a.channel == channel and a.key.endswith("-rise") and a.active]
    ended = tuple(alarm._replace(ended_s=now_s) for alarm in rises)
    over = {alarm.key: alarm for alarm in ended}
    gone = {key for key, alarm in over.items() if alarm.acknowledged_by is not None}
    alarms = {key: over.get(key, alarm) for key, alarm in state.alarms.items() if key not in gone}
    kept = {key: of for key, of in state.ended_by.items() if of.channel != channel or "-rise!" not in key}
    if not ended and len(kept) == len(state.ended_by):
        return Step(state)
    return Step(settled(state._replace(alarms=alarms, ended_by=kept)), ended=ended)


def _raised_by(alarm: Alarm, channel: Channel, was: Latest) -> bool:
    """Return whether this value began the condition: it was raised since it came, or came back with it."""
    if not alarm.active or alarm.channel != channel or alarm.kind != "physiological":
        return False
    if alarm.raised_s >= was.received_s:
        return True
    began_then = alarm.again_s == was.at_s or channel in CONTINUOUS or alarm.key.startswith("pressure:")
    return alarm.times > 1 and alarm.value == was.value and began_then


def _began_with(key: str, since_s: float, state: WatchState, channel: Channel, was: Latest) -> bool:
    """Return whether a run began with this value; one of both pressures does so while the other half is current."""
    if since_s != was.at_s:
        return False
    if key.startswith("pressure:") and channel in CUFF_CHANNELS:
        halves = ("systolic_mmhg", "diastolic_mmhg")
        return not any(h != channel and h in state.latest and state.latest[h].at_s == was.at_s for h in halves)
    if not key.startswith(f"{channel}:"):
        return False
    return channel not in CONTINUOUS or key.endswith("|".join(was.source))


_CONDITIONS: Final[dict[Condition, str]] = {
    "symptom": "Symptom: {}",
    "unpaired": "{}: kept apart",
    "apart": "{}: kept apart",
    "not-recording": "NOT RECORDING: {}",
}
