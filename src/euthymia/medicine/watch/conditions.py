"""One condition, one alarm: what is shown, sounded and acknowledged, as a pure view over the single alarms.

The watch keeps and records every single alarm. One cuff of 186/112 breaks eight limits; staff see one condition, by the
gravest of them. Source: house:one-condition
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from euthymia.medicine.readings import CUFF_CHANNELS, Channel
from euthymia.medicine.watch.alarm import (
    ACTIONS,
    MOST_URGENT_FIRST,
    Alarm,
    Kind,
    Priority,
    action,
    amount,
    label,
    span,
)
from euthymia.medicine.watch.hand import acknowledge
from euthymia.medicine.watch.limits import Level, Limits
from euthymia.medicine.watch.state import PACED, Step, WatchState

BEATS_DIFFER_BPM: Final = 20.0  # from here on pulse and heart rate are two conditions. Source: house:one-condition
SILENT: Final = "silent-monitor"
PRESSURE: Final = "pressure"
BEATS: Final = "beats"

# Which level asks for more, among the alarms of one condition. Source: house:bp-limits
_GRAVITY: Final[Mapping[Level, int]] = {
    "check-due": 0, "stale": 1, "link": 2,
    "watch": 0, "call": 1, "prompt": 1, "pause": 2, "stop": 3, "treat": 3,
}  # fmt: skip
_SIDES: Final = frozenset({"watch", "call", "pause", "treat", "prompt", "stop"})
_LOW_SIDE: Final = frozenset({"prompt", "stop"})
_BEATS: Final = frozenset({"pulse_bpm", "heart_rate_bpm"})
_SILENCES: Final = frozenset({"stale", "check-due", "link"})


class Condition(NamedTuple):
    """What staff see as one alarm.

    key      "pressure:high", "spo2_pct:low", "silent-monitor"; the alarm's own key where nothing merges with it
    alarms   its single alarms: first what is shown, then milder ones
    """

    key: str
    alarms: tuple[Alarm, ...]

    @property
    def lead(self) -> Alarm:
        """Return the alarm by which it is shown."""
        return self.alarms[0]

    @property
    def priority(self) -> Priority:
        """Return its urgency: the gravest of those that speak."""
        return min((alarm.priority for alarm in self._loud or self.alarms), key=MOST_URGENT_FIRST.__getitem__)

    @property
    def kind(self) -> Kind:
        """Return whether the patient or the equipment is meant."""
        return self.lead.kind

    @property
    def active(self) -> bool:
        """Return whether any of it still lasts."""
        return any(alarm.active for alarm in self.alarms)

    @property
    def onset_s(self) -> float:
        """Return when its first alarm began."""
        return min(alarm.onset_s for alarm in self.alarms)

    @property
    def ended_s(self) -> float | None:
        """Return when it was over; None while any of it lasts."""
        return None if self.active else max(alarm.ended_s or 0.0 for alarm in self.alarms)

    @property
    def _loud(self) -> tuple[Alarm, ...]:
        return tuple(alarm for alarm in self.alarms if is_loud(alarm))

    @property
    def unseen(self) -> tuple[Alarm, ...]:
        """Return what waits for a person and sounds: what lasts, and a high one that ended unseen.

        A milder one under a graver that a person has seen does not sound by itself; a high one always does.
        """
        seen = [gravity(alarm) for alarm in self.alarms if alarm.active and alarm.acknowledged_by is not None]
        return tuple(
            alarm
            for alarm in self._loud
            if alarm.acknowledged_by is None and (alarm.priority == "high" or not seen or gravity(alarm) <= min(seen))
        )

    @property
    def seen_by(self) -> str | None:
        """Return who has seen it; None while anything of it waits for a person."""
        return None if self.unseen else self.lead.acknowledged_by

    def sounds_again_s(self, limits: Limits) -> float | None:
        """Return when a high one that was seen and still lasts sounds once again; None where it does not."""
        times = [a.acknowledged_s for a in self.alarms if a.active and a.priority == "high" and a.acknowledged_s]
        return max(times) + limits.sound_again_s if times and not self.unseen else None

    def text(self) -> str:
        """Return what it is, in words: what lasts, or what was and for how long; what is new beside what was seen."""
        if self.key == SILENT:
            return _silence(self.alarms)
        shown = _in_words(self.lead)
        if not self.lead.active:
            return f"{shown}; a milder limit is still passed" if self.active else shown
        others = [alarm for alarm in self.unseen if alarm is not self.lead]
        if self.lead.acknowledged_by is not None and others:
            return f"{shown}; new: {_in_words(others[0])}"
        alike = [a for a in self.alarms if a.active and a.level == self.lead.level]
        beside = [alarm for alarm in alike if alarm.channel != self.lead.channel]
        return "; ".join([shown, *dict.fromkeys(alarm.condition for alarm in beside)])

    def action(self, limits: Limits, by_device: frozenset[Channel]) -> str:
        """Return what to do. A rating or a check that a person owes asks for it, not for the monitor."""
        if self.lead.level == "stale" and not _reported(self.lead, by_device):
            return ACTIONS["check-due"]
        return action(self.lead.level, limits)


def is_loud(alarm: Alarm) -> bool:
    """Return whether an alarm may sound: while it lasts, and a high one until a person has seen it."""
    return alarm.active or alarm.priority == "high"


def gravity(alarm: Alarm) -> tuple[int, int]:
    """Order the alarms of one condition, gravest first: by urgency, then by what the level asks for."""
    return MOST_URGENT_FIRST[alarm.priority], -_GRAVITY.get(alarm.level, 0)


def conditions(alarms: Iterable[Alarm], *, by_device: frozenset[Channel] = frozenset()) -> tuple[Condition, ...]:
    """Group single alarms into what staff see, most urgent first. A low one that is over is seen by nobody: it goes.

    by_device   the channels whose newest value a device sent
    Never one: high and low of a channel, two channels but the halves of a cuff and pulse with heart rate where both
    are out on the same side and agree, patient and equipment, two devices, a symptom and anything, a device's own alarm
    and ours.
    """
    waiting = tuple(alarm for alarm in alarms if alarm.active or alarm.priority != "low")
    groups: dict[str, list[Alarm]] = {}
    agree, monitors = _beats_agree(waiting), {a.key for a in waiting if a.level == "link" and _is_monitor(a.channel)}
    for alarm in waiting:
        key = _key(alarm, by_device, one_monitor=len(monitors) < 2)
        channel, _, side = key.partition(":")
        if channel in _BEATS and side in agree:
            key = f"{BEATS}:{side}"
        groups.setdefault(key, []).append(alarm)
    found = (Condition(key, tuple(sorted(some, key=_shown_first))) for key, some in groups.items())
    return tuple(sorted(found, key=lambda one: (MOST_URGENT_FIRST[one.priority], one.onset_s, one.key)))


def conditions_of(state: WatchState) -> tuple[Condition, ...]:
    """Group the alarms of a session."""
    return conditions(state.alarms.values(), by_device=by_device(state))


def by_device(state: WatchState) -> frozenset[Channel]:
    """Return the channels whose newest value a device sent."""
    return frozenset(channel for channel, seen in state.latest.items() if seen.code)


def acknowledge_condition(state: WatchState, key: str, *, by: str, now_s: float) -> Step:
    """Note that a named person has seen a condition: the level shown and those milder, as they stand.

    key   the single alarm by which it was shown; a graver one that came meanwhile is not covered
    A second acknowledgement changes nothing. Raises UnknownAlarm, NoName.
    """
    shown = state.alarms.get(key)
    covered = [key]
    if shown is not None:
        own = next((one for one in conditions_of(state) if any(a.key == key for a in one.alarms)), None)
        others = own.alarms if own else ()
        covered += [a.key for a in others if a.key != key and gravity(a) >= gravity(shown)]
    seen: tuple[Alarm, ...] = ()
    for one in covered:
        step = acknowledge(state, one, by=by, now_s=now_s)
        state, seen = step.state, (*seen, *step.acknowledged)
    return Step(state, acknowledged=seen)


def _key(alarm: Alarm, by_device: frozenset[Channel], *, one_monitor: bool) -> str:
    """Name the condition an alarm belongs to; pulse and heart rate apart."""
    if alarm.level in _SIDES:
        low = alarm.level in _LOW_SIDE or alarm.channel == "spo2_pct"
        part = PRESSURE if alarm.channel in CUFF_CHANNELS else alarm.channel
        return f"{part}:{'low' if low else 'high'}"
    if alarm.level == "link":
        return SILENT if one_monitor and _is_monitor(alarm.channel) else alarm.key
    if alarm.level in _SILENCES:
        return SILENT if _reported(alarm, by_device) else f"due:{alarm.channel}"
    return alarm.key


def _reported(alarm: Alarm, by_device: frozenset[Channel]) -> bool:
    return alarm.channel in PACED or alarm.channel in by_device


def _is_monitor(name: str) -> bool:
    return name.startswith("monitor")


def _beats_agree(alarms: Iterable[Alarm]) -> frozenset[str]:
    """Return on which sides pulse and heart rate are both out of their limits, and no further apart than they may be.

    A heart that beats and no pulse at the finger is an arrest or a lost probe: never one with a pulse that is out too.
    """
    worst: dict[str, dict[str, float]] = {}
    for alarm in alarms:
        value = alarm.value if alarm.worst is None else alarm.worst
        if alarm.channel in _BEATS and alarm.level in _SIDES and alarm.active and value is not None:
            worst.setdefault("low" if alarm.level in _LOW_SIDE else "high", {})[alarm.channel] = value
    return frozenset(
        side
        for side, rates in worst.items()
        if len(rates) == 2 and abs(rates["pulse_bpm"] - rates["heart_rate_bpm"]) < BEATS_DIFFER_BPM
    )


def _shown_first(alarm: Alarm) -> tuple[bool, tuple[int, int], bool, bool, float, bool, str]:
    seen, is_second = alarm.acknowledged_by is not None, alarm.channel == "diastolic_mmhg"
    return not is_loud(alarm), gravity(alarm), seen, not alarm.active, alarm.onset_s, is_second, alarm.key


def _in_words(alarm: Alarm) -> str:
    """Write what an alarm says; of one that is over, how bad it was, how long it lasted and how often."""
    if alarm.active:
        return alarm.condition
    lasted = span(round(alarm.lasted_in_all_s)) if alarm.lasted_in_all_s >= 1 else "under 1 s"
    often = f", {alarm.times} times" if alarm.times > 1 else ""
    if alarm.worst is None or alarm.limit is None:
        return f"{alarm.condition}, {lasted}{often}, over"
    side = "lowest" if alarm.level in _LOW_SIDE or alarm.channel == "spo2_pct" else "highest"
    return f"{label(alarm.channel)} {side} {amount(alarm.channel, alarm.worst)}, {lasted}{often}, over"


def _silence(alarms: tuple[Alarm, ...]) -> str:
    """Name every channel that a silent monitor leaves blind; once all are back, those that were."""
    lasting = [alarm for alarm in alarms if alarm.active]
    meant = lasting or alarms
    link = next((alarm for alarm in meant if alarm.level == "link"), None)
    blind = [f"{_signal(a.channel)} for {span(a.limit or 0.0)}" for a in meant if a.level == "stale"]
    due = [alarm.condition for alarm in meant if alarm.level == "check-due"]
    said = ([link.condition] if link else []) + ([f"no value: {', '.join(blind)}"] if blind else []) + due
    if len(meant) == 1:
        said = [meant[0].condition]
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + ("" if lasting else ", over")


def _signal(channel: str) -> str:
    return "Cuff pressure" if channel == "systolic_mmhg" else label(channel)
