"""Observations to readings: which codes we know, in which units, and what is no value."""

from collections.abc import Mapping
from functools import lru_cache
from math import isfinite
from typing import Final, NamedTuple

from euthymia.medicine.readings import Channel, Reading
from euthymia.wire.hl7 import alerts, codes, pumps
from euthymia.wire.hl7.fields import Marks, number, part, parts
from euthymia.wire.hl7.message import Message, Observation
from euthymia.wire.hl7.pumps import CURRENT_FLOW, DELIVERED, FLOW, STATUS_ROWS, infusing, status_of
from euthymia.wire.hl7.units import UNIT_OF, unit
from euthymia.wire.hl7.validity import TAKEN_BACK, is_marked, no_measurement
from euthymia.wire.hl7.validity import status_of as validity_of

# What a clinic adds to our codes for one make: (coding system, code, unit), each as sent, to its channel. Without the
# unit it holds for any that is the channel's.
Mapped = Mapping[tuple[str, ...], Channel]
NONE: Final[Mapped] = {}

# Numbers that devices in the field send to say "no value".
_SENTINELS: Final = frozenset({-999.0, -99.9, -100.0, 8388607.0})
UNWATCHED: Final = "not a value that is watched"
_CONTRADICTION: Final = "number and name, or two codings, of its code contradict each other"


class Unread(NamedTuple):
    """A row that gives no reading: kept, shown to staff, never charted, and why."""

    code: str
    name: str
    system: str
    value: float | str | None
    unit: str
    reason: str
    containment: str
    at_s: float | None


class TakenBack(NamedTuple):
    """What a device takes back: the reading of this channel, code, source and time does not stand any more."""

    channel: Channel
    code: str
    containment: str
    equipment: str
    at_s: float
    why: str


def readings(message: Message, mapped: Mapped = NONE) -> tuple[tuple[Reading, ...], tuple[Unread, ...]]:
    """Turn a message's observations into readings, in its order, and what could not be read.

    mapped  what a clinic adds to our codes; it never changes what one of ours means

    A known channel that says "no value" (empty, a sentinel such as -999, a row marked invalid and empty) is a Reading
    of None. A row that only says what contains what, and one whose content the message's alarms and pumps keep, is
    neither. Whom the message is about, whether it repeats an earlier one, and whether a person can have such a value,
    is not judged here.
    """
    found: list[Reading] = []
    unread: list[Unread] = []
    for row in message.observations:
        channel: codes.Meaning = None if row[5] else codes.USUAL.get(row[2:5])
        if channel is None:
            channel = _channel(row[2:5], row[5:8])
        result: Reading | Unread | None
        if channel is None and mapped and (added := _added(row, mapped)):
            is_unitless = (row.system, row.code, "") in mapped
            result = _reading(row, added, message.marks, is_unitless=is_unitless)
        else:
            result = _reading(row, channel, message.marks) if channel in UNIT_OF else _other(row, channel, message)
        if isinstance(result, Reading):
            found.append(result)
        elif result is not None:
            unread.append(result)
    unread += [Unread("", "", "", line, "", "the line is no segment", "", None) for line in message.strays]
    return tuple(found), tuple(unread)


def taken_back(message: Message, mapped: Mapped = NONE) -> tuple[TakenBack, ...]:
    """Return what a message takes back of what was sent before; most take nothing back."""
    found = []
    for row in message.observations:
        why = TAKEN_BACK.get(validity_of(row, message.marks), "") if is_marked(row) else ""
        channel = _channel(row[2:5], row[5:8]) if why else None
        if why and channel is None:
            channel = _added(row, mapped)
        if channel in UNIT_OF and row.at_s is not None:
            found.append(TakenBack(channel, row.code, row.containment, row.equipment, row.at_s, why))
    return tuple(found)


def _added(row: Observation, mapped: Mapped) -> Channel | None:
    return mapped.get((row.system, row.code, row.unit)) or mapped.get((row.system, row.code))


def _other(row: Observation, meaning: codes.Meaning, message: Message) -> Reading | Unread | None:
    """Judge a row that is no vital sign: None where what it says is kept elsewhere, or it says nothing."""
    if not (row.code or row.name):
        return _unread(row, "the row has no code")
    if meaning == "contradiction":
        return _unread(row, _CONTRADICTION)
    if row.value is None and (not row.value_type or validity_of(row, message.marks) == "X"):
        return None
    if message.alarms and alerts.told(row, message.alarms):
        return None
    if message.pump is not None:
        if row.name in STATUS_ROWS or row.name in (FLOW, CURRENT_FLOW):
            return _of_pump(_pump_reading(row, message), row, message)
        if row.name == DELIVERED:
            return _of_pump(_reading(row, "pump_delivered_ml", message.marks), row, message)
        if pumps.told(row, message.marks):
            return None
    if not row.system and message.version[:3] == "2.3" and (channel := codes.of_mindray(row.code, row.name)):
        return _reading(row, channel, message.marks)
    why = codes.NOT_WATCHED.get(codes.coded(row.code, row.name, row.system))
    return _unread(row, f"{UNWATCHED}: {why}" if why else UNWATCHED)


@lru_cache(maxsize=4096)
def _channel(first: tuple[str, str, str], second: tuple[str, str, str]) -> codes.Meaning:
    """Find the channel by either coding. Two codings that contradict each other mean neither."""
    meaning = codes.meaning(*first)
    if not second[0]:
        return meaning
    other = codes.meaning(*second)
    if (meaning or other) and not codes.NEVER.isdisjoint((codes.coded(*first), codes.coded(*second))):
        return "contradiction"  # an arterial line's pressure is no cuff's, whatever the other coding says
    if meaning is None or other is None or meaning == other:
        return meaning or other
    return "contradiction"


def _reading(row: Observation, channel: Channel, marks: Marks, *, is_unitless: bool = False) -> Reading | Unread:
    _, _, code, _, system, _, _, _, containment, value, unit_field, _, flags, status, at_s, equipment, timed = row
    if status not in "FR" or flags:  # as is_marked(row) says it, but quicker
        why = no_measurement(row, marks)
        if why and (value is not None or validity_of(row, marks) in TAKEN_BACK):
            return _unread(row, why)
    if at_s is None:
        return _unread(row, "its time cannot be read")
    if value is None or value in _SENTINELS:
        return Reading(channel, None, at_s, code, system, containment, equipment, timed)
    if not isinstance(value, float):
        value = _structured(row, marks)
        if value is None:
            return _unread(row, _why_no_number(row))
    if not isfinite(value):
        return _unread(row, "not a number")
    said = unit(unit_field, marks)
    if said == "degF" and channel == "temperature_c":
        value = round((value - 32) / 1.8, 2)
    elif said != UNIT_OF[channel] and not (is_unitless and said == "none"):
        return _unread(row, f"its unit is {unit_field or 'missing'}, not {UNIT_OF[channel]}")
    # As Reading(...) does it, but quicker.
    return tuple.__new__(Reading, (channel, value, at_s, code, system, containment, equipment, timed, "", ""))


def _structured(row: Observation, marks: Marks) -> float | None:
    """Read the number of type SN where it stands alone: "^95" or "=^95". A comparator is never a number."""
    if row.value_type != "SN":
        return None
    said = parts(str(row.value), marks)
    return number(part(said, 1)) if said[0] in ("", "=") and not any(said[2:]) else None


def _why_no_number(row: Observation) -> str:
    if row.value_type == "NM":
        return "not a number"
    return f"its type is {row.value_type or 'missing'}, not a plain number (NM)"


def _pump_reading(row: Observation, message: Message) -> Reading | Unread | None:
    marks = message.marks
    if row.name not in STATUS_ROWS:
        return None if _is_only_set(row, message) else _reading(row, "pump_rate_ml_h", marks)
    if row.value is not None and (why := no_measurement(row, marks)):
        return _unread(row, why)
    flows = infusing(status_of(row, marks))
    if flows is None and row.value is not None:
        return _unread(row, "a pump status we do not know")
    if row.at_s is None:
        return _unread(row, "its time cannot be read")
    value = None if flows is None else float(flows)
    return Reading("pump_infusing", value, row.at_s, row.code, row.system, row.containment, row.equipment, row.timed)


def _of_pump(found: Reading | Unread | None, row: Observation, message: Message) -> Reading | Unread | None:
    """Return of a pump's reading which channel it is of, and that channel's drug."""
    if not isinstance(found, Reading):
        return found
    places = {pump.place: pump for pump in message.pumps}
    own = pumps.owners(pumps.path_of(row), places)
    return found._replace(place=own[0] or places[own[0]].alone, drug=places[own[0]].drug) if len(own) == 1 else found


def _is_only_set(row: Observation, message: Message) -> bool:
    """Return whether a rate is what a channel is set to, and not what flows in it: the Pump keeps it."""
    if row.name != FLOW:
        return False
    places = {pump.place: pump for pump in message.pumps}
    own = pumps.owners(pumps.path_of(row), places)
    current = [other for other in message.observations if other.name == CURRENT_FLOW]
    if any(set(pumps.owners(pumps.path_of(other), places)) & set(own) for other in current):
        return True
    return bool(row.value) and all(places[place].infusing is False for place in own)


def _unread(row: Observation, reason: str) -> Unread:
    return Unread(row.code, row.name, row.system, row.value, row.unit, reason, row.containment, row.at_s)
