"""One measured value, as medicine sees it: what was measured, how much, when."""

from typing import Final, Literal, NamedTuple

Channel = Literal[
    "spo2_pct",
    "pulse_bpm",
    "heart_rate_bpm",
    "resp_rate_bpm",
    "systolic_mmhg",
    "diastolic_mmhg",
    "mean_mmhg",
    "temperature_c",
    "sedation_moaas",
    "pump_rate_ml_h",
    "pump_infusing",
    "pump_delivered_ml",
]

TimeSource = Literal["own", "order", "message", "arrival"]

PUMP_CHANNELS: Final[frozenset[Channel]] = frozenset({"pump_rate_ml_h", "pump_infusing", "pump_delivered_ml"})
CUFF_CHANNELS: Final = frozenset({"systolic_mmhg", "diastolic_mmhg", "mean_mmhg"})

# What a value can be at all, in the channel's unit, ends included. Anything else is kept apart and shown, not charted
# (a temperature of 384.5 has been seen). Source: house:possible-values
POSSIBLE: Final[dict[Channel, tuple[float, float]]] = {
    "spo2_pct": (0, 100),
    "pulse_bpm": (0, 350),
    "heart_rate_bpm": (0, 350),
    "resp_rate_bpm": (0, 150),
    "systolic_mmhg": (0, 350),
    "diastolic_mmhg": (0, 350),
    "mean_mmhg": (0, 350),
    "temperature_c": (20, 45),
    "sedation_moaas": (0, 5),
    "pump_rate_ml_h": (0, 2000),
    "pump_infusing": (0, 1),
    "pump_delivered_ml": (0, 10_000),
}


class Reading(NamedTuple):
    """A value on one channel.

    value        in the channel's own unit (its name's ending); None where the device said "no value"
    at_s         when it was measured: seconds since 1970 UTC, by the device's clock or the nurse's entry
    code         the sender's code, kept as sent ("150456"); "" for a manual entry
    system       its coding system ("MDC", "LN", "99COMEN"); "" for a manual entry
    containment  OBX-4 as sent, part of what makes a repeat a repeat
    equipment    the device's own name (OBX-18) as sent; code, containment and equipment tell one source from another
    timed        where at_s comes from: the value's own time, its order's or message's, or only its arrival
    place, drug  of a pump, the channel that says this, and the drug its label names
    """

    channel: Channel
    value: float | None
    at_s: float
    code: str = ""
    system: str = ""
    containment: str = ""
    equipment: str = ""
    timed: TimeSource = "own"
    place: str = ""
    drug: str = ""


def is_above(place: str, other: str) -> bool:
    """Return whether a place is the device or module of which another is a channel: "1.1.0" is, of "1.1.2".

    No place at all is above every one.
    """
    (at, _, device), (other_at, _, other_device) = place.partition(" "), other.partition(" ")
    if not at:
        return bool(other_at) and device in ("", other_device)
    module = at
    while module.endswith(".0"):
        module = module[:-2]
    return module != at and at != other_at and device == other_device and other_at.startswith(f"{module}.")
