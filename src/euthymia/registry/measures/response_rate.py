"""How many respond: of people with a score before the first infusion and one after, whose score fell by half or more.

Response and "a score after" are medicine's (`medicine.response`): a score counts as after only if its questions look
back on time after the latest infusion alone. The latest such score counts, against the last one before the first
infusion; a person whose score before was 0 has nothing to fall from and is not counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from euthymia.medicine.response import RESPONSE_FALL_PCT
from euthymia.registry import disclosure
from euthymia.registry.disclosure import AT_LEAST, Shown
from euthymia.registry.measures import Measure
from euthymia.research.wilson import Interval, interval

RULE_VERSION: Final = "response-rate-1"
# In this order a person's response is taken for the overall line: the clinician's rating, else the person's own.
SCALES: Final = ("madrs", "phq9")
OVERALL: Final = "overall"
OVERALL_POLICY: Final = "house:overall-response"

QUESTION: Final = """
WITH before AS (
    SELECT person, scale, arg_max(total, nth) AS total FROM scores
    WHERE infusions = 0 AND list_contains($scales, scale) GROUP BY person, scale
), after AS (
    SELECT person, scale, arg_max(total, nth) AS total FROM scores WHERE result GROUP BY person, scale
), pairs AS (
    SELECT person, scale, 100 * (before.total - after.total) >= $fall_pct * before.total AS responded
    FROM before JOIN after USING (person, scale) WHERE before.total > 0
), preferred AS (
    SELECT person, arg_min(responded, list_position($scales, scale)) AS responded FROM pairs GROUP BY person
)
SELECT scale, count(*), count(*) FILTER (responded) FROM pairs GROUP BY scale
UNION ALL
SELECT $overall, count(*), count(*) FILTER (responded) FROM preferred
"""


class Rate(NamedTuple):
    """Of `people` with both scores, how many responded."""

    scale: str
    people: int
    responded: int

    @property
    def share(self) -> float | None:
        """Return the share, 0 to 1; None of nobody."""
        return self.responded / self.people if self.people else None

    @property
    def interval(self) -> Interval | None:
        """Return its Wilson 95 % interval; None of nobody.   Source: wilson:1927"""
        return interval(self.responded, self.people) if self.people else None


def read(rows: Sequence[tuple[Any, ...]]) -> tuple[Rate, ...]:
    """Return one rate a scale, then the overall one, with zeros where nobody was found."""
    found = {scale: (people, responded) for scale, people, responded in rows}
    return tuple(Rate(scale, *found.get(scale, (0, 0))) for scale in (*SCALES, OVERALL))


MEASURE: Final = Measure(QUESTION, {"scales": list(SCALES), "fall_pct": RESPONSE_FALL_PCT, "overall": OVERALL}, read)


def oracle(scores: Iterable[Mapping[str, Any]]) -> tuple[Rate, ...]:
    """Answer the same question slowly and plainly from the rows of the table `scores`."""
    pairs: dict[tuple[str, str], bool] = {}
    by_person: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in sorted(scores, key=lambda row: row["nth"]):
        by_person.setdefault((row["person"], row["scale"]), []).append(row)
    for (person, scale), own in by_person.items():
        before = [row["total"] for row in own if row["infusions"] == 0]
        after = [row["total"] for row in own if row["result"]]
        if scale in SCALES and before and after and before[-1] > 0:
            pairs[person, scale] = 100 * (before[-1] - after[-1]) >= RESPONSE_FALL_PCT * before[-1]
    by_scale = {scale: [r for (_, own), r in pairs.items() if own == scale] for scale in SCALES}
    return tuple(_rate(scale, found) for scale, found in {**by_scale, OVERALL: _preferred(pairs)}.items())


def _preferred(pairs: Mapping[tuple[str, str], bool]) -> list[bool]:
    people = {person for person, _ in pairs}
    return [next(pairs[person, scale] for scale in SCALES if (person, scale) in pairs) for person in people]


def _rate(scale: str, responded: Sequence[bool]) -> Rate:
    return Rate(scale, len(responded), sum(responded))


class Line(NamedTuple):
    """A rate as a page may show it; share and interval only where they give no small count away."""

    scale: str
    people: Shown
    responded: Shown
    others: Shown
    share_pct: float | None
    interval_pct: tuple[float, float] | None


def publish(rates: Iterable[Rate], *, at_least: int = AT_LEAST) -> tuple[Line, ...]:
    """Hide small counts in the lines of an answer, and the overall line where it would give one away.

    The overall line is one scale's people and those who have the other scale alone: where the two lines differ by a
    small count, that count is people, so the overall line is hidden.   Source: house:small-counts
    """
    lines = [_line(rate, at_least) for rate in rates]
    scales = [line for line in lines if line.scale != OVERALL]
    return tuple(
        _all_hidden(line) if line.scale == OVERALL and any(_close(line, s, at_least) for s in scales) else line
        for line in lines
    )


def _line(rate: Rate, at_least: int) -> Line:
    table = disclosure.show_table((rate.responded, rate.people - rate.responded), at_least=at_least)
    responded, others = table.cells
    if responded.count is None or rate.share is None or rate.interval is None:
        return Line(rate.scale, table.total, responded, others, None, None)
    low, high = rate.interval
    return Line(rate.scale, table.total, responded, others, 100 * rate.share, (100 * low, 100 * high))


def _close(one: Line, other: Line, at_least: int) -> bool:
    counts = zip(one[1:4], other[1:4], strict=True)
    return any(disclosure.gives_away(a, b, at_least=at_least) for a, b in counts)


def _all_hidden(line: Line) -> Line:
    hidden = Shown(None, disclosure.HIDDEN)
    return Line(line.scale, hidden, hidden, hidden, None, None)
