"""Who is let in: bodies by sex within bounds, and a threshold that lets in people on a bad day."""

import numpy as np
import pytest

from euthymia.medicine.virtual_trial import Population
from euthymia.medicine.virtual_trial.people import bodies, enter

MANY = 40_000


def numbers(seed=3):
    return np.random.default_rng(seed)


def entered(population, noise=4.0, people=MANY):
    chance = numbers()
    own, rater = chance.standard_normal((2, people))
    return enter(population, noise, door=chance.random(people), own=own, rater=rater)


def let_in_by_trying(population, noise, people):
    """The oracle: rate everybody, let in whoever reaches the threshold."""
    chance = numbers(8)
    severity = population.severity_mean + population.severity_sd * chance.standard_normal(people)
    screening = severity + noise * chance.standard_normal(people)
    inside = screening >= population.entry_least
    return severity[inside], screening[inside]


def test_without_a_threshold_people_are_as_severe_as_everybody():
    found = entered(Population())

    assert found.severity.mean() == pytest.approx(33, abs=0.1)
    assert found.severity.std() == pytest.approx(6, abs=0.1)
    assert found.baseline.std() == pytest.approx(np.hypot(6, 4), abs=0.1)


@pytest.mark.parametrize("least", [20.0, 28.0, 34.0, 40.0])
def test_a_threshold_lets_in_whom_trying_lets_in(least):
    population = Population(entry_least=least)
    found, tried = entered(population), let_in_by_trying(population, 4.0, 400_000)

    assert found.screening.min() >= least
    for mine, theirs in zip((found.severity, found.screening), tried, strict=True):
        assert mine.mean() == pytest.approx(np.minimum(theirs, 60).mean(), abs=0.12)
        assert mine.std() == pytest.approx(np.minimum(theirs, 60).std(), abs=0.12)


@pytest.mark.parametrize(("least", "falls"), [(None, False), (28.0, True), (36.0, True)])
def test_whoever_was_let_in_on_a_bad_day_is_better_on_the_next(least, falls):
    """Regression to the mean: no treatment, and the second rating is lower, the more so the higher the threshold."""
    found = entered(Population(entry_least=least))
    fall = (found.screening - found.baseline).mean()

    assert (fall > 0.5) == falls
    assert fall == pytest.approx((found.screening - found.severity).mean(), abs=0.1)


def test_without_noise_there_is_nothing_to_regress():
    found = entered(Population(entry_least=34.0), noise=1e-9)

    np.testing.assert_allclose(found.screening, found.baseline, atol=1e-6)


def test_weights_lie_within_the_bounds_and_are_those_of_each_sex():
    chance = numbers()
    found = bodies(Population(), sex=chance.random(MANY), weight=chance.random(MANY))

    assert found.weights_kg.min() >= 39 and found.weights_kg.max() <= 170
    assert found.female.mean() == pytest.approx(0.584, abs=0.01)
    assert found.weights_kg[found.female].mean() == pytest.approx(77, abs=1.0)  # a little lost at both bounds
    assert found.weights_kg[~found.female].mean() == pytest.approx(90, abs=1.0)


def test_a_larger_share_is_a_heavier_person():
    shares = np.linspace(0.001, 0.999, 200)

    found = bodies(Population(), sex=np.zeros(200), weight=shares)
    assert np.all(np.diff(found.weights_kg) > 0)
