"""Laws that hold for every model, no matter who the person and whatever the schedule."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.pharmacology.kinetics import (
    ALL,
    Infusion,
    Person,
    Schedule,
    bolus,
    course,
    find,
    infusion,
    simulate,
    typical,
)
from euthymia.pharmacology.kinetics.solve import amounts
from euthymia.pharmacology.kinetics.system import OUT, Arrow, Reading, assemble
from tests.examples import examples
from tests.pharmacology.kinetics import oracle, sbml
from tests.pharmacology.kinetics.given import PERSON, body, infusions, models, people, schedules

TIMES_MIN = np.array([0.0, 1, 7, 40, 41, 200, 600, 841, 3000])
few = examples(40)


@few
@given(model=models, person=people, schedule=schedules)
def test_what_went_in_is_inside_or_has_left(model, person, schedule):
    found = amounts(body(model, person), schedule, TIMES_MIN)

    np.testing.assert_allclose(found[-1].sum(), schedule.dose_mg, rtol=1e-10)
    assert found.min() >= 0


@few
@given(model=models, person=people, one=schedules, other=schedules)
def test_two_schedules_together_give_the_sum_of_each(model, person, one, other):
    together, apart, beside = (amounts(body(model, person), s, TIMES_MIN) for s in (one + other, one, other))

    np.testing.assert_allclose(together, apart + beside, rtol=1e-9, atol=1e-12)


@few
@given(model=models, person=people, schedule=schedules, factor=st.floats(0.1, 10))
def test_twice_the_dose_gives_twice_the_curve(model, person, schedule, factor):
    once = simulate(model, schedule, TIMES_MIN, person=person)
    scaled = simulate(model, schedule.scaled(factor), TIMES_MIN, person=person)

    for name in once.curves:
        np.testing.assert_allclose(scaled[name], once[name] * factor, rtol=1e-9, atol=1e-12)


@few
@given(model=models, person=people, schedule=schedules, later_min=st.integers(1, 20000))
def test_a_schedule_later_gives_the_same_curve_later(model, person, schedule, later_min):
    now = amounts(body(model, person), schedule, TIMES_MIN)
    later = amounts(body(model, person), schedule.shifted(later_min), TIMES_MIN + later_min)

    np.testing.assert_allclose(later, now, rtol=1e-8, atol=1e-12)


@few
@given(model=models, person=people, one=infusions, share=st.floats(0.05, 0.95))
def test_an_infusion_cut_in_two_changes_nothing(model, person, one, share):
    first = Infusion(one.begins_min, one.minutes * share, one.dose_mg * share)
    second = Infusion(first.ends_min, one.minutes * (1 - share), one.dose_mg * (1 - share))
    whole, cut = (amounts(body(model, person), Schedule(doses), TIMES_MIN) for doses in ((one,), (first, second)))

    np.testing.assert_allclose(cut, whole, rtol=1e-9, atol=1e-12)


@few
@given(model=models, person=people)
def test_a_long_infusion_tends_to_rate_over_clearance(model, person):
    days = 1440 * 60
    found = simulate(model, infusion(days * 1.0, days), [days - 1], person=person)["plasma"][0]

    assert found == pytest.approx(1000 / model.clearance(typical(model, person)), rel=1e-6)


@few
@given(model=models, person=people, times=st.lists(st.integers(41, 4000), min_size=2, max_size=6, unique=True))
def test_plasma_only_falls_once_nothing_more_is_given(model, person, times):
    found = simulate(model, infusion(35, 40), sorted(times), person=person)["plasma"]

    assert np.all(np.diff(found) < 0)


@few
@given(model=models, person=people, schedule=schedules)
def test_an_ode_solver_gives_the_same(model, person, schedule):
    system, times = body(model, person), np.array([5.0, 40, 120, 700, 1500])
    exact, stepped = amounts(system, schedule, times), oracle.amounts(lambda _: system, schedule, times)

    np.testing.assert_allclose(exact, stepped, rtol=1e-7, atol=1e-7)


def test_equal_transit_rates_are_no_special_case():
    """Simons has two pairs of equal transits, where eigenvectors fail. Rates a hair apart give the same curve."""
    simons, times = find("simons"), np.linspace(1, 400, 80)
    equal = amounts(body(simons), infusion(35, 40), times)
    apart = body(simons)
    first = apart.place("plasma to norketamine, 1")
    nudged = apart.per_min.copy()
    nudged[:, first] *= 1 + 1e-9
    near = amounts(replace(apart, per_min=nudged), infusion(35, 40), times)

    roots = np.linalg.eig(apart.per_min)
    assert np.linalg.cond(roots.eigenvectors) > 1e7
    np.testing.assert_allclose(equal, near, rtol=1e-7)


def test_two_equal_transits_give_the_textbook_curve():
    """A bolus through two equal rates k: the second holds k·t·exp(-k·t) of it."""
    k, t = 0.1, np.array([1.0, 10, 50, 300])
    chain = assemble([Arrow("plasma", "next", k), Arrow("next", OUT, k)], [Reading("plasma", "plasma", 1.0)])
    found = amounts(chain, bolus(1.0), t)

    np.testing.assert_allclose(found[:, chain.place("next")], k * t * np.exp(-k * t), rtol=1e-13)


def test_six_infusions_over_two_weeks_leave_little_behind():
    """No accumulation worth the name at twice a week: the last peak is within 4 % of the first, in every model."""
    days = (0, 3, 7, 10, 14, 17)
    for model in ALL.values():
        ends = simulate(model, course(infusion(35, 40), days=days), [d * 1440 + 40 for d in days], person=PERSON)
        assert ends["plasma"][-1] / ends["plasma"][0] == pytest.approx(1, abs=0.04)


def test_nothing_is_in_the_blood_before_the_first_dose():
    found = simulate(find("otto"), infusion(35, 40, begins_min=30), [0, 29, 30, 31], person=Person(weight_kg=70))

    assert list(found["plasma"][:3]) == [0, 0, 0] and found["plasma"][3] > 0


@pytest.mark.parametrize("name", list(ALL))
def test_libroadrunner_gives_the_same(name):
    """Another program's answer, from the same arrows written as SBML."""
    system, times = body(find(name)), np.array([5.0, 20, 40, 80, 110, 230, 500])
    schedule = infusion(35, 40) + bolus(10, at_min=100) + infusion(20, 60, begins_min=200)
    exact, theirs = amounts(system, schedule, times), sbml.amounts(sbml.loaded(system), schedule, times)

    np.testing.assert_allclose(exact, theirs, rtol=1e-6, atol=1e-7)
