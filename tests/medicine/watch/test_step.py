"""The watch: from readings to alarms.

The bedside monitor stays the primary alarm. Every limit is a clinic policy. A cuff's limit acts on the first reading; a
continuous value must stay beyond its limit for 10 s. A lost signal neither makes nor breaks a run.
"""

from dataclasses import fields, replace

import pytest

from euthymia.medicine.sources import SOURCES
from euthymia.medicine.watch import (
    ACTIONS,
    TOGETHER,
    Limits,
    LimitsOutOfOrder,
    action,
    as_dict,
    before_start,
    conditions_of,
    from_dict,
    judge_again,
    may_resume,
    personal_limits,
    priority,
    step,
    take_back,
)
from tests.medicine.watch.chair import BASELINE, DIA, LIMITS, SPO2, SYS, active, after, says

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
    assert action(alarm.level, LIMITS) == "Pause the pump. Recheck in 5 min. Physician to the bedside."
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
        ("prompt", "resp_rate_bpm", "running", "high"),
        ("unpaired", "", "running", "medium"),
        ("apart", "", "running", "medium"),
        ("check-due", "sedation_moaas", "running", "low"),
        ("clock", "", "running", "low"),
    ],
)
def test_priority_is_decided_in_one_place(level, channel, phase, urgency):
    assert priority(level, phase=phase, channel=channel) == urgency


def test_every_level_says_what_to_do():
    assert all(ACTIONS.values())


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
    own = {
        "baseline_systolic_mmhg",
        "baseline_diastolic_mmhg",
        "ordered_rate_ml_h",
        "ordered_volume_ml",
        "ordered_drug",
    }
    own |= {"rules", "followed", "bands"}
    limits = [limit for limit in fields(Limits) if limit.name not in own]

    assert all(limit.metadata["policy"].source in SOURCES for limit in limits)


# Deep sedation pauses the pump; beside slow breathing or low oxygen it stops it

BREATHS, MOAAS = "resp_rate_bpm", "sedation_moaas"


def at_the_chair(*, moaas, breaths=14, spo2=97, seconds=11):
    """Rate sedation by hand, and let a monitor say the rest for so many seconds."""
    state = after(says(BREATHS, 14, 50), says(SPO2, 97, 50), says(MOAAS, moaas, 60, code=""))
    for at_s in range(61, 61 + seconds):
        state = step(state, [says(SPO2, spo2, at_s), says(BREATHS, breaths, at_s)], now_s=at_s, limits=LIMITS).state
    return state


@pytest.mark.parametrize(
    ("moaas", "breaths", "spo2", "asks_for"),
    [
        (4, 10, 94, None),
        (3, 10, 94, "prompt"),
        (4, 9, 97, "prompt"),
        (4, 9, 93, "prompt"),  # awake: the milder oxygen limit asks for nothing
        (4, 14, 93, None),
        (3, 9, 97, "stop"),
        (3, 14, 93, "stop"),
        (2, 14, 97, "stop"),
        (5, 7, 97, "stop"),
    ],
)
def test_deep_sedation_pauses_and_two_mild_signs_together_stop(moaas, breaths, spo2, asks_for):
    state = at_the_chair(moaas=moaas, breaths=breaths, spo2=spo2)
    levels = {alarm.level for alarm in state.alarms.values() if alarm.active}

    assert levels - {"prompt"} == ({"stop"} if asks_for == "stop" else set())
    assert bool(levels) == (asks_for is not None)
    assert all(alarm.priority == "high" for alarm in state.alarms.values())


def test_it_asks_for_the_pump_the_prescriber_and_somebody_who_stays():
    assert action("prompt", LIMITS) == "Pause the pump. Call the prescriber. Stay with the patient, one-to-one."
    assert action("stop", LIMITS) == "Stop the pump. Call. Airway and support as trained."


@pytest.mark.parametrize(
    ("breaths", "spo2", "text"),
    [
        (14, 93, "MOAA/S 3: 3 or less, with SpO2 below 94 % for 10 s"),
        (9, 97, "MOAA/S 3: 3 or less, with Breathing below 10/min for 10 s"),
        (9, 93, "MOAA/S 3: 3 or less, with Breathing below 10/min and SpO2 below 94 % for 10 s"),
    ],
)
def test_it_says_which_signs_stand_together(breaths, spo2, text):
    assert at_the_chair(moaas=3, breaths=breaths, spo2=spo2).alarms[TOGETHER].condition == text


def test_breathing_and_sedation_stay_two_conditions():
    keys = {one.key for one in conditions_of(at_the_chair(moaas=3, breaths=9))}

    assert keys == {"sedation_moaas:low", "resp_rate_bpm:low"}


def test_oxygen_that_was_low_before_the_rating_counts_at_once_and_a_moment_does_not():
    low = after(*(says(SPO2, 93, at_s) for at_s in range(50, 61)))
    moment = after(*(says(SPO2, 93, at_s) for at_s in range(50, 59)))

    assert active(low) == []
    assert TOGETHER in active(after(says(MOAAS, 3, 62, code=""), state=low))
    assert TOGETHER not in active(after(says(MOAAS, 3, 62, code=""), state=moment))


@pytest.mark.parametrize(
    "over", [[says(SPO2, 96, 75)], [says(MOAAS, 4, 75, code="")]], ids=["oxygen is back", "awake again"]
)
def test_it_is_over_when_one_of_the_two_is(over):
    state = at_the_chair(moaas=3, spo2=93)
    assert TOGETHER in active(state)

    assert TOGETHER not in active(after(*over, state=state))
    assert after(*over, state=from_dict(as_dict(state))).alarms == after(*over, state=state).alarms


def test_a_rating_taken_back_leaves_no_stop_behind():
    state = at_the_chair(moaas=3, spo2=93)
    step_back = take_back(state, MOAAS, at_s=60, now_s=80, limits=LIMITS, source=("", "1.1.1", ""))

    assert TOGETHER in {alarm.key for alarm in step_back.ended}
    assert active(step_back.state) == []


def test_a_person_s_own_oxygen_limit_counts_here_too():
    state, own = at_the_chair(moaas=3, spo2=91), personal_limits(LIMITS, {"spo2_sedated_stop_below_pct": 90})

    assert TOGETHER in active(state)
    assert TOGETHER not in active(judge_again(state, LIMITS, own, now_s=90).state)
