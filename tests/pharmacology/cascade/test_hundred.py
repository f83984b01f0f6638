"""A hundred people through a course: when they are rated, who counts as responding, and who as relapsed."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade.course import CourseChance, Plan, draw
from euthymia.pharmacology.cascade.hundred import NotOnThePage, days_of, scores_of, standing_of, visits_of
from euthymia.pharmacology.cascade.posterior import COURSE
from tests.pharmacology.cascade.given import chance


@pytest.mark.parametrize(
    ("infusions", "a_week", "days"),
    [(1, 2, (0,)), (4, 2, (0, 3, 7, 10)), (6, 3, (0, 2, 4, 7, 9, 11)), (3, 1, (0, 7, 14))],
)
def test_a_course_by_how_many_infusions_a_week(infusions, a_week, days):
    assert days_of(infusions, a_week) == days


@pytest.mark.parametrize(("infusions", "a_week"), [(0, 2), (9, 2), (3, 7)])
def test_a_course_that_the_page_does_not_offer_is_refused(infusions, a_week):
    with pytest.raises(NotOnThePage, match="choose 1 to 8, 1 to 3 a week"):
        days_of(infusions, a_week)


def test_ratings_are_the_day_after_each_infusion_and_weekly_after_the_last_up_to_twelve_weeks():
    assert visits_of((0.0, 3.0)) == (1, 4, 10, 17, 24, 31, 38, 45, 52, 59, 66, 73, 80)


@pytest.mark.parametrize(
    ("scores", "standing"),
    [
        ([30, 30, 30, 30], "nnnn"),
        ([16.5, 16, 16, 16], "rrrr"),  # half of 33 is enough
        ([16, 17, 16, 17], "rrrr"),  # one poor week is no relapse
        ([16, 17, 17, 10], "rrxx"),  # the second in a row is, and it stays one
        ([17, 10, 10, 10], "nnnn"),  # who does not respond at the end of the course is not counted later
    ],
)
def test_how_somebody_stands_after_the_rating_of_the_last_infusion_and_each_week_after(scores, standing):
    scores = [*scores, *[scores[-1]] * (len(visits_of((0.0,))) - len(scores))]

    found = standing_of(np.array(scores)[:, None], (0.0,))[:4, 0]

    assert "".join("nrx"[one] for one in found) == standing


def test_the_hundred_are_rated_as_the_expected_course_rates_people():
    """The same chance gives the same scores as `course.draw`, with the infusions and without."""
    days, people = days_of(6, 2), len(COURSE.draws["gain"])
    numbers = np.random.default_rng(3)
    study, noise = numbers.standard_normal(people), numbers.standard_normal((len(visits_of(days)), people))
    plan = Plan(days=days, context="saline")

    course = draw(plan, visits_of(days), CourseChance(chance(people), study, np.zeros(people), noise))

    for scores, given in ((course.scores, True), (course.without, False)):
        found = scores_of(days, "saline", COURSE.draws, chance(people), study=study, noise=noise, given=given)
        np.testing.assert_allclose(found, scores, atol=1e-9)
