"""The watch: its laws, for any sequence of messages.

A repeat changes nothing; no alarm is lost; writing the state down and reading it back changes nothing; the order of
acknowledgements does not matter; and a slow, plain recount of all readings finds the same conditions.
"""

import json
from itertools import pairwise
from math import inf

from hypothesis import example, given
from hypothesis import strategies as st

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import Limits, acknowledge, as_dict, due, from_dict, initial, next_due_s, only_later, step
from tests.examples import examples
from tests.medicine.watch import oracle

LIMITS = Limits(baseline_systolic_mmhg=120, baseline_diastolic_mmhg=75)
VALUES = {
    "spo2_pct": [97, 92, 91.5, 88, 85, 120, None],
    "pulse_bpm": [70, 130, 44, None],
    "resp_rate_bpm": [14, 9, 7, None],
    "systolic_mmhg": [120, 152, 166, 181, 205, 85, 900, None],
    "diastolic_mmhg": [75, 96, 101, 112, 122, None],
    "sedation_moaas": [5, 3, 2],
}


def said(channel, value, at_s):
    return Reading(channel, value, at_s, "150456", "", "")


@st.composite
def readings(draw, now_s):
    channel = draw(st.sampled_from(sorted(VALUES)))
    value = draw(st.sampled_from(VALUES[channel]))
    age_s = draw(st.sampled_from([0, 0, 0, 0, 1, 4, -3, 20, 200]))
    code = draw(st.sampled_from(["150456", "150456", "150456", "LOINC", ""]))
    return Reading(channel, value, now_s - age_s, code, "", draw(st.sampled_from(["", "", "1.2"])))


@st.composite
def histories(draw):
    """Messages with their arrival times: seconds or minutes apart, some values late, repeated, lost or impossible."""
    now_s, messages = 1000.0, []
    for _ in range(draw(st.integers(1, 14))):
        now_s += draw(st.sampled_from([1, 1, 2, 5, 10, 60, 150, 275, 300]))
        messages.append((now_s, draw(st.lists(readings(now_s), min_size=1, max_size=3))))
        if draw(st.booleans()):
            messages.append((now_s + 0.5, messages[-1][1]))
    return messages


def replay(messages, state=None):
    state = state or initial(now_s=1000, limits=LIMITS)
    for now_s, said in messages:
        state = step(state, said, now_s=now_s, limits=LIMITS).state
    return state


def active_body(state):
    return {key for key, alarm in state.alarms.items() if alarm.active and alarm.kind == "physiological"}


@examples(250)
@given(histories())
def test_a_slow_recount_of_all_readings_finds_the_same_conditions(messages):
    assert active_body(replay(messages)) == oracle.conditions(messages, limits=LIMITS)


@examples(80)
@example([(1001.0, [said("spo2_pct", 120, 1001.0), said("spo2_pct", 97, 1000.0)])])
@given(histories())
def test_a_repeated_message_changes_nothing_but_the_sign_of_life(messages):
    said_once = {}
    now_s, said = messages[-1]
    for reading in said:  # one source says one thing at one instant
        said_once[reading[0], *reading[2:]] = reading
    state = replay([*messages[:-1], (now_s, list(said_once.values()))])

    again = step(state, said_once.values(), now_s=now_s + 1, limits=LIMITS)
    assert again.state._replace(heard={}) == state._replace(heard={})
    assert (again.raised, again.ended) == ((), ())
    assert set(again.outcomes) <= {"repeat", "late", "no value", "impossible"}


@examples(80)
@given(histories(), st.integers(0, 13))
def test_a_state_written_down_and_read_back_goes_on_the_same(messages, cut):
    before = replay(messages[:cut])
    read_back = from_dict(json.loads(json.dumps(as_dict(before))))

    assert read_back == before
    assert replay(messages[cut:], read_back) == replay(messages[cut:], before)
    assert next_due_s(read_back, LIMITS) == next_due_s(before, LIMITS)


@examples(80)
@given(histories())
def test_where_a_step_can_only_put_off_what_is_due_it_does(messages):
    """Then a moment worked out before the step is early enough: the listener does not work it out at every message."""
    state = initial(now_s=1000, limits=LIMITS)
    for now_s, said in messages:
        after = step(state, said, now_s=now_s, limits=LIMITS).state
        if only_later(state, after):
            assert (next_due_s(after, LIMITS) or inf) >= (next_due_s(state, LIMITS) or inf)
        state = after


def test_a_quiet_message_is_seen_to_put_off_what_is_due():
    calm = [("spo2_pct", 97.0), ("resp_rate_bpm", 14.0)]
    state = initial(now_s=1000, limits=LIMITS)
    for second in range(1, 9):
        before = state
        said = [Reading(channel, value, 1000.0 + second, "1", "MDC", "1") for channel, value in calm]
        state = step(state, said, now_s=1000.0 + second, limits=LIMITS).state
    assert only_later(before, state)
    low = step(state, [Reading("spo2_pct", 80.0, 1009.0, "1", "MDC", "1")], now_s=1009.0, limits=LIMITS).state
    assert not only_later(state, low)


@examples(80)
@given(histories())
def test_no_alarm_is_lost_before_somebody_acknowledged_it(messages):
    state, unseen = initial(now_s=1000, limits=LIMITS), set()
    for now_s, said in messages:
        for result in (due(state, now_s=now_s, limits=LIMITS), None):
            result = result or step(state, said, now_s=now_s, limits=LIMITS)
            state = result.state
            unseen |= {alarm.key for alarm in result.raised}
            assert unseen <= set(state.alarms)


@examples(50)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_acknowledgements_does_not_matter(messages, chance):
    state = replay(messages)
    keys = sorted(state.alarms)
    shuffled = chance.sample(keys, len(keys))

    def all_seen(order):
        seen = state
        for key in order:
            seen = acknowledge(seen, key, by="a nurse", now_s=9999).state
        return seen

    assert all_seen(keys) == all_seen(shuffled)
    assert all(alarm.active for alarm in all_seen(keys).alarms.values())


@examples(50)
@given(histories())
def test_acknowledging_changes_nothing_about_a_condition(messages):
    seen = unseen = initial(now_s=1000, limits=LIMITS)
    for now_s, said in messages:
        seen = step(seen, said, now_s=now_s, limits=LIMITS).state
        unseen = step(unseen, said, now_s=now_s, limits=LIMITS).state
        for key in list(seen.alarms):
            seen = acknowledge(seen, key, by="a nurse", now_s=now_s).state
        assert active_body(seen) == active_body(unseen)


@examples(50)
@given(histories())
def test_the_state_before_is_left_as_it_was(messages):
    states = [initial(now_s=1000, limits=LIMITS)]
    written = [json.dumps(as_dict(states[0]))]
    for now_s, said in messages:
        states.append(step(states[-1], said, now_s=now_s, limits=LIMITS).state)
        written.append(json.dumps(as_dict(states[-1])))

    assert [json.dumps(as_dict(state)) for state in states] == written
    assert all(a is not b for a, b in pairwise(states))
