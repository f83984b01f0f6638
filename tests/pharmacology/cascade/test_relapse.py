"""Relapse, by a study's own definition at its own visits. Further treatment is the caller's input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.cascade.relapse import LOST_HALF, SUSTAIN, TooFewVisits, relapse_days
from tests.pharmacology.cascade import oracle

WEEKS = (7.0, 14.0, 21.0, 28.0)
INF = float("inf")


@pytest.mark.parametrize(
    ("scores", "definition", "day"),
    [
        ([12, 14, 16, 18], LOST_HALF, INF),  # of 40: never above 20
        ([12, 22, 23, 12], LOST_HALF, 21),  # twice in a row: seen at the second
        ([22, 12, 22, 12], LOST_HALF, INF),  # never twice in a row
        ([12, 12, 24, 24], LOST_HALF, 28),
        ([12, 22, 22, 12], SUSTAIN, 21),  # 22 itself counts
        ([12, 21, 21, 21], SUSTAIN, INF),
    ],
    ids=str,
)
def test_relapse_is_seen_on_a_day(scores, definition, day):
    found = relapse_days(np.array(scores, float)[:, None], np.array([40.0]), WEEKS, definition)

    assert found.tolist() == [day]


@given(st.lists(st.lists(st.floats(0, 60), min_size=4, max_size=4), min_size=1, max_size=5), st.floats(1, 60))
def test_arrays_are_what_a_plain_loop_gives(people, baseline):
    found = relapse_days(np.array(people).T, np.full(len(people), baseline), WEEKS)

    assert found.tolist() == [oracle.relapse_day(scores, baseline, WEEKS) for scores in people]


def test_two_visits_in_a_row_need_two_visits():
    with pytest.raises(TooFewVisits, match="1 visits, and relapse is 2 in a row"):
        relapse_days(np.array([[30.0]]), np.array([40.0]), (7.0,))
