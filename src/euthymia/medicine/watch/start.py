"""Before the pump starts, and before it starts again: do the numbers allow it?"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from euthymia.medicine.readings import Channel
from euthymia.medicine.watch.alarm import amount, label, span
from euthymia.medicine.watch.limits import Limits

Values = Mapping[Channel, float | None]


class StartFinding(NamedTuple):
    """One reason not to start, or to start only with a physician's word."""

    level: Literal["hold", "caution", "unknown"]
    channel: Channel
    condition: str
    action: str


_HOLD = "Do not start. Repeat up to 3 times at {recheck}; call the physician."
_PAUSED = "Keep paused; recheck in {recheck}."
_CAUTION = "Physician documents benefit and risk before the start."
_UNKNOWN = "Measure it before the start."


def before_start(values: Values, *, limits: Limits) -> tuple[StartFinding, ...]:
    """Check the values before the pump starts; an unknown one is a finding, never a pass. Empty means go.

    Source: house:start-limits, spravato:pre-dose-pressure
    """
    m, pulse = limits, _pulse(values)
    found = (
        _above(values, "systolic_mmhg", m.start_hold_systolic_above_mmhg, m.start_caution_systolic_above_mmhg),
        _above(values, "diastolic_mmhg", m.start_hold_diastolic_above_mmhg, m.start_caution_diastolic_above_mmhg),
        _above(values, pulse, m.start_hold_pulse_above_bpm),
        _below(values, pulse, m.start_hold_pulse_below_bpm),
        _below(values, "spo2_pct", m.start_hold_spo2_below_pct),
    )
    return _filled_in(tuple(dict.fromkeys(finding for finding in found if finding is not None)), limits)


def may_resume(values: Values, *, limits: Limits) -> tuple[StartFinding, ...]:
    """Check the values before a paused pump starts again; empty means go.

    The pressure must be back below the resume limits; pulse and SpO2 outside their pause limits.
    Source: house:bp-limits
    """
    found = (
        _reached(values, "systolic_mmhg", limits.resume_systolic_below_mmhg),
        _reached(values, "diastolic_mmhg", limits.resume_diastolic_below_mmhg),
        _reached(values, _pulse(values), limits.pulse_pause_bpm),
        _below(values, "spo2_pct", limits.spo2_pause_below_pct),
    )
    return _filled_in(tuple(finding for finding in found if finding is not None), limits)


def _pulse(values: Values) -> Channel:
    return "pulse_bpm" if values.get("pulse_bpm") is not None else "heart_rate_bpm"


def _filled_in(findings: tuple[StartFinding, ...], limits: Limits) -> tuple[StartFinding, ...]:
    """Write the interval in force into what to do."""
    recheck = span(limits.cuff_interval_watch_s)
    return tuple(finding._replace(action=finding.action.format(recheck=recheck)) for finding in findings)


def _above(values: Values, channel: Channel, hold: float, caution: float | None = None) -> StartFinding | None:
    value = values.get(channel)
    if value is None:
        return _unknown(channel)
    seen = f"{label(channel)} {amount(channel, value)}: above "
    if value > hold:
        return StartFinding("hold", channel, seen + amount(channel, hold), _HOLD)
    if caution is not None and value > caution:
        return StartFinding("caution", channel, seen + amount(channel, caution), _CAUTION)
    return None


def _below(values: Values, channel: Channel, hold: float) -> StartFinding | None:
    value = values.get(channel)
    if value is None:
        return _unknown(channel)
    seen = f"{label(channel)} {amount(channel, value)}: below {amount(channel, hold)}"
    return StartFinding("hold", channel, seen, _HOLD) if value < hold else None


def _reached(values: Values, channel: Channel, limit: float) -> StartFinding | None:
    value = values.get(channel)
    if value is None:
        return _unknown(channel)
    seen = f"{label(channel)} {amount(channel, value)}: not below {amount(channel, limit)}"
    return StartFinding("hold", channel, seen, _PAUSED) if value >= limit else None


def _unknown(channel: Channel) -> StartFinding:
    return StartFinding("unknown", channel, f"{label(channel)}: not measured", _UNKNOWN)
