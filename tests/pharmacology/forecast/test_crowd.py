"""The crowd: people drawn from the fitted model, weighed by what the cuff shows of one patient."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade.parameters import RESTING
from euthymia.pharmacology.cascade.pressure import SIGNS
from euthymia.pharmacology.forecast import ImpossibleReading, Reading, TooFewPeople, Who, follow_from, take
from euthymia.pharmacology.forecast.blood import bodies, follow
from euthymia.pharmacology.forecast.crowd import OWN, Drawn, begin, drug_shows
from euthymia.pharmacology.forecast.cuff import shared
from euthymia.pharmacology.forecast.learn import evenly_picked, log_likelihood
from euthymia.pharmacology.kinetics import OTTO, Bolus, Infusion, Person, Schedule, individual
from euthymia.pharmacology.kinetics.solve import amounts
from euthymia.pharmacology.kinetics.system import with_effect_site
from tests.pharmacology.forecast.given import ORDERED, RUTH, drawn, session, stir

PAUSED = Schedule((Infusion(0, 12, 10.5), Infusion(21.5, 28, 24.5), Bolus(30, 2)))


@pytest.mark.parametrize("schedule", [ORDERED, PAUSED, Schedule(())])
def test_many_people_s_blood_is_what_the_exact_solution_gives_each(schedule):
    etas = {"v1": np.array([0.0, 0.3, -0.4]), "cl": np.array([0.0, -0.2, 0.3])}
    ke0, times = np.array([0.23, 0.06, 1.3]), np.array([-5.0, 3.0, 12.0, 21.5, 33.3, 60.0, 200.0])

    plasma, effect = follow(bodies(etas, ke0, weight_kg=82), schedule, times)

    for number in range(3):
        own = individual(OTTO, Person(weight_kg=82), {name: float(value[number]) for name, value in etas.items()})
        system = with_effect_site(OTTO.structure(own), float(ke0[number]))
        held = amounts(system, schedule, times)
        exact = [1000 * held[:, system.place(read.compartment)] / read.litres for read in system.readings]
        assert plasma[:, number] == pytest.approx(exact[0], rel=1e-9, abs=1e-9)
        assert effect[:, number] == pytest.approx(exact[-1], rel=1e-9, abs=1e-9)


def test_an_effect_site_as_fast_as_the_blood_itself_still_has_a_curve():
    one = bodies({}, np.array([0.1]), weight_kg=70)
    twin = bodies({}, np.array([float(one.rate[1, 0])]), weight_kg=70)

    assert np.isfinite(follow(twin, ORDERED, np.arange(0.0, 90.0))[1]).all()


def test_rest_what_wanders_and_the_cuff_are_integrated_out_as_the_plain_density_has_them():
    chance = np.random.default_rng(3)
    followed = follow_from(RUTH, drawn(chance, 6))
    for reading in session(chance).readings:
        followed = take(followed, reading, stir(chance, 6), schedule=ORDERED)
    crowd = followed.crowd

    ours = log_likelihood(crowd)

    plain = np.zeros(6)
    for sign, name in enumerate(SIGNS):
        read = np.array([one[sign + 1] for one in crowd.readings])
        means = RESTING[name][0] + drug_shows(crowd.traits, sign, crowd.effect, crowd.times_min)
        for person in range(6):
            own = np.square(crowd.traits.cuff[sign, person]) * np.eye(len(read))
            covariance, apart = shared(crowd.times_min, crowd.times_min, name) + own, read - means[:, person]
            plain[person] -= (apart @ np.linalg.solve(covariance, apart) + np.linalg.slogdet(covariance)[1]) / 2
    assert ours == pytest.approx(plain, rel=1e-9)


def test_a_missing_heart_rate_says_nothing_and_is_no_error():
    chance = np.random.default_rng(4)
    begun = follow_from(RUTH, drawn(chance, 50))
    without = take(begun, Reading(-5, 120, 75), stir(chance, 50), schedule=ORDERED)

    assert np.isfinite(without.crowd.weights).all()


@pytest.mark.parametrize(
    ("weights", "order", "picked"),
    [
        ([0.25, 0.25, 0.25, 0.25], 0.5, [0, 1, 2, 3]),  # equal weights leave everybody
        ([0.5, 0.0, 0.5, 0.0], 0.5, [0, 0, 2, 2]),
        ([1.0, 0.0, 0.0, 0.0], 0.9, [0, 0, 0, 0]),
    ],
)
def test_people_are_picked_by_weight_and_never_more_often_than_is_due(weights, order, picked):
    assert evenly_picked(np.array(weights), order).tolist() == picked


def test_where_few_are_left_the_crowd_is_drawn_again_from_itself_and_moved():
    chance = np.random.default_rng(8)
    followed = follow_from(RUTH, drawn(chance, 400))
    for reading in session(chance).readings:
        followed = take(followed, reading, stir(chance, 400), schedule=ORDERED)
        assert followed.crowd.effective > 199
    moved = followed.crowd.people.own
    assert len(np.unique(moved[4])) > 200  # a copy that stays a copy teaches nothing


def test_the_same_chance_gives_the_same_crowd():
    once, again = (_followed(np.random.default_rng(5)) for _ in range(2))

    assert np.array_equal(once.crowd.weights, again.crowd.weights)


def _followed(chance):
    followed = follow_from(RUTH, drawn(chance, 60))
    for reading in session(chance).readings[:4]:
        followed = take(followed, reading, stir(chance, 60), schedule=ORDERED)
    return followed


@pytest.mark.parametrize(
    "readings",
    [
        [Reading(0, float("nan"), 70)],
        [Reading(0, -5, 70)],
        [Reading(float("inf"), 120, 70)],
        [Reading(5, 120, 70), Reading(5, 120, 70)],  # not after the one before
    ],
)
def test_a_reading_that_cannot_be_is_refused(readings):
    chance, followed = np.random.default_rng(1), follow_from(RUTH, drawn(np.random.default_rng(1), 20))
    with pytest.raises(ImpossibleReading):
        for reading in readings:
            followed = take(followed, reading, stir(chance, 20), schedule=ORDERED)


def test_a_crowd_of_nobody_is_refused():
    with pytest.raises(TooFewPeople):
        begin(Who(70), Drawn(np.zeros((OWN, 0)), np.zeros((2, 0))))
