"""Small counts are hidden, and so is what would give them away.

A count under eleven in a table could point at a person. Where a table shows its total, one hidden count is the total
less the others, so the next smallest is hidden too, until what is hidden adds up to eleven or more. All that is hidden
beside a shown total reads the same: a word that told the small one from its neighbour could be reckoned back.
This guards one table at a time; `registry.release` guards against comparing tables made on different days.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

AT_LEAST: Final = 11
POLICY: Final = "house:small-counts"
HIDDEN: Final = "hidden"


class Shown(NamedTuple):
    """A count as a page may show it; `count` is None where it is hidden."""

    count: int | None  # type: ignore[assignment]  # it stands where a tuple has a method that nobody asks for
    text: str


class Table(NamedTuple):
    """Cells in their order, and their total."""

    cells: tuple[Shown, ...]
    total: Shown


def show(count: int, *, at_least: int = AT_LEAST) -> Shown:
    """Show one count that stands alone: "under 11" for 0 to 10.   Source: house:small-counts"""
    return Shown(None, f"under {at_least}") if count < at_least else Shown(count, str(count))


def show_table(counts: Sequence[int], *, at_least: int = AT_LEAST) -> Table:
    """Show the cells of a table that has a total.

    counts  the cells, each >= 0; the total is their sum
    Gives every cell "under 11" where the total is; else small cells, and those that would give them away, "hidden".
    Source: house:small-counts
    """
    total = show(sum(counts), at_least=at_least)
    if total.count is None:
        return Table(tuple(total for _ in counts), total)
    hidden = _hidden(counts, at_least)
    return Table(tuple(_cell(n in hidden, count) for n, count in enumerate(counts)), total)


def _hidden(counts: Sequence[int], at_least: int) -> set[int]:
    rising = sorted(range(len(counts)), key=lambda n: counts[n])
    small = sum(count < at_least for count in counts)
    if not small:
        return set()
    for much in range(max(small, 2), len(rising)):
        if sum(counts[n] for n in rising[:much]) >= at_least:
            return set(rising[:much])
    return set(rising)


def _cell(is_hidden: bool, count: int) -> Shown:
    return Shown(None, HIDDEN) if is_hidden else Shown(count, str(count))


def gives_away(one: Shown, other: Shown, *, at_least: int = AT_LEAST) -> bool:
    """Return whether two shown counts, one of people among the other's, differ by a small count.

    Source: house:small-counts
    """
    if one.count is None or other.count is None:
        return False
    return 0 < abs(one.count - other.count) < at_least
