"""People spread evenly rather than drawn: the expectation of a statistic with far fewer of them, the same each time."""

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from euthymia.pharmacology.cascade.course import CourseChance
from euthymia.pharmacology.cascade.score import Chance
from euthymia.pharmacology.cascade.studies.arms import ArmChance

Numbers = NDArray[np.float64]


def even(count: int, dimensions: int) -> Numbers:
    """Return points of the unit cube, (dimensions, count), by additive recurrence of the generalised golden ratio."""
    ratio = 2.0
    for _ in range(60):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1))
    steps = ratio ** -np.arange(1.0, dimensions + 1)
    return np.mod(0.5 + np.outer(steps, np.arange(1, count + 1)), 1.0)


def standard(shares: Numbers) -> Numbers:
    """Turn shares into standard normal numbers."""
    inverse = NormalDist().inv_cdf
    return np.array([[inverse(float(one)) for one in row] for row in shares])


@cache
def evenly(people: int, visits: int, *, seed: int = 20) -> ArmChance:
    """Return the chance of an arm whose people are spread evenly, (people,); a rater's noise is drawn once and kept."""
    shares = even(people, 5)
    baseline, placebo, relief, loss = standard(shares[:4])
    noise = np.random.default_rng(seed).standard_normal((visits, people))
    noise = (noise - noise.mean(axis=1, keepdims=True)) / noise.std(axis=1, keepdims=True)
    return ArmChance(baseline, Chance(placebo, relief, loss, lasts=shares[4]), noise[:, None])


def drawn(numbers: np.random.Generator, draws: int, people: int, visits: int) -> ArmChance:
    """Return the chance of an arm drawn again for each draw of the posterior: (draws, people) each."""
    baseline, placebo, relief, loss = numbers.standard_normal((4, draws, people))
    lasts = numbers.random((draws, people))
    return ArmChance(baseline, Chance(placebo, relief, loss, lasts), numbers.standard_normal((visits, draws, people)))


@cache
def like_one(people: int = 20_000, kept: int = 4_000, *, seed: int = 21) -> CourseChance:
    """Return the chance with which one person's course is looked at: people spread evenly, the same each time.

    kept  how many of them are followed once they are weighed; a rater's noise is spread evenly over those, in no order
    """
    shares = even(people, 6)
    placebo, relief, loss, study, half = standard(shares[[0, 1, 2, 4, 5]])
    order = np.random.default_rng(seed).permutation(kept)
    noise = standard(((order + 0.5) / kept)[None])[0]
    return CourseChance(Chance(placebo, relief, loss, lasts=shares[3]), study, half, noise)
