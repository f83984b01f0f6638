"""Sessions true to the model, drawn by the thousand: what lies inside the intervals, what surprises, what is seen."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from tests.pharmacology.forecast.given import DENSE_MIN, ORDERED, RUTH, Session, drawn, look, session, stir

from euthymia.pharmacology.forecast import PEOPLE, SEEN, Followed, Outlook, Reading, follow_from, outlook, take

A_BATCH: Final = 50
SHIFTS: Final = {"both": (25.0, 25.0), "systolic": (25.0, 0.0), "diastolic": (0.0, 25.0)}
SHARES: Final = ("systolic", "diastolic", "heart rate", "concentration", "dissociation")


class Told(NamedTuple):
    """Of many sessions: inside (n, 5) its interval, false (n,), seen by shift (n,), narrowed (n,)."""

    inside: np.ndarray
    false: np.ndarray
    seen: dict[str, np.ndarray]
    narrowed: np.ndarray


def tell(count: int, *, say: Callable[[str], None]) -> Told:
    """Tell so many sessions, on every core."""
    batches = -(-count // A_BATCH)
    found: list[Told] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, told in enumerate(pool.map(batch, range(batches)), 1):
            found.append(told)
            if number % 20 == 0:
                say(f"forecast: {number * A_BATCH:,} of {count:,} sessions")
    return Told(
        np.concatenate([one.inside for one in found]),
        np.concatenate([one.false for one in found]),
        {name: np.concatenate([one.seen[name] for one in found]) for name in SHIFTS},
        np.concatenate([one.narrowed for one in found]),
    )


def batch(seed: int) -> Told:
    """Tell the sessions of one seed."""
    rows = [_one(np.random.default_rng([seed, number])) for number in range(A_BATCH)]
    inside, false, seen, narrowed = zip(*rows, strict=True)
    by_shift = {name: np.array([one[name] for one in seen]) for name in SHIFTS}
    return Told(np.array(inside), np.array(false), by_shift, np.array(narrowed))


def _one(chance: np.random.Generator) -> tuple[list[bool], bool, dict[str, bool], float]:
    told, at = session(chance, DENSE_MIN), int(chance.integers(1, len(DENSE_MIN) - 1))
    found, inside, seen, narrowed = follow_from(RUTH, drawn(chance, PEOPLE)), [], {}, 0.0
    for number, reading in enumerate(told.readings):
        if number == at:
            now_min = told.readings[number - 1].at_min
            ahead = outlook(found.crowd, found.at_first, look(chance, SEEN), schedule=ORDERED, now_min=now_min)
            inside, narrowed = _inside(ahead, told, number), ahead.narrowed
            seen = {name: _seen(chance, found, told.readings[at : at + 2], shift) for name, shift in SHIFTS.items()}
        found = take(found, reading, stir(chance, PEOPLE), schedule=ORDERED)
    return inside, bool(found.surprises), seen, narrowed


def _inside(ahead: Outlook, told: Session, number: int) -> list[bool]:
    reading, row = told.readings[number], int(told.readings[number].at_min - ahead.at_min[0])
    truth = (reading.systolic, reading.diastolic, reading.heart_rate, told.plasma[number], told.cadss[number])
    bands = [ahead.bands[name] for name in SHARES]
    return [bool(band.low[row] <= value <= band.high[row]) for band, value in zip(bands, truth, strict=True)]


def _seen(
    chance: np.random.Generator, found: Followed, readings: Sequence[Reading], shift: tuple[float, float]
) -> bool:
    """Return whether a shift from here on is called a surprise at its first reading or its second."""
    before = len(found.surprises)
    for one in readings:
        moved = one._replace(systolic=one.systolic + shift[0], diastolic=one.diastolic + shift[1])
        found = take(found, moved, stir(chance, PEOPLE), schedule=ORDERED)
    return len(found.surprises) > before
