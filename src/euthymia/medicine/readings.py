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
]

CUFF_CHANNELS: Final = frozenset({"systolic_mmhg", "diastolic_mmhg", "mean_mmhg"})


class Reading(NamedTuple):
    """A value on one channel.

    value        in the channel's own unit (its name's ending); None where the device said "no value"
    at_s         when it was measured: seconds since 1970 UTC, by the device's clock or the nurse's entry
    code         the sender's code, kept as sent ("150456"); "" for a manual entry
    system       its coding system ("MDC", "LN", "99COMEN"); "" for a manual entry
    containment  OBX-4 as sent, part of what makes a repeat a repeat
    """

    channel: Channel
    value: float | None
    at_s: float
    code: str = ""
    system: str = ""
    containment: str = ""
