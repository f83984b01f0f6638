"""Restored synaptic strength: each session restores a share of what is lost, and it wears off.

Saturation is forced by data: sessions that merely add up would give far more than was seen (tests say how much).
What a score shows follows it with a delay of hours: for one session a rise and a decay.   Source: nunes:2024
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.kinetics.schedule import check_rising


class Strength(NamedTuple):
    """Shares from 0 to under 1: `restored` x, and `shown` y, which follows it."""

    restored: Any
    shown: Any


class Dynamics(NamedTuple):
    """How strength comes and goes; each a number or an array that broadcasts over people.

    gain          a: what a typical session restores is 1 - exp(-a) of what is missing
    loss_per_day  k: 0 where it lasts
    onset_days    mean delay between strength and score
    """

    gain: Any
    loss_per_day: Any
    onset_days: Any


def step(before: Strength, drive: Any, gain: Any) -> Strength:
    """Add one session: x+ = 1 - (1 - x) exp(-a D)."""
    return Strength(1.0 - (1.0 - before.restored) * np.exp(-gain * drive), before.shown)


class Wait(NamedTuple):
    """What so many days do: `kept` of x, `old` of y, and `gained` by y of each x."""

    kept: Any
    old: Any
    gained: Any


def waiting(days: float, dynamics: Dynamics) -> Wait:
    """Let days pass: dx/dt = -k x, dy/dt = (x - y) / onset, both exactly."""
    follows_per_day = 1.0 / dynamics.onset_days
    old = np.exp(-follows_per_day * days)
    gained = follows_per_day * _between(dynamics.loss_per_day, follows_per_day, days)
    return Wait(np.exp(-dynamics.loss_per_day * days), old, gained)


def wait(before: Strength, passed: Wait) -> Strength:
    """Return the strength after it."""
    return Strength(before.restored * passed.kept, before.shown * passed.old + before.restored * passed.gained)


def _between(slow: Any, fast: Any, days: float) -> Any:
    """Return (exp(-slow t) - exp(-fast t)) / (fast - slow), also where the two rates meet."""
    gap = np.asarray(fast - slow)
    apart = np.where(np.abs(gap) * days < 1e-9, 1e-9, gap)
    return (np.exp(-slow * days) - np.exp(-(slow + apart) * days)) / apart


def strength_at(
    sessions_days: Sequence[float], drive: Sequence[Any], visits_days: Sequence[float], dynamics: Dynamics
) -> Numbers:
    """Return the strength shown at each visit, (v, ...people).

    sessions_days, visits_days  strictly rising;  drive  one a session; a visit at a session is before it
    Raises UnorderedTimes.
    """
    check_rising(sessions_days)
    check_rising(visits_days)
    if not sessions_days:
        return np.zeros(
            (len(visits_days), *np.broadcast_shapes(np.shape(dynamics.loss_per_day), np.shape(dynamics.gain)))
        )
    events = sorted(
        [(day, 0, n) for n, day in enumerate(visits_days)] + [(d, 1, n) for n, d in enumerate(sessions_days)]
    )
    now, seen, known = Strength(0.0, 0.0), [], dict[float, Wait]()  # the same distance comes again and again
    for (day, is_session, number), later in pairwise([*events, events[-1]]):
        if is_session:
            now = step(now, drive[number], dynamics.gain)
        else:
            seen.append(now.shown)
        days = later[0] - day
        if days not in known:
            known[days] = waiting(days, dynamics)
        now = wait(now, known[days])
    shape = np.broadcast_shapes(
        *(np.shape(one) for one in seen), np.shape(dynamics.loss_per_day), np.shape(dynamics.gain)
    )
    return np.array([np.broadcast_to(one, shape) for one in seen])
