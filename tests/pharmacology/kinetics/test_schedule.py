"""Schedules: what was given and when, and what is refused."""

import math

import numpy as np
import pytest

from euthymia.pharmacology.kinetics import (
    Bolus,
    Infusion,
    Person,
    Schedule,
    bolus,
    check_one_pump,
    course,
    find,
    infusion,
    paused,
    rates,
    simulate,
)
from euthymia.pharmacology.kinetics.schedule import (
    ImpossibleDose,
    ImpossibleTime,
    TwoInfusionsOnOnePump,
    UnorderedTimes,
)
from tests.pharmacology.kinetics.given import PERSON


@pytest.mark.parametrize(
    ("schedule", "pieces"),
    [
        (infusion(35, 40), [(0, 0, 0.875), (40, 0, 0)]),
        (bolus(20, at_min=5), [(5, 20, 0)]),
        (infusion(20, 20) + bolus(7, at_min=10), [(0, 0, 1), (10, 7, 1), (20, 0, 0)]),
        (infusion(20, 20) + infusion(10, 20, begins_min=10), [(0, 0, 1), (10, 0, 1.5), (20, 0, 0.5), (30, 0, 0)]),
        (rates([0, 10, 30, 40], [1, 0.5, 2, 0]), [(0, 0, 1), (10, 0, 0.5), (30, 0, 2), (40, 0, 0)]),
        (paused(infusion(40, 40), from_min=10, to_min=25), [(0, 0, 1), (10, 0, 0), (25, 0, 1), (55, 0, 0)]),
        (paused(infusion(40, 40), from_min=50, to_min=60), [(0, 0, 1), (40, 0, 0)]),
        (course(infusion(1, 1), days=(0, 3)), [(0, 0, 1), (1, 0, 0), (4320, 0, 1), (4321, 0, 0)]),
    ],
)
def test_a_schedule_is_cut_where_anything_changes(schedule, pieces):
    """A piece: from which minute, mg at once, mg a minute."""
    assert [tuple(piece) for piece in schedule.pieces()] == pieces


def test_a_pause_moves_every_later_rate_and_loses_no_drug():
    changed = rates([0, 20, 40], [1, 0.5, 0])
    held = paused(changed, from_min=10, to_min=15)

    assert held.dose_mg == changed.dose_mg == 30
    assert not held.warnings
    assert [(d.begins_min, d.mg_per_min) for d in held.infusions] == [(0, 1), (15, 1), (25, 0.5)]


def test_infusions_that_overlap_are_added_and_it_is_said():
    both = infusion(20, 20) + infusion(10, 20, begins_min=10)

    assert both.warnings == ("Two infusions overlap from 10 to 20 min: their rates are added.",)
    found = simulate(find("otto"), both, [30], person=PERSON)
    assert "overlap from 10 to 20 min" in " ".join(flag.sentence for flag in found.flags)


def test_one_pump_runs_one_infusion():
    check_one_pump(infusion(20, 20) + infusion(10, 20, begins_min=20))

    with pytest.raises(TwoInfusionsOnOnePump, match="begins at 10 min while the one from 0 min runs until 20 min"):
        check_one_pump(infusion(20, 20) + infusion(10, 20, begins_min=10))


@pytest.mark.parametrize(
    ("dose_mg", "said"),
    [(-1, "-1 mg"), (math.nan, "nan mg"), (math.inf, "inf mg"), (None, "missing")],
)
@pytest.mark.parametrize("kind", [lambda mg: Infusion(0, 40, mg), lambda mg: Bolus(0, mg)], ids=["infusion", "bolus"])
def test_a_dose_is_a_number_of_milligrams(kind, dose_mg, said):
    with pytest.raises(ImpossibleDose, match=f"Dose {said}: a dose is a number of mg of ketamine base, 0 or more"):
        kind(dose_mg)


@pytest.mark.parametrize(
    ("begins_min", "minutes"), [(math.nan, 40), (math.inf, 40), (0, 0), (0, -5), (0, math.nan), (0, math.inf)]
)
def test_a_time_is_a_number_of_minutes(begins_min, minutes):
    with pytest.raises(ImpossibleTime, match="is needed"):
        Infusion(begins_min, minutes, 35)


@pytest.mark.parametrize("times_min", [[0, 40, 10], [0, 10, 10], [5, 0]])
def test_times_that_do_not_rise_are_refused(times_min):
    with pytest.raises(UnorderedTimes, match="times must rise"):
        simulate(find("otto"), infusion(35, 40), times_min, person=PERSON)
    with pytest.raises(UnorderedTimes):
        rates(times_min, [1.0] * len(times_min))


@pytest.mark.parametrize("mg_per_min", [[1, 0.5], [1, 2, 3], []])
def test_a_pump_s_record_ends_with_the_rate_zero(mg_per_min):
    with pytest.raises(ImpossibleDose, match="ends with the rate 0"):
        rates([0, 10, 20], mg_per_min)


def test_times_that_are_no_numbers_are_refused():
    with pytest.raises(ImpossibleTime, match="nan min"):
        simulate(find("otto"), infusion(35, 40), [0, math.nan], person=PERSON)


def test_an_empty_schedule_leaves_the_blood_empty():
    found = simulate(find("otto"), Schedule(()), [0, 40], person=Person(weight_kg=70))

    assert np.all(found["plasma"] == 0)
