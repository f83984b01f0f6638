"""From the blood to the receptor, and how hard a session drives beside a typical one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from euthymia.pharmacology.cascade.occupancy import (
    ImpossibleHalf,
    NoSession,
    exposure,
    held_min,
    occupancy,
    session_drive,
)
from euthymia.pharmacology.kinetics import DEFAULT, Person, Schedule, bolus, infusion, typical
from euthymia.pharmacology.kinetics.solve import amounts
from tests.examples import examples
from tests.pharmacology.kinetics.given import PERSON

halves = st.floats(5, 5000)


@pytest.mark.parametrize(
    ("ng_per_ml", "half", "share"), [(0, 194, 0), (194, 194, 0.5), (185, 194, 0.488), (1e6, 194, 1)]
)
def test_receptors_held(ng_per_ml, half, share):
    assert occupancy(np.array(ng_per_ml, float), half) == pytest.approx(share, abs=5e-4)


@examples(30)
@given(halves)
def test_the_typical_infusion_drives_1_whatever_half_occupancy_is(half):
    assert session_drive(infusion(35, 40), person=PERSON, half_ng_per_ml=half) == pytest.approx(1, abs=1e-12)


@examples(30)
@given(halves, st.floats(0, 200), st.floats(0, 50))
def test_more_drug_never_drives_less_and_less_than_in_proportion(half, dose_mg, more_mg):
    less, more = (
        session_drive(infusion(dose, 40), person=PERSON, half_ng_per_ml=half) for dose in (dose_mg, dose_mg + more_mg)
    )

    assert 0 <= less <= more
    assert more * dose_mg <= less * (dose_mg + more_mg) + 1e-9


@pytest.mark.parametrize(
    ("dose_mg", "minutes", "half", "drive"),
    [(0, 40, 194, 0), (35, 45, 194, 1.001), (35, 100, 194, 1.03), (70, 40, 194, 1.71), (70, 40, 20, 1.44)],
)
def test_what_other_sessions_drive_hangs_on_a_half_that_nothing_fixes(dose_mg, minutes, half, drive):
    found = session_drive(infusion(dose_mg, minutes), person=PERSON, half_ng_per_ml=half)

    assert found == pytest.approx(drive, abs=0.01)


def test_quadrature_is_what_an_ode_solver_gives():
    system = DEFAULT.structure(typical(DEFAULT, PERSON))
    litres = system.readings[0].litres

    def change(time, state):
        dose = 35 / 40 if time < 40 else 0.0
        rate = system.per_min @ state[:-1]
        rate[system.place(system.dosed)] += dose
        ng = 1000 * state[system.place("plasma")] / litres
        return np.append(rate, ng / (ng + 194))

    state = np.zeros(len(system.compartments) + 1)
    for span in ((0, 40), (40, 40 + 4320)):
        state = solve_ivp(change, span, state, method="LSODA", rtol=1e-11, atol=1e-12).y[:, -1]
    found = held_min(DEFAULT, infusion(35, 40), person=PERSON, half_ng_per_ml=194)

    assert found == pytest.approx(state[-1], rel=1e-6)
    assert amounts(system, infusion(35, 40), np.array([40.0]))[0, 0] > 0


def test_r_ketamine_counts_for_less():
    both = {"plasma_s": np.array([60.0]), "plasma_r": np.array([70.0]), "plasma": np.array([130.0])}

    assert exposure(both, r_potency=0.5).tolist() == [95.0]
    assert exposure({"plasma": np.array([130.0])}, r_potency=0.5).tolist() == [130.0]


def test_what_cannot_be_is_refused():
    with pytest.raises(NoSession, match="No dose was given"):
        held_min(DEFAULT, Schedule(()), person=PERSON, half_ng_per_ml=194)
    with pytest.raises(ImpossibleHalf, match="above 0"):
        occupancy(np.array([100.0]), 0.0)
    assert session_drive(bolus(10), person=Person(weight_kg=70), half_ng_per_ml=194) > 0
