"""Many people at once: the fast way gives the plain way's figures, the same bits in any company."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.kinetics import ALL, Person, Schedule, bolus, course, etas_from, find, infusion, simulate
from euthymia.pharmacology.kinetics.person import ImpossiblePerson
from euthymia.pharmacology.kinetics.population import (
    Bodies,
    NotThreeCompartments,
    bodies,
    people_of,
    plainly,
    plan,
    simulate_population,
)
from euthymia.pharmacology.kinetics.schedule import UnorderedTimes
from euthymia.pharmacology.kinetics.system import UnstableModel
from tests.examples import examples
from tests.pharmacology.kinetics.given import schedules

SIX = course(infusion(35, 40), days=(0, 3, 7, 10, 12, 14))
TIMES_MIN = np.linspace(0, 14 * 1440 + 240, 200)


def people(count, seed=1):
    """Bodies around Kamp's, each parameter spread by a quarter."""
    v1, cl, q2, v2, q3, v3, ke0 = np.exp(np.random.default_rng(seed).standard_normal((7, count)) * 0.25)
    return bodies(v1=25 * v1, cl=1.4 * cl, q2=2.68 * q2, v2=56 * v2, q3=1.32 * q3, v3=157 * v3, ke0=0.238 * ke0)


def agree(found, plain, *, dose_mg, v1):
    """To 1e-7 of each figure, as far down as a billionth of the whole dose in the volume of plasma."""
    np.testing.assert_allclose(found, plain, rtol=1e-7, atol=1e-9 * 1000 * dose_mg / v1)
    assert np.all(found >= 0)


OUTPUTS_MIN = {
    "two weeks evenly": TIMES_MIN,
    "two weeks at random": np.sort(np.random.default_rng(2).uniform(0, 21000, 200)),
    "at the events themselves": np.array([0.0, 40, 41, 4320, 4360]),
}


@pytest.mark.parametrize("outputs", list(OUTPUTS_MIN))
def test_six_infusions_in_two_weeks_agree_with_the_plain_way(outputs):
    times_min = OUTPUTS_MIN[outputs]
    bunch = people(40)
    plasma, effect = simulate_population(bunch, SIX, times_min)

    for row in range(len(bunch)):
        plain_plasma, plain_effect = plainly(bunch, row, SIX, times_min)
        agree(plasma[row], plain_plasma, dose_mg=35, v1=bunch.v1[row])
        agree(effect[row], plain_effect, dose_mg=35, v1=bunch.v1[row])


rates_per_min = st.floats(1e-3, 3)


@examples(60)
@given(
    v1=st.floats(2, 300), k10=rates_per_min, k12=rates_per_min, k21=rates_per_min, k13=rates_per_min,
    k31=rates_per_min, ke0=rates_per_min, schedule=schedules,
)  # fmt: skip
def test_any_body_and_schedule_agrees_with_the_plain_way(v1, k10, k12, k21, k13, k31, ke0, schedule):
    one = Bodies(*(np.array([number]) for number in (v1, k10, k12, k21, k13, k31, ke0)))
    times = np.array([0.0, 10, 40, 41, 300, 700, 1500])
    plasma, effect = simulate_population(one, schedule, times)

    plain_plasma, plain_effect = plainly(one, 0, schedule, times)
    agree(plasma[0], plain_plasma, dose_mg=schedule.dose_mg, v1=v1)
    agree(effect[0], plain_effect, dose_mg=schedule.dose_mg, v1=v1)


@pytest.mark.parametrize("apart", [0, 1e-12, 1e-9, 1e-7, 1e-5, 1e-3])
def test_an_effect_site_as_fast_as_a_root_is_no_special_case(apart):
    """ke0 at the root itself, and ever nearer to it."""
    one = people(1)
    fastest = -np.linalg.eigvals(
        np.array([
            [-(one.k10 + one.k12 + one.k13)[0], one.k21[0], one.k31[0]],
            [one.k12[0], -one.k21[0], 0],
            [one.k13[0], 0, -one.k31[0]],
        ])
    ).real  # fmt: skip
    for root in fastest:
        near = Bodies(one.v1, one.k10, one.k12, one.k21, one.k13, one.k31, np.array([root * (1 + apart)]))
        times = np.array([0.5, 5, 40, 60, 600])
        _, effect = simulate_population(near, infusion(35, 40), times)
        agree(effect[0], plainly(near, 0, infusion(35, 40), times)[1], dose_mg=35, v1=one.v1[0])


@pytest.mark.parametrize(
    "rows", [[0], list(range(5, 22)), [36], list(range(36, -1, -1))], ids=["one", "some", "the last", "all, backwards"]
)
def test_a_person_s_figures_are_the_same_bits_in_any_company(rows):
    bunch, chosen = people(37), np.array(rows)
    some = Bodies(*bunch.table()[:, chosen])
    all_plasma, all_effect = simulate_population(bunch, SIX, TIMES_MIN)
    plasma, effect = simulate_population(some, SIX, TIMES_MIN)

    assert np.array_equal(plasma, all_plasma[chosen]) and np.array_equal(effect, all_effect[chosen])


def test_before_the_first_dose_and_without_any_there_is_nothing():
    bunch, times = people(3), np.array([0.0, 10, 20, 30])

    assert not np.any(simulate_population(bunch, Schedule(()), times))
    plasma, effect = simulate_population(bunch, bolus(20, at_min=15), times)
    assert not np.any(plasma[:, :2]) and not np.any(effect[:, :2])
    assert np.all(plasma[:, 2:] > 0) and np.all(effect[:, 2:] > 0)


def test_times_that_lie_evenly_need_few_lengths():
    """211 steps between events and outputs, but only 16 lengths of them: so many exponentials a person."""
    steps = plan(SIX, TIMES_MIN)

    assert len(steps.length) == 211
    assert len(steps.lengths_min) <= 16


@pytest.mark.parametrize(("name", "value"), [("k10", -0.1), ("v1", 0), ("ke0", np.nan), ("k31", np.inf)])
def test_a_body_that_cannot_be_is_refused_with_its_row(name, value):
    numbers = dict(zip(("v1", "k10", "k12", "k21", "k13", "k31", "ke0"), people(5).table(), strict=True))
    numbers[name][3] = value

    with pytest.raises(UnstableModel, match=f"Row 3: {name} is"):
        Bodies(**numbers)


def test_times_of_a_population_rise():
    with pytest.raises(UnorderedTimes):
        simulate_population(people(1), SIX, np.array([10.0, 5]))


THREE = [name for name, model in ALL.items() if model.three]


@pytest.mark.parametrize("name", THREE)
def test_the_people_of_a_model_are_those_that_it_gives_one_by_one(name):
    """Weights from 45 to 120 kg and the model's own spread, beside `simulate` with the same etas."""
    model, chance = find(name), np.random.default_rng(3)
    weights_kg, standard = np.linspace(45, 120, 6), chance.standard_normal((6, len(model.variances)))
    many = people_of(model, weights_kg=weights_kg, standard=standard, ke0_per_min=0.2)
    times = np.array([5.0, 40, 80, 230])
    plasma, _ = simulate_population(many, infusion(35, 40), times)

    for row, weight_kg in enumerate(weights_kg):
        etas = etas_from(model, standard[row])
        one = simulate(model, infusion(35, 40), times, person=Person(weight_kg=weight_kg), etas=etas)
        np.testing.assert_allclose(plasma[row], one["plasma"], rtol=1e-9)


@pytest.mark.parametrize("name", [name for name in ALL if name not in THREE])
def test_a_model_of_another_shape_is_refused(name):
    with pytest.raises(NotThreeCompartments, match="Run its people one by one"):
        people_of(find(name), weights_kg=np.array([70.0]), standard=np.zeros((1, 7)), ke0_per_min=0.2)


def test_a_weight_out_of_bounds_among_many_is_refused():
    with pytest.raises(ImpossiblePerson, match="Weight 20 kg"):
        people_of(find("otto"), weights_kg=np.array([70.0, 20]), standard=np.zeros((2, 4)), ke0_per_min=0.2)
