"""What is left between what was measured and what an estimate reads; and how far estimates shrink over people."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.pharmacology.estimates.case import LEAST_NG_PER_ML, Case
from euthymia.pharmacology.estimates.individual import Estimate
from euthymia.pharmacology.estimates.likelihood import distance, spread
from euthymia.pharmacology.kinetics.exact import Numbers

_STEP: Final = 1e-4


class Residuals(NamedTuple):
    """At each look, (looks,): NaN where nothing was measured, or only that it lies under the limit.

    pred, ipred   what a typical person and this one would read, ng/mL of the substance itself
    ires          measured less ipred, ng/mL
    iwres         the same over the SD of the error; of logarithms where the model's error is of those
    cwres         conditional weighted: measured less what is expected over people, from a line laid at the estimate
                  (FOCE with interaction), each freed of the others
    """

    pred: Numbers
    ipred: Numbers
    ires: Numbers
    iwres: Numbers
    cwres: Numbers


def residuals(estimate: Estimate) -> Residuals:
    """Work the residuals of one estimate out.   Source: hooker:2007"""
    case = estimate.case
    pred, ipred = case.predict(np.stack([np.zeros(len(case.names)), estimate.standard]))
    at, seen = case.measured.places, ~case.measured.below
    read = np.maximum(ipred[at], LEAST_NG_PER_ML)
    weighted = distance(case.measured.value, read, case.measured) / spread(read, case.measured)
    columns = np.full((3, len(case.looks)), np.nan)
    columns[0, at] = np.where(seen, case.measured.value - ipred[at], np.nan)
    columns[1, at] = np.where(seen, weighted, np.nan)
    columns[2, at[seen]] = _conditional(case, estimate.standard, seen)
    return Residuals(pred, ipred, *columns)


def _conditional(case: Case, standard: Numbers, seen: NDArray[np.bool_]) -> Numbers:
    if not seen.any():
        return np.zeros(0)
    some = case.measured.only(seen)
    sides = np.concatenate(
        [standard[None], standard + _STEP * np.eye(len(standard)), standard - _STEP * np.eye(len(standard))]
    )
    read = case.at_measurements(sides)[:, seen]
    scaled = np.where(some.on_log, np.log(read), read)
    up, down = np.split(scaled[1:], 2)
    slopes = ((up - down) / (2 * _STEP)).T
    far = distance(some.value, read[0], some) + slopes @ standard
    sizes, directions = np.linalg.eigh(slopes @ slopes.T + np.diag(spread(read[0], some) ** 2))
    freed: Numbers = directions @ ((directions.T @ far) / np.sqrt(sizes))
    return freed


def eta_shrinkage(estimates: Sequence[Estimate]) -> Mapping[str, float]:
    """Return by parameter 1 - SD of the estimated etas / SD between people; empty for fewer than two people.

    1: everybody came out typical, the measurements told nothing; 0: as far apart as the model's own people.
    Source: savic:2009
    """
    if len(estimates) < 2:
        return {}
    etas = np.array([one.etas for one in estimates])
    case = estimates[0].case
    shrunk = 1 - etas.std(axis=0, ddof=1) / np.sqrt(np.diag(case.covariance))
    return dict(zip(case.names, shrunk.tolist(), strict=True))


def error_shrinkage(found: Sequence[Residuals]) -> float:
    """Return 1 - SD of all individual weighted residuals; NaN for fewer than two.   Source: savic:2009"""
    all_of_them = np.concatenate([one.iwres for one in found])
    some = all_of_them[np.isfinite(all_of_them)]
    return float(1 - some.std(ddof=1)) if len(some) > 1 else float("nan")
