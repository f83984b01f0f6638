"""One session of everybody: drive, dissociation and pressure, each beside the plain way of computing it."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade import pressure
from euthymia.pharmacology.cascade.occupancy import session_drive, session_nodes
from euthymia.pharmacology.kinetics import DEFAULT, Person, etas_from, infusion, simulate
from euthymia.pharmacology.virtual_trial import admit, treat
from euthymia.pharmacology.virtual_trial.session import LIMITS_MMHG, drive, per_mg
from tests.pharmacology.virtual_trial.given import KETAMINE, MIDAZOLAM, assumed, chance, trial

MINUTES = (0.0, 20.0, 40.0, 60.0)


def one_mg(weights_kg, standard=None, minutes=40.0):
    people, spread = len(weights_kg), len(DEFAULT.spread[0])
    standard = np.zeros((people, spread)) if standard is None else standard
    way, delay = infusion(1.0, minutes), np.zeros(people)
    return per_mg(way, MINUTES, weights_kg=np.array(weights_kg), standard=standard, delay=delay)


def test_the_typical_person_at_the_typical_infusion_drives_1_whatever_half_occupancy_is():
    halves = np.array([30.0, 194.0, 2000.0])

    found = drive(one_mg([70.0] * 3), np.full(3, 35.0), halves)
    np.testing.assert_allclose(found, 1, rtol=1e-9)


@pytest.mark.parametrize("mg_per_kg", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("weight_kg", [45.0, 70.0, 130.0])
@pytest.mark.parametrize("minutes", [2.0, 40.0, 100.0])
def test_drive_is_that_of_the_plain_quadrature(mg_per_kg, weight_kg, minutes):
    found = drive(one_mg([weight_kg], minutes=minutes), np.array([mg_per_kg * weight_kg]), np.array([194.0]))

    plain = session_drive(
        infusion(mg_per_kg * weight_kg, minutes), person=Person(weight_kg=weight_kg), half_ng_per_ml=194.0
    )
    assert found[0] == pytest.approx(plain, rel=1e-6)


def test_a_person_of_the_models_own_spread_is_computed_as_the_model_computes_her():
    standard = np.random.default_rng(5).standard_normal((3, len(DEFAULT.spread[0])))
    found = one_mg([60.0, 80.0, 100.0], standard)

    nodes, _ = session_nodes(infusion(1.0, 40.0))
    for row, kg in enumerate((60.0, 80.0, 100.0)):
        etas = etas_from(DEFAULT, standard[row].tolist())
        alone = simulate(DEFAULT, infusion(1.0, 40.0), nodes, person=Person(weight_kg=kg), etas=etas)["plasma"]
        np.testing.assert_allclose(found.plasma[row], alone, rtol=1e-7, atol=1e-9)


def test_more_drug_drives_harder_and_less_than_in_proportion():
    doses = np.array([0.0, 17.5, 35.0, 70.0])

    found = drive(one_mg([70.0] * 4), doses, np.full(4, 194.0))
    assert found[0] == 0 and np.all(np.diff(found) > 0) and found[3] < 2 * found[2]


def test_placebo_dissociates_nobody_and_its_pressure_still_rises_by_the_cuff_alone():
    """The largest of twelve readings lies above the first one without any drug: as the facts say, about 12 mmHg."""
    admitted = admit(trial(), assumed(), chance(4000))
    drug, none = treat(admitted, KETAMINE).sessions[1], treat(admitted, MIDAZOLAM).sessions[1]

    assert none.cadss.max() == 0
    assert 5 < none.systolic_rise_mmhg.mean() < 15
    assert np.all(drug.systolic_rise_mmhg >= none.systolic_rise_mmhg)  # the same people, cuff and nerves
    assert np.all(drug.above_limit >= none.above_limit)


def test_the_limits_are_those_of_the_outpatients_who_were_watched():
    assert LIMITS_MMHG == {"systolic": 165.0, "diastolic": 100.0}
    assert set(LIMITS_MMHG) < set(pressure.SIGNS)
