"""Limits of one patient: changed within reason, and the values that stand are judged by them at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.watch import (
    PERSONAL,
    Limits,
    LimitsOutOfOrder,
    NotPersonal,
    NotPossible,
    judge_again,
    looser,
    personal_limits,
)
from tests.examples import examples
from tests.medicine.watch import oracle
from tests.medicine.watch.chair import LIMITS, SPO2, SYS, active, after, says
from tests.medicine.watch.test_laws import LIMITS as WITH_BASELINE
from tests.medicine.watch.test_laws import active_body, histories, replay


def changed(state, now_s=100.0, **changes):
    return judge_again(state, LIMITS, personal_limits(LIMITS, changes), now_s=now_s)


def test_what_is_not_changed_stays_the_clinic_s():
    own = personal_limits(LIMITS, {"systolic_pause_mmhg": 170.0})

    assert own == Limits(systolic_pause_mmhg=170)
    assert all(hasattr(LIMITS, name) for name in PERSONAL)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"systolic_pause_mmhg": 160.0}, LimitsOutOfOrder),  # milder than watch
        ({"spo2_pause_below_pct": 86.0}, LimitsOutOfOrder),
        ({"spo2_pause_below_pct": 100.0}, NotPossible),  # would always act
        ({"spo2_stop_below_pct": 0.0}, NotPossible),
        ({"systolic_pause_mmhg": 400.0}, NotPossible),
        ({"pulse_pause_bpm": float("nan")}, NotPossible),
        ({"continuous_stale_s": 60.0}, NotPersonal),
        ({"escalate_s": 60.0}, NotPersonal),
    ],
)
def test_a_limit_turned_round_impossible_or_the_clinic_s_alone_is_refused(changes, refusal):
    with pytest.raises(refusal):
        personal_limits(LIMITS, changes)


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("systolic_pause_mmhg", 190, True),
        ("systolic_pause_mmhg", 170, False),
        ("systolic_stop_below_mmhg", 80, True),
        ("spo2_pause_below_pct", 90, True),
        ("spo2_pause_below_pct", 94, False),
        ("resume_systolic_below_mmhg", 175, True),
        ("sedation_prompt_moaas", 2, True),
        ("systolic_rise_call_mmhg", 50, True),
    ],
)
def test_looser_means_that_it_acts_later(name, value, answer):
    assert looser(name, value, getattr(LIMITS, name)) is answer


def test_a_cuff_pressure_already_beyond_a_tightened_limit_is_judged_at_once():
    state = after(says(SYS, 172, 60))
    assert active(state) == ["systolic_mmhg:watch"]

    step = changed(state, systolic_pause_mmhg=170.0)
    assert [(alarm.key, alarm.limit, alarm.onset_s) for alarm in step.raised] == [("systolic_mmhg:pause", 170, 60)]


def test_a_continuous_value_begins_its_hold_and_the_next_values_finish_it():
    own = personal_limits(LIMITS, {"spo2_pause_below_pct": 95.0})
    state = changed(after(says(SPO2, 94, 98), says(SPO2, 94, 99)), spo2_pause_below_pct=95.0).state

    assert active(state) == []
    assert active(after(says(SPO2, 94, 105), state=state, limits=own)) == []
    assert active(after(says(SPO2, 94, 109), state=state, limits=own)) == ["spo2_pct:pause"]


def test_an_alarm_within_a_loosened_limit_is_over_and_waits_for_a_person():
    step = changed(after(says(SYS, 182, 60)), systolic_pause_mmhg=190.0)

    assert [alarm.key for alarm in step.ended] == ["systolic_mmhg:pause"]
    assert active(step.state) == ["systolic_mmhg:watch"]
    assert "systolic_mmhg:pause" in step.state.alarms


@examples(80)
@given(
    histories(),
    st.sampled_from([{"systolic_watch_mmhg": 150.0}, {"systolic_pause_mmhg": 195.0}, {"sedation_stop_moaas": 3.0}]),
)
def test_a_recount_by_the_new_limits_finds_the_same_where_no_hold_is_asked(messages, changes):
    own = personal_limits(WITH_BASELINE, changes)
    state = judge_again(replay(messages), WITH_BASELINE, own, now_s=messages[-1][0]).state
    at_once = {rule.key for rules in own.rules.values() for rule in rules if not rule.hold_s}

    assert active_body(state) & at_once == oracle.conditions(messages, limits=own) & at_once
