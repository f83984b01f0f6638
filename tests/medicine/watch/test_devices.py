"""A device's own alarm, latched beside ours: it begins, changes and ends as the device says, and waits for a person."""

import json

import pytest

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import (
    DeviceAlarm,
    acknowledge,
    action,
    as_dict,
    device_says,
    due,
    forget_device,
    from_dict,
    step,
)
from tests.medicine.watch.chair import LIMITS, active, fresh

BLOCKED = DeviceAlarm("196940", "Occlusion", "high", "technical")


def told(*messages, state=None, device="pump"):
    """Tell the watch alarm messages, a second apart; give the last step."""
    state = state or fresh()
    for now_s, said in enumerate(messages, 1):
        last = device_says(state, said, device, now_s=float(now_s))
        state = last.state
    return last


@pytest.mark.parametrize(
    ("said", "priority", "kind"),
    [
        (BLOCKED, "high", "technical"),
        (DeviceAlarm("1", "Low SpO2", "medium", "physiological"), "medium", "physiological"),
        (DeviceAlarm("1", "Battery low", "low"), "low", "technical"),
        (DeviceAlarm("1", "Door open"), "medium", "technical"),  # it gave no priority
    ],
)
def test_it_keeps_the_device_s_own_words_priority_and_kind(said, priority, kind):
    (alarm,) = told(said).raised

    assert alarm.condition == f"Pump says: {said.text}"
    assert (alarm.priority, alarm.kind, action(alarm.level, LIMITS)) == (priority, kind, "Look at the device.")


def test_one_code_of_one_device_is_one_alarm():
    state = told(BLOCKED).state
    state = told(BLOCKED, BLOCKED._replace(code="2"), state=state, device="monitor 2").state

    assert active(state) == ["device:monitor 2:196940", "device:monitor 2:2", "device:pump:196940"]


def test_saying_it_again_changes_nothing():
    once = told(BLOCKED)

    again = device_says(once.state, BLOCKED, "pump", now_s=60.0)
    assert again.state is once.state
    assert (again.raised, again.ended) == ((), ())


def test_its_end_ends_it_and_it_stays_until_somebody_has_seen_it():
    over = told(BLOCKED, BLOCKED._replace(lasts="no"))

    assert [alarm.ended_s for alarm in over.ended] == [2.0]
    assert [alarm.active for alarm in over.state.alarms.values()] == [False]
    assert acknowledge(over.state, "device:pump:196940", by="Nadia", now_s=3.0).state.alarms == {}
    assert told(BLOCKED._replace(lasts="no")).state == fresh()  # the end of what never began


def test_what_was_seen_leaves_with_its_end():
    seen = acknowledge(told(BLOCKED).state, "device:pump:196940", by="Nadia", now_s=2.0).state

    assert active(seen) == ["device:pump:196940"]
    assert told(BLOCKED._replace(lasts="no"), state=seen).state.alarms == {}


def test_an_alarm_of_a_moment_is_over_at_once_and_waits_all_the_same():
    step = told(BLOCKED._replace(lasts="moment"))

    assert (len(step.raised), len(step.ended)) == (1, 1)
    assert [alarm.acknowledged_by for alarm in step.state.alarms.values()] == [None]


def test_a_device_that_was_quieted_says_so_and_keeps_its_alarm():
    step = told(BLOCKED, BLOCKED._replace(quieted="audio paused"))

    assert (step.raised, step.ended) == ((), ())
    (alarm,) = step.state.alarms.values()
    assert (alarm.condition, alarm.quieted) == ("Pump says: Occlusion (audio paused at the device)", "audio paused")


def test_a_graver_priority_is_news_and_a_milder_one_is_not():
    mild = told(BLOCKED._replace(priority="low")).state
    seen = acknowledge(mild, "device:pump:196940", by="Nadia", now_s=2.0).state

    (alarm,) = device_says(seen, BLOCKED, "pump", now_s=3.0).raised
    assert (alarm.priority, alarm.acknowledged_by, alarm.raised_s) == ("high", None, 3.0)
    milder = told(BLOCKED, BLOCKED._replace(priority="low"))
    assert milder.raised == ()
    assert milder.state.alarms["device:pump:196940"].priority == "low"


def test_a_high_one_that_nobody_sees_escalates_as_any():
    state = told(BLOCKED).state

    assert [alarm.key for alarm in due(state, now_s=31.0, limits=LIMITS).escalated] == ["device:pump:196940"]


def test_it_is_written_down_and_read_back():
    state = told(BLOCKED._replace(kind="physiological", quieted="audio paused")).state

    assert from_dict(json.loads(json.dumps(as_dict(state)))) == state


def test_a_device_that_leaves_takes_its_alarms_along():
    state = told(BLOCKED, BLOCKED._replace(code="2")).state
    state = told(BLOCKED, state=state, device="monitor").state

    gone = forget_device(state, "pump", now_s=9.0)
    assert active(gone.state) == ["device:monitor:196940"]
    assert len(gone.ended) == 2


def test_a_device_s_clock_is_kept_beside_its_last_message():
    reading = Reading("spo2_pct", 97.0, 1.0, "150456", "MDC", "1")
    state = step(fresh(), [reading], now_s=1.4, limits=LIMITS, sender="monitor", offset_s=-0.4).state

    assert state.heard["monitor"].offset_s == -0.4
    assert from_dict(json.loads(json.dumps(as_dict(state)))).heard == state.heard


# A clock that is wrong by an hour


def test_a_clock_so_slow_that_a_value_by_hand_stays_newer_is_said_aloud_until_it_is_right():
    """Else a monitor an hour behind would be charted and never watched, and nothing would say so."""
    by_hand = Reading("spo2_pct", 98.0, 100.0)
    state = step(fresh(), [by_hand], now_s=100.0, limits=LIMITS).state
    slow = step(state, [Reading("spo2_pct", 85.0, 110.0 - 3600, "150456", "MDC", "1")], now_s=110.0, limits=LIMITS)

    assert slow.outcomes == ("late",)
    (alarm,) = slow.raised
    assert (alarm.level, alarm.priority) == ("behind", "medium")
    assert alarm.condition == "SpO2 is stamped 3600 s behind our clock, older than the SpO2 entered by hand"
    assert action(alarm.level, LIMITS).startswith("These values raise no alarms here.")
    right = step(slow.state, [Reading("spo2_pct", 97.0, 120.0, "150456", "MDC", "1")], now_s=120.0, limits=LIMITS)
    assert [over.key for over in right.ended] == ["behind"]


def test_a_clock_an_hour_fast_acts_on_arrival_beside_a_clock_alarm():
    fast = [Reading("spo2_pct", 85.0, now_s + 3600, "150456", "MDC", "1") for now_s in range(10, 22)]
    state = fresh()
    for now_s, reading in enumerate(fast, 10):
        state = step(state, [reading], now_s=float(now_s), limits=LIMITS).state

    assert {"clock", "spo2_pct:pause", "spo2_pct:stop"} <= set(active(state))


def test_a_clock_an_hour_slow_from_the_first_value_on_is_watched_beside_a_clock_alarm():
    state = fresh()
    for now_s in range(10, 22):
        state = step(
            state, [Reading("spo2_pct", 85.0, now_s - 3600, "150456", "MDC", "1")], now_s=float(now_s), limits=LIMITS
        ).state

    assert {"clock", "spo2_pct:pause", "spo2_pct:stop"} <= set(active(state))


def event(code, *, lasts="yes", goes_on=False, text="Alarm"):
    return DeviceAlarm(code, text, "medium", "technical", lasts, "", goes_on)


@pytest.mark.parametrize(
    ("over", "left"),
    [
        ("1|HR|1.5.1|", ["1|BP|1.1.1|", "9||1.1.1|air"]),  # to the letter
        ("1|||", ["1|HR|1.5.1|", "1|BP|1.1.1|", "9||1.1.1|air"]),  # one of two: none is ended for the other
        ("1|BP||", ["1|HR|1.5.1|", "9||1.1.1|air"]),  # the only one it can be
        ("9|||", ["1|HR|1.5.1|", "1|BP|1.1.1|"]),
        ("9||1.1.1|battery", ["1|HR|1.5.1|", "1|BP|1.1.1|", "9||1.1.1|air"]),  # another, whose onset we never heard
        ("2|HR|1.5.1|", ["1|HR|1.5.1|", "1|BP|1.1.1|", "9||1.1.1|air"]),
    ],
)
def test_an_end_ends_its_own_alarm_and_no_other(over, left):
    state = told(*(event(code) for code in ("1|HR|1.5.1|", "1|BP|1.1.1|", "9||1.1.1|air"))).state

    after = device_says(state, event(over, lasts="no"), "pump", now_s=9.0).state
    assert active(after) == sorted(f"device:pump:{code}" for code in left)


def test_a_word_about_an_alarm_that_goes_on_begins_no_second_one():
    state = told(event("1|HR|1.5.1|")).state

    assert active(told(event("1|||", goes_on=True), state=state).state) == ["device:pump:1|HR|1.5.1|"]
    assert len(active(told(event("1|||"), state=state).state)) == 2  # an onset is an alarm of its own


def test_one_device_never_ends_another_s():
    state = told(event("1|HR|1.5.1|"), device="monitor").state

    assert active(told(event("1|HR|1.5.1|", lasts="no"), state=state).state) == ["device:monitor:1|HR|1.5.1|"]
