"""Observations to readings: which codes we know, in which units, and what is no value."""

from math import isfinite
from typing import Final, NamedTuple

from euthymia.medicine.readings import Channel, Reading
from euthymia.wire.hl7 import alerts, pumps
from euthymia.wire.hl7.fields import Marks
from euthymia.wire.hl7.message import Message, Observation
from euthymia.wire.hl7.pumps import CURRENT_FLOW, DELIVERED, FLOW, STATUS_ROWS, infusing, status_of
from euthymia.wire.hl7.units import Unit, unit

# MDC codes as published device messages carry them; LOINC codes as the FHIR vital-signs profiles and those messages do.
CHANNELS: Final[dict[tuple[str, str], Channel]] = {
    ("MDC", "150456"): "spo2_pct",
    ("MDC", "149530"): "pulse_bpm",
    ("MDC", "149522"): "pulse_bpm",
    ("MDC", "147842"): "heart_rate_bpm",
    ("MDC", "151562"): "resp_rate_bpm",
    ("MDC", "150021"): "systolic_mmhg",
    ("MDC", "150022"): "diastolic_mmhg",
    ("MDC", "150023"): "mean_mmhg",
    ("MDC", "150301"): "systolic_mmhg",
    ("MDC", "150302"): "diastolic_mmhg",
    ("MDC", "150303"): "mean_mmhg",
    ("MDC", "150344"): "temperature_c",
    ("MDC", "188496"): "temperature_c",
    ("LN", "59408-5"): "spo2_pct",
    ("LN", "8889-8"): "pulse_bpm",
    ("LN", "8867-4"): "heart_rate_bpm",
    ("LN", "9279-1"): "resp_rate_bpm",
    ("LN", "8480-6"): "systolic_mmhg",
    ("LN", "8462-4"): "diastolic_mmhg",
    ("LN", "8478-0"): "mean_mmhg",
    ("LN", "8310-5"): "temperature_c",
}

_UNIT: Final[dict[Channel, Unit]] = {
    "spo2_pct": "%",
    "pulse_bpm": "per minute",
    "heart_rate_bpm": "per minute",
    "resp_rate_bpm": "per minute",
    "systolic_mmhg": "mmHg",
    "diastolic_mmhg": "mmHg",
    "mean_mmhg": "mmHg",
    "temperature_c": "degC",
    "pump_rate_ml_h": "mL/h",
    "pump_delivered_ml": "mL",
}

# Numbers that devices in the field send to say "no value".
_SENTINELS: Final = frozenset({-999.0, -99.9, -100.0, 8388607.0})
# OBX-8 of a row that carries no present measurement: no value, invalid, calibrating, test or demonstration data.
_NO_MEASUREMENT: Final = frozenset(
    {"INV", "NAV", "NI", "NA", "OFF", "MSK", "OTH", "NAN", "PINF", "NINF", "BUSY", "CAL", "TEST", "DEMO"}
)
# OBX-11 of a row whose value does not stand: no result, deleted, wrong, not done, pending.
_NO_RESULT: Final = frozenset({"X", "D", "W", "N", "I"})


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


def readings(message: Message) -> tuple[tuple[Reading, ...], tuple[Unread, ...]]:
    """Turn a message's observations into readings, in its order, and what could not be read.

    A known channel that says "no value" (empty, a sentinel such as -999, a row marked invalid and empty) is a Reading
    of None. A row that only says what contains what, and one whose content message.alarm or message.pump keeps, is
    neither. Whom the message is about, whether it repeats an earlier one, and whether a person can have such a value,
    is not judged here.
    """
    found: list[Reading] = []
    unread: list[Unread] = []
    for row in message.observations:
        channel = _channel(row)
        result = _reading(row, channel, message.marks) if channel is not None else _other(row, message)
        if isinstance(result, Reading):
            found.append(result)
        elif result is not None:
            unread.append(result)
    return tuple(found), tuple(unread)


def _other(row: Observation, message: Message) -> Reading | Unread | None:
    """Judge a row that is no vital sign: None where what it says is kept elsewhere, or it says nothing."""
    if not (row.code or row.name):
        return _unread(row, "the row has no code")
    if row.value is None and not row.value_type:
        return None
    if message.alarm is not None and alerts.told(row, message.alarm):
        return None
    if message.pump is not None:
        if row.name in STATUS_ROWS or row.name in (FLOW, CURRENT_FLOW):
            return _pump_reading(row, message)
        if row.name == DELIVERED:
            return _reading(row, "pump_delivered_ml", message.marks)
        if pumps.told(row, message.marks):
            return None
    return _unread(row, "not a value that is watched")


def _channel(row: Observation) -> Channel | None:
    """Find the channel by either coding. Two codings that contradict each other mean neither."""
    first = CHANNELS.get((row.system, row.code))
    if first is None and not row.system and row.name[:4] == "MDC_":
        first = CHANNELS.get(("MDC", row.code))
    if not row.alt_code:
        return first
    second = CHANNELS.get((row.alt_system, row.alt_code))
    if first is None or second is None or first == second:
        return first or second
    return None


def _reading(row: Observation, channel: Channel, marks: Marks) -> Reading | Unread:
    _, _, code, _, system, _, _, _, containment, value, unit_field, _, flags, status, at_s, _ = row
    if at_s is None:
        return _unread(row, "its time cannot be read")
    if value is None or value in _SENTINELS:
        return Reading(channel, None, at_s, code, system, containment)
    if status in _NO_RESULT or (flags and not _NO_MEASUREMENT.isdisjoint(flags)):
        return _unread(row, f"the device marks it as no measurement ({' '.join((*flags, status)).strip()})")
    if not isinstance(value, float) or not isfinite(value):
        return _unread(row, "not a number")
    said = unit(unit_field, marks)
    if said == "degF" and channel == "temperature_c":
        value = round((value - 32) / 1.8, 2)
    elif said != _UNIT[channel]:
        return _unread(row, f"its unit is {unit_field or 'missing'}, not {_UNIT[channel]}")
    return tuple.__new__(Reading, (channel, value, at_s, code, system, containment))  # as Reading(...), but quicker


def _pump_reading(row: Observation, message: Message) -> Reading | Unread | None:
    if row.name not in STATUS_ROWS:
        if row.name == FLOW and any(other.name == CURRENT_FLOW for other in message.observations):
            return None  # the programmed rate, which the Pump keeps; the current one is the reading
        if row.name == FLOW and message.pump and message.pump.infusing is False and row.value:
            return None  # a pump that stands still says here what it is set to, not what flows
        return _reading(row, "pump_rate_ml_h", message.marks)
    flows = infusing(status_of(row, message.marks))
    if flows is None and row.value is not None:
        return _unread(row, "a pump status we do not know")
    if row.at_s is None:
        return _unread(row, "its time cannot be read")
    value = None if flows is None else float(flows)
    return Reading("pump_infusing", value, row.at_s, row.code, row.system, row.containment)


def _unread(row: Observation, reason: str) -> Unread:
    return Unread(row.code, row.name, row.system, row.value, row.unit, reason, row.containment, row.at_s)
