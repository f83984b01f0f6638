"""The pump against the order: what it says of itself, held against what was ordered and what hands recorded.

We read pumps and command none. A pump that says it stands still proves nothing: a person looks.
"""

from collections.abc import Mapping
from typing import NamedTuple

from euthymia.medicine.readings import PUMP_CHANNELS, Channel, is_above
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
        """Return the alarm of a finding that has lasted long enough."""
        urgency = priority(self.level, phase=phase)
        return Alarm(self.key, self.seen, "pump", self.level, urgency, self.value, self.limit, onset_s, now_s)


class PumpChannel(NamedTuple):
    """What one channel of a pump has said since the phase began; None where it has said nothing."""

    place: str
    drug: str
    rate_ml_h: float | None
    infusing: float | None
    delivered_ml: float | None

    @property
    def flows(self) -> bool | None:
        """Return whether it says that it infuses, or that its rate is above zero."""
        return None if self.rate_ml_h is None and self.infusing is None else bool(self.infusing) or bool(self.rate_ml_h)


class PumpNow(NamedTuple):
    """What the pump has said since the phase began; None where it has said nothing, or where it cannot be told.

    flows        whether any of its channels flows
    rate_ml_h, delivered_ml  of the channel of this infusion: the only one, or the one whose label names its drug
    channels     what each says, where it has more than one
    leads        the channel of this infusion; None where it is not known
    """

    rate_ml_h: float | None
    flows: bool | None
    delivered_ml: float | None
    recorded_ml: float | None
    channels: tuple[PumpChannel, ...] = ()
    leads: PumpChannel | None = None


def pump_now(
    state: WatchState,
    latest: Mapping[Channel, Latest] | None = None,
    *,
    limits: Limits,
    now_s: float,
    others: Mapping[Channel, tuple[Latest, ...]] | None = None,
) -> PumpNow:
    """Gather what the pump has said in this phase, and what hands recorded as given (ordered rate times running time).

    latest, others  the values to look at in place of the state's
    Source: house:pump-channels
    """
    shown, more = state.latest if latest is None else latest, state.others if others is None else others
    channels = _channels(shown, more, since_s=state.phase_s)
    leads = _leading(channels, limits.ordered_drug)
    flowing = {channel.flows for channel in channels}
    flows = True if True in flowing else False if False in flowing else None
    recorded = recorded_ml(state, limits, now_s)
    if leads is None:
        return PumpNow(None, flows, None, recorded, channels)
    rate = 0.0 if leads.infusing == 0 and state.phase == "running" else leads.rate_ml_h
    return PumpNow(rate, flows, leads.delivered_ml, recorded, channels if len(channels) > 1 else (), leads)


def _channels(
    latest: Mapping[Channel, Latest], others: Mapping[Channel, tuple[Latest, ...]], *, since_s: float
) -> tuple[PumpChannel, ...]:
    said: dict[tuple[str, str], dict[Channel, Latest]] = {}
    for channel in sorted(PUMP_CHANNELS):
        shown = latest.get(channel)
        for seen in (*((shown,) if shown else ()), *others.get(channel, ())):
            if seen.received_s >= since_s:
                said.setdefault((seen.place, seen.equipment), {})[channel] = seen
    for source in sorted(said):
        _join(source, said)
    return tuple(_channel(place, rows) for (place, _), rows in sorted(said.items()))


def _join(source: tuple[str, str], said: dict[tuple[str, str], dict[Channel, Latest]]) -> None:
    """Join what names no channel, or the module above one, with the only channel that it can be of.

    A module that says of itself what the channel says too may be a channel that is counted from zero: it stays.
    """
    place, equipment = source
    below = [other for other in said if other != source and other[1] == equipment and is_above(place, other[0])]
    if len(below) != 1 or (place and said[source].keys() & said[below[0]].keys()):
        return
    for channel, seen in said.pop(source).items():
        has = said[below[0]].get(channel)
        if has is None or has.received_s < seen.received_s:
            said[below[0]][channel] = seen


def _channel(place: str, rows: Mapping[Channel, Latest]) -> PumpChannel:
    def value(channel: Channel) -> float | None:
        return rows[channel].value if channel in rows else None

    drug = next((seen.drug for seen in rows.values() if seen.drug), "")
    return PumpChannel(place, drug, value("pump_rate_ml_h"), value("pump_infusing"), value("pump_delivered_ml"))


def _leading(channels: tuple[PumpChannel, ...], ordered_drug: str | None) -> PumpChannel | None:
    """Find the channel of this infusion: the only one, or the only one whose label names the ordered drug."""
    if len(channels) == 1:
        return channels[0]
    word = (ordered_drug or "").casefold()
    named = [channel for channel in channels if word and word in channel.drug.casefold()]
    return named[0] if len(named) == 1 else None


def recorded_ml(state: WatchState, limits: Limits, now_s: float) -> float | None:
    """Work out the volume given by what hands recorded; None before the start."""
    if limits.ordered_rate_ml_h is None:
        return None
    given_ml = limits.ordered_rate_ml_h * ran_s(state, now_s) / 3600
    return given_ml if limits.ordered_volume_ml is None else min(given_ml, limits.ordered_volume_ml)


def compare(
    state: WatchState,
    latest: Mapping[Channel, Latest] | None = None,
    *,
    limits: Limits,
    now_s: float,
    others: Mapping[Channel, tuple[Latest, ...]] | None = None,
) -> tuple[PumpFinding, ...]:
    """Compare the pump with the order; nothing before the start, and nothing it has not said in this phase.

    Source: house:pump-rate, house:pump-hold, house:pump-volume
    """
    ordered_ml_h = limits.ordered_rate_ml_h
    if ordered_ml_h is None:
        return ()
    now = pump_now(state, latest, limits=limits, now_s=now_s, others=others)
    found = (_rate(now, state.phase, ordered_ml_h, limits), _runs_on(now, state.phase, limits))
    if now.delivered_ml is not None:
        return (*found, _volume(now.delivered_ml, now.recorded_ml or 0.0, limits))
    cannot_be_told = now.leads is None and len(now.channels) > 1  # then no total counts, nor one of before
    return (*found, _volume(0.0, 0.0, limits)) if cannot_be_told else found


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


def _rate(now: PumpNow, phase: Phase, ordered_ml_h: float, limits: Limits) -> PumpFinding:
    """Compare the rate; where the channel of this infusion is not known, one that flows as ordered is enough."""
    rates = [now.rate_ml_h] if now.leads else [one.rate_ml_h for one in now.channels if one.flows]
    off = [rate for rate in rates if rate is not None and _is_off(rate, ordered_ml_h, limits)]
    none_flows = bool(now.channels) and not now.leads and now.flows is False
    wrong = phase == "running" and (none_flows or (bool(off) and len(off) == len(rates))) and not _empty(now, limits)
    said = " and ".join(f"{rate:g}" for rate in off) or "0"
    seen = f"The pump says {said} mL/h, ordered {ordered_ml_h:g} mL/h"
    value = off[0] if len(off) == 1 else now.rate_ml_h
    return PumpFinding("pump-rate", "pump-rate", wrong, seen, value, ordered_ml_h, limits.pump_hold_s)


def _is_off(rate_ml_h: float, ordered_ml_h: float, limits: Limits) -> bool:
    return abs(rate_ml_h - ordered_ml_h) > limits.pump_rate_tolerance * ordered_ml_h


def _empty(now: PumpNow, limits: Limits) -> bool:
    """Return whether the pump stands still because the bag is done."""
    if now.flows or now.recorded_ml is None or limits.ordered_volume_ml is None:
        return False
    return now.recorded_ml >= limits.ordered_volume_ml - limits.pump_volume_tolerance_ml


def _runs_on(now: PumpNow, phase: Phase, limits: Limits) -> PumpFinding:
    wrong = phase != "running" and now.flows is True
    flowing = [one for one in now.channels if one.flows]
    rate = flowing[0].rate_ml_h if len(flowing) == 1 else now.rate_ml_h
    at = f" at {rate:g} mL/h" if rate else ""
    if flowing:
        at += f" in channel {', '.join(one.drug or one.place for one in flowing)}"
    recorded = "paused" if phase == "paused" else "stopped"
    seen = f"Recorded as {recorded}, and the pump says it infuses{at}"
    return PumpFinding("pump-runs-on", "pump-runs-on", wrong, seen, rate, 0.0, limits.pump_hold_s)


def _volume(said_ml: float, recorded_ml: float, limits: Limits) -> PumpFinding:
    wrong = abs(said_ml - recorded_ml) > limits.pump_volume_tolerance_ml
    seen = f"The pump says {said_ml:.1f} mL delivered, by what hands recorded {recorded_ml:.1f} mL"
    return PumpFinding("pump-volume", "pump-volume", wrong, seen, said_ml, recorded_ml, 0.0)
