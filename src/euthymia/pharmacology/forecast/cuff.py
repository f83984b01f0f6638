"""What a cuff shows of one person: rest, what wanders and the reading's own error, integrated out exactly.

Given what the drug does to a person, readings of one sign are jointly normal. What all people share of their covariance
(rest and wandering) is taken apart once; the cuff's own error, another in each person, is added to its roots. So no
rest and no wandering is ever drawn.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.parameters import RESTING, WANDER_KEPT, WANDER_SD
from euthymia.pharmacology.cascade.pressure import SIGNS
from euthymia.pharmacology.kinetics.exact import Numbers

KEPT_EVERY_MIN: Final = 10.0  # the readings that the cascade was fitted to came so far apart; Source: house:forecast


class Taken(NamedTuple):
    """The covariance of one sign's readings taken apart: roots (m,), and vectors (m, m) in columns."""

    times_min: Numbers
    roots: Numbers
    vectors: Numbers


def shared(one_min: Numbers, other_min: Numbers, sign: str) -> Numbers:
    """Return the covariance of two readings of a person beyond the cuff's own error, (m, k) mmHg squared."""
    apart = np.abs(one_min[:, None] - other_min[None, :])
    found: Numbers = RESTING[sign][1] ** 2 + WANDER_SD**2 * WANDER_KEPT ** (apart / KEPT_EVERY_MIN)
    return found


@lru_cache(maxsize=256)
def take_apart(at_min: tuple[float, ...], sign: str) -> Taken:
    """Take the shared covariance of readings at these times apart."""
    times_min = np.array(at_min)
    roots, vectors = np.linalg.eigh(shared(times_min, times_min, sign))
    return Taken(times_min, roots, vectors)


def log_likelihood(taken: Taken, apart: Numbers, cuff: Numbers) -> Numbers:
    """Return how likely readings are, (n,), up to a constant.

    apart  (m, n) the readings less what each person would show at rest's mean;  cuff  (n,) SD of one reading
    """
    variance = taken.roots[:, None] + np.square(cuff)
    turned = taken.vectors.T @ apart
    found: Numbers = -0.5 * (np.square(turned) / variance + np.log(variance)).sum(axis=0)
    return found


class Expected(NamedTuple):
    """What a person will show at k times, given the readings: mean (k, n), covariance (k, k, n) with its error."""

    mean: Numbers
    covariance: Numbers


def expected(taken: Taken, apart: Numbers, cuff: Numbers, at_min: Numbers, sign: str) -> Expected:
    """Expect readings at these times, over what a person would show at rest's mean."""
    mean, part, variance = _given(taken, apart, cuff, at_min, sign)
    less = np.einsum("km,lm,mn->kln", part, part, 1 / variance)
    own = np.eye(len(at_min))[:, :, None] * np.square(cuff)
    return Expected(mean, shared(at_min, at_min, sign)[:, :, None] - less + own)


def expected_each(taken: Taken, apart: Numbers, cuff: Numbers, at_min: Numbers, sign: str) -> tuple[Numbers, Numbers]:
    """Expect each reading by itself: mean and SD, (k, n) each."""
    mean, part, variance = _given(taken, apart, cuff, at_min, sign)
    whole = RESTING[sign][1] ** 2 + WANDER_SD**2 + np.square(cuff)
    return mean, np.sqrt(whole - np.square(part) @ (1 / variance))


def _given(taken: Taken, apart: Numbers, cuff: Numbers, at_min: Numbers, sign: str) -> tuple[Numbers, Numbers, Numbers]:
    part = shared(at_min, taken.times_min, sign) @ taken.vectors
    variance = taken.roots[:, None] + np.square(cuff)
    return part @ ((taken.vectors.T @ apart) / variance), part, variance


def rest(sign: str) -> float:
    """Return the mean of what people show at rest."""
    return RESTING[sign][0]


PRESSURE: Final = SIGNS[:2]
