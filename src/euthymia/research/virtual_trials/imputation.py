"""Scores that nobody saw, filled in many times over as if they were missing at random: from what was seen before.

Visit by visit, within an arm: a regression on the first rating and the visits before, its own doubt drawn too; the
spread between the completed tables is what the missing scores leave unknown.   Source: rubin:1987
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from euthymia.pharmacology.cascade.score import MOST
from euthymia.research.keyed_rng import Numbers, normals, uniforms
from euthymia.research.virtual_trials.drawn import keys

TABLES: Final = 10
_SPARE: Final = 3  # people seen beyond the coefficients, without which a regression tells nothing


class Filled(NamedTuple):
    """Completed scores (tables, visits, n), and which were filled in (visits, n); None where too few were seen."""

    scores: Numbers
    missing: NDArray[np.bool_]


def fill(seen: Numbers, baseline: Numbers, *, seed: int, trial: int, arm: int, tables: int = TABLES) -> Filled | None:
    """Fill in one arm's scores.

    seen   (visits, n), NaN where nobody saw; anyone who is missing once is missing from then on
    trial, arm  what its chance is keyed by
    """
    missing = np.isnan(seen)
    if not missing.any():
        return Filled(seen[None], missing)
    visits, people = seen.shape
    key = keys(np.array([trial]), arm, np.array([0]))
    found = np.repeat(seen[None], tables, axis=0)
    for visit in range(visits):
        if missing[visit].any():
            standard = normals(seed, key, "imputation", draws=tables * (people + visit + 2), occasion=2 * visit)
            share = uniforms(seed, key, "imputation", draws=tables, occasion=2 * visit + 1)
            if not _fill_visit(found, baseline, missing, visit, standard.reshape(tables, -1), share[0]):
                return None
    return Filled(found, missing)


def _fill_visit(
    found: Numbers, baseline: Numbers, missing: NDArray[np.bool_], visit: int, standard: Numbers, share: Numbers
) -> bool:
    """Fill one visit in every table; say whether enough were seen. `found` is written to."""
    there = ~missing[visit]
    tables, coefficients = len(found), visit + 2
    spare = int(there.sum()) - coefficients
    if spare < _SPARE:
        return False
    # anyone who is seen here was seen before, so all tables share one regression
    known = np.column_stack([np.ones(len(baseline)), baseline, *found[0, :visit]])[there]
    inverse = np.linalg.pinv(known.T @ known)
    middle = inverse @ (known.T @ found[0, visit, there])
    left = float(np.square(found[0, visit, there] - known @ middle).sum())
    root = _root(inverse)
    for table in range(tables):
        sd = np.sqrt(left / (2.0 * gammaincinv(spare / 2.0, share[table])))
        drawn = middle + sd * (root @ standard[table, :coefficients])
        gone = missing[visit]
        rows = np.column_stack([np.ones(int(gone.sum())), baseline[gone], *found[table, :visit, gone].T])
        fresh = standard[table, coefficients:][gone]
        found[table, visit, gone] = np.clip(rows @ drawn + sd * fresh, 0.0, MOST)
    return True


def _root(inverse: Numbers) -> Numbers:
    """Return a square root, also where a predictor told nothing of its own."""
    values, vectors = np.linalg.eigh(inverse)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
