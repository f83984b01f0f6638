"""People like this one: virtual people weighed by how likely this person's scores would be, were they theirs.

The scores of one person tell of that person. What the trials told stays as it is: each draw of the fit keeps its share,
and people are weighed among those of their own draw. Where too few people carry the weight, half are drawn again
where it lies, and each weighs what it did over how it was drawn. Where even that is not enough, nothing is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course.likelihood import log_likelihood, share_at_most
from euthymia.pharmacology.cascade.course.people import CourseChance, People, before_noise, people_of
from euthymia.pharmacology.cascade.course.told import Rating, Told
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.posterior import COURSE
from euthymia.pharmacology.cascade.score import Chance

ENOUGH: Final = (
    2000.0  # evenly weighed people that they are worth, ten a draw of the fit: under it they are drawn again
)
LEAST: Final = 400.0  # two a draw: under it nothing is given
ROUNDS: Final = 3
SURPRISE: Final = 0.01
_WIDER: Final = 1.5


class NobodyLikeThis(Refusal):
    """So few virtual people could have had these scores that nothing can be said from them."""


class UnevenPeople(Refusal):
    """People that do not go round the draws of the fit evenly."""


class Surprise(NamedTuple):
    """A score that people with the scores before it would hardly have: the share of them so far out on that side."""

    score: Rating
    share: float
    higher: bool


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """People (n,) and their shares, which add up to 1.

    rounds  how often they were drawn;  surprises  scores that the ones before them did not lead to expect
    """

    told: Told
    people: People
    shares: Numbers
    rounds: int
    surprises: tuple[Surprise, ...]

    @property
    def worth(self) -> float:
        """Return how many evenly weighed people they are worth."""
        return worth(self.shares)

    def resampled(self, count: int) -> People:
        """Return so many people of even weight, each as often as its share says, by even steps; no chance in it.

        Evenly weighed people, as many as there are, come back as they are.
        """
        steps = (np.arange(count) + 0.5) / count
        ends = np.cumsum(self.shares)
        return self.people.take(np.minimum(np.searchsorted(ends / ends[-1], steps), len(ends) - 1))


def worth(shares: Numbers) -> float:
    """Return how many evenly weighed ones these are worth: (Σw)² / Σw²."""
    return float(shares.sum() ** 2 / np.square(shares).sum())


def weighed(told: Told, chance: CourseChance, draws: Mapping[str, Numbers] = COURSE.draws) -> Weighed:
    """Weigh people by this person's scores; without any score they are the people that were drawn, evenly.

    chance  people, as many beside each of the draws of the fit
    Raises NobodyLikeThis, UnevenPeople.
    """
    count = len(draws["gain"])
    if len(chance.half) % count:
        raise UnevenPeople(f"{len(chance.half):,} people, and {count} draws of the fit. Draw as many beside each.")
    people, drawn_as = people_of(chance, draws), np.zeros(len(chance.half))
    for number in range(1, ROUNDS + 1):
        each = likely(told, people)
        shares = _shares(drawn_as + each.sum(axis=0), count)
        if worth(shares) >= min(ENOUGH, 0.5 * len(shares)):
            break
        if number < ROUNDS:
            people, drawn_as = _again(chance, draws, _cloud(people), shares)
    if worth(shares) < min(LEAST, 0.5 * len(shares)):
        raise NobodyLikeThis(
            f"These scores leave {worth(shares):.0f} people's worth of {len(shares):,} drawn: the model knows nearly "
            "nobody like this, so nothing is given. Check the scores and the days; if they are right, go by them."
        )
    return Weighed(told, people, shares, number, _surprises(told, people, drawn_as, each, count))


def likely(told: Told, people: People) -> Numbers:
    """Return the log of how likely each score is for each person, (v, n)."""
    if not told.scores:
        return np.zeros((0, len(people.half)))
    days = [one.day for one in told.scores]
    expected = before_noise(people, told.sessions, days, told.setting)
    return log_likelihood(told.scores, expected, people.values["noise"])


def _surprises(told: Told, people: People, drawn_as: Numbers, each: Numbers, count: int) -> tuple[Surprise, ...]:
    """Hold each score against people weighed by the scores before it."""
    if not told.scores:
        return ()
    expected = before_noise(people, told.sessions, [one.day for one in told.scores], told.setting)
    found = []
    for number, one in enumerate(told.scores):
        shares = _shares(drawn_as + each[:number].sum(axis=0), count)
        at_most, under = (
            float(shares @ share_at_most(points, expected[number], people.values["noise"]))
            for points in (one.points, one.points - 1)
        )
        if min(at_most, 1.0 - under) < SURPRISE / 2:
            found.append(Surprise(one, min(at_most, 1.0 - under), higher=at_most > 0.5))
    return tuple(found)


def _shares(log_weights: Numbers, count: int) -> Numbers:
    """Weigh people among those of their own draw; they go round the draws in turn."""
    sets = log_weights.reshape(-1, count)
    found = np.exp(sets - sets.max(axis=0))
    shares: Numbers = (found / found.sum(axis=0) / count).ravel()
    return shares


def _cloud(people: People) -> Numbers:
    """Return what was normal in them, (4, n)."""
    one = people.person
    return np.array([one.placebo, one.relief, one.loss, people.study])


def _again(
    chance: CourseChance, draws: Mapping[str, Numbers], cloud: Numbers, shares: Numbers
) -> tuple[People, Numbers]:
    """Draw half of the people again around where the weight lies; gives them and the log of what that is worth each.

    The halves go by whole sets of draws of the fit, so that each draw is in both.
    """
    count = len(draws["gain"])
    while worth(shares) < min(LEAST, 0.5 * len(shares)):  # so that a few people do not name the place
        shares = _shares(0.5 * np.log(np.maximum(shares, 1e-300)), count)
    middle = cloud @ shares
    far = cloud - middle[:, None]
    spread = _WIDER**2 * (far * shares) @ far.T + 0.05 * np.eye(len(cloud))
    own = _cloud(people_of(chance, draws))
    moved = (np.arange(own.shape[1]) // count) % 2 == 1
    new = np.where(moved, middle[:, None] + np.linalg.cholesky(spread) @ own, own)
    drawn_as = _density(new, np.zeros(len(new)), np.eye(len(new)))
    place = _density(new, middle, spread)
    kept = 1.0 - moved.mean()
    as_mixed = np.logaddexp(np.log(kept) + drawn_as, np.log(max(1.0 - kept, 1e-300)) + place)
    placebo, relief, loss, study = new
    fresh = CourseChance(Chance(placebo, relief, loss, chance.person.lasts), study, chance.half, chance.noise)
    return people_of(fresh, draws), drawn_as - as_mixed


def _density(points: Numbers, middle: Any, spread: Any) -> Numbers:
    factor = np.linalg.cholesky(spread)
    scaled = np.linalg.solve(factor, points - np.asarray(middle)[:, None])
    found: Numbers = -0.5 * np.square(scaled).sum(axis=0) - np.log(np.diagonal(factor)).sum()
    return found
