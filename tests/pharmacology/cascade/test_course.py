"""A course of infusions: what is expected with intervals, beside none at all, and what must be read beside it."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade.course import CourseChance, NotABaseline, Plan, UnknownContext, draw, drives
from euthymia.pharmacology.cascade.flags import PRIOR_PREDICTION, flags_of
from euthymia.pharmacology.kinetics.schedule import UnorderedTimes
from tests.pharmacology.cascade.given import THRICE, chance

VISITS = (1.0, 7.0, 14.0, 60.0)


def course(people=1500, **asked):
    numbers = np.random.default_rng(2)
    study, half = numbers.standard_normal((2, people))
    fresh = numbers.standard_normal((len(VISITS), people))
    return draw(Plan(**{"days": THRICE, **asked}), VISITS, CourseChance(chance(people), study, half, fresh))


@pytest.mark.parametrize(
    ("mg_per_kg", "days", "context", "keys"),
    [
        (0.5, (0.0,), "midazolam", []),
        (0.5, (0.0,), "open", ["not known"]),
        (0.75, (0.0,), "saline", [PRIOR_PREDICTION]),
        (0.1, (0.0,), "open", [PRIOR_PREDICTION, "not known"]),
        (0.5, (0.0, 30.0), "saline", ["extrapolation"]),
        (0.5, (0.0,), "masked", [PRIOR_PREDICTION]),
    ],
)
def test_a_flag_says_what_no_calibrating_trial_gave(mg_per_kg, days, context, keys):
    assert [flag.key for flag in flags_of(mg_per_kg, days=days, context=context)] == keys


def test_a_flag_travels_with_the_course():
    assert "prior prediction: every trial that calibrates gave 0.5 mg/kg, and this is 1 mg/kg." in " ".join(
        flag.sentence for flag in course(mg_per_kg=1.0).flags
    )
    assert course(context="saline").flags == ()


def test_the_typical_infusion_drives_1_at_any_weight_and_other_doses_depend_on_a_half_that_is_not_known():
    halves = np.array([-1.5, 0.0, 1.5])

    for kg in (45.0, 70.0, 150.0):
        np.testing.assert_allclose(drives(Plan(days=(0.0,), weight_kg=kg), halves), 1)
    double = drives(Plan(days=(0.0,), mg_per_kg=1.0), halves)
    assert np.all(np.diff(double) > 0) and 1 < double[0] < double[2] < 2


def test_none_at_all_is_the_same_people_with_no_drug_and_no_belief_in_it():
    found, none = course(context="saline"), course(context="saline", days=())

    np.testing.assert_array_equal(found.without, none.scores)
    assert np.median(found.scores[2]) < np.median(found.without[2])
    assert found.responding()[2] > (found.without[2] <= 0.5 * found.plan.baseline).mean()


def test_a_dose_of_nothing_has_no_effect_of_its_own():
    empty = course(context="saline", mg_per_kg=0.0)

    np.testing.assert_allclose(np.median(empty.scores, axis=1), np.median(empty.without, axis=1), atol=1.5)


@pytest.mark.parametrize(
    ("asked", "refusal", "says"),
    [
        ({"context": "hopeful"}, UnknownContext, "Choose one of: open, midazolam, saline, masked"),
        ({"baseline": 0.0}, NotABaseline, "above 0 and up to 60"),
        ({"baseline": 61.0}, NotABaseline, "above 0 and up to 60"),
        ({"days": (3.0, 0.0)}, UnorderedTimes, "times must rise"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, refusal, says):
    with pytest.raises(refusal, match=says):
        course(people=5, **asked)
