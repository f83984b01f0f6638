"""Residuals, shrinkage, prediction errors, predictive checks: of the model's own people they show nothing odd."""

import numpy as np
import pytest

from euthymia.pharmacology.estimates.case import case
from euthymia.pharmacology.estimates.drawn import Chance, ChanceOfAnotherShape, drawn
from euthymia.pharmacology.estimates.individual import estimate
from euthymia.pharmacology.estimates.npde import TooFewDraws, npde, summed
from euthymia.pharmacology.estimates.predictive import NothingMeasured, check
from euthymia.pharmacology.estimates.residuals import error_shrinkage, eta_shrinkage, residuals
from euthymia.pharmacology.kinetics import Person, find
from tests.pharmacology.estimates.made import SITES, a_case, chance_for, generator, levels, people, somebody


@pytest.fixture(scope="module")
def otto():
    """Eighty people of Otto's own spread, and their estimates."""
    _, cases = people("otto", 80, generator(3))
    return cases, [estimate(one) for one in cases]


def test_individual_residuals_are_what_was_measured_less_what_is_read():
    values = [100.0, None, 90.0, 60.0, 30.0, 5.0]
    found = residuals(estimate(case(find("otto"), somebody(values, limit=10.0), site="venous")))

    np.testing.assert_allclose(found.ires[[0, 2]], np.array([100.0, 90.0]) - found.ipred[[0, 2]])
    np.testing.assert_allclose(found.iwres[0], found.ires[0] / (0.236 * found.ipred[0]))
    assert np.isnan([found.ires[1], found.iwres[1], found.cwres[1]]).all()  # nothing measured
    assert np.isnan([found.ires[5], found.iwres[5], found.cwres[5]]).all()  # only known to lie under the limit


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_conditional_residuals_of_the_models_own_people_are_standard_normal(name):
    _, cases = people(name, 40, generator(9))
    found = np.concatenate([residuals(estimate(one)).cwres for one in cases])

    assert abs(found.mean()) < 4 / np.sqrt(len(found))
    assert found.std() == pytest.approx(1, abs=0.15)


def test_a_linear_case_has_the_residuals_of_ordinary_regression():
    """With one look the conditional residual is the distance over the spread of all people there, to first order."""
    one = a_case("otto", {"cl": 0.05}, times_min=(230,))
    found = residuals(estimate(one))
    people_there = one.at_measurements(generator(1).standard_normal((20000, 4)))[:, 0]
    spread = np.hypot(people_there.std(), 0.236 * found.ipred[0])

    assert found.cwres[0] == pytest.approx((one.measured.value[0] - people_there.mean()) / spread, abs=0.15)


def test_estimates_shrink_between_none_and_all(otto):
    _, found = otto
    shrunk = eta_shrinkage(found)

    assert 0 < shrunk["cl"] < 0.4 and 0 < shrunk["v1"] < 0.5
    assert shrunk["nk_cl"] == pytest.approx(1) and shrunk["nk_v"] == pytest.approx(1)  # norketamine was not measured
    assert 0 < error_shrinkage([residuals(one) for one in found]) < 0.4


def test_fewer_samples_shrink_more(otto):
    _, cases = people("otto", 80, generator(3), times_min=(40,))

    assert eta_shrinkage([estimate(one) for one in cases])["cl"] > eta_shrinkage(otto[1])["cl"] + 0.1


def test_of_one_person_no_shrinkage_over_people_is_told(otto):
    assert eta_shrinkage(otto[1][:1]) == {}


# Prediction errors


@pytest.mark.slow
@pytest.mark.parametrize(("name", "limit"), [("otto", None), ("otto", 40.0), ("simons", None), ("perez-ruixo", None)])
def test_prediction_errors_of_the_models_own_people_are_standard_normal(name, limit):
    chance = generator(21)
    _, cases = people(name, 60, chance, limit=limit)
    found = summed([npde(one, chance_for(one, 300, chance)) for one in cases])

    assert found.errors == 360
    assert abs(found.mean) < 4 * found.mean_error
    assert abs(found.variance - 1) < 4 * found.variance_error


@pytest.mark.slow
def test_prediction_errors_of_one_person_do_not_hang_together():
    chance = generator(22)
    _, cases = people("otto", 100, chance)
    errors = np.array([npde(one, chance_for(one, 200, chance)) for one in cases])

    off_diagonal = np.corrcoef(errors.T)[np.triu_indices(6, 1)]
    assert np.abs(off_diagonal).max() < 4 / np.sqrt(100)


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.7, 1.4])
def test_people_of_another_clearance_are_seen(factor):
    chance = generator(23)
    cases = [a_case("otto", {"cl": np.log(factor)}, chance) for _ in range(40)]
    found = summed([npde(one, chance_for(one, 400, chance)) for one in cases])

    assert abs(found.mean) > 4 * found.mean_error and (found.mean < 0) == (factor > 1)


def test_the_same_chance_gives_the_same_errors(otto):
    one = otto[0][0]

    np.testing.assert_array_equal(*(npde(one, chance_for(one, 400, generator(1))) for _ in range(2)))


def test_too_few_draws_and_chance_of_another_shape_are_refused(otto):
    one = otto[0][0]

    with pytest.raises(TooFewDraws, match="draw 100 or more"):
        npde(one, chance_for(one, 50, generator(1)))
    with pytest.raises(ChanceOfAnotherShape):
        drawn(one, Chance(*(np.zeros((400, 1)) for _ in range(4))))


# Predictive checks


def checked(cases, seed=31, draws=200, **asked):
    chance = generator(seed)
    return check(cases, [chance_for(one, draws, chance) for one in cases], **asked)


def test_the_models_own_people_lie_within_their_own_check(otto):
    found = checked(otto[0])

    assert [one.measured for one in found.bins] == [80] * 6
    inside = (found.observed >= found.expected[..., 0]) & (found.observed <= found.expected[..., 2])
    assert inside.mean() > 0.7  # 90% are expected; bins share people


@pytest.mark.slow
def test_people_of_another_clearance_fall_out_of_it():
    chance = generator(32)
    cases = [a_case("otto", {"cl": np.log(2.0)}, chance) for _ in range(80)]
    found = checked(cases)

    assert (found.observed[-2:, 1] < found.expected[-2:, 1, 0]).all()


def test_equal_times_are_never_parted_and_bins_hold_about_as_many_each():
    chance = generator(33)
    cases = [a_case("otto", {}, chance, times_min=(20, 40 + n, 230)) for n in range(20)]
    found = checked(cases, draws=100)

    assert sum(one.measured for one in found.bins) == 60
    assert all(one.from_min <= one.middle_min <= one.to_min for one in found.bins)
    assert all(early.to_min < late.from_min for early, late in zip(found.bins, found.bins[1:], strict=False))
    assert {one.measured for one in found.bins if one.to_min == 20 or one.from_min == 230} == {20}


def test_a_percentile_under_the_limit_is_not_shown_and_the_others_keep_their_place():
    chance = generator(34)
    _, cases = people("otto", 60, chance, limit=9.0)
    with_limit, without = checked(cases), checked(people("otto", 60, generator(34))[1])

    assert np.isnan(with_limit.observed[-1, 0]) and with_limit.bins[-1].under_limit > 3
    assert with_limit.observed[-1, 2] == without.observed[-1, 2]
    assert np.isnan(with_limit.values).sum() == sum(one.under_limit for one in with_limit.bins)


def test_the_correction_takes_out_what_weight_explains():
    """People of 50 and 120 kg on one dose differ; corrected for their predictions the two halves look alike."""
    chance = generator(35)
    cases = [a_case("otto", {}, chance, person=Person(weight_kg=kg)) for kg in (50, 120) * 40]
    plain, corrected = (checked(cases, corrected=one) for one in (False, True))

    def apart(found):
        return np.log(found.observed[:, 2] / found.observed[:, 0]).mean()

    assert apart(corrected) < apart(plain) * 0.85 and corrected.corrected


def test_a_substance_nobody_measured_cannot_be_checked(otto):
    with pytest.raises(NothingMeasured, match="No norketamine was measured"):
        checked(otto[0][:2], name="norketamine")


def test_too_few_studies_are_refused(otto):
    with pytest.raises(TooFewDraws, match="draw 100 or more"):
        checked(otto[0][:2], draws=20)


def test_levels_made_without_chance_are_the_curve():
    np.testing.assert_allclose(a_case("otto").measured.value, levels(find("otto"), {}))
