"""What is kept of many people: counts and sums, which add up to the same no matter who came first."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from euthymia.research.keyed_rng import Numbers

EDGES: Final = np.concatenate([[-np.inf], np.arange(-60.0, 400.5, 0.5), [np.inf]])


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Of one number over people: how many had it, never (infinity), sums, ends, and counts between EDGES."""

    had: int
    never: int
    total: float
    squares: float
    least: float
    most: float
    counts: NDArray[np.int64]

    @property
    def mean(self) -> float:
        """Return the mean of those who have one that ends."""
        return self.total / (self.had - self.never) if self.had > self.never else math.nan

    @property
    def sd(self) -> float:
        """Return their SD."""
        n = self.had - self.never
        return math.sqrt(max(self.squares - self.total**2 / n, 0.0) / (n - 1)) if n > 1 else math.nan

    @property
    def se(self) -> float:
        """Return the error of the mean by chance alone."""
        n = self.had - self.never
        return self.sd / math.sqrt(n) if n > 1 else math.nan

    def quantile(self, share: float) -> float:
        """Return the value under which this share lies, to half a point; infinity where too many never come to it."""
        if not self.had:
            return math.nan
        upto = np.cumsum(self.counts)
        place = int(np.searchsorted(upto, share * self.had))
        if place >= len(self.counts) - 1 or upto[-1] < share * self.had:
            return math.inf
        below = upto[place - 1] if place else 0
        inside = (share * self.had - below) / max(self.counts[place], 1)
        found = EDGES[place] + inside * (EDGES[place + 1] - EDGES[place]) if place else EDGES[1]
        return float(min(max(found, self.least), self.most))


def tally(values: Numbers) -> Tally:
    """Count one block's values, (n,); NaN is nobody."""
    there = values[~np.isnan(values)]
    ends = there[np.isfinite(there)]
    counts = np.histogram(there, EDGES)[0]
    never = len(there) - len(ends)
    low, high = (float(ends.min()), float(ends.max())) if len(ends) else (math.inf, -math.inf)
    return Tally(len(there), never, math.fsum(ends), math.fsum(np.square(ends)), low, high, counts.astype(np.int64))


class Adding:
    """Adds tallies up as they come, in whatever order: whole numbers exactly, sums as if added at once."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int, float, float, float, float]] = []
        self._counts: NDArray[np.int64] = np.zeros(len(EDGES) - 1, np.int64)

    def take(self, one: Tally) -> None:
        """Add one; of its counts nothing is kept, so memory stays flat."""
        self._parts.append((one.had, one.never, one.total, one.squares, one.least, one.most))
        self._counts += one.counts

    def sum(self) -> Tally:
        """Return what was added so far."""
        had, never, totals, squares, least, most = zip(*self._parts, strict=True)
        # fsum is rounded once, at the end, so the order of its parts changes no bit
        return Tally(
            sum(had), sum(never), math.fsum(totals), math.fsum(squares), min(least), max(most), self._counts.copy()
        )


def added(some: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    adding = Adding()
    for one in some:
        adding.take(one)
    return adding.sum()
