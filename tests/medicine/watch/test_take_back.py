"""The watch follows a correction: a value that a hand takes back is forgotten, and its alarms wait for a person."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import acknowledge, as_dict, due, end_rises, from_dict, give_way, step, take_back
from tests.examples import examples
from tests.medicine.watch.chair import BASELINE, DIA, LIMITS, SPO2, SYS, active, after, fresh, says
from tests.medicine.watch.oracle import conditions, unsaid
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


def slipped(messages, slips):
    """A history, then slips a second apart, then each taken back, the first one first: the three states."""
    state, now_s = replay(messages), messages[-1][0] + 1
    slip = state
    for n, one in enumerate(slips):
        slip = step(slip, [one._replace(at_s=now_s + n)], now_s=now_s + n, limits=LAW_LIMITS).state
    after_it = slip
    for n, one in enumerate(slips):
        source = (one.code, one.containment, one.equipment)
        after_it = take_back(
            after_it, one.channel, at_s=now_s + n, now_s=now_s + 9, limits=LAW_LIMITS, source=source
        ).state
    return state, slip, after_it


SLIP = [hand(SYS, 205, 0)]


@given(histories())
def test_taking_back_loses_no_alarm_and_touches_no_other_channel(messages):
    _, slip, after_it = slipped(messages, SLIP)

    unseen = {key for key, alarm in slip.alarms.items() if alarm.acknowledged_by is None}
    assert unseen <= set(after_it.alarms)
    others = {key for key in active(slip) if not key.startswith((SYS, "pressure"))}
    assert others == {key for key in active(after_it) if not key.startswith((SYS, "pressure"))}
    if slip.latest[SYS].sent_at_s != messages[-1][0] + 1:  # a value bears a later time: the slip never was current
        assert after_it == slip
    else:
        assert {c: s for c, s in slip.latest.items() if c != SYS} == {
            c: s for c, s in after_it.latest.items() if c != SYS
        }
    assert from_dict(json.loads(json.dumps(as_dict(after_it)))) == after_it


def is_newest(messages, channels):
    """Return whether no value of these channels bears a later time than the last message came at."""
    return all(r.at_s <= messages[-1][0] for _, said in messages for r in said if r.channel in channels)


WITHIN = {
    "by hand": [hand(SYS, 120, 0)],
    "both halves": [hand(SYS, 120, 0), hand(DIA, 75, 0)],
    "twice": [hand(SYS, 120, 0), hand(SYS, 118, 0)],
    "beyond": SLIP,
    "sedation": [hand("sedation_moaas", 5, 0)],
    "a device": [says(SYS, 120, 0, "150021")],
}


@pytest.mark.parametrize("slips", WITHIN.values(), ids=WITHIN)
@examples(60)
@given(messages=histories())
def test_after_taking_back_the_same_lasts_as_a_recount_without_it_finds(slips, messages):
    """What a value within its limits had ended is raised again, and what one beyond them had raised is over."""
    assume(is_newest(messages, (SYS, DIA, "sedation_moaas")))
    now_s = messages[-1][0] + 1
    said = [(now_s + n, [one._replace(at_s=now_s + n)]) for n, one in enumerate(slips)]
    taken = {(one.channel, one.code, one.containment, now_s + n) for n, one in enumerate(slips)}

    _, _, after_it = slipped(messages, slips)

    assert active_body(after_it) == conditions(unsaid([*messages, *said], taken), limits=LAW_LIMITS)
    assert from_dict(json.loads(json.dumps(as_dict(after_it)))) == after_it


LOW = [says(SPO2, 85, at_s) for at_s in range(100, 112)]


def test_an_alarm_that_a_value_had_ended_is_raised_again_where_it_is_taken_back():
    """The probe said 85; a hand's 97 of another patient ended it, and was struck: 85 was the last that is known."""
    low = after(*LOW)
    assert "spo2_pct:stop" in active(low)
    wrong = after(says(SPO2, 97, 112), state=low)
    assert active(wrong) == []

    back_again = take_back(wrong, SPO2, at_s=112, now_s=120, limits=LIMITS, source=wrong.latest[SPO2].source)

    assert {"spo2_pct:stop", "spo2_pct:pause"} <= {alarm.key for alarm in back_again.raised}
    assert {"spo2_pct:stop", "spo2_pct:pause"} <= set(active(back_again.state))


def test_one_that_a_person_had_seen_is_news_again():
    seen = acknowledge(after(hand(SYS, 186, 100)), f"{SYS}:pause", by="Nia Okoro", now_s=110).state
    wrong = after(hand(SYS, 120, 200), state=seen)
    assert f"{SYS}:pause" not in wrong.alarms

    again = back(wrong, SYS, 200)

    (pause,) = (alarm for alarm in again.raised if alarm.key == f"{SYS}:pause")
    assert (pause.acknowledged_by, pause.raised_s, pause.onset_s, pause.value) == (None, 500, 100, 186)


def test_a_later_value_within_the_limit_ends_it_too_until_that_is_taken_back_as_well():
    state = after(hand(SYS, 186, 100), hand(SYS, 120, 200), hand(SYS, 118, 300))

    first = back(state, SYS, 200).state
    assert active(first) == []
    assert active(back(first, SYS, 300).state) == [f"{SYS}:pause", f"{SYS}:watch"]
    last = back(state, SYS, 300).state
    assert active(last) == []
    assert active(back(last, SYS, 200).state) == [f"{SYS}:pause", f"{SYS}:watch"]


def test_two_high_readings_are_two_once_the_calm_one_between_them_is_taken_back():
    calm = after(hand(SYS, 186, 0), hand(DIA, 112, 0), hand(SYS, 120, 150), hand(DIA, 75, 150))
    twice = after(hand(SYS, 186, 300), hand(DIA, 112, 300), state=calm)
    assert "pressure:treat-twice" not in active(twice)

    state = back(back(twice, SYS, 150).state, DIA, 150).state

    assert "pressure:treat-twice" in active(state)


def test_after_eight_values_within_the_limit_it_is_over_for_good():
    state = after(hand(SYS, 186, 100), *(hand(SYS, 120, 100 + n) for n in range(1, 11)))

    assert state.ended_by == {}


def test_a_value_that_another_takes_the_place_of_leaves_it_to_that_one():
    """A correction from 120 to 118 is no new alarm; one to 188 is."""
    state = after(hand(SYS, 186, 100), hand(SYS, 120, 200))
    moved = give_way(state, SYS, at_s=200, now_s=500, limits=LIMITS)
    assert (moved.raised, moved.ended) == ((), ())

    calm = after(hand(SYS, 118, 210), state=moved.state)
    assert active(calm) == []
    assert active(back(calm, SYS, 210).state) == [f"{SYS}:pause", f"{SYS}:watch"]
    assert active(after(hand(SYS, 188, 210), state=moved.state)) == [f"{SYS}:pause", f"{SYS}:watch"]


@given(histories())
def test_without_its_baseline_what_lasts_is_what_a_recount_without_one_finds(messages):
    """The oracle knows of no baseline: of the halves that are taken back no rise is left, and all else is as it was."""
    state, now_s = replay(messages), messages[-1][0]
    for channel in (SYS, DIA):
        state = end_rises(state, channel, now_s=now_s).state
    none = replace(LAW_LIMITS, baseline_systolic_mmhg=None, baseline_diastolic_mmhg=None)

    assert active_body(state) == conditions(messages, limits=none)
