"""Dosing: from a signed order to the bag and the pump.

The usual order is 0.5 mg/kg over 40 min. Soft limits ask a reason, hard limits stop. All limits are clinic policies.
"""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.dosing import (
    DoseLimits,
    DoseRefused,
    ImpossibleOrder,
    NotRacemic,
    Order,
    SecondCheck,
    SignedOnce,
    UnorderedSegments,
    check_plan,
    check_signatures,
    check_weight,
    delivered_mg,
    double_check,
    may_show_dose,
    plan,
    plan_as_dict,
    plan_from_dict,
    second_signature,
    weight_in_kg,
    weight_of,
)
from euthymia.medicine.dosing.weight import UnknownUnit, WeightEntry, WeightRefused, WeightsDiffer
from euthymia.medicine.sources import SOURCES

LIMITS = DoseLimits()


def ordered(mg_per_kg=0.5, minutes=40, kg=70, vial=10, bag=100, **more):
    order = Order(dose_mg_per_kg=mg_per_kg, duration_min=minutes, weight_kg=kg, vial_mg_per_ml=vial, bag_ml=bag, **more)
    return plan(order, limits=LIMITS)


ORDERED = Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=70, vial_mg_per_ml=10, bag_ml=100)
READ = SecondCheck(
    weight_kg=70, drug="racemic ketamine", vial_mg_per_ml=10, dose_mg=35, concentration_mg_per_ml=0.35, rate_ml_h=150
)
USUAL = ordered()


# The plan


@given(st.floats(0.1, 1), st.floats(30, 120), st.floats(30, 300), st.sampled_from([10, 50, 100]))
def test_milligrams_per_kilogram_milligrams_per_hour_and_millilitres_per_hour_agree(mg_per_kg, minutes, kg, vial):
    made = ordered(mg_per_kg, minutes, kg, vial, bag=250)

    assert made.rate_ml_h * made.concentration_mg_per_ml == pytest.approx(made.rate_mg_h)
    assert made.rate_mg_per_kg_h * kg * minutes / 60 == pytest.approx(mg_per_kg * kg)
    assert made.drug_volume_ml * vial == pytest.approx(made.dose_mg)
    assert made.total_volume_ml * made.concentration_mg_per_ml == pytest.approx(made.dose_mg)


@pytest.mark.parametrize(
    ("kg", "vial", "bag", "dose_mg", "drug_ml", "rate_ml_h"),
    [
        (70, 10, 100, 35, 3.5, 150),
        (70, 50, 100, 35, 0.7, 150),
        (70, 10, 50, 35, 3.5, 75),
        (100, 50, 100, 50, 1.0, 150),
        (45, 10, 100, 22.5, 2.25, 150),
    ],
)
def test_the_usual_order_comes_to(kg, vial, bag, dose_mg, drug_ml, rate_ml_h):
    made = ordered(kg=kg, vial=vial, bag=bag)

    assert made.dose_mg == pytest.approx(dose_mg)
    assert made.drug_volume_ml == pytest.approx(drug_ml)
    assert made.rate_ml_h == pytest.approx(rate_ml_h)
    assert made.rate_mg_per_kg_h == pytest.approx(0.75)
    assert (made.soft, made.hard) == ((), ())


def test_the_volume_of_the_drug_is_withdrawn_from_the_bag_first():
    assert USUAL.steps[0].startswith("Withdraw 3.50 mL from the 100 mL bag")
    assert USUAL.total_volume_ml == 100


# Limits


@pytest.mark.parametrize(
    ("mg_per_kg", "minutes", "kg", "soft", "hard"),
    [
        (0.5, 40, 70, [], []),
        (0.75, 60, 70, [], []),  # the limit itself passes
        (0.8, 64, 70, ["dose"], []),
        (0.5, 39, 70, ["duration", "rate"], []),
        (0.5, 29, 70, ["duration", "rate"], ["duration too short"]),
        (1.0, 39, 70, ["dose", "duration", "rate"], ["rate too fast"]),
        (0.09, 40, 70, [], ["dose too low"]),
        (5.0, 40, 70, ["dose", "rate"], ["dose in all", "rate too fast"]),  # tenfold
        (0.05, 40, 70, [], ["dose too low"]),  # a tenth
        (35, 40, 70, ["dose", "rate"], ["dose in all", "rate too fast"]),  # mg typed as mg/kg
        (0.7, 60, 150, [], ["dose in all"]),
    ],
)
def test_each_limit_is_named_when_it_is_passed(mg_per_kg, minutes, kg, soft, hard):
    made = ordered(mg_per_kg, minutes, kg, vial=50, bag=250)

    assert [breach.key for breach in made.soft] == soft
    assert [breach.key for breach in made.hard] == hard
    assert all(breach.source in SOURCES for breach in (*made.soft, *made.hard))


@pytest.mark.parametrize(
    ("mg_per_kg", "signatures", "waits"), [(1.0, 1, False), (1.1, 1, True), (1.1, 2, False), (0.5, 1, False)]
)
def test_above_one_milligram_per_kilogram_two_prescribers_sign(mg_per_kg, signatures, waits):
    made = Order(
        dose_mg_per_kg=mg_per_kg, duration_min=90, weight_kg=70, vial_mg_per_ml=50, bag_ml=250, signatures=signatures
    )

    assert bool(second_signature(made, limits=LIMITS)) == waits
    if waits:
        with pytest.raises(SignedOnce, match="second prescriber signs it before the chair"):
            check_signatures(made, limits=LIMITS)
    else:
        check_signatures(made, limits=LIMITS)


def test_a_plan_beyond_hard_limits_is_refused_with_all_of_them():
    with pytest.raises(DoseRefused, match=r"above 100 mg.*above 1.5 mg/kg/h"):
        check_plan(ordered(5.0, 40, 70))
    check_plan(USUAL)


@pytest.mark.parametrize("changed", [{"vial": 20}, {"minutes": 0}, {"mg_per_kg": 0}, {"kg": -70}, {"bag": 3}])
def test_an_order_that_nobody_could_make_up_is_refused(changed):
    with pytest.raises(ImpossibleOrder):
        ordered(**changed)


def test_another_form_of_the_drug_is_refused():
    with pytest.raises(NotRacemic, match="not equipotent"):
        ordered(drug="esketamine")


def test_every_limit_names_its_source():
    assert all(limit.metadata["policy"].source in SOURCES for limit in fields(DoseLimits))


# The second person


@pytest.mark.parametrize(
    ("dose_mg", "mg_per_ml", "rate_ml_h", "differs"),
    [
        (35, 0.35, 150, []),
        (35.5, 0.35, 150, []),  # within 2 %
        (36, 0.35, 150, ["dose"]),
        (350, 0.35, 150, ["dose"]),
        (35, 0.35, 52.5, ["rate"]),
        (77, 0.77, 150, ["dose", "concentration"]),
        (float("nan"), 0.35, 150, ["dose"]),
    ],
)
def test_the_second_check_says_exactly_what_differs(dose_mg, mg_per_ml, rate_ml_h, differs):
    second = replace(READ, dose_mg=dose_mg, concentration_mg_per_ml=mg_per_ml, rate_ml_h=rate_ml_h)

    assert [
        found.what for found in double_check(USUAL, second, order=ORDERED, tolerance=LIMITS.check_tolerance)
    ] == differs


@pytest.mark.parametrize(
    ("dose_mg", "rate_ml_h", "hint"), [(350, 150, "decimal point"), (35, 52.5, "rate in mg/h, not mL/h")]
)
def test_the_usual_slips_are_said_aloud(dose_mg, rate_ml_h, hint):
    second = replace(READ, dose_mg=dose_mg, rate_ml_h=rate_ml_h)

    (found,) = double_check(USUAL, second, order=ORDERED, tolerance=LIMITS.check_tolerance)
    assert hint in found.sentence


@pytest.mark.parametrize(
    ("read", "what", "says"),
    [
        ({"weight_kg": 70.5}, None, ""),  # two people reading one scale
        ({"weight_kg": 154.0}, "weight", "mind the unit"),
        ({"weight_kg": float("nan")}, "weight", "Weigh again"),
        ({"vial_mg_per_ml": 50.0}, "vial", "Take the label in hand"),
        ({"drug": "esketamine"}, "drug", "Stop"),
    ],
    ids=str,
)
def test_what_the_second_person_reads_must_be_what_was_ordered(read, what, says):
    found = double_check(USUAL, replace(READ, **read), order=ORDERED, tolerance=LIMITS.check_tolerance)

    assert [one.what for one in found] == ([what] if what else [])
    assert all(says in one.blind and "70 kg" not in one.blind and "10 mg/mL" not in one.blind for one in found)


# What was given


@pytest.mark.parametrize(
    ("runs", "as_of_s", "mg"),
    [
        ([], 100, 0),
        ([(0, None)], 1200, 17.5),  # half of 40 min
        ([(0, 600)], 5000, 8.75),
        ([(0, 600), (900, None)], 1500, 17.5),  # a pause of 5 min
        ([(0, None)], 9999, 35),  # never more than the bag held
        ([(500, None)], 100, 0),  # not begun
    ],
)
def test_what_was_given_follows_the_recorded_runs_of_the_pump(runs, as_of_s, mg):
    assert delivered_mg(USUAL, runs, as_of_s=as_of_s) == pytest.approx(mg)


@pytest.mark.parametrize("runs", [[(10, 5)], [(0, 600), (500, 700)], [(0, None), (10, 20)]])
def test_runs_that_cannot_all_be_true_are_refused(runs):
    with pytest.raises(UnorderedSegments):
        delivered_mg(USUAL, runs, as_of_s=1000)


@pytest.mark.parametrize("made", [USUAL, ordered(5.0), ordered(line_ml=2)])
def test_a_signed_plan_reads_back_exactly(made):
    assert plan_from_dict(json.loads(json.dumps(plan_as_dict(made)))) == made


# The weight


@pytest.mark.parametrize(
    ("today_kg", "last_kg", "height_cm", "concerns"),
    [
        (70, 69, 175, []),
        (154, 70, 175, ["pounds"]),  # 154 lb typed as kg
        (140, 70, 175, ["pounds"]),  # ratio 2.0
        (35, 77, 175, ["pounds"]),  # the other way round
        (78, 70, 175, ["change"]),
        (62, 70, 175, ["change"]),
        (77, 70, 175, []),  # 10 % passes
        (70, None, 175, []),
        (154, None, 175, ["bmi"]),
        (40, None, 175, ["bmi"]),
        (70, None, None, ["no height"]),
    ],
)
def test_a_weight_is_held_against_the_last_weight_or_the_height(today_kg, last_kg, height_cm, concerns):
    assert [c.key for c in check_weight(today_kg, height_cm=height_cm, last_weight_kg=last_kg)] == concerns


@pytest.mark.parametrize(("today_kg", "last_kg", "concerns"), [(78, 70, []), (154, None, []), (154, 70, ["pounds"])])
def test_two_people_can_confirm_a_weight_but_never_pounds_typed_as_kilograms(today_kg, last_kg, concerns):
    found = check_weight(today_kg, height_cm=175, last_weight_kg=last_kg, unit_confirmed=True)

    assert [c.key for c in found] == concerns


@given(st.floats(35, 130))
def test_pounds_typed_as_kilograms_never_pass_when_the_last_weight_is_known(kg):
    assert check_weight(kg * 2.2046, height_cm=None, last_weight_kg=kg)


@pytest.mark.parametrize("weight_kg", [0, 29.9, 300.1, -70, float("nan")])
def test_a_weight_that_the_clinic_does_not_treat_is_refused(weight_kg):
    with pytest.raises(WeightRefused):
        check_weight(weight_kg, height_cm=175, last_weight_kg=None)


def test_a_weight_has_a_unit():
    assert weight_in_kg(154, "lb") == pytest.approx(69.85, abs=0.01)
    with pytest.raises(UnknownUnit):
        weight_in_kg(11, "stone")


@pytest.mark.parametrize(
    ("second", "agree"),
    [
        (WeightEntry(154, "lb", "second nurse"), True),
        (WeightEntry(154, "kg", "second nurse"), False),
        (WeightEntry(69.9, "kg", "first nurse"), False),  # the same person twice
    ],
)
def test_two_people_read_the_scale(second, agree):
    first = WeightEntry(69.9, "kg", "first nurse")
    if agree:
        assert weight_of(first, second) == 69.9
    else:
        with pytest.raises(WeightsDiffer):
            weight_of(first, second)


@pytest.mark.parametrize(
    ("prescriber", "unchecked", "shown"),
    [
        (True, True, True),  # who calculated
        (False, True, False),  # who is to work it out alone, and who would read it to them
        (False, False, True),  # after the check, and where no order waits for one
        (True, False, True),
    ],
)
def test_until_the_second_check_the_numbers_are_a_prescribers(prescriber, unchecked, shown):
    assert may_show_dose(prescriber=prescriber, unchecked=unchecked) is shown
