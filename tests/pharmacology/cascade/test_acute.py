"""During a session: dissociation with tolerance, pressure and heart rate with anticipation and a cuff that errs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.cascade.dissociation import MOST, Dissociation, cadss, tolerance
from euthymia.pharmacology.cascade.pressure import (
    ImpossibleWandering,
    Sign,
    largest_rise,
    readings,
    rise_of_the_mean,
    wandering,
)

TYPICAL = Dissociation(points_per_100=8.5, omega=0.0, none=0.3, floor=0.4, fading=0.5)
TIMES = np.arange(0, 110, 10.0)


def shown(sign, *, effect=0.0, people=20000, seed=1):
    numbers = np.random.default_rng(seed)
    fresh = numbers.standard_normal((2, len(TIMES), people))
    curve = np.full((len(TIMES), people), effect) * (TIMES > 0)[:, None]
    return readings(
        sign, resting=120.0, effect_ng_per_ml=curve, times_min=TIMES, own=np.zeros(people), chance=(fresh[0], fresh[1])
    )


@pytest.mark.parametrize(
    ("ng_per_ml", "session", "uniform", "points"),
    [
        (158, 1, 0.9, 13.43),
        (158, 1, 0.1, 0),
        (158, 3, 0.9, 8.34),
        (158, 100, 0.9, 5.37),
        (0, 1, 0.9, 0),
        (5000, 1, 0.9, 92),
    ],
)
def test_dissociation_of_a_typical_person(ng_per_ml, session, uniform, points):
    found = cadss(ng_per_ml, session, TYPICAL, standard=np.zeros(1), uniform=np.array([uniform]))

    assert found[0] == pytest.approx(points, abs=0.01)


@given(st.integers(1, 40), st.floats(0, 1), st.floats(0, 5))
def test_tolerance_only_grows_and_never_below_its_floor(session, floor, fading):
    now, later = (tolerance(n, floor=floor, fading=fading) for n in (session, session + 1))

    assert floor - 1e-12 <= later <= now <= 1 + 1e-12


@given(st.floats(0, 5000), st.floats(-4, 4))
def test_dissociation_is_on_its_scale(ng_per_ml, standard):
    found = cadss(ng_per_ml, 1, TYPICAL, standard=np.array([standard]), uniform=np.array([0.99]))

    assert 0 <= found[0] <= MOST


def test_the_cuff_alone_makes_the_highest_of_ten_readings_rise_12_points():
    """No drug at all, SD 8, one reading before and ten after: 12.3 mmHg, where a pool of trials reports 12.6."""
    still = Sign(per_100=0.0, omega=0.0, anticipation=0.0, wander=0.0, kept=0.0, cuff=8.0)

    assert largest_rise(shown(still)).mean() == pytest.approx(12.3, abs=0.2)
    assert rise_of_the_mean(shown(still)) == pytest.approx(0, abs=0.3)


def test_anticipation_fades_and_the_drug_lifts():
    quiet = {"omega": 0.0, "wander": 0.0, "kept": 0.0, "cuff": 0.0}
    waits = shown(Sign(per_100=0.0, anticipation=6.0, **quiet), people=1)[:, 0]
    lifted = shown(Sign(per_100=5.0, anticipation=0.0, **quiet), effect=150.0, people=1)[:, 0]

    np.testing.assert_allclose(waits, 120 + 6 * np.exp(-TIMES / 30))
    np.testing.assert_allclose(lifted[1:], 127.5)


def test_what_wanders_keeps_its_spread_and_hangs_together():
    found = wandering(np.random.default_rng(1).standard_normal((6, 50000)), 0.5)

    np.testing.assert_allclose(found.std(axis=1), 1, atol=0.02)
    assert np.corrcoef(found[2], found[3])[0, 1] == pytest.approx(0.5, abs=0.02)
    with pytest.raises(ImpossibleWandering, match="under 1"):
        wandering(np.zeros((2, 2)), 1.0)
