"""A hundred people through a course, as the public page draws them: responding, not, or responded and relapsed.

Rated by a person, with a rater's noise: the day after each infusion, and weekly after the last one. 0.5 mg/kg alone.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.relapse import relapse_days
from euthymia.pharmacology.cascade.score import Chance, expected, minds, rated, typical_of

BASELINE: Final = 33.0
UNTIL_DAYS: Final = 84.0
MOST_INFUSIONS: Final = 8
A_WEEK: Final = {1: (0.0,), 2: (0.0, 3.0), 3: (0.0, 2.0, 4.0)}  # days of a week, by infusions in it
_HALF: Final = 0.5


class NotOnThePage(Refusal):
    """A course that the public page does not offer."""


class Standing(IntEnum):
    """How somebody stands after a rating."""

    NOT = 0
    RESPONDING = 1
    RELAPSED = 2


def days_of(infusions: int, a_week: int) -> tuple[float, ...]:
    """Return the days of a course, the first one 0. Raises NotOnThePage."""
    if not 1 <= infusions <= MOST_INFUSIONS or a_week not in A_WEEK:
        raise NotOnThePage(f"{infusions} infusions, {a_week} a week: choose 1 to {MOST_INFUSIONS}, 1 to 3 a week.")
    week = A_WEEK[a_week]
    return tuple(7.0 * (n // len(week)) + week[n % len(week)] for n in range(infusions))


def visits_of(days: Sequence[float]) -> tuple[float, ...]:
    """Return the days of ratings: the day after each infusion, then weekly after the last one, up to twelve weeks."""
    weekly = np.arange(days[-1] + 7.0, UNTIL_DAYS + 1.0, 7.0)
    return (*(day + 1.0 for day in days), *(float(day) for day in weekly))


def scores_of(
    days: Sequence[float], context: str, values: Mapping[str, Any], chance: Chance, *, study: Any, noise: Numbers,
    given: bool,
) -> Numbers:  # fmt: skip
    """Rate each person at each visit, (v, ..., n), with the infusions or, the same people and chance, without any.

    values  on their priors' scales, broadcasting over people;  study  (...) normal, times the spread between studies
    noise   (v or more, ..., n) normal
    """
    typical, visits = typical_of(values, context), visits_of(days)
    mind = minds(BASELINE, typical, chance, believes=float(given), study=np.asarray(values["tau"]) * study)
    sessions = days if given else ()
    shown = expected(mind, typical, sessions_days=sessions, drive=[1.0] * len(sessions), visits_days=visits)
    return rated(shown, typical.noise, noise[: len(visits)])


def standing_of(scores: Numbers, days: Sequence[float]) -> NDArray[np.int64]:
    """Return how each stands after each visit, (v, ..., n) of Standing.

    Up to the rating after the last infusion: half of the score gone or not. Later: who responded there stays so until a
    relapse (improvement under half at two weekly visits in a row), and who did not is not counted as responding.
    """
    visits, last = visits_of(days), len(days)
    responding = scores <= _HALF * BASELINE
    lost = relapse_days(scores[last:], np.asarray(BASELINE), visits[last:])
    later = [np.where(lost <= day, Standing.RELAPSED, Standing.RESPONDING) for day in visits[last:]]
    after = [np.where(responding[last - 1], one, Standing.NOT) for one in later]
    return np.concatenate([responding[:last].astype(np.int64), np.asarray(after, dtype=np.int64)])
