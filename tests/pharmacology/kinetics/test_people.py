"""One person's own parameters: chance comes in as an argument, and only where a spread was published."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.kinetics import (
    ALL,
    Occasion,
    Person,
    etas_from,
    find,
    individual,
    infusion,
    measured,
    simulate,
    typical,
)
from euthymia.pharmacology.kinetics.model import Residual, UnknownSpread
from euthymia.pharmacology.kinetics.person import ImpossiblePerson
from tests.examples import examples
from tests.pharmacology.kinetics.given import PERSON, SESSION_MIN


@pytest.mark.parametrize(
    ("model", "varies"),
    [
        ("domino", []),
        ("clements", []),
        ("kamp", []),
        ("otto", ["v1", "cl", "nk_v", "nk_cl"]),
        ("perez-ruixo", ["vc", "vp1", "qh", "vh", "kel", "nk_vc", "nk_cl"]),
        ("simons", ["v1", "cl", "q3", "mtt_nk", "nk_cl", "hnk_v1", "hnk_cl", "hnk_q"]),
        ("ashraf", ["cl_int", "vp1"]),
    ],
)
def test_what_varies_is_what_was_published(model, varies):
    names, covariance = find(model).spread

    assert list(names) == varies
    assert covariance.shape == (len(varies), len(varies))
    assert np.all(np.linalg.eigvalsh(covariance) > 0)


@pytest.mark.parametrize(("model", "name", "variance"), [("perez-ruixo", "vc", 0.0729), ("perez-ruixo", "kel", 0.892)])
def test_a_printed_coefficient_of_variation_is_turned_into_a_variance_of_the_log(model, name, variance):
    """ln(1 + CV²), as the model was coded."""
    assert find(model).variances[name] == pytest.approx(variance, rel=1e-3)


def test_an_eta_moves_one_parameter_on_the_log_scale():
    otto = find("otto")
    own = individual(otto, PERSON, {"cl": 0.2})

    assert own["cl"] == pytest.approx(typical(otto, PERSON)["cl"] * math.exp(0.2))
    assert own["v1"] == typical(otto, PERSON)["v1"]


@pytest.mark.parametrize(
    ("model", "etas", "said"),
    [
        ("perez-ruixo", {"kmet": 0.1}, "no spread of 'kmet' is known to us"),  # printed blank: never filled
        ("domino", {"k10": 0.1}, "Those that are: none"),
        ("otto", {"weight": 0.1}, "no spread of 'weight' is known to us"),
        ("otto", {"cl": math.nan}, "Give a number"),
    ],
)
def test_a_spread_that_nobody_published_is_not_made_up(model, etas, said):
    with pytest.raises(UnknownSpread, match=said):
        simulate(find(model), infusion(35, 40), SESSION_MIN, person=PERSON, etas=etas)


def test_otto_s_people_spread_as_computed_apart_from_this_code():
    """At 40 min the coefficient of variation is 17 %, nine in ten people lie between 116 and 203 ng/mL."""
    chance, otto = np.random.default_rng(1), find("otto")
    etas = [etas_from(otto, chance.standard_normal(4)) for _ in range(4000)]
    ends = np.array([simulate(otto, infusion(35, 40), [40], person=PERSON, etas=e)["plasma"][0] for e in etas])

    assert ends.std() / ends.mean() == pytest.approx(0.17, abs=0.01)
    np.testing.assert_allclose(np.quantile(ends, [0.05, 0.95]), [116, 203], rtol=0.02)


@examples(30)
@given(name=st.sampled_from([n for n, m in ALL.items() if m.variances]), seed=st.integers(0, 2**32 - 1))
def test_drawn_people_have_the_published_covariance(name, seed):
    """Standard normal numbers turn into etas linearly, and the square of that turning is the covariance."""
    model = find(name)
    names, covariance = model.spread
    turned = np.array([list(etas_from(model, row).values()) for row in np.eye(len(names))]).T

    np.testing.assert_allclose(turned @ turned.T, covariance, atol=1e-12)
    drawn = np.random.default_rng(seed).standard_normal(len(names))
    np.testing.assert_allclose(list(etas_from(model, drawn).values()), turned @ drawn, atol=1e-12)


def test_an_occasion_changes_the_body_and_the_drug_goes_on():
    """Simons varies the way to norketamine from session to session; what is inside stays inside."""
    simons, times = find("simons"), np.array([60.0, 100, 101, 200])
    plain = simulate(simons, infusion(35, 40), times, person=PERSON)
    slower = simulate(
        simons, infusion(35, 40), times, person=PERSON, occasions=[Occasion(100, {"mtt_nk": math.log(3)})]
    )

    np.testing.assert_allclose(slower["plasma"], plain["plasma"], rtol=1e-12)
    np.testing.assert_allclose(slower["norketamine"][:2], plain["norketamine"][:2], rtol=1e-12)
    assert np.all(slower["norketamine"][2:] < plain["norketamine"][2:])


def test_only_what_varies_between_occasions_may_differ_between_them():
    with pytest.raises(UnknownSpread, match="Those that are: mtt_nk, hnk_v2, hnk_cl"):
        simulate(find("simons"), infusion(35, 40), SESSION_MIN, person=PERSON, occasions=[Occasion(0, {"cl": 0.1})])


@pytest.mark.parametrize(
    ("residual", "standard", "standard_added", "shown"),
    [
        (Residual(), 1, 1, 100),
        (Residual(0.1), 1, 0, 110),
        (Residual(0.1, 5), 1, -1, 105),
        (Residual(0.1, 5), -11, 0, 0),  # an assay shows no less than nothing
        (Residual(math.log(2), on_log_scale=True), -1, 0, 50),
    ],
)
def test_what_is_measured_lies_beside_the_curve(residual, standard, standard_added, shown):
    seen = measured(
        np.array([100.0]), residual, standard=np.array([standard]), standard_added=np.array([standard_added])
    )

    assert seen[0] == pytest.approx(shown)


@pytest.mark.parametrize("weight_kg", [29.9, 300.1, 0, -70, math.nan, math.inf])
def test_adult_models_are_not_asked_about_other_bodies(weight_kg):
    with pytest.raises(ImpossiblePerson, match="adults between 30 and 300 kg"):
        Person(weight_kg=weight_kg)


@pytest.mark.parametrize("age_years", [0, -1, 121, math.nan])
def test_an_age_is_a_number_of_years(age_years):
    with pytest.raises(ImpossiblePerson, match="give an age above 0 and up to 120"):
        Person(weight_kg=70, age_years=age_years)
