"""When new figures may be shown in place of old ones: two tables side by side must not tell of a few people.

Forty people on Monday and forty-one on Tuesday tell how the forty-first fared, though neither table has a small count.
So new figures are released only once each shown count has stood still or moved by eleven people or more.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from euthymia.registry.disclosure import AT_LEAST, Shown
from euthymia.registry.measures.response_rate import OVERALL, SCALES, Line, Rate, publish

POLICY: Final = "house:releases"

_Cell = tuple[str, str]
_NESTED: Final = (*((scale, "people") for scale in SCALES), (SCALES[0], "responded"), (SCALES[0], "others"))


def may_follow(new: Sequence[Rate], released: Iterable[Sequence[Rate]], *, at_least: int = AT_LEAST) -> bool:
    """Return whether figures may be shown beside those that were shown before, each release by itself.

    A count moves by nobody or by `at_least` people, where either table shows it; so does the number of those whom the
    overall line has beyond a scale's. Figures in which nothing moved are no new release.   Source: house:releases
    """
    moves = [_moves(old, new, at_least) for old in released]
    return not moves or (any(moves[-1]) and all(move == 0 or abs(move) >= at_least for some in moves for move in some))


def _moves(old: Sequence[Rate], new: Sequence[Rate], at_least: int) -> list[int]:
    """Return by how many each count has moved that one of the two tables shows or lets reckon."""
    before, now = _counts(old), _counts(new)
    shown = _shown(publish(old, at_least=at_least)) | _shown(publish(new, at_least=at_least))
    moves = [now.get(cell, 0) - before.get(cell, 0) for cell in sorted(shown)]
    for scale, which in _NESTED:
        pair: tuple[_Cell, _Cell] = ((OVERALL, which), (scale, which))
        if shown.issuperset(pair):
            beyond = [counts.get(pair[0], 0) - counts.get(pair[1], 0) for counts in (before, now)]
            moves.append(beyond[1] - beyond[0])
    return moves


def _counts(rates: Iterable[Rate]) -> dict[_Cell, int]:
    return {
        (rate.scale, which): count
        for rate in rates
        for which, count in (
            ("people", rate.people), ("responded", rate.responded), ("others", rate.people - rate.responded),
        )
    }  # fmt: skip


def _shown(lines: Iterable[Line]) -> set[_Cell]:
    def cells(line: Line) -> dict[str, Shown]:
        return {"people": line.people, "responded": line.responded, "others": line.others}

    return {(line.scale, which) for line in lines for which, cell in cells(line).items() if cell.count is not None}
