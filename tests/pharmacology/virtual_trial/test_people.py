"""Who is let in: bodies by sex within bounds, and a threshold that lets in people on a bad day."""

import numpy as np
import pandas
import pytest

from euthymia.pharmacology.virtual_trial import ImpossibleTrial, Population
from euthymia.pharmacology.virtual_trial.people import enter, enter_observed, weights

MANY = 40_000


def numbers(seed=3):
    return np.random.default_rng(seed)


def entered(population, noise=4.0, people=MANY):
    chance = numbers()
    own, rater = chance.standard_normal((2, people))
    return enter(population, noise, door=chance.random(people), own=own, rater=rater)


def let_in_by_trying(population, noise, people):
    """The oracle: rate everybody, let in anyone who reaches the threshold."""
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
def test_a_person_let_in_on_a_bad_day_is_better_on_the_next(least, falls):
    """Regression to the mean: no treatment, and the second rating is lower, the more so the higher the threshold."""
    found = entered(Population(entry_least=least))
    fall = (found.screening - found.baseline).mean()

    assert (fall > 0.5) == falls
    assert fall == pytest.approx((found.screening - found.severity).mean(), abs=0.1)


def test_without_noise_there_is_nothing_to_regress():
    found = entered(Population(entry_least=34.0), noise=1e-9)

    np.testing.assert_allclose(found.screening, found.baseline, atol=1e-6)


def drawn(sex, weight):
    return weights(Population(), sex=sex, weight=weight)


def test_weights_lie_within_the_bounds_and_are_those_of_each_sex():
    shares = numbers().random(MANY)
    women, men = drawn(np.zeros(MANY), shares), drawn(np.ones(MANY), shares)

    assert women.min() >= 39 and men.max() <= 170
    assert women.mean() == pytest.approx(77, abs=1.0)  # a little lost at both bounds
    assert men.mean() == pytest.approx(90, abs=1.0)
    both = drawn(numbers(4).random(MANY), shares)
    assert both.mean() == pytest.approx(0.584 * women.mean() + 0.416 * men.mean(), abs=0.3)


def test_a_larger_share_is_a_heavier_person():
    assert np.all(np.diff(drawn(np.zeros(200), np.linspace(0.001, 0.999, 200))) > 0)


def dealt(population, noise=4.0, people=MANY):
    chance = numbers()
    own, rater = chance.standard_normal((2, people))
    return enter_observed(population, noise, door=chance.random(people), own=own, rater=rater)


def test_ones_own_people_are_dealt_row_by_row():
    """Weight and severity stay together; without a threshold every row comes as often."""
    population = Population.of([60.0, 80.0, 100.0], [25.0, 30.0, 40.0])
    kg, found = dealt(population)

    assert set(zip(kg.tolist(), found.severity.tolist(), strict=True)) == set(population.observed)
    assert np.mean(kg == 80.0) == pytest.approx(1 / 3, abs=0.01)


def test_a_threshold_deals_rows_as_often_as_trying_does():
    population = Population.of([60.0, 80.0, 100.0], [22.0, 30.0, 40.0], entry_least=30.0)
    kg, found = dealt(population)
    chance = numbers(9)
    rows = chance.integers(3, size=400_000)
    severity = np.array([22.0, 30.0, 40.0])[rows]
    screening = severity + 4 * chance.standard_normal(len(rows))
    inside = screening >= 30.0

    assert found.screening.min() >= 30.0
    for row, weight in enumerate((60.0, 80.0, 100.0)):
        assert np.mean(kg == weight) == pytest.approx(np.mean(rows[inside] == row), abs=0.01)
    assert found.screening.mean() == pytest.approx(screening[inside].mean(), abs=0.1)


def test_a_data_frame_gives_its_columns():
    frame = pandas.DataFrame({"kg": [60, 80], "madrs": [31, 35]})

    assert Population.of(frame["kg"], frame["madrs"]).observed == ((60.0, 31.0), (80.0, 35.0))


@pytest.mark.parametrize(
    ("kg", "severity", "said"),
    [
        ([60], [30, 31], "1 weights and 2 severities"),
        ([], [], "Nobody is in the table"),
        ([60, 20], [30, 30], "row 1: 20 kg"),
        ([60], [np.nan], "row 0: severity nan"),
        ([60], [70], "row 0: severity 70"),
    ],
)
def test_people_of_ones_own_that_cannot_be_are_refused_by_row(kg, severity, said):
    with pytest.raises(ImpossibleTrial, match=said):
        Population.of(kg, severity)


def test_a_threshold_that_lets_in_none_of_ones_own_is_refused():
    with pytest.raises(ImpossibleTrial, match="next to nobody of these, 31 at most"):
        Population.of([60, 80], [25, 31], entry_least=45)
