"""Tablets over weeks, as Shigetome 2025 published them: a course on the drug, with no placebo arm beside it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.cascade.tablets import ImpossibleWeek, emax_percent, half_weeks, reduction_percent


@pytest.mark.parametrize(
    ("weeks", "percent"), [(0, 0), (1, 29.9), (2, 45.0), (4, 60.2), (6, 67.8), (52, 87.5)]
)  # with a score of 29.3 at week 1, 25.9% under the baseline of 39.6
def test_the_reduction_by_weeks_of_a_typical_person(weeks, percent):
    """Observed means: 25.9, 45.7, 57.5 and 64.2% at weeks 1, 2, 4 and 6: a typical person is not a mean of people."""
    assert reduction_percent(weeks, 29.3) == pytest.approx(percent, abs=0.05)


def test_a_high_score_at_week_1_makes_it_slow_and_exposure_hardly_matters():
    assert half_weeks(40) > half_weeks(20) > 0.984
    assert emax_percent(5000.0) == pytest.approx(90.9, abs=0.01)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 60))
def test_more_weeks_never_less_reduction(weeks, more, week_1_score):
    assert reduction_percent(weeks, week_1_score) <= reduction_percent(weeks + more, week_1_score) + 1e-9


def test_a_week_before_the_first_tablet_is_refused():
    with pytest.raises(ImpossibleWeek, match="0 or more"):
        reduction_percent(np.array([-1.0]), 29.3)
