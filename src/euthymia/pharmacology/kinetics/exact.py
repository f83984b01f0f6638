"""Linear compartments solved exactly: the exponential of a rate matrix, by sums and products of numbers >= 0 alone.

Drug moves from compartment to compartment at rates that are never negative, so every entry of the exponential is >= 0
and nothing is ever subtracted: each entry keeps its own digits, equal roots and chains of transits included. There is
no eigenvector that could fail (those of two equal transits have condition 2.5e8) and no step that could be too long.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_TERMS: Final = 18  # of the series: with a norm of at most 1/2 the next term is under 1e-22 of the sum
_NORM: Final = 0.5


def exponentials(per_min: Numbers, minutes: Numbers) -> Numbers:
    """Return exp(per_min * t) for each t.

    per_min   (n, n) or one each, (m, n, n)  rates; nothing off the diagonal below 0
    minutes   (m,)  each >= 0
    Gives (m, n, n), each entry >= 0.
    """
    shift = np.max(-np.diagonal(per_min, axis1=-2, axis2=-1), axis=-1)
    moved = per_min + shift[..., None, None] * np.eye(per_min.shape[-1])  # nowhere negative
    halvings = _halvings(moved.sum(axis=-2).max(axis=-1) * minutes)
    short = minutes / 2.0**halvings
    powers: Numbers = _series(moved, short) * np.exp(-shift * short)[:, None, None]
    for done in range(int(halvings.max(initial=0))):
        more = halvings > done
        powers[more] = powers[more] @ powers[more]
    return powers


def _halvings(norms: Numbers) -> NDArray[np.int64]:
    return np.ceil(np.log2(np.maximum(norms / _NORM, 1.0))).astype(np.int64)


def _series(moved: Numbers, minutes: Numbers) -> Numbers:
    scaled, one = moved * minutes[:, None, None], np.eye(moved.shape[-1])
    total = np.broadcast_to(one, scaled.shape)
    for term in range(_TERMS, 0, -1):  # Horner
        total = one + scaled @ total / term
    return total
