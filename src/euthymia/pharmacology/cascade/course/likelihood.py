"""How likely a rater's scores are for each virtual person: the noise of a rating, within the scale."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade.course.told import Rating
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.score import MOST

_HALF: Final = 0.5  # a whole score stands for half a point on either side
_LEAST: Final = 1e-300
_ERFC: Final = np.frompyfunc(math.erfc, 1, 1)


def share_under(standard: Any) -> Numbers:
    """Return the share of a standard normal under each value."""
    return np.asarray(0.5 * np.asarray(_ERFC(-np.asarray(standard) / math.sqrt(2.0)), dtype=np.float64))


def log_likelihood(scores: Sequence[Rating], expected: Numbers, noise: Any) -> Numbers:
    """Return the log of how likely each score is, (v, n); those at the ends of the scale gather what would lie beyond.

    expected  (v, n) before noise;  noise  its SD, (n,)
    """
    return np.array([_of_one(one.points, row, noise) for one, row in zip(scores, expected, strict=True)]).reshape(
        expected.shape
    )


def _of_one(points: float, expected: Numbers, noise: Any) -> Numbers:
    if points <= 0:
        return np.log(np.maximum(share_under((_HALF - expected) / noise), _LEAST))
    if points >= MOST:
        return np.log(np.maximum(share_under((expected - MOST + _HALF) / noise), _LEAST))
    found: Numbers = -0.5 * np.square((points - expected) / noise) - np.log(noise * math.sqrt(2 * math.pi))
    return found


def share_at_most(points: float, expected: Numbers, noise: Any) -> Numbers:
    """Return the chance that a rater writes so many points or fewer."""
    if points >= MOST:
        return np.ones(np.shape(expected))
    return share_under((points + _HALF - expected) / noise)
