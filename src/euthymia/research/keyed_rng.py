"""Chance for virtual people, keyed: seed, patient, purpose, occasion and draw alone decide a number.

So an arm, a covariate or a patient more shifts nobody else's numbers, arms share them, and a person's are the same bits
whatever the block or the partition. Medicine takes what comes out of here as arguments.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.research.philox import fill_uniform, to_normal

Numbers = NDArray[np.float64]

# Only ever added to: a number that changes its meaning changes every trial that was drawn with it
PURPOSES: Final = {
    "covariates": 1,
    "kinetics": 2,
    "occasion": 3,
    "assay": 4,
    "effect": 5,
    "placebo": 6,
    "wear-off": 7,
    "acute": 8,
    "rater": 9,
    "drop-out": 10,
    "relapse": 11,
    "study": 12,
    "parameters": 13,
    "severity": 14,
    "delay": 15,
    "pressure": 16,
    "imputation": 17,
}
_MOST_SEED: Final = 2**64 - 1
_MOST_OCCASION: Final = 2**16 - 1


class UnknownPurpose(Refusal):
    """Chance was asked for something that has no stream of its own."""


class ImpossibleKey(Refusal):
    """A seed, patient, occasion or count that keys nothing."""


def uniforms(seed: int, patients: NDArray[np.integer], purpose: str, *, draws: int, occasion: int = 0) -> Numbers:
    """Return independent numbers in (0, 1), never an end, (n, draws).

    patients  (n,)  whole numbers >= 0, in any order, each by itself
    purpose   one of PURPOSES;  occasion  0 to 65,535
    Raises UnknownPurpose, ImpossibleKey.
    """
    if purpose not in PURPOSES:
        raise UnknownPurpose(f"{purpose!r} has no stream of chance. Choose one of: {', '.join(PURPOSES)}, or add it.")
    _check_whole("seed", seed, _MOST_SEED)
    _check_whole("occasion", occasion, _MOST_OCCASION)
    _check_whole("draws", draws, _MOST_SEED)
    found = np.empty((len(patients), draws))
    stream = np.uint64(PURPOSES[purpose] << 16 | occasion)
    fill_uniform(np.uint64(seed), _as_keys(patients), stream, found)
    return found


def normals(seed: int, patients: NDArray[np.integer], purpose: str, *, draws: int, occasion: int = 0) -> Numbers:
    """Return independent standard normal numbers, (n, draws), keyed as `uniforms`, each the quantile of its own."""
    found = uniforms(seed, patients, purpose, draws=draws, occasion=occasion)
    to_normal(found)
    return found


def _check_whole(what: str, value: int, most: int) -> None:
    if not (isinstance(value, int | np.integer) and 0 <= value <= most):
        raise ImpossibleKey(f"{what} {value!r}: a whole number from 0 to {most:,} is needed. Correct it.")


def _as_keys(patients: NDArray[np.integer]) -> NDArray[np.uint64]:
    given = np.asarray(patients)
    if given.ndim != 1 or not np.issubdtype(given.dtype, np.integer) or (given.size and given.min() < 0):
        raise ImpossibleKey("Patients are keyed by a list of whole numbers, 0 or more. Number them.")
    return given.astype(np.uint64)
