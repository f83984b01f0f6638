"""The hundred people of the public page: drawn once, near to what the fit expects, with how unsure it is."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade.hundred import days_of, standing_of
from euthymia.research.calibration.hundred import CONTEXTS, hundred, in_every_draw, responding, shown

COURSES = [(infusions, a_week, context) for infusions in (1, 6, 8) for a_week in (1, 2) for context in CONTEXTS]


@pytest.mark.parametrize(("infusions", "a_week", "context"), COURSES)
@pytest.mark.parametrize("given", [True, False], ids=["with ketamine", "without"])
def test_as_many_respond_as_the_whole_fit_expects(infusions, a_week, context, given):
    """Within seven of a hundred at every visit, beside hundreds that chance drew again."""
    days = days_of(infusions, a_week)
    others = [standing_of(in_every_draw(days, context, given=given, of=hundred(seed)), days) for seed in (1, 2, 3, 4)]
    expected = responding(np.array(others)).mean(axis=(0, 2))

    found = shown(days, context, given=given)

    assert np.abs(responding(found.standing) - expected).max() < 8
    assert np.all(found.low < expected) and np.all(expected < found.high)


def test_the_range_holds_the_spread_between_clinics_and_is_wide():
    found = shown(days_of(6, 2), "midazolam", given=True)

    assert found.high[5] - found.low[5] > 40


def test_the_same_seed_draws_the_same_people():
    np.testing.assert_array_equal(hundred.__wrapped__().noise, hundred().noise)
