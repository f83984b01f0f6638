"""The alarm sound is paused for each condition by itself, for a limited time, by name; a new one sounds."""

import time

import pytest

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.session import board
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch import Limits, LimitsOutOfOrder
from tests.clinic import chairside


def paused(session):
    return board.page_board(session)["sound_paused"]


@pytest.fixture
def high(clinic):
    session = chairside.running(clinic)
    return acts.enter_vitals(session, {"systolic_mmhg": 185.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)


def test_a_pause_holds_for_what_sounds_now_and_for_two_minutes_at_most(clinic, high):
    acts.pause_sound(high, by=clinic.nurse)

    told = paused(high)["systolic_mmhg:pause"]
    assert told["by"] == clinic.nurse.name
    assert told["until_s"] - time.time() == pytest.approx(120, abs=5)
    assert f"by {clinic.nurse.name}" in board.page_board(high)["log"][0]["text"]


def test_a_new_condition_sounds(clinic, high):
    acts.pause_sound(high, by=clinic.nurse)
    acts.enter_vitals(high, {"sedation_moaas": 2.0}, by=clinic.nurse)
    assert "sedation_moaas:stop" not in paused(high)


def test_a_condition_that_begins_again_sounds(clinic, high):
    acts.pause_sound(high, by=clinic.nurse)
    acts.enter_vitals(high, {"systolic_mmhg": 130.0, "diastolic_mmhg": 78.0}, by=clinic.nurse)
    assert "systolic_mmhg:pause" in paused(high)
    acts.enter_vitals(high, {"systolic_mmhg": 186.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)
    assert "systolic_mmhg:pause" not in paused(high)


def test_where_nothing_sounds_there_is_nothing_to_pause(clinic):
    session = chairside.running(clinic)
    with pytest.raises(Refusal, match="nothing to pause"):
        acts.pause_sound(session, by=clinic.nurse)


def test_no_policy_pauses_for_longer_than_two_minutes():
    assert Limits(audio_pause_s=60).audio_pause_s == 60
    with pytest.raises(LimitsOutOfOrder, match="at most 120 s"):
        Limits(audio_pause_s=121)


@pytest.mark.parametrize(
    ("kind", "level", "says"),
    [("dissociation", 3, "Dissociation 3 of 4, strong"), ("distress", 0, "Distress 0 of 4, none")],
)
def test_one_tap_rates_dissociation_and_distress(clinic, kind, level, says):
    session = chairside.running(clinic)
    acts.rate(session, kind, level, by=clinic.nurse)
    assert says in board.page_board(session)["log"][0]["text"]


@pytest.mark.parametrize("level", [-1, 5])
def test_a_rating_is_zero_to_four(clinic, level):
    with pytest.raises(Refusal, match="not 0 to 4"):
        acts.rate(chairside.running(clinic), "distress", level, by=clinic.nurse)
