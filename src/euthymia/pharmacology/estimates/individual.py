"""The most likely person: etas with the highest posterior, and how sure one can be of them.

Etas are sought as independent standard normal numbers (the root of the model's covariance turns them into etas), so
that all directions have one size. Slopes and curvature come from exact predictions a little to each side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import minimize

from euthymia.pharmacology.estimates.case import Case
from euthymia.pharmacology.estimates.likelihood import minus_log
from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.model import individual

_SLOPE_STEP: Final = 1e-4
_CURVE_STEP: Final = 1e-3
_FIRST_LOOK: Final = 1.5  # SDs to each side, so that the search begins in the best valley of those
_SETTLED: Final = 1e-4
_FARTHEST: Final = 8.0  # SDs: nobody of the model lies there, and the search does not ask what such a body would read
NINETY: Final = 1.6448536269514722
NOT_INFORMED: Final = 0.2  # Source: house:informed


class Told(NamedTuple):
    """A figure of one person with the range that holds it nine times in ten."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """One person's estimate.

    standard, etas   (n,)  at the highest posterior;  errors  (n,)  SD of each eta's posterior, NaN where not known
    informed         (n,)  share of an eta's variance between people that the measurements took away: 0 is the prior, or
                     a peak that is locally flatter than it
    clearance_l_per_h, litres  of this person, in plasma; values  all parameters, in L and min
    settled          False where the search did not come to rest, or only where nobody of the model is: do not use it
    """

    case: Case
    standard: Numbers
    etas: Numbers
    errors: Numbers
    covariance: Numbers
    informed: Numbers
    values: Mapping[str, float]
    clearance_l_per_h: Told
    litres: Told
    settled: bool

    @property
    def not_informed(self) -> tuple[str, ...]:
        """Name the parameters of which the measurements say next to nothing.   Source: house:informed"""
        return tuple(n for n, share in zip(self.case.names, self.informed, strict=True) if not share >= NOT_INFORMED)


def minus_log_posterior(case: Case, standard: Numbers) -> Numbers:
    """Return minus the logarithm of the posterior, (k,), of k sets of standard normal numbers (k, n)."""
    prior: Numbers = 0.5 * (standard**2).sum(axis=1)
    within = np.clip(standard, -_FARTHEST, _FARTHEST)
    return minus_log(case.at_measurements(within), case.measured) + prior


def estimate(case: Case) -> Estimate:
    """Find the person with the highest posterior (MAP), with standard errors from its curvature.

    Without measurements that is the typical person with the published spread.
    """
    standard, settled = _sought(case)
    curvature = _curvature(case, standard)
    spread = _inverse(curvature)
    covariance = case.root @ spread @ case.root.T
    errors = np.sqrt(np.diag(covariance))
    etas = case.root @ standard
    values = individual(case.model, case.person, dict(zip(case.names, etas.tolist(), strict=True)))
    return Estimate(
        case=case,
        standard=standard,
        etas=etas,
        errors=errors,
        covariance=covariance,
        informed=np.maximum(1 - errors**2 / np.diag(case.covariance), 0.0),
        values=values,
        clearance_l_per_h=_told(case, standard, spread, 0),
        litres=_told(case, standard, spread, 1),
        settled=settled and bool(np.isfinite(errors).all()),
    )


def _sought(case: Case) -> tuple[Numbers, bool]:
    size = len(case.names)
    if not len(case.measured):
        return np.zeros(size), True
    first = np.concatenate([np.zeros((1, size)), _FIRST_LOOK * np.eye(size), -_FIRST_LOOK * np.eye(size)])
    begins = first[int(np.argmin(minus_log_posterior(case, first)))]
    found = minimize(lambda at: _with_slope(case, at), begins, jac=True, method="BFGS", options={"gtol": 1e-6})
    at: Numbers = np.asarray(found.x, dtype=np.float64)
    settled = np.abs(_with_slope(case, at)[1]).max() < _SETTLED and np.abs(at).max() < _FARTHEST
    return np.clip(at, -_FARTHEST, _FARTHEST), bool(settled)


def _with_slope(case: Case, at: Numbers) -> tuple[float, Numbers]:
    sides = np.concatenate([at[None], at + _SLOPE_STEP * np.eye(len(at)), at - _SLOPE_STEP * np.eye(len(at))])
    found = minus_log_posterior(case, sides)
    up, down = np.split(found[1:], 2)
    return float(found[0]), (up - down) / (2 * _SLOPE_STEP)


def _curvature(case: Case, at: Numbers) -> Numbers:
    """Return the second derivatives, (n, n), from the corners of a small square in each pair of directions."""
    size, step = len(at), _CURVE_STEP * np.eye(len(at))
    pairs = [(i, j) for i in range(size) for j in range(i, size)]
    corners = [at + a * step[i] + b * step[j] for i, j in pairs for a in (1, -1) for b in (1, -1)]
    found = minus_log_posterior(case, np.array(corners)).reshape(len(pairs), 4)
    curvature = np.zeros((size, size))
    for (i, j), (both, one, other, none) in zip(pairs, found, strict=True):
        curvature[i, j] = curvature[j, i] = (both - one - other + none) / (4 * _CURVE_STEP**2)
    return curvature


def _inverse(curvature: Numbers) -> Numbers:
    """Return the covariance of the standard numbers, NaN where the posterior is no hill there."""
    if not np.linalg.eigvalsh(curvature).min() > 0:
        return np.full_like(curvature, np.nan)
    return np.asarray(np.linalg.inv(curvature), dtype=np.float64)


def _told(case: Case, at: Numbers, spread: Numbers, which: int) -> Told:
    """Return a figure with nine in ten of its posterior, as if its logarithm were normal there."""
    sides = np.concatenate([at[None], at + _SLOPE_STEP * np.eye(len(at)), at - _SLOPE_STEP * np.eye(len(at))])
    logs = np.log([_figures(case, row)[which] for row in sides])
    up, down = np.split(logs[1:], 2)
    slope = (up - down) / (2 * _SLOPE_STEP)
    far = NINETY * np.sqrt(slope @ spread @ slope)
    return Told(*np.exp([logs[0], logs[0] - far, logs[0] + far]).tolist())


def _figures(case: Case, standard: Numbers) -> tuple[float, float]:
    etas = dict(zip(case.names, (case.root @ standard).tolist(), strict=True))
    values = individual(case.model, case.person, etas)
    return case.model.clearance(values) * 60, case.model.structure(values).readings[0].litres
