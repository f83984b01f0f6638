"""One condition, one alarm: what merges and what never does, what an acknowledgement covers, what stays loud."""

from itertools import combinations

import pytest
from hypothesis import given

from euthymia.medicine.watch import (
    Alarm,
    DeviceAlarm,
    Limits,
    acknowledge,
    acknowledge_condition,
    action,
    begin_condition,
    conditions,
    conditions_of,
    device_says,
    due,
    initial,
    step,
)
from tests.examples import examples
from tests.medicine.watch.chair import BASELINE, DIA, SPO2, SYS, after, says
from tests.medicine.watch.test_laws import LIMITS as OF_LAWS
from tests.medicine.watch.test_laws import histories

LIMITS = Limits()
PULSE, HEART, BREATHS, MOAAS = "pulse_bpm", "heart_rate_bpm", "resp_rate_bpm", "sedation_moaas"


def cuff(state, systolic, diastolic, at_s, limits=BASELINE):
    """A cuff's two halves in one message."""
    return step(state, [says(SYS, systolic, at_s), says(DIA, diastolic, at_s)], now_s=at_s, limits=limits).state


def quiet(limits=BASELINE):
    return initial(now_s=0, limits=limits, expected=())


def held(channel, value, *, state=None, since_s=100, code="150456"):
    """A continuous value that lasts eleven seconds."""
    return after(*(says(channel, value, since_s + n, code) for n in range(12)), state=state or quiet())


def shown(state):
    return [one.key for one in conditions_of(state)]


def only(state):
    (one,) = conditions_of(state)
    return one


def seen(state, key, now_s, by="a nurse"):
    return acknowledge_condition(state, key, by=by, now_s=now_s).state


# What is one


def test_one_cuff_of_186_over_112_is_one_condition_and_asks_one_acknowledgement():
    state = cuff(quiet(), 186, 112, 60)
    one = only(state)

    assert len(state.alarms) == 8
    assert (one.key, one.priority, len(one.alarms)) == ("pressure:high", "high", 8)
    assert one.text() == "Systolic 186 mmHg: 180 mmHg or more; Diastolic 112 mmHg: 110 mmHg or more"
    step = acknowledge_condition(state, one.lead.key, by="a nurse", now_s=65)
    assert len(step.acknowledged) == 8  # the record says of each who has seen it
    assert (only(step.state).seen_by, only(step.state).unseen) == ("a nurse", ())


@pytest.mark.parametrize(
    ("pulse", "heart", "keys"),
    [
        (135, 140, ["beats:high"]),
        (40, 41, ["beats:low"]),
        (135, 160, ["heart_rate_bpm:high", "pulse_bpm:high"]),  # both out, and 25/min apart
        (135, 100, ["pulse_bpm:high"]),  # one is out: the other may be right
        (30, 140, ["heart_rate_bpm:high", "pulse_bpm:low"]),
    ],
)
def test_pulse_and_heart_rate_are_one_where_both_are_out_on_one_side_and_agree(pulse, heart, keys):
    state = held(HEART, heart, state=held(PULSE, pulse))

    assert sorted(shown(state)) == keys


# What never merges


def monitor_alarm(device):
    return device_says(quiet(), DeviceAlarm("MDC_EVT_DESAT", "Desat", "high", "physiological"), device, now_s=100).state


def with_alarms_of(*states):
    """One state with the alarms of several."""
    return states[0]._replace(alarms={key: alarm for state in states for key, alarm in state.alarms.items()})


def owed(channel):
    """A channel that nobody has said anything of for twenty minutes."""
    return due(initial(now_s=0, limits=BASELINE, expected=(channel,)), now_s=1200, limits=BASELINE).state


APART = {
    "high pressure": lambda: cuff(quiet(), 186, 80, 60),
    "low pressure": lambda: cuff(quiet(), 85, 50, 60),
    "SpO2": lambda: held(SPO2, 85),
    "breathing": lambda: held(BREATHS, 7),
    "sedation": lambda: after(says(MOAAS, 2, 60), state=quiet()),
    "high pulse": lambda: held(PULSE, 140),
    "low pulse": lambda: held(PULSE, 40),
    "a symptom": lambda: begin_condition(quiet(), "symptom", "chest pain", now_s=100).state,
    "another symptom": lambda: begin_condition(quiet(), "symptom", "seizure", now_s=100).state,
    "a silent monitor": lambda: owed(SPO2),
    "a rating that is owed": lambda: owed(MOAAS),
    "another rating": lambda: owed(BREATHS),
    "the monitor's own alarm": lambda: monitor_alarm("monitor"),
    "another monitor's own": lambda: monitor_alarm("monitor 2"),
    "the pump's own": lambda: monitor_alarm("pump"),
    "values kept apart": lambda: begin_condition(quiet(), "unpaired", "Monitor (x)", now_s=100).state,
    "not recording": lambda: begin_condition(quiet(), "not-recording", "the disk is full", now_s=100).state,
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(combinations(APART, 2)))
def test_what_is_on_the_list_never_becomes_one_condition(one, other):
    state = with_alarms_of(APART[one](), APART[other]())

    assert len(shown(state)) == 2
    first = conditions_of(state)[0]
    rest = seen(state, first.lead.key, 2000)
    assert len([c for c in conditions_of(rest) if c.seen_by is None]) == 1  # one tap covers one of them


def test_two_monitors_that_fall_silent_are_two_conditions():
    state = initial(now_s=0, limits=LIMITS, expected=(), live_senders=("monitor", "monitor 2"))
    state = due(state, now_s=6, limits=LIMITS).state

    assert sorted(shown(state)) == ["link:monitor", "link:monitor 2"]


# What an acknowledgement covers


def test_a_graver_level_is_new():
    state = seen(cuff(quiet(), 186, 80, 60), "systolic_mmhg:pause", 65)
    graver = cuff(state, 206, 80, 200)

    assert [alarm.key for alarm in only(graver).unseen] == ["systolic_mmhg:treat"]
    assert only(graver).text() == "Systolic 206 mmHg: above 200 mmHg"


def test_the_other_direction_is_new():
    state = seen(cuff(quiet(), 186, 80, 60), "systolic_mmhg:pause", 65)

    assert [one.key for one in conditions_of(cuff(state, 85, 50, 200)) if one.seen_by is None] == ["pressure:low"]


def test_the_second_high_cuff_five_minutes_later_is_new():
    state = seen(cuff(quiet(), 186, 80, 60), "systolic_mmhg:pause", 65)
    twice = cuff(state, 188, 80, 360)

    assert [alarm.key for alarm in only(twice).unseen] == ["pressure:treat-twice"]


def test_a_graver_one_that_came_meanwhile_is_not_covered():
    state = cuff(cuff(quiet(), 186, 80, 60), 206, 80, 200)  # the page still shows the pause

    after_it = seen(state, "systolic_mmhg:pause", 201)
    assert [alarm.key for alarm in only(after_it).unseen] == ["systolic_mmhg:treat"]


def test_the_same_limit_broken_by_the_other_half_is_new():
    state = seen(cuff(quiet(), 186, 80, 60), "systolic_mmhg:pause", 65)
    both = only(cuff(state, 187, 115, 120))

    assert [alarm.key for alarm in both.unseen] == ["diastolic_mmhg:pause"]
    assert both.lead.key == "diastolic_mmhg:pause"  # what is new is what is shown


def test_a_milder_one_that_comes_under_a_seen_graver_one_makes_no_sound_of_its_own():
    state = seen(cuff(quiet(), 186, 80, 60), "systolic_mmhg:pause", 65)

    assert only(cuff(state, 186, 101, 120)).unseen == ()  # diastolic from 100: recheck
    eased = cuff(state, 150, 101, 240)
    assert [alarm.key for alarm in only(eased).unseen] == ["diastolic_mmhg:call-rise", "diastolic_mmhg:watch",
                                                           "diastolic_mmhg:watch-rise"]  # fmt: skip


def test_a_high_one_always_waits_for_a_person():
    state = seen(cuff(quiet(), 206, 80, 60), "systolic_mmhg:treat", 65)
    later = only(cuff(state, 207, 115, 120))

    assert [alarm.key for alarm in later.unseen] == ["diastolic_mmhg:pause"]
    assert later.text() == "Systolic 206 mmHg: above 200 mmHg; new: Diastolic 115 mmHg: 110 mmHg or more"


# What ended unseen


def test_a_high_one_that_ended_unseen_keeps_its_urgency_and_says_its_worst_how_long_and_how_often():
    state = held(SPO2, 86, since_s=100)
    state = after(says(SPO2, 84, 112), says(SPO2, 97, 140), state=state)
    state = after(says(SPO2, 98, 141), state=held(SPO2, 90, since_s=300, state=state))
    state = after(says(SPO2, 97, 312), state=state)
    one = only(state)

    assert (one.priority, one.active, one.unseen == ()) == ("high", False, False)
    assert one.text() == "SpO2 lowest 84 %, 40 s, over"  # the stop; the pause came twice
    assert [alarm.times for alarm in one.alarms] == [1, 2]
    assert conditions_of(seen(state, one.lead.key, 400)) == ()


def test_a_worst_value_before_the_alarm_counts():
    state = after(says(SPO2, 81, 100), state=quiet())
    state = after(says(SPO2, 97, 130), state=held(SPO2, 86, since_s=101, state=state))

    assert only(state).text() == "SpO2 lowest 81 %, 30 s, over"


def test_how_long_counts_each_time_and_not_the_pauses():
    state = after(says(SPO2, 97, 112), state=held(SPO2, 90, since_s=100))
    state = after(says(SPO2, 97, 512), state=held(SPO2, 91, since_s=500, state=state))

    assert only(state).text() == "SpO2 lowest 90 %, 24 s, 2 times, over"


def test_a_medium_one_that_ended_unseen_is_a_quiet_mark_and_a_low_one_goes():
    state = cuff(cuff(quiet(), 166, 80, 60), 120, 80, 120)
    one = only(state)
    low = Alarm("clock", "x", "", "clock", "low", None, None, 1.0, 1.0, ended_s=2.0)

    assert (one.unseen, one.seen_by, one.active) == ((), None, False)
    assert conditions([low]) == ()


def test_a_high_condition_that_returns_is_news_each_time():
    state = seen(held(SPO2, 85), "spo2_pct:stop", 115)
    state = held(SPO2, 85, since_s=200, state=after(says(SPO2, 97, 130), state=state))

    assert [alarm.key for alarm in only(state).unseen] == ["spo2_pct:stop", "spo2_pct:pause"]


def test_an_ended_graver_level_is_shown_with_what_lasts():
    state = cuff(cuff(quiet(), 186, 80, 60), 170, 80, 360)

    assert only(state).text() == "Systolic highest 186 mmHg, 5 min, over; a milder limit is still passed"


def test_a_high_one_that_was_seen_and_lasts_sounds_once_again():
    state = seen(held(SPO2, 85), "spo2_pct:stop", 115)

    assert only(state).sounds_again_s(LIMITS) == 115 + LIMITS.sound_again_s
    assert only(held(SPO2, 85)).sounds_again_s(LIMITS) is None  # it sounds already
    medium = seen(cuff(quiet(), 166, 80, 60), "systolic_mmhg:watch", 61)
    assert only(medium).sounds_again_s(LIMITS) is None


# A silent monitor, and what a person owes


def monitored():
    """A monitor that reported every second, and fell silent at 110 s."""
    state = initial(now_s=99, limits=LIMITS, expected=(SPO2, MOAAS), live_senders=("monitor",))
    for n in range(10):
        said = [says(SPO2, 97, 100 + n), says(PULSE, 70, 100 + n), says(SYS, 120, 100), says(BREATHS, 14, 100 + n)]
        state = step(state, said, now_s=100 + n, limits=LIMITS).state
    return state


def test_a_silent_monitor_is_one_condition_that_names_every_blind_channel():
    state = due(monitored(), now_s=120, limits=LIMITS).state
    one = only(state)

    assert (one.key, one.priority) == ("silent-monitor", "high")
    assert one.text() == "No message from the monitor for 5 s; no value: SpO2 for 10 s, Pulse for 10 s"
    assert len(acknowledge_condition(state, one.lead.key, by="a nurse", now_s=121).acknowledged) == 3


def test_it_ends_only_when_each_channel_is_back():
    state = due(monitored(), now_s=120, limits=LIMITS).state
    state = step(state, [says(SPO2, 97, 125)], now_s=125, limits=LIMITS).state

    assert only(state).active and only(state).text() == "Pulse: no value for 10 s"
    back = step(state, [says(SPO2, 97, 126), says(PULSE, 70, 126)], now_s=126, limits=LIMITS).state
    assert not only(back).active and only(back).priority == "high"  # nobody has seen that she was not watched
    assert only(back).text().endswith("over")


def test_a_monitor_that_falls_silent_does_not_hide_what_alarmed_before():
    state = held(SPO2, 85, state=initial(now_s=0, limits=LIMITS, expected=(), live_senders=("monitor",)))
    state = due(state, now_s=130, limits=LIMITS).state

    assert {"spo2_pct:low", "silent-monitor"} == set(shown(state))


def test_a_rating_that_a_person_owes_asks_for_the_rating():
    state = due(initial(now_s=0, limits=LIMITS, expected=(MOAAS,)), now_s=1100, limits=LIMITS).state
    one = only(state)

    assert (one.text(), one.action(LIMITS, frozenset())) == (
        "MOAA/S: no value for 17 min",
        "Do the check and enter it.",
    )
    silent = due(initial(now_s=0, limits=LIMITS, expected=(SPO2,)), now_s=30, limits=LIMITS).state
    assert only(silent).action(LIMITS, frozenset()) == action("stale", LIMITS)


# Nothing is lost: a view over the same alarms


@examples(200)
@given(histories())
def test_no_alarm_is_lost_and_no_high_one_sounds_later(messages):
    """Whatever comes: each alarm stands in one condition, and a high one nobody has seen sounds from its second on."""
    state = initial(now_s=1000, limits=OF_LAWS)
    for now_s, said in messages:
        state = due(step(state, said, now_s=now_s, limits=OF_LAWS).state, now_s=now_s, limits=OF_LAWS).state
        all_shown = conditions_of(state)
        grouped = [alarm.key for one in all_shown for alarm in one.alarms]
        gone = {key for key, alarm in state.alarms.items() if not alarm.active and alarm.priority == "low"}
        assert sorted(grouped) == sorted(state.alarms.keys() - gone)
        for one in all_shown:
            waits = {a.key for a in one.alarms if a.priority == "high" and a.acknowledged_by is None}
            assert waits <= {alarm.key for alarm in one.unseen}
            assert not waits or (one.priority == "high" and one.seen_by is None)


def crossings(messages, *, by_condition):
    """Each (level, second) that is raised, and that ends, where somebody acknowledges all that waits each time."""
    state, log = initial(now_s=1000, limits=OF_LAWS), []
    for now_s, said in messages:
        for one in (step, lambda state, _, **how: due(state, **how)):
            change = one(state, said, now_s=now_s, limits=OF_LAWS)
            log += [("raised", a.key, now_s) for a in change.raised] + [("ended", a.key, now_s) for a in change.ended]
            state = change.state
        if by_condition:
            for shown_now in conditions_of(state):
                state = acknowledge_condition(state, shown_now.lead.key, by="a nurse", now_s=now_s).state
        else:
            for key in list(state.alarms):
                state = acknowledge(state, key, by="a nurse", now_s=now_s).state
    return log


@examples(200)
@given(histories())
def test_acknowledging_by_condition_leaves_every_crossing_at_its_second(messages):
    assert crossings(messages, by_condition=True) == crossings(messages, by_condition=False)


@examples(100)
@given(histories())
def test_one_tap_a_condition_leaves_nothing_that_waits(messages):
    state = initial(now_s=1000, limits=OF_LAWS)
    for now_s, said in messages:
        state = step(state, said, now_s=now_s, limits=OF_LAWS).state
    for one in conditions_of(state):
        state = acknowledge_condition(state, one.lead.key, by="a nurse", now_s=9999.0).state

    assert all(one.seen_by == "a nurse" for one in conditions_of(state))
