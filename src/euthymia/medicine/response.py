"""Response: scores over time into fall, response and remission. The one place where these words are defined.

Response is a fall of at least half from baseline; remission is a total at or under the scale's cut. A score is shown
as the result of an infusion only if its questions look back on time after that infusion alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from euthymia.medicine import instruments
from euthymia.medicine.refusal import Refusal

RULE_VERSION: Final = "response-1"
RESPONSE_FALL_PCT: Final = 50
RESPONSE_SOURCE: Final = "trials:response"


@dataclass(frozen=True, slots=True)
class Cut:
    """The highest total that is still remission."""

    at_most: int
    source: str


REMISSION: Final[dict[str, Cut]] = {
    "phq9": Cut(4, source="phq9:remission"),
    "madrs": Cut(10, source="madrs:remission"),
    "gad7": Cut(4, source="gad7:remission"),
    "qids": Cut(5, source="qids:remission"),
    "hamd17": Cut(7, source="hamd17:remission"),
    "hamd6": Cut(4, source="hamd6:remission"),
    "ymrs": Cut(12, source="ymrs:bands"),
    "sds": Cut(6, source="sds:remission"),
}


class TimeWithoutZone(Refusal):
    """A time does not say in which zone it is."""


class DifferentScales(Refusal):
    """Two scores are not of one scale."""


class NoFallPossible(Refusal):
    """The baseline is zero, so nothing can fall from it."""


class LaterIsEarlier(Refusal):
    """The later score was taken before the baseline."""


class NoRemissionCut(Refusal):
    """The scale has no remission cut, and none was given."""


@dataclass(frozen=True, slots=True)
class Score:
    """A total on a scale at a time with its zone. Raises UnknownInstrument, TotalOutOfRange, TimeWithoutZone."""

    instrument: str
    total: int
    at: datetime

    def __post_init__(self) -> None:
        """Refuse what the scale cannot give."""
        instruments.find(self.instrument).check_total(self.total)
        _check_zone(self.at)

    @property
    def scale(self) -> str:
        """Return the scale its total may be compared on."""
        return instruments.find(self.instrument).scale


def _check_zone(at: datetime) -> None:
    if at.tzinfo is None:
        raise TimeWithoutZone(f"{at.isoformat()} has no time zone. Enter the time with its zone.")


def fall_pct(baseline: Score, later: Score) -> float:
    """Return the fall from baseline in percent; negative where the score rose.

    Raises DifferentScales, NoFallPossible, LaterIsEarlier.   Source: trials:response
    """
    _check_pair(baseline, later)
    return 100 * (baseline.total - later.total) / baseline.total


def response(baseline: Score, later: Score) -> bool:
    """Return whether the later score is a response: a fall of at least half, counted in whole numbers.

    Raises DifferentScales, NoFallPossible, LaterIsEarlier.   Source: trials:response
    """
    _check_pair(baseline, later)
    return 100 * (baseline.total - later.total) >= RESPONSE_FALL_PCT * baseline.total


def _check_pair(baseline: Score, later: Score) -> None:
    if baseline.scale != later.scale:
        raise DifferentScales(f"{baseline.instrument} and {later.instrument} are different scales. Compare one scale.")
    if later.at < baseline.at:
        raise LaterIsEarlier(f"the later score is of {later.at}, before the baseline of {baseline.at}. Exchange them.")
    if baseline.total == 0:
        raise NoFallPossible(
            f"{baseline.instrument}: the baseline is 0, so no fall can be given. Use another baseline."
        )


def remission(score: Score, *, at_most: int | None = None) -> bool:
    """Return whether a score is remission: at or under the scale's cut, or `at_most` as the clinic has set it.

    Raises NoRemissionCut.   Source: phq9:remission, madrs:remission
    """
    return score.total <= _cut(score.scale, at_most)


def _cut(scale: str, at_most: int | None) -> int:
    if at_most is not None:
        return at_most
    if scale not in REMISSION:
        raise NoRemissionCut(f"{scale} has no remission cut here. Name one in the clinic's policy.")
    return REMISSION[scale].at_most


def shows_as_infusion_result(instrument: str, score_at: datetime, infusion_at: datetime) -> bool:
    """Return whether a score may be shown as the result of an infusion.

    A scale that looks back over days (PHQ-9 14, MADRS 7) must look back on days after the infusion alone. One that
    looks back 24 hours or is about now need only come after it, as trials use them hours after an infusion.
    Raises UnknownInstrument, TimeWithoutZone.   Source: house:recall
    """
    _check_zone(score_at)
    _check_zone(infusion_at)
    recall_days = instruments.find(instrument).recall_days
    passed = score_at - infusion_at
    return passed > timedelta(0) and (recall_days <= 1 or passed >= timedelta(days=recall_days))


@dataclass(frozen=True, slots=True)
class Point:
    """One score of the course.

    infusions  how many had been given before it
    result_of  the number of the latest infusion before it (from 1) if the score may be shown as its result, else None
    fall_pct, response, remission are None where the score may not be shown as a result, and at baseline
    """

    score: Score
    infusions: int
    result_of: int | None
    fall_pct: float | None
    response: bool | None
    remission: bool | None


@dataclass(frozen=True, slots=True)
class Course:
    """Scores of one scale over a course of infusions.

    baseline   the last score before the first infusion (the first score, where there is no infusion)
    best       the lowest point that may be shown as a result;  latest  the last such point
    response, remission are those of the latest; None where there is no such point. `sentence` says which and why.
    """

    points: tuple[Point, ...]
    baseline: Score | None
    best: Point | None
    latest: Point | None
    response: bool | None
    remission: bool | None
    remission_at_most: int
    sentence: str
    rule_version: str = RULE_VERSION


def course(
    scores: Sequence[Score],
    sessions_at: Sequence[datetime],
    *,
    instrument: str,
    remission_at_most: int | None = None,
) -> Course:
    """Read the course of one scale.

    scores       any order; those of other scales are left out, versions of one scale are kept together
    sessions_at  when each infusion began, any order
    Raises UnknownInstrument, NoRemissionCut, TimeWithoutZone.   Source: trials:response, house:recall
    """
    scale = instruments.find(instrument).scale
    cut = _cut(scale, remission_at_most)
    for at in sessions_at:
        _check_zone(at)
    sessions = sorted(sessions_at)
    own = sorted((s for s in scores if s.scale == scale), key=lambda s: s.at)
    baseline = _baseline(own, sessions)
    points = tuple(_point(s, baseline, sessions, cut=cut) for s in own)
    results = [p for p in points if p.remission is not None]
    latest = results[-1] if results else None
    return Course(
        points,
        baseline,
        min(results, key=lambda p: p.score.total, default=None),
        latest,
        latest.response if latest else None,
        latest.remission if latest else None,
        cut,
        _sentence(instrument, baseline, latest),
    )


def _baseline(own: Sequence[Score], sessions: Sequence[datetime]) -> Score | None:
    if not sessions:
        return own[0] if own else None
    before = [s for s in own if s.at <= sessions[0]]
    return before[-1] if before else None


def _point(score: Score, baseline: Score | None, sessions: Sequence[datetime], *, cut: int) -> Point:
    given = [at for at in sessions if at < score.at]
    result_of = len(given) if given and shows_as_infusion_result(score.instrument, score.at, given[-1]) else None
    shown = result_of is not None or (not sessions and score is not baseline)
    if not shown:
        return Point(score, len(given), result_of, None, None, None)
    comparable = baseline is not None and baseline.total > 0
    return Point(
        score,
        len(given),
        result_of,
        fall_pct(baseline, score) if baseline and comparable else None,
        response(baseline, score) if baseline and comparable else None,
        remission(score, at_most=cut),
    )


def _sentence(instrument: str, baseline: Score | None, latest: Point | None) -> str:
    scale = instruments.find(instrument)
    if baseline is None:
        return f"No {scale.name} from before the first infusion, so no fall can be given."
    if latest is None:
        return f"No {scale.name} yet that looks back ({scale.recall}) only on time after the last infusion before it."
    word = {True: "response", False: "no response", None: "no fall can be given"}[latest.response]
    more = ", remission" if latest.remission else ""
    return f"{scale.name} {baseline.total} before, {latest.score.total} at {latest.score.at:%Y-%m-%d}: {word}{more}."
