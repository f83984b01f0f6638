"""The watch: readings told apart, and alarms that wait for a person.

A repeat changes nothing, a late value is charted but never current, an impossible one is kept apart. An alarm stays
until its condition is over and a named person has acknowledged it.
"""

import pytest

from euthymia.medicine.watch import (
    NoName,
    UnknownAlarm,
    acknowledge,
    begin_condition,
    conditions_of,
    end_condition,
    step,
)
from tests.medicine.watch.chair import LIMITS, SPO2, SYS, active, after, fresh, says


@pytest.mark.parametrize(
    ("second", "outcome", "current"),
    [
        (says(SPO2, 96, 101), "new", 96),
        (says(SPO2, 97, 100), "repeat", 97),
        (says(SPO2, 95, 100), "amended", 95),
        (says(SPO2, 95, 100, place="1.2.1"), "new", 95),  # another probe, the same second
        (says(SPO2, 80, 96), "late", 97),
        (says(SPO2, 80, 90), "arrival", 80),  # its clock has stepped back
        (says(SPO2, None, 101), "no value", 97),
        (says(SPO2, 101, 101), "impossible", 97),
        (says(SPO2, float("nan"), 101), "impossible", 97),
        (says(SPO2, 95, 108), "future", 95),
        (says(SPO2, 95, 106), "new", 95),  # 5 s ahead are forgiven
    ],
)
def test_each_reading_is_told_apart(second, outcome, current):
    state = after(says(SPO2, 97, 100))

    result = step(state, [second], now_s=101, limits=LIMITS)
    assert result.outcomes == (outcome,)
    assert result.state.latest[SPO2].value == current


def test_another_sources_repeat_is_known_too():
    state = after(says(SPO2, 97, 100), says(SPO2, 95, 100, place="1.2.1"))

    assert step(state, [says(SPO2, 97, 100)], now_s=101, limits=LIMITS).outcomes == ("repeat",)


def test_a_later_reading_of_the_same_message_ends_what_an_earlier_one_raised():
    first, second = says("resp_rate_bpm", 9, 60, code=""), says("resp_rate_bpm", 14, 61, code="")

    result = step(fresh(), [first, second], now_s=61, limits=LIMITS)
    assert [alarm.key for alarm in result.raised] == [alarm.key for alarm in result.ended] == ["resp_rate_bpm:prompt"]


def test_an_impossible_value_is_kept_apart_and_the_next_good_one_ends_its_alarm():
    state = after(says("temperature_c", 384.5, 10))

    assert active(state) == ["temperature_c:impossible"]
    assert state.alarms["temperature_c:impossible"].kind == "technical"
    assert "temperature_c" not in state.latest
    assert active(after(says("temperature_c", 37, 20), state=state)) == []


def test_a_device_clock_ahead_of_ours_alarms_and_its_values_still_act():
    ahead = [says(SYS, 185, 3700), says(SPO2, 97, 3700)]

    result = step(fresh(), ahead, now_s=100, limits=LIMITS)
    assert active(result.state) == ["clock", "systolic_mmhg:pause", "systolic_mmhg:watch"]
    assert result.state.latest[SPO2].at_s == 100  # judged as measured on arrival
    corrected = step(result.state, [says(SPO2, 97, 101)], now_s=101, limits=LIMITS).state
    assert "clock" not in active(corrected)
    assert corrected.latest[SPO2].at_s == 101


def test_a_continuous_value_that_arrives_old_alarms_the_clock_and_a_cuff_value_does_not():
    assert active(step(fresh(), [says(SPO2, 97, 80)], now_s=100, limits=LIMITS).state) == ["clock"]
    assert active(step(fresh(), [says(SYS, 120, 80)], now_s=100, limits=LIMITS).state) == []


@pytest.mark.parametrize(
    ("measured_s", "value", "raised"),
    [
        (600, 190, ["systolic_mmhg:pause", "systolic_mmhg:watch"]),
        (600, 150, []),
        (200, 190, []),  # more than 10 min old
    ],
)
def test_a_late_cuff_reading_still_acts_but_is_already_over(measured_s, value, raised):
    state = after(says(SYS, 120, 850))

    result = step(state, [says(SYS, value, measured_s)], now_s=900, limits=LIMITS)
    assert result.outcomes == ("late",)
    assert sorted(alarm.key for alarm in result.raised) == raised
    assert active(result.state) == []
    assert sorted(result.state.alarms) == raised  # they wait for a person
    again = step(result.state, [says(SYS, value, measured_s)], now_s=905, limits=LIMITS)
    assert again.outcomes == ("repeat",)
    assert again.raised == ()


def test_a_late_continuous_value_is_silent():
    state = after(says(SPO2, 97, 40), says(SPO2, 97, 100))  # the link was down for a minute, and catches up

    result = step(state, [says(SPO2, 70, 60)], now_s=101, limits=LIMITS)
    assert (result.outcomes, result.raised) == (("late",), ())


def test_after_a_watch_level_value_the_cuff_is_due_in_five_minutes():
    high = after(says(SYS, 170, 60))

    assert fresh().cuff_interval_s == 600
    assert high.cuff_interval_s == 300
    assert after(says(SYS, 130, 360), state=high).cuff_interval_s == 600


# Latching and acknowledging


def test_an_alarm_stays_until_it_has_ended_and_a_named_person_has_seen_it():
    high = after(says(SYS, 170, 60))
    seen = acknowledge(high, "systolic_mmhg:watch", by="a nurse", now_s=65).state
    over = after(says(SYS, 130, 360), state=high)

    assert active(seen) == ["systolic_mmhg:watch"]  # seen, not over
    assert seen.alarms["systolic_mmhg:watch"].acknowledged_by == "a nurse"
    assert after(says(SYS, 130, 360), state=seen).alarms == {}
    assert over.alarms["systolic_mmhg:watch"].ended_s == 360  # over, not seen
    assert acknowledge(over, "systolic_mmhg:watch", by="a nurse", now_s=400).state.alarms == {}


def test_a_condition_that_returns_unseen_keeps_its_first_onset():
    state = after(says(SYS, 170, 60), says(SYS, 130, 360), says(SYS, 172, 660))
    alarm = state.alarms["systolic_mmhg:watch"]

    assert (alarm.onset_s, alarm.times, alarm.ended_s) == (60, 2, None)


def test_the_first_person_to_acknowledge_stands():
    once = acknowledge(after(says(SYS, 170, 60)), "systolic_mmhg:watch", by="a nurse", now_s=65).state

    assert acknowledge(once, "systolic_mmhg:watch", by="another", now_s=70).state == once


@pytest.mark.parametrize(
    ("key", "by", "refusal"),
    [("spo2_pct:pause", "a nurse", UnknownAlarm), ("systolic_mmhg:watch", "  ", NoName)],
)
def test_an_acknowledgement_needs_an_alarm_and_a_name(key, by, refusal):
    with pytest.raises(refusal):
        acknowledge(after(says(SYS, 170, 60)), key, by=by, now_s=65)


def test_a_graver_alarm_folds_the_milder_one_which_stays_latched():
    state = after(says(SYS, 185, 60))

    assert [alarm.key for one in conditions_of(state) for alarm in one.alarms] == [
        "systolic_mmhg:pause",
        "systolic_mmhg:watch",
    ]
    assert len(conditions_of(after(says(SYS, 170, 360), state=state))) == 1  # one has ended unseen, one lasts


def test_the_screen_lists_the_most_urgent_first():
    unpaired = begin_condition(fresh(), "unpaired", "monitor", now_s=10).state
    state = after(says(SYS, 185, 60), state=unpaired)

    assert [one.priority for one in conditions_of(state)] == ["high", "medium"]


# What people see


def test_a_symptom_asks_for_stop_and_treat_whatever_the_numbers_say():
    begun = begin_condition(fresh(), "symptom", "chest pain", now_s=60)

    assert begun.raised[0].condition == "Symptom: chest pain"
    assert begun.raised[0].priority == "high"
    over = end_condition(begun.state, "symptom", "chest pain", now_s=90)
    assert over.state.alarms["symptom:chest pain"].ended_s == 90
    with pytest.raises(UnknownAlarm):
        end_condition(over.state, "symptom", "chest pain", now_s=95)
