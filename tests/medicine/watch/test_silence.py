"""The watch: the alarm for silence.

No value is no news, and no news is an alarm: SpO2 after 10 s, a cuff at its interval and 2 min, a sender that reports
every second after 5 s. High alarms that nobody acknowledges escalate at 30 s and 60 s.
"""

import pytest

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import Limits, acknowledge, due, initial, next_due_s, patience_s, step, with_phase

LIMITS = Limits()
SPO2 = "spo2_pct"


def watching(phase="running", expected=(SPO2,), **more):
    return initial(now_s=0, limits=LIMITS, phase=phase, expected=expected, **more)


def hear(state, at_s, *values, code="150456", limits=LIMITS):
    readings = [Reading(channel, value, at_s, code) for channel, value in values]
    return step(state, readings, now_s=at_s, limits=limits).state


def raised_at(state, now_s):
    return [(alarm.key, alarm.priority) for alarm in due(state, now_s=now_s, limits=LIMITS).raised]


@pytest.mark.parametrize(
    ("expected", "phase", "now_s", "raised"),
    [
        (SPO2, "running", 9.9, []),
        (SPO2, "running", 10, [("spo2_pct:stale", "high")]),
        (SPO2, "observing", 10, [("spo2_pct:stale", "medium")]),
        ("pulse_bpm", "running", 10, [("pulse_bpm:stale", "medium")]),
        ("systolic_mmhg", "running", 719, []),
        ("systolic_mmhg", "running", 720, [("systolic_mmhg:stale", "medium")]),
        ("systolic_mmhg", "observing", 1020, [("systolic_mmhg:stale", "medium")]),
        ("resp_rate_bpm", "running", 600, [("resp_rate_bpm:check-due", "low")]),
        ("resp_rate_bpm", "running", 720, [("resp_rate_bpm:stale", "medium"), ("resp_rate_bpm:check-due", "low")]),
        ("sedation_moaas", "running", 900, [("sedation_moaas:check-due", "low")]),
    ],
)
def test_an_expected_channel_that_stays_silent_alarms(expected, phase, now_s, raised):
    assert raised_at(watching(phase, (expected,)), now_s) == raised


@pytest.mark.parametrize("channel", ["pulse_bpm", "heart_rate_bpm"])
def test_a_value_that_was_shown_once_may_not_grow_old_unnoticed(channel):
    state = hear(watching(expected=()), 100, (channel, 70))

    assert next_due_s(state, LIMITS) == 110
    assert raised_at(state, 110) == [(f"{channel}:stale", "medium")]


def test_no_value_is_not_a_value():
    state = hear(hear(watching(), 5, (SPO2, 97)), 12, (SPO2, None))

    assert raised_at(state, 15) == [("spo2_pct:stale", "high")]


def test_a_value_that_returns_ends_the_alarm():
    silent = due(watching(), now_s=10, limits=LIMITS).state
    result = step(silent, [Reading(SPO2, 97, 20, "150456")], now_s=20, limits=LIMITS)

    assert [alarm.key for alarm in result.ended] == ["spo2_pct:stale"]
    assert result.state.alarms["spo2_pct:stale"].ended_s == 20  # and still waits for a person


def test_an_old_value_is_no_return():
    silent = due(watching(), now_s=10, limits=LIMITS).state
    result = step(silent, [Reading(SPO2, 97, 20, "150456")], now_s=45, limits=LIMITS)

    assert "spo2_pct:stale" not in [alarm.key for alarm in result.ended]


def test_after_a_high_pressure_the_cuff_is_overdue_sooner():
    state = hear(watching(expected=()), 0, ("systolic_mmhg", 170))

    assert next_due_s(state, LIMITS) == 420  # 5 min and 2
    assert patience_s(state, "systolic_mmhg", limits=LIMITS) == (None, 420)


def test_the_session_moving_on_lengthens_the_intervals():
    state = hear(watching(expected=()), 0, ("systolic_mmhg", 120))

    assert next_due_s(state, LIMITS) == 720
    assert next_due_s(with_phase(state, "observing", limits=LIMITS, now_s=10).state, LIMITS) == 1020


# The link


@pytest.mark.parametrize(
    ("every_s", "lost"),
    [(1, True), (1.5, True), (3, False), (60, False)],
)
def test_a_sender_that_reports_every_second_is_missed_after_five(every_s, lost):
    state = watching(expected=())
    for n in range(7):
        state = hear(state, n * every_s, ("temperature_c", 37))
    last_s = 6 * every_s

    assert (("link:monitor", "high") in raised_at(state, last_s + 5)) is lost
    assert raised_at(state, last_s + 4.9) == []


def test_a_sender_known_to_report_every_second_is_missed_from_the_first():
    assert raised_at(watching(expected=(), live_senders=("monitor",)), 5) == [("link:monitor", "high")]


def test_a_message_without_values_is_a_sign_of_life_and_a_hand_entry_is_none():
    lost = due(watching(expected=(), live_senders=("monitor",)), now_s=5, limits=LIMITS).state
    by_hand = hear(lost, 6, (SPO2, 97), code="")

    assert by_hand.alarms["link:monitor"].active
    assert not step(by_hand, [], now_s=7, limits=LIMITS).state.alarms["link:monitor"].active


def test_each_sender_is_missed_by_itself():
    state = watching(expected=(), live_senders=("monitor", "pump"))
    state = step(state, [Reading("pump_rate_ml_h", 150, 4, "157784")], now_s=4, limits=LIMITS, sender="pump").state

    assert raised_at(state, 5) == [("link:monitor", "high")]


# Spot checks and hands


def test_a_slow_reporter_is_a_spot_check_and_is_checked_on_a_timer():
    state = watching()
    for at_s in (0, 60, 120):
        state = hear(state, at_s, (SPO2, 97))

    assert state.alarms["spo2_pct:spot-check"].condition == "SpO2 comes every 60 s: a spot check, not for watching"
    assert patience_s(state, SPO2, limits=LIMITS) == (300, 420)
    assert raised_at(state, 130) == []
    assert raised_at(state, 420) == [("spo2_pct:check-due", "low")]
    assert raised_at(state, 540) == [("spo2_pct:stale", "high"), ("spo2_pct:check-due", "low")]


def test_a_spot_check_acts_on_its_first_low_value():
    state = watching()
    for at_s, value in ((0, 97), (60, 97), (120, 97), (180, 90)):
        state = hear(state, at_s, (SPO2, value))

    assert state.alarms["spo2_pct:pause"].active


def test_a_device_that_was_once_quick_never_becomes_a_spot_check():
    state = watching()
    for at_s in (0, 1, 60, 120, 180):
        state = hear(state, at_s, (SPO2, 97))

    assert patience_s(state, SPO2, limits=LIMITS) == (None, 10)


def test_a_hand_entry_does_not_bring_a_live_signal_back():
    live = hear(hear(watching(), 0, (SPO2, 97)), 1, (SPO2, 97))
    silent = due(live, now_s=11, limits=LIMITS).state

    assert hear(silent, 20, (SPO2, 96), code="").alarms["spo2_pct:stale"].active
    assert not hear(silent, 20, (SPO2, 96)).alarms["spo2_pct:stale"].active


# Escalation


@pytest.mark.parametrize(("now_s", "marks"), [(39, 0), (40, 1), (69, 1), (70, 2), (500, 2)])
def test_a_high_alarm_that_nobody_acknowledges_escalates_at_30_and_60_seconds(now_s, marks):
    silent = due(watching(), now_s=10, limits=LIMITS).state

    assert len(due(silent, now_s=now_s, limits=LIMITS).state.alarms["spo2_pct:stale"].escalated_s) == marks


def test_an_acknowledged_alarm_does_not_escalate_and_an_ended_one_does():
    silent = due(watching(), now_s=10, limits=LIMITS).state
    seen = acknowledge(silent, "spo2_pct:stale", by="a nurse", now_s=20).state
    over = hear(silent, 20, (SPO2, 97))

    assert due(seen, now_s=100, limits=LIMITS).escalated == ()
    assert [alarm.key for alarm in due(over, now_s=40, limits=LIMITS).escalated] == ["spo2_pct:stale"]


def test_a_flapping_condition_still_escalates_from_its_first_onset():
    state = hear(watching(), 0, ("systolic_mmhg", 185))
    state = hear(state, 10, ("systolic_mmhg", 150))
    state = hear(state, 20, ("systolic_mmhg", 185))

    assert [alarm.key for alarm in due(state, now_s=30, limits=LIMITS).escalated] == ["systolic_mmhg:pause"]


def test_a_high_alarm_that_nobody_saw_stays_high_when_it_begins_again_in_a_calmer_phase():
    silent = due(watching(), now_s=10, limits=LIMITS).state
    over = with_phase(hear(silent, 12, (SPO2, 97)), "observing", limits=LIMITS, now_s=12).state

    again = due(over, now_s=22, limits=LIMITS).state.alarms["spo2_pct:stale"]

    assert (again.priority, again.times) == ("high", 2)


@pytest.mark.parametrize("phase", ["running", "paused", "observing"])
def test_the_next_moment_is_never_too_early_nor_too_late(phase):
    state, now_s = watching(phase, expected=(SPO2, "systolic_mmhg", "resp_rate_bpm", "sedation_moaas")), 0.0
    for _ in range(12):
        when_s = next_due_s(state, LIMITS)
        if when_s is None:
            break
        assert when_s > now_s
        assert due(state, now_s=when_s - 0.001, limits=LIMITS).state == state
        result = due(state, now_s=when_s, limits=LIMITS)
        assert result.raised or result.escalated
        state, now_s = result.state, when_s
    assert next_due_s(state, LIMITS) is None
