"""One person's own parameters from measured levels: the highest posterior, its errors, what was not told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import norm

from euthymia.pharmacology.estimates.case import AnotherSite, NoSpreadPublished, NothingGivenYet, NotRead, case
from euthymia.pharmacology.estimates.individual import estimate, minus_log_posterior
from euthymia.pharmacology.estimates.seen import Seen, Somebody
from euthymia.pharmacology.kinetics import Person, etas_from, find, infusion, simulate, typical
from euthymia.pharmacology.kinetics.records import Given, Record
from tests.examples import examples
from tests.pharmacology.estimates.made import (
    PERSON,
    SESSION_MIN,
    SITES,
    a_case,
    generator,
    level,
    levels,
    people,
    records,
    somebody,
)

few = examples(15)
standards = st.lists(st.floats(-1.5, 1.5), min_size=8, max_size=8)


@pytest.mark.parametrize("name", SITES)
def test_without_measurements_a_person_is_typical_with_the_published_spread(name):
    found = estimate(case(find(name), somebody([None] * 6), site=SITES[name]))

    assert found.etas.tolist() == [0] * len(found.case.names)
    np.testing.assert_allclose(found.errors, np.sqrt(np.diag(find(name).spread[1])), rtol=1e-5)
    assert found.not_informed == found.case.names
    assert found.clearance_l_per_h.value == pytest.approx(find(name).clearance(typical(find(name), PERSON)) * 60)


@pytest.mark.parametrize(("factor", "settled"), [(0.4, True), (1, True), (2.5, True), (1000, False)])
@pytest.mark.parametrize("name", SITES)
def test_levels_that_nobody_of_the_model_has_are_not_settled(name, factor, settled):
    """As where the unit was said wrongly: mg/L for ng/mL."""
    found = estimate(case(find(name), somebody(levels(find(name), {}) * factor), site=SITES[name]))

    assert found.settled == settled


@pytest.mark.parametrize("name", SITES)
def test_the_typical_curve_itself_leaves_a_person_near_typical(name):
    found = estimate(a_case(name))

    assert np.abs(found.standard).max() < 0.35  # not 0: an error that grows with the level favours the lower curve


@few
@given(standard=standards, name=st.sampled_from(sorted(SITES)))
def test_the_estimate_lies_between_the_typical_person_and_the_measurements(standard, name):
    model = find(name)
    true = etas_from(model, standard[: len(model.variances)])
    one = a_case(name, true)
    found = estimate(one)

    at_all = minus_log_posterior(one, np.stack([found.standard, np.zeros_like(found.standard), standard[: len(true)]]))
    assert found.settled
    assert at_all[0] <= at_all.min() + 1e-9
    assert ((found.informed >= 0) & (found.informed < 1)).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_true_etas_are_found_again_within_their_errors(name):
    """Over many people the miss over its standard error has mean 0 and SD 1, as a posterior's should."""
    true, cases = people(name, 60, generator(7))
    found = [estimate(one) for one in cases]

    misses = np.array([(one.etas - list(etas.values())) / one.errors for one, etas in zip(found, true, strict=True)])
    assert all(one.settled for one in found)
    np.testing.assert_allclose(misses.mean(axis=0), 0, atol=4 / np.sqrt(60))
    np.testing.assert_allclose(misses.std(axis=0), 1, atol=0.4)


@pytest.mark.slow
def test_nine_in_ten_ranges_of_clearance_hold_the_true_one():
    true, cases = people("otto", 200, generator(11))
    model = find("otto")

    inside = 0
    for etas, one in zip(true, cases, strict=True):
        told = estimate(one).clearance_l_per_h
        clearance = typical(model, PERSON)["cl"] * 60 * np.exp(etas["cl"])
        inside += told.low <= clearance <= told.high
    assert 0.84 <= inside / 200 <= 0.96


def test_more_measurements_shrink_less():
    times = [(40,), (40, 230), (20, 40, 110, 230), (10, 20, 30, 40, 60, 80, 110, 170, 230, 480)]
    informed = [estimate(a_case("otto", {"cl": 0.2}, times_min=each)).informed[1] for each in times]

    assert informed == sorted(informed) and informed[0] < 0.35 and informed[-1] > 0.6


@few
@given(order=st.permutations(range(4)), standard=standards)
def test_the_order_of_rows_at_one_minute_changes_nothing(order, standard):
    """Four assays of one sample, written in any order."""
    values = (120.0, 131.0, 99.0, 140.0)
    found = [
        estimate(case(find("otto"), somebody([values[n] for n in each], times_min=(40,) * 4), site="venous"))
        for each in (order, range(4))
    ]

    np.testing.assert_allclose(found[0].etas, found[1].etas, atol=1e-6)


def test_norketamine_tells_of_its_own_parameters():
    model = find("otto")
    own_mass = levels(model, {"nk_cl": 0.4}, name="norketamine") * 223.70 / 237.73
    seen = [Seen(name="norketamine", value=v) for v in own_mass]
    found = estimate(case(model, Somebody(key="1", records=records(), seen=seen), site="venous"))

    assert found.etas[3] > 0.15 and found.informed[3] > 0.4


def test_molecules_and_nanograms_of_one_level_are_one_measurement():
    nanograms = estimate(a_case("otto", {"cl": 0.3}))
    molecules = [Seen(name="plasma", value=v / 237.73, unit="umol/L") for v in levels(find("otto"), {"cl": 0.3})]
    found = estimate(case(find("otto"), Somebody(key="1", records=records(), seen=molecules), site="venous"))

    np.testing.assert_allclose(found.etas, nanograms.etas, atol=1e-6)


# Against a plain oracle


def plain_objective(model, eta, values, below, times_min):
    """The posterior written down again, by another road: `simulate`, SciPy's normal distribution, no batches."""
    names, omega = model.spread
    curve = simulate(model, infusion(35, 40), times_min, person=PERSON, etas=dict(zip(names, eta, strict=True)))[
        "plasma"
    ]
    residual = model.residuals["plasma"]
    total = 0.5 * eta @ np.linalg.solve(omega, eta)
    for value, is_below, read in zip(values, below, curve, strict=True):
        if residual.on_log_scale:
            error, scale = norm(np.log(read), residual.proportional), np.log(value)
        else:
            sd = np.hypot(residual.proportional * read, residual.additive_ng_per_ml)
            error, scale = norm(read, sd), value
        total -= error.logcdf(scale) if is_below else error.logpdf(scale)
    return total


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("limit", [None, 30.0])
def test_a_plain_search_finds_the_same_person(name, limit):
    model = find(name)
    values = levels(model, etas_from(model, np.linspace(-1, 1, len(model.variances))), generator(5))
    found = estimate(case(model, somebody(values, limit=limit), site=SITES[name]))
    below = [bool(limit and v < limit) for v in values]
    kept = [limit if b else v for v, b in zip(values, below, strict=True)]

    plain = minimize(
        lambda eta: plain_objective(model, eta, kept, below, SESSION_MIN),
        np.zeros(len(model.variances)),
        method="L-BFGS-B",
        options={"ftol": 1e-14, "gtol": 1e-9},
    )
    here = plain_objective(model, found.etas, kept, below, SESSION_MIN)
    assert here <= plain.fun + 1e-7
    np.testing.assert_allclose(found.etas, plain.x, atol=1e-3)


def test_a_level_under_the_limit_pulls_towards_lower_curves_as_its_chance_does():
    values = [150.0, 100.0]
    times = (40, 110)
    without = estimate(case(find("otto"), somebody(values, times_min=times), site="venous"))
    low = estimate(case(find("otto"), somebody([*values, 1.0], times_min=(*times, 480), limit=10.0), site="venous"))
    far_below = Somebody(key="1", records=records((*times, 480)), seen=[*map(level, values), level(1.0, limit=500.0)])
    loose = estimate(case(find("otto"), far_below, site="venous"))

    assert low.clearance_l_per_h.value > without.clearance_l_per_h.value
    assert loose.clearance_l_per_h.value == pytest.approx(without.clearance_l_per_h.value, rel=1e-4)


# What is refused


@pytest.mark.parametrize("name", ["domino", "clements", "kamp"])
def test_a_model_without_spread_is_refused_with_a_sentence(name):
    with pytest.raises(NoSpreadPublished, match=f"{name}: neither the spread between people nor"):
        case(find(name), somebody([100.0] * 6), site="venous")


@pytest.mark.parametrize(("name", "site"), [("otto", "arterial"), ("simons", "venous")])
def test_samples_of_one_site_are_not_held_against_a_model_of_the_other(name, site):
    with pytest.raises(AnotherSite, match=f"The samples are {site}"):
        case(find(name), somebody([100.0] * 6), site=site)


@pytest.mark.parametrize(
    ("name", "substance", "said"),
    [
        ("ashraf", "norketamine", "norketamine was measured, and ashraf reads plasma"),
        ("otto", "hydroxynorketamine", "and otto reads plasma and norketamine"),
        ("perez-ruixo", "norketamine", "no assay can be held against it"),
    ],
)
def test_a_substance_the_model_cannot_tell_is_refused_with_its_row(name, substance, said):
    seen = [Seen(name=substance, value=9.0), *[None] * 5]

    with pytest.raises(NotRead, match="Row 3") as refused:
        case(find(name), Somebody(key="1", records=records(), seen=seen), site=SITES[name])
    assert said in str(refused.value)


def test_a_level_before_any_dose_is_refused_and_one_under_the_limit_is_not():
    early = (Record(row=2, at_min=-10.0, person=PERSON, looks=True), *records())

    with pytest.raises(NothingGivenYet, match="Row 2: a level was measured before anything was given"):
        case(
            find("otto"),
            Somebody(key="1", records=early, seen=[Seen(name="plasma", value=3.0), *[None] * 6]),
            site="venous",
        )
    below = Seen(name="plasma", value=3.0, below=True)
    found = estimate(case(find("otto"), Somebody(key="1", records=early, seen=[below, *[None] * 6]), site="venous"))
    np.testing.assert_allclose(found.etas, 0, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "site", "flagged"),
    [("otto", "venous", False), ("otto", "not verified", True), ("ashraf", "arterial", True)],
)
def test_a_site_that_nobody_knows_is_flagged(name, site, flagged):
    found = case(find(name), somebody([100.0] * 6), site=site)

    assert any("peak differently" in flag.what for flag in found.flags) == flagged


def test_a_day_that_begins_again_adds_no_doses_to_the_last():
    """Two sessions of 20 mg with a reset between: within what Simons studied, though both begin at 0."""
    one = Record(row=2, at_min=0.0, person=PERSON, given=Given(mg=20, mg_per_min=1))
    two = Record(row=3, at_min=0.0, person=PERSON, given=Given(mg=20, mg_per_min=1), empties=True)
    found = case(find("simons"), Somebody(key="1", records=(one, two), seen=[]), site="arterial")

    assert not [flag for flag in found.flags if flag.key in ("outside", "doses added")]


def test_weight_outside_the_range_is_flagged():
    one = a_case("simons", person=Person(weight_kg=120))

    assert any(flag.key == "outside" and "weight 120 kg" in flag.what for flag in one.flags)
