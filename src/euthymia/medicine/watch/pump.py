"""The pump against the order: what it says of itself, held against what was ordered and what hands recorded.

We read pumps and command none. A pump that says it stands still proves nothing: a person looks.
"""

from collections.abc import Mapping
from typing import NamedTuple

from euthymia.medicine.readings import Channel
from euthymia.medicine.watch.alarm import Alarm, priority
from euthymia.medicine.watch.limits import Level, Limits, Phase
from euthymia.medicine.watch.state import Latest, WatchState, ran_s


class PumpFinding(NamedTuple):
    """One comparison. `wrong` says whether it is against the pump now; it must last hold_s before it is an alarm."""

    key: str
    level: Level
    wrong: bool
    seen: str
    value: float | None
    limit: float | None
    hold_s: float

    def alarm(self, onset_s: float, now_s: float, phase: Phase) -> Alarm:
        """Give the alarm of a finding that has lasted long enough."""
        urgency = priority(self.level, phase=phase)
        return Alarm(self.key, self.seen, "pump", self.level, urgency, self.value, self.limit, onset_s, now_s)


class PumpNow(NamedTuple):
    """What the pump has said since the phase began; None where it has said nothing.

    flows  True where it says that it infuses, or that its rate is above zero
    """

    rate_ml_h: float | None
    flows: bool | None
    delivered_ml: float | None
    recorded_ml: float | None


def pump_now(
    state: WatchState, latest: Mapping[Channel, Latest] | None = None, *, limits: Limits, now_s: float
) -> PumpNow:
    """Gather what the pump has said in this phase, and what hands recorded as given (ordered rate times running time).

    latest  the values to look at in place of the state's
    """
    rate = _said(state, latest, "pump_rate_ml_h")
    infusing = _said(state, latest, "pump_infusing")
    flows = None if rate is None and infusing is None else bool(infusing) or bool(rate)
    if infusing == 0 and state.phase == "running":
        rate = 0.0
    return PumpNow(rate, flows, _said(state, latest, "pump_delivered_ml"), recorded_ml(state, limits, now_s))


def recorded_ml(state: WatchState, limits: Limits, now_s: float) -> float | None:
    """Work out the volume given by what hands recorded; None before the start."""
    if limits.ordered_rate_ml_h is None:
        return None
    given_ml = limits.ordered_rate_ml_h * ran_s(state, now_s) / 3600
    return given_ml if limits.ordered_volume_ml is None else min(given_ml, limits.ordered_volume_ml)


def compare(
    state: WatchState, latest: Mapping[Channel, Latest] | None = None, *, limits: Limits, now_s: float
) -> tuple[PumpFinding, ...]:
    """Compare the pump with the order; nothing before the start, and nothing it has not said in this phase.

    Source: house:pump-rate, house:pump-hold, house:pump-volume
    """
    ordered_ml_h = limits.ordered_rate_ml_h
    if ordered_ml_h is None:
        return ()
    now = pump_now(state, latest, limits=limits, now_s=now_s)
    found = (_rate(now, state.phase, ordered_ml_h, limits), _runs_on(now, state.phase, limits))
    return found if now.delivered_ml is None else (*found, _volume(now.delivered_ml, now.recorded_ml or 0.0, limits))


def waiting(state: WatchState, limits: Limits) -> list[tuple[float, PumpFinding]]:
    """List what stands against the pump and is no alarm yet, each with the moment at which it becomes one.

    A pump that says something once and then nothing must not escape by its silence.
    """
    if "pump-rate" not in state.runs and "pump-runs-on" not in state.runs:
        return []
    found = compare(state, limits=limits, now_s=state.phase_s)
    return [
        (state.runs[one.key] + one.hold_s, one)
        for one in found
        if one.wrong and one.key in state.runs and not _goes_on(state, one.key)
    ]


def _goes_on(state: WatchState, key: str) -> bool:
    was = state.alarms.get(key)
    return was is not None and was.active


def _said(state: WatchState, latest: Mapping[Channel, Latest] | None, channel: Channel) -> float | None:
    seen = (state.latest if latest is None else latest).get(channel)
    return seen.value if seen is not None and seen.received_s >= state.phase_s else None


def _rate(now: PumpNow, phase: Phase, ordered_ml_h: float, limits: Limits) -> PumpFinding:
    rate_ml_h = now.rate_ml_h
    off_ml_h = 0.0 if rate_ml_h is None else abs(rate_ml_h - ordered_ml_h)
    wrong = phase == "running" and off_ml_h > limits.pump_rate_tolerance * ordered_ml_h and not _empty(now, limits)
    seen = f"The pump says {rate_ml_h or 0:g} mL/h, ordered {ordered_ml_h:g} mL/h"
    return PumpFinding("pump-rate", "pump-rate", wrong, seen, rate_ml_h, ordered_ml_h, limits.pump_hold_s)


def _empty(now: PumpNow, limits: Limits) -> bool:
    """Say whether the pump stands still because the bag is done."""
    if now.flows or now.recorded_ml is None or limits.ordered_volume_ml is None:
        return False
    return now.recorded_ml >= limits.ordered_volume_ml - limits.pump_volume_tolerance_ml


def _runs_on(now: PumpNow, phase: Phase, limits: Limits) -> PumpFinding:
    wrong = phase != "running" and now.flows is True
    at = f" at {now.rate_ml_h:g} mL/h" if now.rate_ml_h else ""
    recorded = "paused" if phase == "paused" else "stopped"
    seen = f"Recorded as {recorded}, and the pump says it infuses{at}"
    return PumpFinding("pump-runs-on", "pump-runs-on", wrong, seen, now.rate_ml_h, 0.0, limits.pump_hold_s)


def _volume(said_ml: float, recorded_ml: float, limits: Limits) -> PumpFinding:
    wrong = abs(said_ml - recorded_ml) > limits.pump_volume_tolerance_ml
    seen = f"The pump says {said_ml:.1f} mL delivered, by what hands recorded {recorded_ml:.1f} mL"
    return PumpFinding("pump-volume", "pump-volume", wrong, seen, said_ml, recorded_ml, 0.0)
