"""One alarm: what is wrong, how urgent, what to do, and who has seen it."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from euthymia.medicine.readings import Channel
from euthymia.medicine.watch.limits import INFUSION, Level, Limits, Phase, Rule

Priority = Literal["high", "medium", "low"]
MOST_URGENT_FIRST: Final[dict[Priority, int]] = {"high": 0, "medium": 1, "low": 2}
Kind = Literal["physiological", "technical"]

LABELS: Final[dict[Channel, tuple[str, str]]] = {
    "spo2_pct": ("SpO2", " %"),
    "pulse_bpm": ("Pulse", "/min"),
    "heart_rate_bpm": ("Heart rate", "/min"),
    "resp_rate_bpm": ("Breathing", "/min"),
    "systolic_mmhg": ("Systolic", " mmHg"),
    "diastolic_mmhg": ("Diastolic", " mmHg"),
    "mean_mmhg": ("Mean pressure", " mmHg"),
    "temperature_c": ("Temperature", " °C"),
    "sedation_moaas": ("MOAA/S", ""),
    "pump_rate_ml_h": ("Pump rate", " mL/h"),
    "pump_infusing": ("Pump infusing", ""),
    "pump_delivered_ml": ("Pump delivered", " mL"),
}

# What the action table asks of the people in the room; `action` fills in the numbers in force. Source: house:bp-limits
ACTIONS: Final[dict[Level, str]] = {
    "watch": "Recheck in {recheck}.",
    "call": "Call the prescriber. Recheck in {recheck}.",
    "pause": "Pause the pump. Recheck in {recheck}. Physician to the bedside.",
    "treat": (
        "Stop the pump. Recheck in {recheck}. Prescriber decides whether to treat. "
        "Symptoms: treat, call emergency services."
    ),
    "symptom": "Stop the pump. Treat. Call emergency services.",
    "prompt": "Pause the pump. Call the prescriber. Stay with the patient, one-to-one.",
    "stop": "Stop the pump. Call. Airway and support as trained.",
    "stale": "Look at the patient and the bedside monitor. Check the probe or repeat the reading.",
    "check-due": "Do the check and enter it.",
    "link": "Look at the patient and the bedside monitor. Check the monitor's cable and network.",
    "spot-check": "This device is not for watching. Check by hand on the timer, or change the monitor.",
    "impossible": "Look at the patient. Check the probe; the value is kept apart.",
    "clock": "Correct the device's clock or time zone.",
    "unpaired": (
        "These values raise no alarms here. Pair the device, admit this chair's patient at it, or let it go here."
    ),
    "apart": "These values raise no alarms here. Find out which device sends them.",
    "not-recording": "Watch the bedside monitor. Write values on paper.",
    "behind": "These values raise no alarms here. Correct the device's clock or time zone.",
    "disagree": "Look at the patient. Find out which source is right; the worse one counts.",
    "device": "Look at the device.",
    "pump-rate": "Look at the pump: compare its rate with the order.",
    "pump-runs-on": "Go to the pump and see that it stands still.",
    "pump-volume": "Compare the pump's total with what was recorded; it may not have been cleared.",
}

_HIGH: Final[frozenset[Level]] = frozenset(
    {"pause", "prompt", "treat", "stop", "symptom", "not-recording", "pump-rate", "pump-runs-on"}
)
_LOW: Final[frozenset[Level]] = frozenset({"check-due", "clock", "pump-volume", "disagree"})
_BODY: Final[frozenset[Level]] = frozenset(
    {"watch", "call", "pause", "treat", "prompt", "stop", "symptom"},
)


class Alarm(NamedTuple):
    """One latched condition. It leaves the state when it has ended and a named person has acknowledged it.

    key            the condition: "spo2_pct:pause", "pressure:treat-twice", "link:monitor", "clock"
    channel        the channel, or the sender or thing a technical alarm is about
    value, limit   in the channel's unit; None where the condition has none
    onset_s        when the condition began, by the reading's own time (start of the run for held conditions)
    raised_s       when it was raised, by our clock: escalation counts from here
    ended_s        None while the condition lasts
    escalated_s    one time per escalation mark passed unacknowledged (high priority only)
    times          how often the condition has begun since it was last acknowledged
    of             what a device's own alarm is about, as the device says; no other alarm uses it
    quieted        how the device itself has been quieted ("audio-paused"); "" where it has not
    worst          the value farthest beyond the limit since the condition began; None where it has no value
    again_s        when it began the last time, where it has ended and come back since it was last acknowledged
    lasted_s       how long it had lasted before that, all times together
    """

    key: str
    condition: str
    channel: str
    level: Level
    priority: Priority
    value: float | None
    limit: float | None
    onset_s: float
    raised_s: float
    ended_s: float | None = None
    acknowledged_by: str | None = None
    acknowledged_s: float | None = None
    escalated_s: tuple[float, ...] = ()
    times: int = 1
    of: Kind = "technical"
    quieted: str = ""
    worst: float | None = None
    again_s: float | None = None
    lasted_s: float = 0.0

    @property
    def kind(self) -> Kind:
        """Return whether the patient or the equipment is meant."""
        if self.level == "device":
            return self.of
        return "physiological" if self.level in _BODY else "technical"

    @property
    def active(self) -> bool:
        """Return whether the condition still lasts (acknowledged or not)."""
        return self.ended_s is None

    @property
    def lasted_in_all_s(self) -> float:
        """Return for how many seconds it has lasted, all times that are over together."""
        if self.ended_s is None:
            return self.lasted_s
        return self.lasted_s + max(0.0, self.ended_s - (self.onset_s if self.again_s is None else self.again_s))


def priority(level: Level, *, phase: Phase, channel: str = "", said: Priority = "medium") -> Priority:
    """Decide how urgent a condition is: the one place where priority is computed (see "Alarm priority").

    SpO2 silent and a lost link are high while the infusion runs or is paused, medium afterwards.
    said  what a device gave its own alarm; medium where it gave none
    Source: house:alarm-priority, house:device-alarm
    """
    if level == "device":
        return said
    if level in _HIGH:
        return "high"
    if level in _LOW:
        return "low"
    blind = level == "link" or (level == "stale" and channel == "spo2_pct")
    return "high" if blind and phase in INFUSION else "medium"


def latched(alarm: Alarm, was: Alarm | None) -> Alarm:
    """Let an alarm begin. One that returns before anyone acknowledged it keeps its first onset and escalation, and the
    graver of its two urgencies: nobody has seen it yet. Its worst value and how long it lasted count through.
    """
    if was is None:
        return alarm
    graver = min(was.priority, alarm.priority, key=MOST_URGENT_FIRST.__getitem__)
    return was._replace(
        condition=alarm.condition,
        value=alarm.value,
        priority=graver,
        ended_s=None,
        times=was.times + 1,
        worst=worse(alarm.worst, was.worst, alarm.limit),
        again_s=alarm.onset_s,
        lasted_s=was.lasted_in_all_s,
    )


class Latches:
    """The alarms of a session while they change, and what of them has to be told."""

    __slots__ = ("alarms", "ended", "now_s", "raised")

    def __init__(self, alarms: dict[str, Alarm], now_s: float) -> None:
        self.alarms, self.now_s = alarms, now_s
        self.raised: list[Alarm] = []
        self.ended: list[Alarm] = []

    def begin(self, alarm: Alarm) -> None:
        """Latch a condition; one that returns before anyone acknowledged it keeps its first onset and escalation."""
        was = self.alarms.get(alarm.key)
        if was is not None and was.ended_s is None:
            return
        self.alarms[alarm.key] = latched(alarm, was)
        self.raised.append(self.alarms[alarm.key])

    def end(self, key: str) -> None:
        """End a condition, where it lasts; it stays on the screen until somebody has acknowledged it."""
        was = self.alarms.get(key)
        if was is None or was.ended_s is not None:
            return
        over = was._replace(ended_s=self.now_s)
        self.ended.append(over)
        if over.acknowledged_by is None:
            self.alarms[key] = over
        else:
            del self.alarms[key]


def worse(one: float | None, other: float | None, limit: float | None) -> float | None:
    """Return the value that lies farther beyond the limit; of a condition without one, None."""
    if limit is None or one is None or other is None:
        return one if other is None else other
    return max(one, other, key=lambda value: abs(value - limit))


def action(level: Level, limits: Limits) -> str:
    """Write what to do about an alarm of this level, in the words of the action table, by the limits in force."""
    return ACTIONS[level].format(recheck=span(limits.cuff_interval_watch_s))


def span(seconds: float) -> str:
    """Write a time as staff say it: "10 s", "5 min", "2.5 min"; "291 s" where minutes would need more digits."""
    return f"{seconds / 60:g} min" if seconds >= 120 and seconds % 6 == 0 else f"{seconds:g} s"


def amount(channel: str, value: float | None) -> str:
    """Write a value with its unit: "91 %"; "no value" where there is none."""
    unit = LABELS[channel][1] if channel in LABELS else ""
    return "no value" if value is None else f"{value:g}{unit}"


def label(channel: str) -> str:
    """Return the name staff use for a channel; a sender's own name stays as it is."""
    return LABELS[channel][0] if channel in LABELS else channel


def together(moaas: float, limit: float, beside: Iterable[Rule]) -> str:
    """Write what deep sedation goes with: "MOAA/S 3: 3 or less, with SpO2 below 94 % for 10 s"."""
    signs = " and ".join(f"{label(rule.channel)} below {amount(rule.channel, rule.limit)}" for rule in beside)
    held = max(rule.hold_s for rule in beside)
    deep = f"{label('sedation_moaas')} {amount('sedation_moaas', moaas)}: {limit:g} or less"
    return f"{deep}, with {signs}" + (f" for {held:g} s" if held else "")


def sentence(rule: Rule, value: float, limits: Limits) -> str:
    """Write the condition as staff read it: "SpO2 91 %: below 92 % for 10 s". Every number is one of the limits'."""
    seen = f"{label(rule.channel)} {amount(rule.channel, value)}"
    if rule.baseline is not None:
        rise = rule.limit - rule.baseline
        return f"{seen}: {value - rule.baseline:g} above the baseline of {rule.baseline:g} ({rule.level} from {rise:g})"
    if rule.partner is not None:
        return f"{seen}: pressure high at two readings {span(limits.treat_apart_s)} apart"
    limit = amount(rule.channel, rule.limit)
    bound = {"at least": f"{limit} or more", "at most": f"{limit} or less"}.get(rule.test, f"{rule.test} {limit}")
    return f"{seen}: {bound}" + (f" for {rule.hold_s:g} s" if rule.hold_s else "")
