"""From the record of a chair to a forecast: what is a reading, what stops it, and what may be asked."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.declaration import NotASwitch
from euthymia.medicine.policies.forecast import ForecastPolicy
from euthymia.pharmacology.forecast import (
    Change,
    Charted,
    Cuffs,
    Given,
    NoChange,
    OutsideTheOrder,
    Reading,
    Signed,
    assumed,
    cuffs,
    given_so_far,
    runs_of,
    stops,
    what_if,
)
from tests.examples import examples

SIGNED = Signed(dose_mg=35, mg_per_min=35 / 40, minutes=40, mg_per_ml=0.35)  # 150 mL/h
RUNNING = Given(((0.0, None),), 10.0)
PAUSED = Given(((0.0, 10.0),), 15.0)


def doses(schedule):
    return [(round(d.begins_min, 3), round(d.minutes, 3), round(d.dose_mg, 3)) for d in schedule.infusions]


# What was charted


@pytest.mark.parametrize(
    ("charted", "readings", "artefacts"),
    [
        ([("systolic_mmhg", 130, 1060), ("diastolic_mmhg", 82, 1060)], [(1, 130, 82)], []),
        ([("systolic_mmhg", 130, 1060)], [], [1]),  # half a pressure
        ([("systolic_mmhg", None, 1060), ("diastolic_mmhg", 82, 1060)], [], [1]),  # the device sent no value
        ([("systolic_mmhg", 400, 1060, "impossible"), ("diastolic_mmhg", 82, 1060)], [], [1]),
        ([("systolic_mmhg", 80, 1060), ("diastolic_mmhg", 82, 1060)], [], [1]),  # not above
        ([("systolic_mmhg", 130, 1060, "repeat"), ("diastolic_mmhg", 82, 1060, "repeat")], [], []),
        (
            [("systolic_mmhg", 130, 1120), ("diastolic_mmhg", 82, 1120), ("systolic_mmhg", 120, 1060),
             ("diastolic_mmhg", 80, 1060)],
            [(1, 120, 80), (2, 130, 82)], [],
        ),  # in the order of their times
    ],
)  # fmt: skip
def test_charted_values_are_paired_into_readings_and_artefacts_are_left_out(charted, readings, artefacts):
    found = cuffs([Charted(*row) for row in charted], start_s=1000)

    assert [tuple(one)[:3] for one in found.readings] == readings
    assert list(found.artefacts_min) == artefacts


@pytest.mark.parametrize(
    ("beats", "beat"),
    [
        ([(70, 1050), (90, 1068)], 90),  # the nearest
        ([(70, 990)], None),  # more than a minute away
        ([(None, 1060)], None),
    ],
)
def test_the_nearest_beat_goes_with_a_cuff_reading(beats, beat):
    charted = [Charted("systolic_mmhg", 130, 1060), Charted("diastolic_mmhg", 82, 1060)]
    found = cuffs([*charted, *(Charted("pulse_bpm", value, at_s) for value, at_s in beats)], start_s=1000)

    got = found.readings[0].heart_rate
    assert math.isnan(got) if beat is None else got == beat


# What stops it

GOOD = Cuffs((Reading(0, 120, 75), Reading(10, 124, 78)), ())


@pytest.mark.parametrize(
    ("seen", "more", "stopped", "reason"),
    [
        (GOOD, {}, set(), ""),
        (GOOD, {"drugs": ["labetalol"]}, {"systolic", "diastolic", "heart rate", "dissociation"},
         "Labetalol was given in this session. The model does not know it."),
        (GOOD, {"pump_says": "The pump runs on after a pause."},
         {"concentration", "systolic", "diastolic", "heart rate", "dissociation"},
         "The pump runs on after a pause. What was given is not known, so nothing is forecast."),
        (Cuffs((), ()), {}, {"systolic", "diastolic", "heart rate"},
         "No cuff reading of this session can be used yet."),
        (Cuffs(GOOD.readings, (5.0, 11.0)), {}, set(), ""),  # one since the last good one: the band is only wider
        (Cuffs(GOOD.readings, (11.0, 12.0)), {}, {"systolic", "diastolic", "heart rate"},
         "The last 2 cuff readings are artefacts."),
        (GOOD, {"now_min": 41}, {"systolic", "diastolic", "heart rate"},
         "No cuff reading that can be used for 31 min."),
    ],
)  # fmt: skip
def test_what_is_not_in_the_model_stops_a_forecast_and_says_why(seen, more, stopped, reason):
    asked = {"drugs": [], "pump_says": "", "now_min": 15.0, **more}

    found = stops(seen, policy=ForecastPolicy(), **asked)

    assert {name for stop in found for name in stop.names} == stopped
    assert [stop.reason for stop in found] == ([reason] if reason else [])


def test_it_is_off_until_a_director_signs_it_on_and_a_switch_has_two_sides():
    assert ForecastPolicy().shown == 0
    with pytest.raises(NotASwitch, match="Enter 1 to show it, or 0"):
        ForecastPolicy(shown=2)


# What was given, and what may be asked


@pytest.mark.parametrize(
    ("record", "so_far", "goes_on"),
    [
        (RUNNING, [(0, 10, 8.75)], [(0, 10, 8.75), (10, 30, 26.25)]),
        (PAUSED, [(0, 10, 8.75)], [(0, 10, 8.75)]),  # nobody assumes that it starts again
        (Given(((0.0, 10.0), (15.0, None)), 20.0), [(0, 10, 8.75), (15, 5, 4.375)],
         [(0, 10, 8.75), (15, 5, 4.375), (20, 25, 21.875)]),
        (Given(((0.0, None),), 55.0), [(0, 40, 35)], [(0, 40, 35)]),  # never more than the bag held
        (Given(((0.0, 10.0),), 4.0), [(0, 4, 3.5)], [(0, 4, 3.5)]),  # as it was before a later line of the record
        (Given((), 0.0), [], []),
    ],
)  # fmt: skip
def test_the_record_gives_the_dose_so_far_and_what_is_taken_for_granted(record, so_far, goes_on):
    assert doses(given_so_far(record, SIGNED)) == so_far
    assert doses(assumed(record, SIGNED)) == goes_on


@pytest.mark.parametrize(
    ("record", "change", "then"),
    [
        (RUNNING, Change("stop"), []),
        (RUNNING, Change("pause", minutes=5), [(15, 30, 26.25)]),
        (RUNNING, Change("rate", ml_per_h=75), [(10, 30, 13.125)]),  # half as fast for what is left: less in all
        (RUNNING, Change("rate", ml_per_h=150, minutes=10), [(10, 10, 8.75)]),
        (PAUSED, Change("rate", ml_per_h=150), [(15, 30, 26.25)]),
        (PAUSED, Change("pause", minutes=10), [(25, 30, 26.25)]),
    ],
)
def test_a_question_inside_the_order_is_answered(record, change, then):
    assert doses(what_if(change, record, SIGNED)) == [(0, 10, 8.75), *then]


@pytest.mark.parametrize(
    ("record", "change", "error", "words"),
    [
        (RUNNING, Change("rate", ml_per_h=151), OutsideTheOrder, "faster than the 150 mL/h that were signed"),
        (RUNNING, Change("rate", ml_per_h=75, minutes=31), OutsideTheOrder, "30 min at the pump are left"),
        (Given(((0.0, 10.0),), 15.0, over=True), Change("pause", minutes=5), OutsideTheOrder, "run its course"),
        (Given(((0.0, None),), 45.0), Change("rate", ml_per_h=10), OutsideTheOrder, "run its course"),
        (RUNNING, Change("rate"), NoChange, "a number above 0"),
        (RUNNING, Change("rate", ml_per_h=-5), NoChange, "a number above 0"),
        (RUNNING, Change("rate", ml_per_h=float("nan")), NoChange, "a number above 0"),
        (RUNNING, Change("rate", ml_per_h=75, minutes=0), NoChange, "leave it empty"),
        (RUNNING, Change("pause"), NoChange, "more than 0 and up to 60"),
        (RUNNING, Change("pause", minutes=61), NoChange, "more than 0 and up to 60"),
    ],
)
def test_a_question_outside_the_order_is_refused_with_the_reason(record, change, error, words):
    with pytest.raises(error, match=words):
        what_if(change, record, SIGNED)


@given(
    st.lists(st.floats(0.5, 30), min_size=1, max_size=6), st.floats(0, 30),
    st.one_of(
        st.just(Change("stop")), st.builds(Change, st.just("pause"), st.none(), st.floats(0.1, 60)),
        st.builds(Change, st.just("rate"), st.floats(1, 200), st.one_of(st.none(), st.floats(0.1, 60))),
    ),
)  # fmt: skip
@examples(200)
def test_no_answer_is_more_faster_or_longer_than_was_signed(lengths, since, change):
    """Whatever the pump did so far, and whatever is asked."""
    edges = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    runs = tuple(zip(edges[::2], edges[1::2], strict=False))
    record = Given(runs, edges[-1] + since)
    try:
        schedule = what_if(change, record, SIGNED)
    except (OutsideTheOrder, NoChange):
        return

    assert schedule.dose_mg <= SIGNED.dose_mg * (1 + 1e-9)
    assert all(one.mg_per_min <= SIGNED.mg_per_min * (1 + 1e-9) for one in schedule.infusions)
    assert sum(one.minutes for one in schedule.infusions) <= SIGNED.minutes * (1 + 1e-9)
    assert schedule.overlaps == ()


def test_runs_count_in_minutes_from_the_first_start():
    assert runs_of([(1000, 1600), (1900, None)]) == ((0, 10), (15, None))
