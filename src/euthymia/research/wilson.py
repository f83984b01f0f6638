"""How sure a share is: Wilson's interval, which stays between 0 and 1 and holds for small numbers."""

from math import sqrt
from typing import Final, NamedTuple

from euthymia.medicine.refusal import Refusal

Z_95: Final = 1.959964  # the normal quantile that leaves 2.5 % above
SOURCE: Final = "wilson:1927"


class NotAShare(Refusal):
    """More of them than there are, fewer than none, or none to take a share of."""


class Interval(NamedTuple):
    """Lower and upper end, 0 to 1."""

    low: float
    high: float


def interval(some: int, of: int, *, z: float = Z_95) -> Interval:
    """Return the interval of the share some/of, 95 % unless `z` says otherwise.

    Raises NotAShare.   Source: wilson:1927
    """
    if not 0 <= some <= of or of == 0:
        raise NotAShare(f"{some} of {of} is not a share. Count at least one, and no more than there are.")
    share, spread = some / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    # At none and at all the end is the share itself; rounding would put it a hair inside.
    return Interval(middle - half if some else 0.0, middle + half if some < of else 1.0)
