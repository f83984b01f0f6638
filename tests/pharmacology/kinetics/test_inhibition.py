"""Ticlopidine beside ketamine, by Ashraf: the one part that is not linear in time."""

import math

import numpy as np
import pytest

from euthymia.pharmacology.kinetics import bolus, find, infusion, simulate, simulate_inhibited, typical
from euthymia.pharmacology.kinetics.inhibition import ImpossibleInhibitor, share_left
from tests.pharmacology.kinetics import oracle
from tests.pharmacology.kinetics.given import PERSON, SESSION_MIN


@pytest.mark.parametrize(
    ("ticlopidine_um", "left"),
    [
        (0, 1.0),
        (0.0001, 0.37 + 0.63 / (1 + 0.0001 / 0.031) * 0.017 / (0.017 + 18 * 0.0001 / 0.5701)),
        (1e6, 0.37),  # CYP2B6 wholly blocked; the rest of the liver goes on
    ],
)
def test_the_share_of_intrinsic_clearance_that_is_left(ticlopidine_um, left):
    assert share_left(ticlopidine_um) == pytest.approx(left, rel=1e-6)


def test_without_ticlopidine_it_is_the_linear_model():
    inhibited = simulate_inhibited(infusion(35, 40), SESSION_MIN, person=PERSON, ticlopidine_um=lambda _: 0.0)

    np.testing.assert_allclose(
        inhibited["plasma"], simulate(find("ashraf"), infusion(35, 40), SESSION_MIN, person=PERSON)["plasma"], rtol=1e-9
    )


def test_a_steady_block_raises_the_area_by_the_clearance_that_is_gone():
    """74.7 L/h to 57.4: a third more, and no more, because a liver that extracts much is limited by its flow."""
    times = np.unique(np.concatenate([np.arange(0.0, 20, 1), np.arange(20, 120, 5), np.arange(120, 1500, 30)]))
    open_, blocked = (
        np.trapezoid(
            simulate_inhibited(infusion(7, 2), times, person=PERSON, ticlopidine_um=lambda _, um=um: um)["plasma"],
            times,
        )
        for um in (0.0, 1e6)
    )
    assert blocked / open_ == pytest.approx(1.30, abs=0.02)


@pytest.mark.parametrize(
    "ticlopidine_um",
    [
        lambda t: 2 * math.exp(-t / 300),  # falling
        lambda t: 0.01 * t / (t + 60),  # rising
        lambda t: 0.002 + 0.001 * math.sin(t / 40),  # to and fro, where clearance is steepest
    ],
    ids=["falling", "rising", "to and fro"],
)
def test_an_ode_solver_agrees_while_ticlopidine_comes_and_goes(ticlopidine_um):
    schedule, times = infusion(35, 40) + bolus(10, at_min=90), np.array([20.0, 40, 80, 110, 230, 600])
    ashraf, values = find("ashraf"), typical(find("ashraf"), PERSON)

    def system_at(t):
        return ashraf.structure({**values, "cl_int": values["cl_int"] * share_left(ticlopidine_um(t))})

    found = simulate_inhibited(schedule, times, person=PERSON, ticlopidine_um=ticlopidine_um)["plasma"]
    stepped = oracle.amounts(system_at, schedule, times)[:, 0] * 1000 / values["vc"]

    np.testing.assert_allclose(found, stepped, rtol=1e-6)


@pytest.mark.parametrize("ticlopidine_um", [-0.1, math.nan, math.inf])
def test_a_concentration_below_zero_is_refused(ticlopidine_um):
    with pytest.raises(ImpossibleInhibitor, match="a concentration is 0 or more"):
        share_left(ticlopidine_um)


def test_a_course_that_jumps_is_refused_rather_than_smoothed():
    jumping = lambda t: 0.0 if t < 40 + 65 / 3 else 2.0  # noqa: E731

    with pytest.raises(ImpossibleInhibitor, match="changes too sharply between 40 and 230 min"):
        simulate_inhibited(infusion(35, 40), [40, 230], person=PERSON, ticlopidine_um=jumping)
