"""Compartments and arrows: what can be a body, and the exponential that moves it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from euthymia.pharmacology.kinetics import infusion
from euthymia.pharmacology.kinetics.exact import exponentials
from euthymia.pharmacology.kinetics.solve import amounts
from euthymia.pharmacology.kinetics.system import (
    OUT,
    Arrow,
    Reading,
    UnstableModel,
    assemble,
    exchange,
    leaving,
    with_effect_site,
)
from tests.examples import examples

PLASMA_5_L = Reading("plasma", "plasma", 5.0)


@pytest.mark.parametrize(
    ("arrows", "said"),
    [
        ([Arrow("plasma", OUT, -0.1)], "plasma to out: -0.1 a minute is no rate"),
        ([Arrow("plasma", OUT, math.nan)], "nan a minute is no rate"),
        ([leaving("plasma", OUT, flow=1, litres=0)], "is no rate"),
        ([Arrow("plasma", OUT, 0.0)], "Drug never leaves plasma"),
        ([Arrow("plasma", OUT, 0.1), Arrow("plasma", "fat", 0.1)], "Drug never leaves fat"),
    ],
)
def test_parameters_that_make_no_body_are_refused(arrows, said):
    with pytest.raises(UnstableModel, match=said):
        assemble(arrows, [PLASMA_5_L])


@pytest.mark.parametrize("litres", [0, -1, math.nan])
def test_a_concentration_is_read_in_a_volume(litres):
    with pytest.raises(UnstableModel, match="a volume is above 0"):
        assemble([Arrow("plasma", OUT, 0.1)], [Reading("plasma", "plasma", litres)])


def test_a_flow_goes_both_ways_between_two_volumes():
    assert exchange("a", "b", flow=2, litres=4, other_litres=8) == (Arrow("a", "b", 0.5), Arrow("b", "a", 0.25))


rates_per_min = st.lists(st.floats(1e-4, 5), min_size=12, max_size=12)


@examples(60)
@given(rates=rates_per_min, minutes=st.floats(0, 500))
def test_the_exponential_is_scipy_s_and_never_below_zero(rates, minutes):
    moved = np.zeros((4, 4))
    moved[~np.eye(4, dtype=bool)] = rates
    moved -= np.diag(moved.sum(axis=0) + 0.01)
    (found,) = exponentials(moved, np.array([minutes]))

    np.testing.assert_allclose(found, expm(moved * minutes), rtol=1e-8, atol=1e-14)
    assert found.min() >= 0


def test_a_fast_and_a_slow_rate_each_keep_their_digits():
    """Rates of 5 a minute and 1 in two weeks, over two months: both roots are known by hand."""
    slow, minutes = 1 / 20160, 86400.0
    (found,) = exponentials(np.array([[-5.0, 0.0], [5.0, -slow]]), np.array([minutes]))

    assert found[1, 1] == pytest.approx(math.exp(-slow * minutes), rel=1e-10)
    assert found[1, 0] == pytest.approx(5 / (5 - slow) * math.exp(-slow * minutes), rel=1e-10)


def test_an_effect_site_follows_plasma_and_takes_nothing_from_it():
    """A steady plasma concentration is reached at the site too, and the body knows nothing of it."""
    plain = assemble([Arrow("plasma", OUT, 0.01)], [PLASMA_5_L])
    sited = with_effect_site(plain, 0.2)
    times = np.array([10.0, 100, 5000])
    schedule = infusion(6000, 6000)
    found = amounts(sited, schedule, times)

    np.testing.assert_allclose(found[:, 1:], amounts(plain, schedule, times), rtol=1e-12)
    assert found[2, sited.place("effect site")] == pytest.approx(found[2, sited.place("plasma")], rel=1e-9)


@pytest.mark.parametrize("ke0_per_min", [0, -0.1, math.nan, math.inf])
def test_a_site_follows_at_a_rate_above_zero(ke0_per_min):
    with pytest.raises(UnstableModel, match="a site follows plasma at a rate above 0"):
        with_effect_site(assemble([Arrow("plasma", OUT, 0.01)], [PLASMA_5_L]), ke0_per_min)
