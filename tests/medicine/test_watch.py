"""The watch: from readings to alarms.

The bedside monitor stays the primary alarm. Every limit is a clinic policy. A cuff's limit acts on the first reading; a
continuous value must stay beyond its limit for 10 s. A lost signal neither makes nor breaks a run.
"""

from dataclasses import fields, replace

import pytest

from euthymia.medicine.readings import Reading
from euthymia.medicine.sources import SOURCES
from euthymia.medicine.watch import (
    ACTIONS,
    Limits,
    LimitsOutOfOrder,
    NoName,
    UnknownAlarm,
    acknowledge,
    before_start,
    begin_condition,
    end_condition,
    initial,
    may_resume,
    on_screen,
    priority,
    step,
)

LIMITS = Limits()
BASELINE = Limits(baseline_systolic_mmhg=120, baseline_diastolic_mmhg=75)
SYS, DIA, SPO2 = "systolic_mmhg", "diastolic_mmhg", "spo2_pct"


def fresh():
    return initial(now_s=0, limits=LIMITS)


def says(channel, value, at_s, code="150456", place="1.1.1"):
    return Reading(channel, value, at_s, code, "MDC" if code else "", place)


def after(*readings, state=None, limits=LIMITS):
    """Send each reading as a message of its own, arriving the moment it was measured."""
    state = state or fresh()
    for reading in readings:
        state = step(state, [reading], now_s=reading.at_s, limits=limits).state
    return state


def active(state):
    return sorted(alarm.key for alarm in state.alarms.values() if alarm.active)


# The action table


@pytest.mark.parametrize(
    ("channel", "value", "levels"),
    [
        (SYS, 164, []),
        (SYS, 165, ["watch"]),
        (SYS, 180, ["pause", "watch"]),
        (SYS, 200, ["pause", "watch"]),
        (SYS, 201, ["pause", "treat", "watch"]),
        (SYS, 90, []),
        (SYS, 89, ["stop"]),
        (DIA, 99, []),
        (DIA, 100, ["watch"]),
        (DIA, 110, ["pause", "watch"]),
        (DIA, 121, ["pause", "treat", "watch"]),
        ("sedation_moaas", 4, []),
        ("sedation_moaas", 3, ["prompt"]),
        ("sedation_moaas", 2, ["prompt", "stop"]),
    ],
)
def test_a_cuff_pressure_or_a_sedation_score_acts_on_the_first_reading(channel, value, levels):
    assert active(after(says(channel, value, 60))) == [f"{channel}:{level}" for level in levels]


@pytest.mark.parametrize(
    ("channel", "value", "levels"),
    [
        (SPO2, 92, []),
        (SPO2, 91, ["pause"]),
        (SPO2, 87, ["pause", "stop"]),
        ("pulse_bpm", 129, []),
        ("pulse_bpm", 130, ["pause"]),
        ("pulse_bpm", 45, []),
        ("pulse_bpm", 44, ["stop"]),
        ("heart_rate_bpm", 0, ["stop"]),
        ("resp_rate_bpm", 10, []),
        ("resp_rate_bpm", 9, ["prompt"]),
        ("resp_rate_bpm", 7, ["prompt", "stop"]),
    ],
)
def test_a_continuous_value_acts_after_ten_seconds_and_by_hand_at_once(channel, value, levels):
    keys = [f"{channel}:{level}" for level in levels]

    assert active(after(says(channel, value, 60), says(channel, value, 69))) == []
    assert active(after(says(channel, value, 60), says(channel, value, 65), says(channel, value, 70))) == keys
    assert active(after(says(channel, value, 60, code=""))) == keys


@pytest.mark.parametrize(
    ("channel", "value", "levels"),
    [
        (SYS, 149, []),
        (SYS, 150, ["watch-rise"]),
        (SYS, 160, ["call-rise", "watch-rise"]),
        (DIA, 95, ["watch-rise"]),
        (DIA, 100, ["call-rise", "watch", "watch-rise"]),
    ],
)
def test_a_rise_is_counted_from_the_baseline_of_the_day(channel, value, levels):
    reading = says(channel, value, 60)

    assert active(after(reading, limits=BASELINE)) == [f"{channel}:{level}" for level in levels]


@pytest.mark.parametrize(
    ("cuffs", "twice"),
    [
        ([(0, 185, 80), (300, 185, 80)], True),
        ([(0, 185, 80), (271, 185, 80)], True),  # the cuff takes its time: 4.5 min count as 5
        ([(0, 185, 80), (200, 185, 80)], False),
        ([(0, 185, 80), (300, 150, 112)], True),  # the other half is high now
        ([(0, 185, 80), (150, 150, 80), (300, 185, 80)], False),  # a normal reading between
        ([(0, 185, 80), (150, None, None), (300, 185, 80)], True),  # a lost one is no normal one
    ],
)
def test_pressure_high_at_two_readings_five_minutes_apart_is_treated(cuffs, twice):
    readings = [says(c, v, at) for at, sys, dia in cuffs for c, v in ((SYS, sys), (DIA, dia))]

    assert ("pressure:treat-twice" in active(after(*readings))) is twice


@pytest.mark.parametrize(
    ("values", "alarm"),
    [
        ([(0, 91), (5, 91), (10, 91)], True),
        ([(0, 91), (5, 93), (10, 91)], False),  # a normal value starts the run again
        ([(0, 91), (5, None), (10, 91)], True),  # a lost signal hides nothing
        ([(0, 93), (5, None), (10, None)], False),  # and makes nothing
        ([(0, 91), (10, 91), (11, 93)], False),
    ],
)
def test_a_run_of_low_oxygen_is_timed(values, alarm):
    state = after(*(says(SPO2, value, at) for at, value in values))

    assert ("spo2_pct:pause" in active(state)) is alarm


def test_the_alarm_says_what_is_wrong_and_what_to_do():
    alarm = after(says(SPO2, 91, 60), says(SPO2, 91, 70)).alarms["spo2_pct:pause"]

    assert alarm.condition == "SpO2 91 %: below 92 % for 10 s"
    assert alarm.action == "Pause the pump. Recheck in 5 min. Physician to the bedside."
    assert (alarm.priority, alarm.kind, alarm.onset_s, alarm.raised_s) == ("high", "physiological", 60, 70)


@pytest.mark.parametrize(
    ("reading", "limits", "sentence"),
    [
        (says(SYS, 182, 1), LIMITS, "Systolic 182 mmHg: 180 mmHg or more"),
        (says(SYS, 163, 1), BASELINE, "Systolic 163 mmHg: 43 above the baseline of 120 (call from 40)"),
        (says("sedation_moaas", 2, 1), LIMITS, "MOAA/S 2: 2 or less"),
        (says(SYS, 84, 1), LIMITS, "Systolic 84 mmHg: below 90 mmHg"),
    ],
)
def test_conditions_are_sentences(reading, limits, sentence):
    assert sentence in [alarm.condition for alarm in after(reading, limits=limits).alarms.values()]


# Priority


@pytest.mark.parametrize(
    ("level", "channel", "phase", "urgency"),
    [
        ("pause", SYS, "running", "high"),
        ("stop", SYS, "observing", "high"),
        ("treat", SYS, "running", "high"),
        ("symptom", "", "observing", "high"),
        ("not-recording", "", "running", "high"),
        ("stale", SPO2, "running", "high"),
        ("stale", SPO2, "paused", "high"),
        ("stale", SPO2, "observing", "medium"),
        ("link", "monitor", "running", "high"),
        ("link", "monitor", "observing", "medium"),
        ("stale", SYS, "running", "medium"),
        ("watch", SYS, "running", "medium"),
        ("call", SYS, "running", "medium"),
        ("prompt", "resp_rate_bpm", "running", "medium"),
        ("unpaired", "", "running", "medium"),
        ("caution", SYS, "running", "low"),
        ("check-due", "sedation_moaas", "running", "low"),
        ("clock", "", "running", "low"),
    ],
)
def test_priority_is_decided_in_one_place(level, channel, phase, urgency):
    assert priority(level, phase=phase, channel=channel) == urgency


def test_every_level_says_what_to_do():
    assert all(ACTIONS.values())


# What a reading can be


@pytest.mark.parametrize(
    ("second", "outcome", "current"),
    [
        (says(SPO2, 96, 101), "new", 96),
        (says(SPO2, 97, 100), "repeat", 97),
        (says(SPO2, 95, 100), "amended", 95),
        (says(SPO2, 95, 100, place="1.2.1"), "new", 95),  # another probe, the same second
        (says(SPO2, 80, 90), "late", 97),
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
    state = after(says(SPO2, 97, 100))

    assert step(state, [says(SPO2, 70, 60)], now_s=101, limits=LIMITS).raised == ()


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

    assert [alarm.key for alarm in on_screen(state)] == ["systolic_mmhg:pause"]
    eased = after(says(SYS, 170, 360), state=state)
    assert [alarm.key for alarm in on_screen(eased)] == ["systolic_mmhg:pause", "systolic_mmhg:watch"]


def test_the_screen_lists_the_most_urgent_first():
    state = after(says("sedation_moaas", 3, 10), says(SYS, 185, 60))

    assert [alarm.priority for alarm in on_screen(state)] == ["high", "medium"]


# What people see


def test_a_symptom_asks_for_stop_and_treat_whatever_the_numbers_say():
    begun = begin_condition(fresh(), "symptom", "chest pain", now_s=60)

    assert begun.raised[0].condition == "Symptom: chest pain"
    assert begun.raised[0].priority == "high"
    over = end_condition(begun.state, "symptom", "chest pain", now_s=90)
    assert over.state.alarms["symptom:chest pain"].ended_s == 90
    with pytest.raises(UnknownAlarm):
        end_condition(over.state, "symptom", "chest pain", now_s=95)


# Before the start, and before starting again

GOOD = {SYS: 130, DIA: 80, "pulse_bpm": 70, SPO2: 97}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({SYS: 140, DIA: 90, "pulse_bpm": 110, SPO2: 94}, []),  # each limit itself passes
        ({SYS: 141}, [("caution", SYS)]),
        ({SYS: 161}, [("hold", SYS)]),
        ({DIA: 91}, [("caution", DIA)]),
        ({DIA: 101}, [("hold", DIA)]),
        ({"pulse_bpm": 111}, [("hold", "pulse_bpm")]),
        ({"pulse_bpm": 49}, [("hold", "pulse_bpm")]),
        ({"pulse_bpm": None, "heart_rate_bpm": 70}, []),
        ({SPO2: 93}, [("hold", SPO2)]),
        ({SPO2: None}, [("unknown", SPO2)]),
    ],
)
def test_before_the_start_the_numbers_hold_or_caution(changed, found):
    assert [(f.level, f.channel) for f in before_start(GOOD | changed, limits=LIMITS)] == found


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({SYS: 169, DIA: 104}, []),
        ({SYS: 170}, [SYS]),
        ({DIA: 105}, [DIA]),
        ({"pulse_bpm": 130}, ["pulse_bpm"]),
        ({SPO2: 91}, [SPO2]),
        ({SYS: None}, [SYS]),
    ],
)
def test_a_paused_pump_starts_again_only_below_the_resume_limits(changed, found):
    assert [f.channel for f in may_resume(GOOD | changed, limits=LIMITS)] == found


# Limits


@pytest.mark.parametrize(
    "changed",
    [
        {"systolic_pause_mmhg": 160},
        {"spo2_stop_below_pct": 95},
        {"resp_stop_below_bpm": 12},
        {"pulse_pause_bpm": 40},
        {"sedation_stop_moaas": 4},
    ],
)
def test_limits_in_the_wrong_order_are_refused(changed):
    with pytest.raises(LimitsOutOfOrder):
        replace(LIMITS, **changed)


def test_a_patients_own_limits_replace_the_clinics():
    own = replace(LIMITS, systolic_watch_mmhg=150)

    assert active(after(says(SYS, 155, 60), limits=own)) == ["systolic_mmhg:watch"]


def test_every_limit_names_its_source():
    own = {"baseline_systolic_mmhg", "baseline_diastolic_mmhg", "rules", "bands"}
    limits = [limit for limit in fields(Limits) if limit.name not in own]

    assert all(limit.metadata["source"] in SOURCES for limit in limits)
