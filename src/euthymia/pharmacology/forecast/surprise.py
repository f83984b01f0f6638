"""When a patient surprises the crowd: the newest two cuff readings together would hardly ever be seen in it.

Each way in which pressure may have moved (both numbers, the systolic alone) is one sum of what was read, weighed so
that such a move shows best; how often the crowd would go as far on either side is added up person by person.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from euthymia.pharmacology.forecast import cuff
from euthymia.pharmacology.forecast.crowd import Crowd, Reading, concentrations, drug_shows
from euthymia.pharmacology.forecast.learn import taken_and_apart
from euthymia.pharmacology.kinetics import Schedule
from euthymia.pharmacology.kinetics.exact import Numbers

# Chosen by simulation, for at most one false surprise in a hundred sessions of 13 readings: see `bench/forecast.py`
RARE: Final = 3.3e-4  # Source: house:forecast
WAYS: Final = ((1.0, 1.0), (1.0, 0.0))
_NEAR: Final = 2.5  # SDs within which nothing is rare, whatever the crowd's shape


class Surprise(NamedTuple):
    """Readings that the crowd would hardly show. `probability` as rare, of one that would be seen once in 1 / it."""

    at_min: float
    readings: tuple[Reading, ...]
    probability: float

    @property
    def sentence(self) -> str:
        """Return it whole."""
        said = " then ".join(f"{one.systolic:g}/{one.diastolic:g}" for one in self.readings)
        often = f"1 in {1 / max(self.probability, 1e-6):,.0f}" if self.probability >= 1e-6 else "under 1 in 1,000,000"
        return f"This patient surprises the model: {said} mmHg was expected {often}. Do not go by its bands."


def how_rare(crowd: Crowd, later: Sequence[Reading], *, schedule: Schedule) -> float:
    """Return how often readings as far out would be seen after those that the crowd knows: the rarest of the ways.

    later  one reading or two, newer than the crowd's
    """
    at = np.array([one.at_min for one in later])
    means, within = _expected(crowd, at, schedule)
    read = np.concatenate([[one.systolic for one in later], [one.diastolic for one in later]])
    weights = crowd.weights
    mean = means @ weights
    apart = means - mean[:, None]
    total = within @ weights + (apart * weights) @ apart.T
    return min(_two_sided(_sum(way, len(at), total), read, means, within, weights) for way in WAYS)


def _expected(crowd: Crowd, at_min: Numbers, schedule: Schedule) -> tuple[Numbers, Numbers]:
    """Return each person's mean (2k, n) and covariance (2k, 2k, n): systolic, then diastolic."""
    effect, count = concentrations(crowd, schedule, at_min)[1], len(at_min)
    means, within = np.zeros((2 * count, len(crowd))), np.zeros((2 * count, 2 * count, len(crowd)))
    for sign, name in enumerate(cuff.PRESSURE):
        rows = slice(sign * count, (sign + 1) * count)
        taken, apart = taken_and_apart(crowd, sign)
        mean, within[rows, rows] = cuff.expected(taken, apart, crowd.traits.cuff[sign], at_min, name)
        means[rows] = cuff.rest(name) + drug_shows(crowd.traits, sign, effect, at_min) + mean
    return means, within


def _sum(way: tuple[float, float], count: int, total: Numbers) -> Numbers:
    return np.asarray(np.linalg.solve(total, np.repeat(way, count)))


def _two_sided(sums: Numbers, read: Numbers, means: Numbers, within: Numbers, weights: Numbers) -> float:
    seen, mean = float(sums @ read), sums @ means
    sd = np.sqrt(np.einsum("i,ijn,j->n", sums, within, sums))
    whole = math.sqrt(float(np.square(sd) @ weights + np.square(mean - mean @ weights) @ weights))
    if abs(seen - float(mean @ weights)) < _NEAR * whole:
        return 1.0
    above = float(weights @ [math.erfc(one) / 2 for one in ((seen - mean) / (sd * math.sqrt(2))).tolist()])
    return 2 * min(above, 1 - above)
