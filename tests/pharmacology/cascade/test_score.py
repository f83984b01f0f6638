"""From strength to a rated score: what goes without the drug, what the drug takes of the rest, and noise."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.cascade.score import Minds, expected, minds, rated
from tests.pharmacology.cascade import oracle
from tests.pharmacology.cascade.given import THRICE, TYPICAL, chance

VISITS = (0.0, 1.0, 7.0, 14.0, 40.0)
shares, losses = st.floats(0, 1), st.floats(0, 2)


def scores(people, sessions=THRICE, drive=1.0, typical=TYPICAL):
    return expected(people, typical, sessions_days=sessions, drive=[drive] * len(sessions), visits_days=VISITS)


@pytest.mark.parametrize(
    ("placebo", "relief", "sessions", "at_visits"),
    [
        (0.0, 0.0, (), [32, 32, 32, 32, 32]),
        (0.25, 0.0, (), [32, 29.7, 24.7, 24.1, 24.0]),  # half of a quarter in two days
        (0.0, 0.65, (0.0,), [32, 20.5, 25.2, 28.3, 31.6]),  # one session: most at a day, gone in weeks
        (0.25, 0.65, (0.0,), [32, 19.0, 19.4, 21.3, 23.7]),
    ],
)
def test_a_persons_score_at_days_0_1_7_14_and_40(placebo, relief, sessions, at_visits):
    person = Minds(32.0, np.array([placebo]), np.array([relief]), np.array([TYPICAL.loss_per_day]))

    np.testing.assert_allclose(scores(person, sessions)[:, 0], at_visits, atol=0.051)


@given(st.floats(0, 60), shares, shares, losses, st.floats(0, 3))
def test_a_score_stays_between_0_and_the_baseline(baseline, placebo, relief, loss, drive):
    found = scores(Minds(baseline, np.array([placebo]), np.array([relief]), np.array([loss])), drive=drive)

    assert np.all(found >= 0) and np.all(found <= baseline + 1e-9)


@given(st.floats(0, 60), shares, shares, losses)
def test_without_the_drug_there_is_no_effect_of_its_own(baseline, placebo, relief, loss):
    people = Minds(baseline, np.array([placebo]), np.array([relief]), np.array([loss]))

    np.testing.assert_array_equal(
        scores(people, drive=0.0), scores(dataclasses.replace(people, relief=0.0 * people.relief))
    )


@given(st.integers(0, 2**32 - 1), st.floats(0, 30))
def test_what_a_rater_writes_is_on_the_scale(seed, noise):
    fresh = np.random.default_rng(seed).standard_normal((5, 20))

    found = rated(np.linspace(0, 60, 100).reshape(5, 20), noise, fresh)
    assert found.min() >= 0 and found.max() <= 60


def test_in_some_people_it_lasts():
    people = minds(33.0, TYPICAL, chance(4000), believes=0.5)

    assert np.mean(people.loss_per_day == 0) == pytest.approx(0.25, abs=0.03)
    assert np.median(people.relief) == pytest.approx(0.65, abs=0.02)


def test_belief_moves_what_goes_without_the_drug_and_nothing_else():
    hopeful = dataclasses.replace(TYPICAL, belief=0.5)
    sure, doubtful = (minds(33.0, hopeful, chance(50), believes=believes) for believes in (1.0, 0.0))

    assert np.all(sure.placebo > doubtful.placebo)
    np.testing.assert_array_equal(sure.relief, doubtful.relief)


def test_a_study_lies_apart_from_others_on_relief_alone():
    here, elsewhere = (minds(33.0, TYPICAL, chance(50), believes=1.0, study=study) for study in (0.6, 0.0))

    assert np.all(here.relief > elsewhere.relief)
    np.testing.assert_array_equal(here.placebo, elsewhere.placebo)


def test_arrays_are_what_a_plain_loop_gives():
    people = minds(33.0, TYPICAL, chance(6), believes=1.0)
    found = scores(people, sessions=(0.0,))
    from euthymia.pharmacology.cascade.synapse import Dynamics, strength_at

    shown = strength_at((0.0,), [1.0], VISITS, Dynamics(TYPICAL.gain, people.loss_per_day, TYPICAL.onset_days))
    for person in range(6):
        for visit, day in enumerate(VISITS):
            plain = oracle.score(
                33.0,
                placebo=people.placebo[person],
                placebo_per_day=TYPICAL.placebo_per_day,
                relief=people.relief[person],
                shown=shown[visit, person],
                day=day,
            )
            assert found[visit, person] == pytest.approx(plain)


def test_draws_of_the_posterior_go_beside_people():
    """Parameters (d, 1) and people (n,) give (visits, d, n), each row what its draw alone gives."""
    gains = np.array([[0.5], [1.5]])
    both = dataclasses.replace(TYPICAL, gain=gains, placebo_per_day=np.array([[0.2], [0.4]]))
    people = minds(33.0, both, chance(7), believes=1.0)
    found = scores(people, typical=both)

    assert found.shape == (len(VISITS), 2, 7)
    for row, speed in enumerate((0.2, 0.4)):
        alone = dataclasses.replace(TYPICAL, gain=gains[row, 0], placebo_per_day=speed)
        np.testing.assert_allclose(found[:, row], scores(minds(33.0, alone, chance(7), believes=1.0), typical=alone))
