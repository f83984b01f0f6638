"""The watch follows a correction: a value that a hand takes back is forgotten, and its alarms wait for a person."""

import json
from dataclasses import replace

from hypothesis import given

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import as_dict, due, end_rises, from_dict, step, take_back
from tests.medicine.watch.chair import BASELINE, DIA, LIMITS, SYS, active, after, fresh, says
from tests.medicine.watch.oracle import conditions
from tests.medicine.watch.test_laws import LIMITS as LAW_LIMITS
from tests.medicine.watch.test_laws import active_body, histories, replay


def hand(channel, value, at_s):
    return Reading(channel, value, at_s)


def back(state, channel, at_s, now_s=500):
    return take_back(state, channel, at_s=at_s, now_s=now_s, limits=LIMITS)


def test_a_current_value_that_is_taken_back_becomes_unknown_and_its_silence_counts():
    state = back(after(hand(SYS, 120, 490)), SYS, 490).state

    assert SYS not in state.latest
    assert f"{SYS}:stale" not in active(after(hand(SYS, 120, 490)))
    assert f"{SYS}:stale" in active(due(state, now_s=500 + 720, limits=LIMITS).state)


def test_the_alarms_it_raised_are_over_and_wait_for_a_person():
    state = back(after(hand(SYS, 186, 100)), SYS, 100).state

    assert active(state) == []
    assert {key for key, alarm in state.alarms.items() if alarm.ended_s == 500} == {f"{SYS}:watch", f"{SYS}:pause"}


def test_an_alarm_that_lasted_before_it_lasts_on():
    """The monitor said 186; what the hand added afterwards is no reason to end what the monitor began."""
    state = back(after(says(SYS, 186, 100), hand(SYS, 188, 200)), SYS, 200).state

    assert active(state) == [f"{SYS}:pause", f"{SYS}:watch"]


def test_a_first_high_reading_that_was_a_slip_does_not_count_towards_the_second():
    slip = after(hand(SYS, 186, 100), hand(DIA, 112, 100))
    state = back(back(slip, SYS, 100).state, DIA, 100).state

    assert "pressure:treat-twice" not in active(after(hand(SYS, 186, 400), state=state))
    assert "pressure:treat-twice" in active(after(hand(SYS, 186, 400), state=slip))


def test_a_value_that_is_not_current_or_not_a_hands_leaves_the_watch_as_it_is():
    newer = after(hand(SYS, 186, 100), says(SYS, 120, 200))
    device = after(says(SYS, 186, 100))

    assert back(newer, SYS, 100).state == newer
    assert back(device, SYS, 100).state == device
    assert back(fresh(), SYS, 100).state == fresh()


def test_a_rise_over_a_baseline_that_was_taken_back_is_over():
    state = after(hand(SYS, 162, 100), limits=BASELINE)

    assert active(state) == [f"{SYS}:call-rise", f"{SYS}:watch-rise"]
    over = end_rises(state, SYS, now_s=200)
    assert active(over.state) == []
    assert len(over.ended) == len(over.state.alarms) == 2


def slipped(messages):
    """A history, then a slip of 205 mmHg, then that taken back: the three states."""
    state, now_s = replay(messages), messages[-1][0] + 1
    slip = step(state, [hand(SYS, 205, now_s)], now_s=now_s, limits=LAW_LIMITS).state
    return state, slip, take_back(slip, SYS, at_s=now_s, now_s=now_s + 1, limits=LAW_LIMITS).state


@given(histories())
def test_taking_back_loses_no_alarm_and_touches_no_other_channel(messages):
    _, slip, after_it = slipped(messages)

    unseen = {key for key, alarm in slip.alarms.items() if alarm.acknowledged_by is None}
    assert unseen <= set(after_it.alarms)
    others = {key for key in active(slip) if not key.startswith((SYS, "pressure"))}
    assert others <= set(active(after_it)) <= set(active(slip))
    if slip.latest[SYS].sent_at_s != messages[-1][0] + 1:  # a value bears a later time: the slip never was current
        assert after_it == slip
    else:
        assert {c: s for c, s in slip.latest.items() if c != SYS} == after_it.latest
    assert from_dict(json.loads(json.dumps(as_dict(after_it)))) == after_it


@given(histories())
def test_a_slip_that_is_taken_back_at_once_raised_nothing_that_lasts(messages):
    """What is active afterwards was active before the slip."""
    state, _, after_it = slipped(messages)

    assert set(active(after_it)) <= set(active(state))


@given(histories())
def test_without_its_baseline_what_lasts_is_what_a_recount_without_one_finds(messages):
    """The oracle knows of no baseline: of the halves that are taken back no rise is left, and all else is as it was."""
    state, now_s = replay(messages), messages[-1][0]
    for channel in (SYS, DIA):
        state = end_rises(state, channel, now_s=now_s).state
    none = replace(LAW_LIMITS, baseline_systolic_mmhg=None, baseline_diastolic_mmhg=None)

    assert active_body(state) == conditions(messages, limits=none)
