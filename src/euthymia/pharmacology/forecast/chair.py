"""From the record of a chair to the readings that a crowd learns from, and why a forecast stops."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from euthymia.pharmacology.forecast.crowd import Reading
from euthymia.pharmacology.forecast.outlook import QUANTITIES, Name

BEATS: Final = ("heart_rate_bpm", "pulse_bpm")
EFFECTS: Final[tuple[Name, ...]] = ("systolic", "diastolic", "heart rate", "dissociation")
SIGNS: Final[tuple[Name, ...]] = EFFECTS[:3]
ALL: Final[tuple[Name, ...]] = tuple(one.name for one in QUANTITIES)


class Charted(NamedTuple):
    """One charted value: channel, value (None where the device sent none), seconds, and what the watch made of it."""

    channel: str
    value: float | None
    at_s: float
    outcome: str = ""


class StopPolicy(Protocol):
    """When a clinic stops the forecast: the part of its policy that this room reads, wherever it is declared."""

    @property
    def stops_after_artefacts(self) -> float: ...
    @property
    def stops_without_reading_min(self) -> float: ...


class Cuffs(NamedTuple):
    """What the cuff gave: readings to learn from, and the minutes of those that are artefacts and taught nothing."""

    readings: tuple[Reading, ...]
    artefacts_min: tuple[float, ...]


class Stop(NamedTuple):
    """What is no longer forecast, and why."""

    names: tuple[Name, ...]
    reason: str


_BESIDE_S: Final = 60.0  # a beat is read with the cuff when it is no further away
_NO_READING: Final = ("impossible",)
_SEEN_BEFORE: Final = ("repeat",)


def cuffs(charted: Iterable[Charted], *, start_s: float) -> Cuffs:
    """Pair what was charted into cuff readings, by their time; the beat nearest to each goes with it.

    A value the watch found impossible, one the device could not give, and a systolic that is not above the diastolic
    are artefacts.
    """
    rows = [one for one in charted if one.outcome not in _SEEN_BEFORE]
    pressures: dict[float, dict[str, float | None]] = {}
    for one in rows:
        if one.channel in ("systolic_mmhg", "diastolic_mmhg"):
            pressures.setdefault(one.at_s, {})[one.channel] = None if one.outcome in _NO_READING else one.value
    beats = [(b.at_s, b.value) for b in rows if b.channel in BEATS and b.value and b.outcome not in _NO_READING]
    good, bad = [], []
    for at_s, pair in sorted(pressures.items()):
        high, low = pair.get("systolic_mmhg"), pair.get("diastolic_mmhg")
        at_min = (at_s - start_s) / 60
        if high is None or low is None or high <= low:
            bad.append(at_min)
        else:
            good.append(Reading(at_min, high, low, _beat(beats, at_s)))
    return Cuffs(tuple(good), tuple(bad))


def _beat(beats: Sequence[tuple[float, float | None]], at_s: float) -> float:
    near = [(abs(seen_s - at_s), value) for seen_s, value in beats if abs(seen_s - at_s) <= _BESIDE_S]
    return float(min(near)[1] or math.nan) if near else math.nan  # the one NaN, so that equal readings are equal


def stops(seen: Cuffs, *, drugs: Sequence[str], pump_says: str, now_min: float, policy: StopPolicy) -> tuple[Stop, ...]:
    """Return what stops the forecast of what; nothing where it goes on.

    drugs      given in this session;  pump_says  what an alarm says of pump and record that differ, "" for nothing
    """
    found = []
    if pump_says:
        found.append(Stop(ALL, f"{pump_says} What was given is not known, so nothing is forecast."))
    if drugs:
        listed = ", ".join(dict.fromkeys(drugs))
        found.append(Stop(EFFECTS, f"{listed.capitalize()} was given in this session. The model does not know it."))
    found += _of_readings(seen, now_min, policy)
    return tuple(found)


def _of_readings(seen: Cuffs, now_min: float, policy: StopPolicy) -> list[Stop]:
    if not seen.readings:
        return [Stop(SIGNS, "No cuff reading of this session can be used yet.")]
    last_min = seen.readings[-1].at_min
    since = sum(one > last_min for one in seen.artefacts_min)
    if since >= policy.stops_after_artefacts:
        return [Stop(SIGNS, f"The last {since} cuff readings are artefacts.")]
    if now_min - last_min > policy.stops_without_reading_min:
        return [Stop(SIGNS, f"No cuff reading that can be used for {now_min - last_min:.0f} min.")]
    return []


def rows_of(readings: Iterable[Sequence[Any]]) -> list[Charted]:
    """Read charted rows as an event keeps them: channel, value, seconds, outcome."""
    return [Charted(*row[:4]) for row in readings]
