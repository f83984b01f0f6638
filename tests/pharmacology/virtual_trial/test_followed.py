"""Everybody through the visits: rated, rescued, lost; what was never seen is kept beside, for the truth."""

import numpy as np
import pytest

from euthymia.pharmacology.virtual_trial import DropOut, Rescue
from euthymia.pharmacology.virtual_trial.followed import follow

DAYS = (1.0, 7.0, 15.0)
NEVER = np.inf


def followed(expected, *, losing=None, noise=0.0, drop_out=None, rescue=None, baseline=None):
    """Follow people of these expected scores, (visits, n), rated without noise unless asked."""
    expected = np.array(expected, float)
    people = expected.shape[1]
    return follow(
        expected,
        np.full(people, 40.0) if baseline is None else np.array(baseline),
        DAYS,
        noise,
        rater=np.ones_like(expected),
        losing=np.full_like(expected, 0.5) if losing is None else np.array(losing, float),
        drop_out=drop_out or DropOut(),
        rescue=rescue,
    )


def test_without_events_raters_see_what_is_there():
    found = followed([[30, 10], [20, 10], [25, 10]])

    np.testing.assert_array_equal(found.seen, [[30, 10], [20, 10], [25, 10]])
    np.testing.assert_array_equal(found.seen, found.unrescued)
    assert np.isinf(found.lost_day).all() and np.isinf(found.rescued_day).all()


@pytest.mark.parametrize(
    ("losing", "day", "seen"),
    [
        ([0.5, 0.5, 0.5], NEVER, [30, 20, 25]),
        ([0.5, 0.01, 0.5], 7.0, [30, np.nan, np.nan]),  # once lost, lost
        ([0.01, 0.5, 0.5], 1.0, [np.nan] * 3),
    ],
)
def test_a_person_who_is_lost_is_not_seen_again_and_the_truth_is_kept(losing, day, seen):
    found = followed([[30], [20], [25]], losing=[[one] for one in losing], drop_out=DropOut(per_visit=0.1))

    assert found.lost_day[0] == day
    np.testing.assert_array_equal(found.seen[:, 0], seen)
    np.testing.assert_array_equal(found.as_treated[:, 0], [30, 20, 25])


@pytest.mark.parametrize(
    ("last_seen", "chance"),
    [
        (40, 0.1),  # where she began: the chance as given
        (50, 0.1818),  # odds 1/9 times 2
        (20, 0.027),  # odds 1/9 over 4
    ],
)
def test_loss_hangs_on_the_last_score_seen_alone(last_seen, chance):
    """Missing at random: what is lost depends on what was seen, never on what was not."""
    just = [[0.99, 0.99], [chance - 0.001, chance + 0.001], [0.99, 0.99]]
    found = followed([[last_seen] * 2, [0, 0], [0, 0]], losing=just, drop_out=DropOut(per_visit=0.1, odds_per_10=2.0))

    assert found.lost_day.tolist() == [7.0, NEVER]


def test_rescue_helps_from_the_next_visit_on_and_only_those_who_were_seen():
    rescue = Rescue(from_day=7.0, least=30.0, relief=0.5)
    losing = [[0.5] * 4, [0.5, 0.5, 0.5, 0.01], [0.5] * 4]
    found = followed(
        [[35, 35, 20, 35], [36, 20, 36, 36], [36, 20, 36, 36]], losing=losing, rescue=rescue,
        drop_out=DropOut(per_visit=0.1),
    )  # fmt: skip

    assert found.rescued_day.tolist() == [7.0, NEVER, 7.0, NEVER]
    np.testing.assert_array_equal(found.as_treated[2], [18, 20, 18, 36])
    np.testing.assert_array_equal(found.unrescued[2], [36, 20, 36, 36])


def test_a_rating_stays_on_the_scale():
    found = followed([[59, 1], [30, 30], [30, 30]], noise=5.0)

    assert found.seen[0].tolist() == [60.0, 6.0]
