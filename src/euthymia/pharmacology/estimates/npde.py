"""Normalised prediction distribution errors: where each measurement lies among those of people drawn from the model.

Were the model true they would be independent standard normal numbers.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import ndtri

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.estimates.case import Case
from euthymia.pharmacology.estimates.drawn import Chance, drawn
from euthymia.pharmacology.kinetics.exact import Numbers

LEAST_DRAWS: Final = 100
DRAWS_A_MEASUREMENT: Final = 10


class TooFewDraws(Refusal):
    """So few people drawn that a place among them means nothing."""


class Summary(NamedTuple):
    """What all the errors come to: were the model true the mean is 0 and the variance 1, give or take their SEs."""

    errors: int
    mean: float
    mean_error: float
    variance: float
    variance_error: float


def npde(case: Case, chance: Chance) -> Numbers:
    """Return one number a measurement, (m,), each freed of the person's others.

    A level under the limit is taken somewhere under it, by chance, as the people drawn lie there.
    Raises TooFewDraws, ChanceOfAnotherShape.   Source: brendel:2006, comets:2008
    """
    people = drawn(case, chance)
    _check_draws(people)
    if not len(case.measured):
        return np.zeros(0)
    seen = np.where(case.measured.below, _under_the_limit(case, people, chance.ties[1]), case.measured.value)
    middle = people.mean(axis=0)
    root = np.linalg.cholesky(np.cov(people, rowvar=False).reshape(len(middle), -1))
    free = solve_triangular(root, (np.vstack([seen, people]) - middle).T, lower=True).T
    place = (free[1:] < free[0]).sum(axis=0)
    normal: Numbers = ndtri((place + chance.ties[0]) / (len(people) + 1))
    return normal


def _check_draws(people: Numbers) -> None:
    needed = max(LEAST_DRAWS, DRAWS_A_MEASUREMENT * people.shape[1])
    if len(people) < needed:
        raise TooFewDraws(f"{len(people)} people drawn for {people.shape[1]} measurements: draw {needed} or more.")


def _under_the_limit(case: Case, people: Numbers, ties: Numbers) -> Numbers:
    """Take, for each measurement, a place under its value, as those drawn who lie there do; the lowest if none does."""
    levels = np.sort(people, axis=0)
    under = (levels < case.measured.value).sum(axis=0)
    rows = np.floor(ties * under).astype(np.int64)
    chosen: Numbers = levels[rows, np.arange(levels.shape[1])]
    return np.minimum(chosen, case.measured.value)


def summed(errors: Sequence[Numbers]) -> Summary:
    """Put everybody's errors together."""
    all_of_them = np.concatenate(errors)
    count = len(all_of_them)
    if count < 2:
        return Summary(count, math.nan, math.nan, math.nan, math.nan)
    return Summary(
        count,
        float(all_of_them.mean()),
        1 / math.sqrt(count),
        float(all_of_them.var(ddof=1)),
        math.sqrt(2 / (count - 1)),
    )
