"""Power and assurance: by formula, by simulation, and how often nothing is found to be something."""

import numpy as np
import pytest
from scipy import stats

from euthymia.pharmacology.virtual_trial import Arm, DropOut, Endpoint, ImpossibleTrial, Population
from euthymia.research.virtual_trials.power import assurance, per_arm_for, power
from euthymia.research.virtual_trials.tally import added, tally
from tests.research.virtual_trials.given import MIDAZOLAM, design, plan, ran


@pytest.mark.parametrize(
    ("per_arm", "difference", "sd", "share"),
    [(65, -7.95, 11, 0.98), (65, 7.95, 11, 0.98), (64, 0.5, 1, 0.80), (65, 0, 11, 0.05)],
)
def test_power_is_that_of_the_t_test(per_arm, difference, sd, share):
    assert power(per_arm, difference=difference, sd=sd) == pytest.approx(share, abs=0.005)


def test_assurance_is_less_than_power_where_the_difference_is_not_known():
    """65 an arm, SD 11: trials so far say about -6.9, and a new one may lie anywhere from -18 to +4."""
    known = assurance(65, mean=-6.9, spread=0.0, sd=11)
    found = assurance(65, mean=-6.9, spread=(18 + 4) / 2 / 1.96, sd=11)

    assert known == pytest.approx(power(65, difference=-6.9, sd=11), abs=1e-6)
    assert found == pytest.approx(0.69, abs=0.015)
    assert assurance(10_000, mean=-6.9, spread=5.6, sd=11) < stats.norm.sf(-6.9 / 5.6) + 0.01  # more people do not help


@pytest.mark.parametrize("wanted", [0.5, 0.8, 0.9, 0.99])
def test_the_least_number_of_people_has_the_power_and_one_less_has_not(wanted):
    n = per_arm_for(wanted, difference=5, sd=11)

    assert power(n, difference=5, sd=11) >= wanted > power(n - 1, difference=5, sd=11)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: power(1, difference=1, sd=1), "2 or more"),
        (lambda: power(10, difference=1, sd=0), "above 0"),
        (lambda: per_arm_for(0.9, difference=0, sd=1), "No difference needs no number"),
        (lambda: per_arm_for(0.9, difference=0.0001, sd=1), "More than 1,000,000 an arm"),
        (lambda: per_arm_for(1.0, difference=1, sd=1), "under 1"),
        (lambda: assurance(65, mean=0, spread=1, sd=1), "not 0"),
    ],
)
def test_a_question_without_an_answer_is_refused(ask, said):
    with pytest.raises(ImpossibleTrial, match=said):
        ask()


@pytest.mark.slow
def test_nothing_is_found_as_often_as_alpha_says():
    """Type I error under no effect, belief equal in both arms: within Monte Carlo error, people lost or not."""
    believer = Arm(name="ketamine", days=MIDAZOLAM.days, believes=MIDAZOLAM.belief)
    ends = (
        Endpoint(kind="change", day=14.0),
        Endpoint(kind="response", day=14.0),
        Endpoint(kind="relapse-free days", day=7.0),
    )
    for loss in (DropOut(), DropOut(per_visit=0.1, odds_per_10=2.0)):
        here = design(arms=(believer, MIDAZOLAM), endpoints=ends, rescue=None, drop_out=loss)
        found = ran(plan(design=here, per_arm=(40,), trials=600, effect=False, doubt="point"))

        for one in found.powers():
            error = np.sqrt(0.05 * 0.95 / one.told)
            assert one.found < 0.05 + 3.5 * error, one
            if one.endpoint.startswith("change"):
                assert one.found > 0.05 - 3.5 * error, one


@pytest.mark.slow
def test_simulated_power_is_that_of_the_formula_where_the_formula_holds():
    """Nobody lost, no threshold: a t test of changes, whose SD and difference the simulation itself gives."""
    ends = (Endpoint(kind="change", day=1.0),)
    here = design(endpoints=ends, rescue=None, drop_out=DropOut(), population=Population())
    asked = plan(design=here, per_arm=(15,), trials=500, doubt="point")
    (one,) = ran(asked).powers()

    apart = power(15, difference=one.difference, sd=one.sd / np.sqrt(2 / 15))
    assert one.found == pytest.approx(apart, abs=0.06)
    assert one.covered == pytest.approx(0.95, abs=0.03)
    assert one.difference == pytest.approx(one.whole, abs=3 * one.sd / np.sqrt(500))


@pytest.mark.slow
def test_assurance_over_the_fit_is_less_sure_than_power_at_its_mean():
    ends = (Endpoint(kind="change", day=14.0),)
    here = design(endpoints=ends, rescue=None)

    point, drawn = (
        ran(plan(design=here, per_arm=(30,), trials=200, doubt=doubt)).powers()[0] for doubt in ("point", "drawn")
    )
    assert drawn.found < point.found
    assert drawn.sd > 1.2 * point.sd


def test_a_tally_is_the_same_however_the_people_are_cut():
    numbers = np.random.default_rng(1)
    values = numbers.normal(-10, 12, 3000)
    values[::7], values[::11] = np.nan, np.inf

    whole = tally(values)
    parts = np.split(values, [10, 700, 701, 2500])
    for order in (parts, parts[::-1]):
        found = added(tally(part) for part in order)
        assert (found.had, found.never) == (whole.had, whole.never)
        np.testing.assert_array_equal(found.counts, whole.counts)
        assert found.mean == pytest.approx(whole.mean, rel=1e-14)
        assert found.sd == pytest.approx(whole.sd, rel=1e-9)
    ends = values[np.isfinite(values)]
    assert (whole.mean, whole.sd) == (pytest.approx(ends.mean()), pytest.approx(ends.std(ddof=1)))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.8])
def test_a_quantile_is_right_to_half_a_point(share):
    values = np.random.default_rng(2).normal(-10, 12, 5000)

    assert tally(values).quantile(share) == pytest.approx(np.quantile(values, share), abs=0.5)


def test_a_quantile_beyond_all_who_ever_had_it_is_never():
    assert tally(np.array([5.0, 10.0, np.inf, np.inf, np.inf])).quantile(0.5) == np.inf
    assert np.isnan(tally(np.array([np.nan])).quantile(0.5))
