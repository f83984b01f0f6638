"""What counts as too high, too low, too old: the clinic's numbers, per patient where a prescriber says so."""

from dataclasses import dataclass, field
from math import inf, nextafter
from typing import Final, Literal, NamedTuple

from euthymia.medicine.declaration import ANY, policy_number
from euthymia.medicine.readings import POSSIBLE, PUMP_CHANNELS, Channel
from euthymia.medicine.refusal import Refusal

Level = Literal[
    "watch", "call", "pause", "treat", "prompt", "stop",
    "stale", "check-due", "link", "spot-check", "impossible", "clock",
    "symptom", "unpaired", "apart", "not-recording", "device",
    "pump-rate", "pump-runs-on", "pump-volume", "behind", "disagree",
]  # fmt: skip
Test = Literal["at least", "above", "below", "at most"]
Phase = Literal["running", "paused", "observing"]

INFUSION: Final[frozenset[Phase]] = frozenset({"running", "paused"})


TOGETHER: Final = "sedation_moaas:stop-together"  # deep sedation beside slow breathing or low oxygen
LONGEST_PAUSE_S: Final = 120.0  # whatever a clinic sets. Source: house:audio-pause


class LimitsOutOfOrder(Refusal):
    """A milder limit lies beyond a graver one, or alarm sound would be paused for too long."""


class Rule(NamedTuple):
    """One line of the action table for one channel.

    quiet_low, quiet_high   the rule is quiet while quiet_low <= value < quiet_high
    hold_s                  how long an unbroken run must last; 0 acts on the first reading
    partner                 the other half of a cuff pressure: only a reading quiet in both halves breaks a run
    baseline                what a rise is counted from; None where the limit stands alone
    is_silent               its runs are timed for another rule; by itself it alarms nobody
    """

    key: str
    channel: Channel
    level: Level
    test: Test
    limit: float
    quiet_low: float
    quiet_high: float
    hold_s: float = 0.0
    partner: tuple[Channel, float] | None = None
    baseline: float | None = None
    is_silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The clinic's action limits; a patient's own are the same value with some numbers changed (dataclasses.replace).

    Every default is a policy that is declared in its field with its source and is signed by the medical director.
    Rise rules act only where a baseline is given, a pump's only where its ordered rate is: both from the start on.
    Raises LimitsOutOfOrder.
    Source: house:bp-limits
    """

    systolic_watch_mmhg: float = policy_number(
        165, label="Systolic: watch from", unit="mmHg", bounds=ANY, source="rodrigues:treatment-emergent-hypertension"
    )
    diastolic_watch_mmhg: float = policy_number(
        100, label="Diastolic: watch from", unit="mmHg", bounds=ANY, source="rodrigues:treatment-emergent-hypertension"
    )
    systolic_rise_watch_mmhg: float = policy_number(
        30, label="Systolic rise over baseline: watch from", unit="mmHg", bounds=ANY, source="house:bp-limits"
    )
    diastolic_rise_watch_mmhg: float = policy_number(
        20, label="Diastolic rise over baseline: watch from", unit="mmHg", bounds=ANY, source="house:bp-limits"
    )
    systolic_rise_call_mmhg: float = policy_number(
        40, label="Systolic rise over baseline: call from", unit="mmHg", bounds=ANY, source="spravato:significant-rise"
    )
    diastolic_rise_call_mmhg: float = policy_number(
        25, label="Diastolic rise over baseline: call from", unit="mmHg", bounds=ANY, source="spravato:significant-rise"
    )
    systolic_pause_mmhg: float = policy_number(
        180, label="Systolic: pause from", unit="mmHg", bounds=ANY, source="house:bp-limits"
    )
    diastolic_pause_mmhg: float = policy_number(
        110, label="Diastolic: pause from", unit="mmHg", bounds=ANY, source="house:bp-limits"
    )
    systolic_treat_above_mmhg: float = policy_number(
        200, label="Systolic: stop and treat above", unit="mmHg", bounds=ANY, source="sop:treat-twice"
    )
    diastolic_treat_above_mmhg: float = policy_number(
        120, label="Diastolic: stop and treat above", unit="mmHg", bounds=ANY, source="sop:treat-twice"
    )
    treat_apart_s: float = policy_number(
        300,
        label="Pause-level pressure twice, this far apart: stop and treat",
        unit="s",
        bounds=ANY,
        source="sop:treat-twice",
    )
    treat_apart_tolerance_s: float = policy_number(
        30,
        label="How much earlier the second of the two may come",
        unit="s",
        bounds=ANY,
        source="house:treat-tolerance",
    )
    resume_systolic_below_mmhg: float = policy_number(
        170, label="Systolic: resume only below", unit="mmHg", bounds=ANY, source="house:bp-limits"
    )
    resume_diastolic_below_mmhg: float = policy_number(
        105, label="Diastolic: resume only below", unit="mmHg", bounds=ANY, source="house:bp-limits"
    )
    baseline_systolic_mmhg: float | None = None
    baseline_diastolic_mmhg: float | None = None

    ordered_rate_ml_h: float | None = None
    ordered_volume_ml: float | None = None
    ordered_drug: str | None = None  # tells which channel of a pump is this infusion's
    pump_rate_tolerance: float = policy_number(
        0.05,
        label="Pump: its rate may differ from the order's by this part",
        unit="",
        bounds=ANY,
        source="house:pump-rate",
    )
    pump_hold_s: float = policy_number(
        10, label="Pump: against the order, or running on, for", unit="s", bounds=ANY, source="house:pump-hold"
    )
    pump_volume_tolerance_ml: float = policy_number(
        5,
        label="Pump: what it delivered may differ from what hands recorded by",
        unit="mL",
        bounds=ANY,
        source="house:pump-volume",
    )
    pulse_pause_bpm: float = policy_number(
        130, label="Pulse: pause from", unit="/min", bounds=ANY, source="house:bp-limits"
    )
    spo2_pause_below_pct: float = policy_number(
        92, label="SpO2: pause below", unit="%", bounds=ANY, source="house:low-limits"
    )
    spo2_stop_below_pct: float = policy_number(
        88, label="SpO2: stop below", unit="%", bounds=ANY, source="house:low-limits"
    )
    resp_prompt_below_bpm: float = policy_number(
        10, label="Breathing: pause and stay below", unit="/min", bounds=ANY, source="house:low-limits"
    )
    resp_stop_below_bpm: float = policy_number(
        8, label="Breathing: stop below", unit="/min", bounds=ANY, source="house:low-limits"
    )
    sedation_prompt_moaas: float = policy_number(
        3, label="Sedation: pause and stay at or under", unit="MOAA/S", bounds=ANY, source="house:deep-sedation"
    )
    spo2_sedated_stop_below_pct: float = policy_number(
        94, label="SpO2 in somebody so sedated: stop below", unit="%", bounds=ANY, source="house:deep-sedation"
    )
    sedation_stop_moaas: float = policy_number(
        2, label="Sedation: stop at or under", unit="MOAA/S", bounds=ANY, source="house:low-limits"
    )
    systolic_stop_below_mmhg: float = policy_number(
        90, label="Systolic: stop below", unit="mmHg", bounds=ANY, source="house:low-limits"
    )
    pulse_stop_below_bpm: float = policy_number(
        45, label="Pulse: stop below", unit="/min", bounds=ANY, source="house:low-limits"
    )
    hold_s: float = policy_number(
        10, label="A continuous value must stay beyond its limit for", unit="s", bounds=ANY, source="house:hold"
    )
    start_hold_systolic_above_mmhg: float = policy_number(
        160, label="Systolic: no start above", unit="mmHg", bounds=ANY, source="house:start-limits"
    )
    start_hold_diastolic_above_mmhg: float = policy_number(
        100, label="Diastolic: no start above", unit="mmHg", bounds=ANY, source="house:start-limits"
    )
    start_hold_pulse_above_bpm: float = policy_number(
        110, label="Pulse: no start above", unit="/min", bounds=ANY, source="house:start-limits"
    )
    start_hold_pulse_below_bpm: float = policy_number(
        50, label="Pulse: no start below", unit="/min", bounds=ANY, source="house:start-limits"
    )
    start_hold_spo2_below_pct: float = policy_number(
        94, label="SpO2: no start below", unit="%", bounds=ANY, source="house:start-limits"
    )
    start_caution_systolic_above_mmhg: float = policy_number(
        140,
        label="Systolic: start only with a written reason above",
        unit="mmHg",
        bounds=ANY,
        source="spravato:pre-dose-pressure",
    )
    start_caution_diastolic_above_mmhg: float = policy_number(
        90,
        label="Diastolic: start only with a written reason above",
        unit="mmHg",
        bounds=ANY,
        source="spravato:pre-dose-pressure",
    )
    continuous_stale_s: float = policy_number(
        10, label="A continuous value is missing after", unit="s", bounds=ANY, source="house:silence"
    )
    cuff_grace_s: float = policy_number(
        120, label="A check is missing this long after it was due", unit="s", bounds=ANY, source="house:silence"
    )
    cuff_interval_infusion_s: float = policy_number(
        600, label="Cuff pressure during the infusion, every", unit="s", bounds=ANY, source="riva-posse:monitoring"
    )
    cuff_interval_observing_s: float = policy_number(
        900, label="Cuff pressure after it, every", unit="s", bounds=ANY, source="riva-posse:monitoring"
    )
    cuff_interval_watch_s: float = policy_number(
        300, label="Cuff pressure after a high value, every", unit="s", bounds=ANY, source="house:cuff-recheck"
    )
    cuff_after_treatment_s: float = policy_number(
        1800, label="So often also after each antihypertensive, for", unit="s", bounds=ANY, source="house:recheck-first"
    )
    resp_check_infusion_s: float = policy_number(
        600, label="Breathing by eye during the infusion, every", unit="s", bounds=ANY, source="house:checks"
    )
    resp_check_observing_s: float = policy_number(
        900, label="Breathing by eye after it, every", unit="s", bounds=ANY, source="house:checks"
    )
    sedation_check_s: float = policy_number(900, label="Sedation, every", unit="s", bounds=ANY, source="house:checks")
    spot_check_s: float = policy_number(
        300, label="SpO2 and pulse by a device that does not watch, every", unit="s", bounds=ANY, source="house:checks"
    )
    late_cuff_acts_s: float = policy_number(
        600,
        label="A cuff pressure that comes late still raises alarms for",
        unit="s",
        bounds=ANY,
        source="house:late-cuff",
    )
    link_lost_s: float = policy_number(
        5, label="A monitor that spoke each second is missing after", unit="s", bounds=ANY, source="house:silence"
    )
    clock_s: float = policy_number(
        5, label="A device's clock is wrong beyond", unit="s", bounds=ANY, source="house:clock"
    )
    late_entry_s: float = policy_number(
        10,
        label="What a hand enters is marked late when it happened longer ago than",
        unit="s",
        bounds=ANY,
        source="house:late-entry",
    )
    escalate_s: tuple[float, ...] = policy_number(
        (30.0, 60.0),
        label="A high alarm that nobody has seen goes on to others after",
        unit="s",
        bounds=ANY,
        source="house:escalation",
    )
    left_open_h: float = policy_number(
        4,
        label="A session still open is told to its nurse and the medical director after",
        unit="h",
        bounds=ANY,
        source="house:left-open",
    )
    audio_pause_s: float = policy_number(
        120, label="Alarm sound may be paused for", unit="s", bounds=(0, LONGEST_PAUSE_S), source="house:audio-pause"
    )
    sound_again_s: float = policy_number(
        120,
        label="A high alarm that was seen and still lasts sounds once again after",
        unit="s",
        bounds=ANY,
        source="house:one-condition",
    )

    rules: dict[Channel, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    followed: dict[Channel, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)  # and the silent ones
    bands: dict[Channel, tuple[float, float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for milder, graver in _ORDER:
            _refuse_disorder(self, milder, graver)
        if self.audio_pause_s > LONGEST_PAUSE_S:
            raise LimitsOutOfOrder(f"Alarm sound paused for {self.audio_pause_s:g} s: at most {LONGEST_PAUSE_S:g} s.")
        rules = _rules(self)
        object.__setattr__(self, "rules", rules)
        oxygen = _rule("spo2_pct", "stop", "below", self.spo2_sedated_stop_below_pct, hold_s=self.hold_s)
        oxygen = oxygen._replace(key="spo2_pct:sedated", is_silent=True)
        object.__setattr__(self, "followed", {**rules, "spo2_pct": (*rules["spo2_pct"], oxygen)})
        object.__setattr__(self, "bands", {of: _band(of, self.followed.get(of, ())) for of in POSSIBLE})
        if self.ordered_rate_ml_h is not None:  # whether a pump is right depends on the phase: always a second look
            self.bands.update(dict.fromkeys(PUMP_CHANNELS, (inf, -inf)))


# Left is reached first when a patient worsens: (milder, graver), rising with "<", falling with ">".
_ORDER: Final = (
    ("systolic_watch_mmhg", "< systolic_pause_mmhg"),
    ("systolic_pause_mmhg", "< systolic_treat_above_mmhg"),
    ("diastolic_watch_mmhg", "< diastolic_pause_mmhg"),
    ("diastolic_pause_mmhg", "< diastolic_treat_above_mmhg"),
    ("systolic_rise_watch_mmhg", "< systolic_rise_call_mmhg"),
    ("diastolic_rise_watch_mmhg", "< diastolic_rise_call_mmhg"),
    ("systolic_watch_mmhg", "> systolic_stop_below_mmhg"),
    ("pulse_pause_bpm", "> pulse_stop_below_bpm"),
    ("spo2_pause_below_pct", "> spo2_stop_below_pct"),
    ("resp_prompt_below_bpm", "> resp_stop_below_bpm"),
    ("sedation_prompt_moaas", "> sedation_stop_moaas"),
)


def _refuse_disorder(limits: Limits, milder: str, graver: str) -> None:
    sign, name = graver.split()
    first, second = getattr(limits, milder), getattr(limits, name)
    if not (first <= second if sign == "<" else first >= second):
        raise LimitsOutOfOrder(
            f"{milder} {first:g} and {name} {second:g}: the first must be reached before the second. Correct one."
        )


def _rule(channel: Channel, level: Level, test: Test, limit: float, *, hold_s: float = 0.0) -> Rule:
    quiet_low = {"below": limit, "at most": nextafter(limit, inf)}.get(test, -inf)
    quiet_high = {"at least": limit, "above": nextafter(limit, inf)}.get(test, inf)
    return Rule(f"{channel}:{level}", channel, level, test, limit, quiet_low, quiet_high, hold_s)


def _rules(limits: Limits) -> dict[Channel, tuple[Rule, ...]]:
    """Write the action table out, channel by channel, mildest first."""
    return {
        "systolic_mmhg": _systolic(limits),
        "diastolic_mmhg": _diastolic(limits),
        "pulse_bpm": _pulse(limits, "pulse_bpm"),
        "heart_rate_bpm": _pulse(limits, "heart_rate_bpm"),
        "spo2_pct": (
            _rule("spo2_pct", "pause", "below", limits.spo2_pause_below_pct, hold_s=limits.hold_s),
            _rule("spo2_pct", "stop", "below", limits.spo2_stop_below_pct, hold_s=limits.hold_s),
        ),
        "resp_rate_bpm": (
            _rule("resp_rate_bpm", "prompt", "below", limits.resp_prompt_below_bpm, hold_s=limits.hold_s),
            _rule("resp_rate_bpm", "stop", "below", limits.resp_stop_below_bpm, hold_s=limits.hold_s),
        ),
        "sedation_moaas": (
            _rule("sedation_moaas", "prompt", "at most", limits.sedation_prompt_moaas),
            _rule("sedation_moaas", "stop", "at most", limits.sedation_stop_moaas),
        ),
    }


def _systolic(limits: Limits) -> tuple[Rule, ...]:
    return (
        _rule("systolic_mmhg", "watch", "at least", limits.systolic_watch_mmhg),
        *_rise("systolic_mmhg", "watch", limits.systolic_rise_watch_mmhg, limits.baseline_systolic_mmhg),
        *_rise("systolic_mmhg", "call", limits.systolic_rise_call_mmhg, limits.baseline_systolic_mmhg),
        _rule("systolic_mmhg", "pause", "at least", limits.systolic_pause_mmhg),
        _twice(limits, "systolic_mmhg", limits.systolic_pause_mmhg)._replace(
            partner=("diastolic_mmhg", limits.diastolic_pause_mmhg)
        ),
        _rule("systolic_mmhg", "treat", "above", limits.systolic_treat_above_mmhg),
        _rule("systolic_mmhg", "stop", "below", limits.systolic_stop_below_mmhg),
    )


def _diastolic(limits: Limits) -> tuple[Rule, ...]:
    return (
        _rule("diastolic_mmhg", "watch", "at least", limits.diastolic_watch_mmhg),
        *_rise("diastolic_mmhg", "watch", limits.diastolic_rise_watch_mmhg, limits.baseline_diastolic_mmhg),
        *_rise("diastolic_mmhg", "call", limits.diastolic_rise_call_mmhg, limits.baseline_diastolic_mmhg),
        _rule("diastolic_mmhg", "pause", "at least", limits.diastolic_pause_mmhg),
        _twice(limits, "diastolic_mmhg", limits.diastolic_pause_mmhg)._replace(
            partner=("systolic_mmhg", limits.systolic_pause_mmhg)
        ),
        _rule("diastolic_mmhg", "treat", "above", limits.diastolic_treat_above_mmhg),
    )


def _pulse(limits: Limits, channel: Channel) -> tuple[Rule, ...]:
    return (
        _rule(channel, "pause", "at least", limits.pulse_pause_bpm, hold_s=limits.hold_s),
        _rule(channel, "stop", "below", limits.pulse_stop_below_bpm, hold_s=limits.hold_s),
    )


def _rise(channel: Channel, level: Level, rise: float, baseline: float | None) -> tuple[Rule, ...]:
    if baseline is None:
        return ()
    rule = _rule(channel, level, "at least", baseline + rise)
    return (rule._replace(key=f"{channel}:{level}-rise", baseline=baseline),)


_TWICE: Final = "treat-twice"


def _twice(limits: Limits, channel: Channel, limit: float) -> Rule:
    """Either half high at two readings treat_apart_s apart: one condition for both halves, so they share a key."""
    hold_s = limits.treat_apart_s - limits.treat_apart_tolerance_s
    return _rule(channel, "treat", "at least", limit, hold_s=hold_s)._replace(key=f"pressure:{_TWICE}")


def _band(channel: Channel, rules: tuple[Rule, ...]) -> tuple[float, float]:
    """Return the values low <= value < high for which a channel needs no second look."""
    low, high = POSSIBLE[channel]
    return (
        max([low, *(rule.quiet_low for rule in rules)]),
        min([nextafter(high, inf), *(rule.quiet_high for rule in rules)]),
    )
