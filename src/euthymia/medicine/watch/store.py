"""The state as plain tuples, numbers and words, both ways: it is stored beside every message, so it is kept small."""

from collections.abc import Mapping
from typing import Any

from euthymia.medicine.readings import Channel
from euthymia.medicine.watch.alarm import Alarm
from euthymia.medicine.watch.state import Earlier, EndedBy, Heard, Latest, WatchState, settled


def as_dict(state: WatchState) -> dict[str, Any]:
    """Write the state as JSON can hold it; it shares parts with the state.

    Law: a step after from_dict(as_dict(state)) equals a step without.
    """
    return {
        "latest": {channel: _seen(seen) for channel, seen in state.latest.items()},
        "runs": state.runs,
        "alarms": [alarm[:] for alarm in state.alarms.values()],
        "expected": state.expected,
        "phase": state.phase,
        "cuff_interval_s": state.cuff_interval_s,
        "heard": {sender: heard[:] if heard[2] is not None else heard[:2] for sender, heard in state.heard.items()},
        "pace": state.pace,
        "phase_s": state.phase_s,
        "ran_s": state.ran_s,
        "earlier": {channel: [cuff[:] for cuff in cuffs] for channel, cuffs in state.earlier.items()},
        **(
            {"others": {c: [_seen(seen) for seen in others] for c, others in state.others.items()}}
            if state.others
            else {}
        ),
        **({"first_sights": state.first_sights} if state.first_sights else {}),
        **({"ended_by": {key: _ended_by(kept) for key, kept in state.ended_by.items()}} if state.ended_by else {}),
    }


def from_dict(stored: Mapping[str, Any]) -> WatchState:
    """Read a state back from what as_dict wrote, through JSON or not. Raises KeyError where a part is missing."""
    state = WatchState(
        latest={channel: _latest(fields) for channel, fields in stored["latest"].items()},
        runs=dict(stored["runs"]),
        alarms={alarm.key: alarm for alarm in alarms_of(stored)},
        expected=dict(stored["expected"]),
        phase=stored["phase"],
        cuff_interval_s=stored["cuff_interval_s"],
        heard={sender: Heard(*fields) for sender, fields in stored["heard"].items()},
        pace=dict(stored["pace"]),
        earlier={channel: tuple(Earlier(*cuff) for cuff in cuffs) for channel, cuffs in stored["earlier"].items()},
        calm=frozenset(),
        phase_s=stored["phase_s"],
        ran_s=stored["ran_s"],
        others={channel: tuple(map(_latest, seen)) for channel, seen in stored.get("others", {}).items()},
        first_sights={key: (value, at_s) for key, (value, at_s) in stored.get("first_sights", {}).items()},
        ended_by={key: _read_ended_by(kept) for key, kept in stored.get("ended_by", {}).items()},
    )
    return settled(state)


def alarms_of(stored: Mapping[str, Any]) -> tuple[Alarm, ...]:
    """Read the alarms alone from what as_dict wrote, where nothing else is asked."""
    return tuple(_alarm(fields) for fields in stored["alarms"])


def by_device_of(stored: Mapping[str, Any]) -> frozenset[Channel]:
    """Read from it which channels a device reports, where nothing else is asked."""
    return frozenset(channel for channel, fields in stored["latest"].items() if fields[3])


def _seen(seen: Latest) -> tuple[Any, ...]:
    """Leave out the device's time and what follows where they say nothing of their own."""
    if any(seen[6:]):
        return seen[:]
    return seen[:5] if seen.sent_at_s == seen.at_s else seen[:6]


def _latest(fields: list[Any]) -> Latest:
    value, at_s, received_s, code, containment, *rest = fields
    sent_at_s = rest[0] if rest else at_s
    if len(rest) < 2:
        return Latest(value, at_s, received_s, code, containment, sent_at_s)
    also = tuple((code, place, seen) for code, place, seen in rest[1])
    equipment, missed, place, drug = rest[2:]
    gap = (missed[0], missed[1]) if missed else None
    return Latest(value, at_s, received_s, code, containment, sent_at_s, also, equipment, gap, place, drug)


def _ended_by(kept: EndedBy) -> list[Any]:
    alarm, runs, channel, source, times, before = kept
    return [alarm and alarm[:], runs, channel, source, times, before and _seen(before)]


def _read_ended_by(fields: list[Any]) -> EndedBy:
    alarm, runs, channel, source, times, before = fields
    return EndedBy(
        _alarm(alarm) if alarm else None,
        tuple((key, since_s) for key, since_s in runs),
        channel,
        (source[0], source[1], source[2]),
        tuple(times),
        _latest(before) if before else None,
    )


def _alarm(fields: list[Any]) -> Alarm:
    alarm = Alarm(*fields)
    return alarm._replace(escalated_s=tuple(alarm.escalated_s))
