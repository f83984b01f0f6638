"""What is known of one person by a day: sessions given and scores on the Montgomery-Asberg scale, and no other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course.people import Session, Setting
from euthymia.pharmacology.cascade.score import CONTEXTS, MOST
from euthymia.pharmacology.kinetics.schedule import check_rising


class UnknownContext(Refusal):
    """No context of treatment goes by this name."""


class NotABaseline(Refusal):
    """A score before treatment that is not on the scale."""


class NotAScore(Refusal):
    """A score that no rater can have given, or on no day."""


class TwoScores(Refusal):
    """Two scores at one time."""


class NoScoreBefore(Refusal):
    """No score from before the first session, so there is nothing that a later one could have fallen from."""


class NotSoFar(Refusal):
    """Something that lies after the day by which it is said to be known, or before the course began."""


class Rating(NamedTuple):
    """A score, on a day counted as sessions are."""

    day: float
    points: float


def check_setting(setting: Setting) -> None:
    """Refuse what the model does not know. Raises UnknownContext, NotABaseline."""
    if setting.context not in CONTEXTS:
        raise UnknownContext(f"{setting.context!r} is no context here. Choose one of: {', '.join(CONTEXTS)}.")
    if not 0 < setting.baseline <= MOST:
        said = f"A score of {setting.baseline:g} before: it is above 0 and up to {MOST:g}. Correct it."
        raise NotABaseline(said)


def check_scores(scores: Sequence[Rating]) -> None:
    """Refuse scores that cannot be, each by its number. Raises NotAScore, TwoScores."""
    for number, one in enumerate(scores, start=1):
        if not (0 <= one.points <= MOST and one.points == int(one.points) and abs(one.day) < 36_500):
            raise NotAScore(
                f"Score {number} ({one.points:g} on day {one.day:g}): a score is a whole number from 0 to {MOST:g}, "
                "on a day that is a number. Correct it."
            )
    for one, other in pairwise(sorted(scores)):
        if one.day == other.day:
            raise TwoScores(f"Two scores on day {one.day:g}, {one.points:g} and {other.points:g}. Keep one of them.")


class Parted(NamedTuple):
    """Scores parted at the first session: the last one before it, those after it, and how many are older."""

    baseline: float
    later: tuple[Rating, ...]
    older: int


def part(scores: Iterable[Rating], *, first_day: float) -> Parted:
    """Part scores, in any order, at the first session; one on its day was rated before it.

    Raises NotAScore, TwoScores, NoScoreBefore.
    """
    scores = tuple(scores)
    check_scores(scores)
    before = sorted(one for one in scores if one.day <= first_day)
    if not before:
        raise NoScoreBefore(
            f"No score from before the first session (day {first_day:g}), so no fall can be given. Add the last one."
        )
    later = tuple(sorted(one for one in scores if one.day > first_day))
    return Parted(before[-1].points, later, len(before) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of one person by `now_day`: every session was before it, every score up to it.

    scores  after the first session, put in order of their days
    Raises UnknownContext, NotABaseline, NotAScore, TwoScores, NotSoFar, UnorderedTimes.
    """

    setting: Setting
    sessions: tuple[Session, ...] = ()
    scores: tuple[Rating, ...] = ()
    now_day: float = 0.0

    def __post_init__(self) -> None:
        check_setting(self.setting)
        check_scores(self.scores)
        check_rising([one.day for one in self.sessions])
        object.__setattr__(self, "scores", tuple(sorted(self.scores)))
        self._check_now()

    def _check_now(self) -> None:
        if self.sessions and self.sessions[-1].day >= self.now_day:
            raise NotSoFar(f"A session on day {self.sessions[-1].day:g} is not given before day {self.now_day:g}.")
        for one in self.scores:
            if one.day > self.now_day:
                raise NotSoFar(f"A score of day {one.day:g} is not known on day {self.now_day:g}. Correct one of them.")
            if not self.sessions or one.day <= self.sessions[0].day:
                raise NotSoFar(
                    f"A score of day {one.day:g} is from before the first session. Only the last such score counts, as "
                    "the score before. Take it out here."
                )
