"""Restored strength: each session restores a share of what is missing, it wears off, and a score follows in hours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.cascade.synapse import Dynamics, strength_at
from euthymia.pharmacology.kinetics.schedule import UnorderedTimes
from tests.pharmacology.cascade import oracle
from tests.pharmacology.cascade.given import DYNAMICS, THRICE, TWICE

gains, losses, onsets = st.floats(0.01, 5), st.floats(0, 2), st.floats(0.02, 1)
days = st.lists(st.integers(0, 60), min_size=1, max_size=8, unique=True).map(lambda d: [float(x) for x in sorted(d)])
drives = st.floats(0, 4)


def at(sessions, visits, dynamics=DYNAMICS, drive=1.0):
    return strength_at(sessions, [drive] * len(sessions), visits, dynamics)


@pytest.mark.parametrize(
    ("sessions", "visits", "shown"),
    [
        ((0,), (0,), [0.0]),  # a visit at the hour of a session is before it
        ((0,), (1, 7, 28), [0.551, 0.328, 0.053]),  # 1 - exp(-0.9) = 0.593 at once; half is gone in 8 days
        (TWICE, (14,), [0.610]),
        (THRICE, (14,), [0.702]),
        ((), (1,), [0.0]),
    ],
)
def test_what_sessions_leave_at_visits(sessions, visits, shown):
    """Gain 0.9, half-life 8 days, delay 4 h, typical sessions."""
    np.testing.assert_allclose(at(sessions, visits), shown, atol=5e-4)


def test_sessions_that_added_up_would_give_far_more_than_was_seen():
    """Singh, day 15: seen 12.7 (twice a week) and 14.6 points (three times). Doses added up say 22.8 and 35.7."""
    one = {after: float(at((0,), (after,))[0]) for after in (4, 3, 7, 5, 10, 11, 12, 14)}
    added = [sum(one[14 - day] for day in sessions) for sessions in (TWICE, THRICE)]
    saturated = [at(sessions, (14,))[0] for sessions in (TWICE, THRICE)]

    assert added[1] / added[0] == pytest.approx(35.7 / 22.8, abs=0.02)
    assert saturated[1] / saturated[0] == pytest.approx(14.6 / 12.7, abs=0.05)
    assert added[1] > 1.0  # no share at all


@given(days, gains, losses, onsets, drives)
def test_strength_stays_from_0_to_under_1(sessions, gain, loss, onset, drive):
    shown = at(sessions, [0.5, 10.5, 70.5], Dynamics(gain, loss, onset), drive)

    assert np.all(shown >= 0) and np.all(shown <= 1 + 1e-12)
    assert np.all(shown < 1) or gain * drive * len(sessions) > 10  # beyond it 1 - exp(-a D n) rounds to 1


@given(days, st.integers(0, 60), gains, losses, onsets, drives)
def test_one_more_session_never_leaves_less_at_any_time(sessions, more, gain, loss, onset, drive):
    visits, dynamics = [0.3, 5.3, 20.3, 61.0, 90.0], Dynamics(gain, loss, onset)
    with_more = sorted({*sessions, float(more)})

    assert np.all(at(with_more, visits, dynamics, drive) >= at(sessions, visits, dynamics, drive) - 1e-12)


@given(days, gains, losses, onsets)
def test_no_drug_leaves_nothing(sessions, gain, loss, onset):
    assert np.all(at(sessions, [1.0, 30.0, 80.0], Dynamics(gain, loss, onset), drive=0.0) == 0)


@given(gains, st.floats(0.01, 1), st.integers(1, 10), st.integers(1, 10))
def test_the_nearer_to_the_visit_the_second_session_the_more_is_left(gain, loss, near, further):
    """Spacing, hours after the delay has passed: what is given earlier has worn off more."""
    dynamics = Dynamics(gain, loss, 1e-3)
    late, early = at((0.0, 20.0 - near), (20.5,), dynamics), at((0.0, 20.0 - near - further / 2), (20.5,), dynamics)

    assert late[0] >= early[0]


@given(days, gains, losses, onsets, st.integers(0, 100))
def test_later_by_some_days_is_the_same_later(sessions, gain, loss, onset, later):
    dynamics = Dynamics(gain, loss, onset)
    moved = at([day + later for day in sessions], [later + 3.5, later + 40.5], dynamics)

    np.testing.assert_allclose(moved, at(sessions, [3.5, 40.5], dynamics), atol=1e-12)


@pytest.mark.parametrize("loss", [0.0, np.log(2) / 8, 6.0])  # 6 a day is the rate of the delay itself
def test_arrays_are_what_a_plain_loop_gives(loss):
    dynamics = Dynamics(0.9, np.array([loss, loss]), 1 / 6)
    found = at((0.0, 2.0, 3.5), (1.0, 2.0, 6.0), dynamics, drive=0.7)
    plain = oracle.strength(
        (0.0, 2.0, 3.5), (1.0, 2.0, 6.0), drive=[0.7] * 3, gain=0.9, loss_per_day=loss, onset_days=1 / 6
    )

    np.testing.assert_allclose(found, np.transpose([plain, plain]), atol=2e-3)


def test_days_that_do_not_rise_are_refused():
    with pytest.raises(UnorderedTimes, match="times must rise"):
        at((3.0, 0.0), (5.0,))
