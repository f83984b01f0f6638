"""The fit of the cascade and its validation: what it was made with, that it can be made again, what it is held to."""

import dataclasses

import numpy as np
import pytest

from euthymia.pharmacology.cascade import posterior
from euthymia.pharmacology.cascade.parameters import ACUTE, COURSE
from euthymia.pharmacology.cascade.score import typical_of
from euthymia.pharmacology.cascade.studies import CALIBRATING, VALIDATING, split_hash
from euthymia.pharmacology.cascade.studies.arms import days_asked, see
from euthymia.pharmacology.cascade.studies.moments import OF_A_PERSON, NotOnScores, statistic
from euthymia.research.calibration import acute, course, naive, sample, validate, write
from euthymia.research.calibration.naive import Estimate
from euthymia.research.calibration.points import drawn, even, evenly, standard

AJP = CALIBRATING[0]
FITS = {"course": posterior.COURSE, "acute": posterior.ACUTE}


def middle():
    """The middle of every prior, by name, for one walker."""
    values = {one.name: np.array([[one.prior.mean]]) for one in (*COURSE, *ACUTE)}
    return values | {name: np.zeros((1, 1)) for name in (*course.OF_STUDIES, *course.OF_BASELINES)}


@pytest.mark.parametrize("name", FITS)
def test_the_shipped_fit_names_the_split_it_was_made_with(name):
    """A figure that is changed, added or moved to the other side makes the fit stale: fit again, and say so."""
    assert FITS[name].split == split_hash()


@pytest.mark.parametrize("name", FITS)
def test_the_shipped_fit_had_settled(name):
    fit = FITS[name]

    assert fit.ensembles >= 4 and 0.05 < fit.acceptance < 0.6  # proposals beyond a bounded prior are refused
    for parameter, found in fit.diagnoses.items():
        assert found.r_hat < 1.05, parameter
        assert found.ess > 400, parameter


@pytest.mark.parametrize(("name", "parameters"), [("course", COURSE), ("acute", ACUTE)])
def test_the_shipped_draws_are_those_that_were_diagnosed(name, parameters):
    fit = FITS[name]

    assert set(fit.draws) == {one.name for one in parameters}
    for one in parameters:
        draws, found = fit.draws[one.name], fit.diagnoses[one.name]
        assert len(draws) == write.DRAWS and np.all(np.isfinite(one.prior.log_density(draws)))
        assert abs(draws.mean() - found.mean) < 5 * found.sd / np.sqrt(write.DRAWS)


def test_what_data_cannot_reach_keeps_its_prior():
    prior = next(one.prior for one in COURSE if one.name == "placebo_masked")

    assert posterior.COURSE.diagnoses["placebo_masked"].sd == pytest.approx(prior.sd, rel=0.1)


def test_no_study_that_validates_is_within_reach_of_the_likelihood():
    assert {study.side for study in course.FITTED} == {"calibrate"}
    assert {study.side for study, _ in acute._FIGURES} == {"calibrate"}


def test_the_same_seed_gives_the_same_draws_however_many_jobs_run():
    one, two = (sample.run("course", seed=3, ensembles=2, steps=12, jobs=jobs) for jobs in (1, 2))

    np.testing.assert_array_equal(one.draws, two.draws)
    assert one.draws.shape == (2, 8, sample.WALKERS, len(course.ALL_NAMES))
    assert write.text_of(one, split="s", seed=3) == write.text_of(two, split="s", seed=3)


def test_a_written_fit_is_read_back(tmp_path):
    sampled = sample.run("acute", seed=3, ensembles=2, steps=10, jobs=1)
    write.save(tmp_path / "written.py", sampled, split="abc", seed=3)
    module = type("written", (), {})
    exec((tmp_path / "written.py").read_text(), found := {})
    for key in ("SPLIT", "SEED", "ENSEMBLES", "STEPS", "ACCEPTANCE", "DIAGNOSES", "DRAWS"):
        setattr(module, key, found[key])
    fit = posterior.read(module)

    assert (fit.split, fit.seed, fit.ensembles, fit.steps) == ("abc", 3, 2, 10)
    assert set(fit.draws) == set(acute.NAMES)


def test_people_spread_evenly_have_the_mean_and_spread_of_people_drawn():
    """As many drawn by chance would miss their mean by 0.07."""
    normals = standard(even(course.PEOPLE, 5))

    np.testing.assert_allclose(normals.mean(axis=1), 0, atol=0.05)
    np.testing.assert_allclose(normals.std(axis=1), 1, atol=0.05)
    assert np.abs(np.corrcoef(normals) - np.eye(5)).max() < 0.1


@pytest.mark.parametrize("figure", [f for f in AJP.used if f.days], ids=lambda f: f"{f.arms[0]}: {f.name}")
def test_what_even_people_expect_is_what_many_drawn_people_show(figure):
    """Within a fifth of what such a study can tell of a mean, and half of what it can tell of an SD or a share."""
    arm = AJP.arm(figure.arms[0])
    days = days_asked(AJP.used, arm)
    typical = typical_of(middle(), arm.context)
    few = statistic(figure, {arm.name: see(arm, days, typical, evenly(course.PEOPLE, len(days)))})
    many = statistic(figure, {arm.name: see(arm, days, typical, drawn(np.random.default_rng(1), 1, 60000, len(days)))})

    tolerance = {"mean change": 0.3, "SD of change": 0.6}.get(figure.statistic, 0.05)
    assert few.item() == pytest.approx(many.item(), abs=tolerance)


def test_a_figure_far_from_what_is_expected_is_less_likely(monkeypatch):
    values = middle()
    near = course.log_likelihood(values)
    moved = dataclasses.replace(AJP, figures=(dataclasses.replace(AJP.figures[0], value=-2.0), *AJP.figures[1:]))
    monkeypatch.setattr(course, "FITTED", (moved, *course.FITTED[1:]))

    assert course.log_likelihood(values)[0] < near[0] - 10


def remade(study, values):
    """The same study, its figures replaced by what the model itself expects."""
    figures = []
    for figure in study.used:
        arms = [study.arm(name) for name in figure.arms]
        if figure.statistic in OF_A_PERSON and arms:
            days = days_asked(study.used, arms[0])
            seen = see(arms[0], days, typical_of(values, arms[0].context), evenly(course.PEOPLE, len(days)))
            figures.append(dataclasses.replace(figure, value=statistic(figure, {arms[0].name: seen}).item()))
    return dataclasses.replace(study, figures=tuple(figures))


@pytest.mark.parametrize(
    "name",
    [
        "gain",
        "relief",
        "loss",
        "onset",
        "placebo_midazolam",
        "placebo_saline",
        "placebo_open",
        "placebo_speed",
        "noise",
    ],
)
def test_parameters_that_made_the_figures_are_likelier_than_others(monkeypatch, name):
    """Figures made by the model at the middle of the priors: one prior SD away to either side they are less likely."""
    values = middle()
    monkeypatch.setattr(course, "FITTED", tuple(remade(study, values) for study in course.FITTED))
    prior = next(one.prior for one in COURSE if one.name == name)
    there = course.log_likelihood(values)[0]

    for side in (-1, 1):
        moved = {**values, name: values[name] + side * prior.sd}
        assert course.log_likelihood(moved)[0] < there


def test_what_a_prior_excludes_is_impossible():
    target = sample.TARGETS["course"]
    draws = sample.prior_draws(target, np.random.default_rng(1), 4)
    draws[0, course.ALL_NAMES.index("durable")] = 1.2
    found = target.log_posterior(draws)

    assert found[0] == -np.inf and np.all(np.isfinite(found[1:]))


@pytest.mark.parametrize(
    ("low", "high", "value", "score"), [(0, 10, 5, 10), (0, 10, 10, 10), (0, 10, 12, 50), (0, 10, -1, 30)]
)
def test_an_interval_is_scored_by_its_width_and_fined_for_a_miss(low, high, value, score):
    assert validate.interval_score(low, high, value) == pytest.approx(score)


def test_a_random_effects_mean_by_hand():
    """DerSimonian and Laird of 2 and 6, variances 1 and 1: Q = 8, between = 7, mean 4, its variance 4."""
    pooled = naive.pool([Estimate(2.0, 1.0), Estimate(6.0, 1.0)])

    assert pooled == pytest.approx((4.0, 4.0, 7.0))
    assert naive.pool([Estimate(2.0, 1.0), Estimate(2.0, 1.0)]) == pytest.approx((2.0, 0.5, 0.0))
    assert naive.pool([Estimate(2.0, 1.0)]) is None


def test_the_table_has_a_row_for_every_figure_that_is_scored_and_the_same_each_time():
    some = VALIDATING[:2]
    found = list(validate.rows(some))

    assert [row.figure for row in found] == [figure for study in some for figure in study.used]
    assert found == list(validate.rows(some))
    for row in found:
        assert row.low <= row.middle <= row.high
    total = validate.summary(found)
    assert total.figures == len(found) and total.inside == sum(row.inside for row in found)


def test_a_statistic_that_ratings_cannot_give_is_refused():
    figure = next(f for f in AJP.used if f.statistic == "dissociation noted")
    with pytest.raises(NotOnScores, match="not computed of ratings"):
        statistic(figure, {"ketamine": None})
