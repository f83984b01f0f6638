"""Several sources of one channel: each keeps its own run, and none hides another's alarm."""

from itertools import permutations

import pytest

from euthymia.medicine.watch import (
    Limits,
    acknowledge,
    as_dict,
    due,
    from_dict,
    judge_again,
    next_due_s,
    said_by,
    step,
    take_back,
)
from tests.medicine.watch.chair import LIMITS, SPO2, active, fresh, says

LEFT, RIGHT = "1.3.1", "1.3.2"


def heard(seconds, *sources, state=None, limits=LIMITS):
    """Send a message a second: each source is (place, value) of SpO2."""
    state = state or fresh()
    for second in seconds:
        said = [says(SPO2, value, second, place=place) for place, value in sources]
        state = step(state, said, now_s=second, limits=limits).state
    return state


@pytest.mark.parametrize("sources", list(permutations([(LEFT, 84), (RIGHT, 97)])))
def test_a_calm_source_never_ends_or_delays_another_s_alarm(sources):
    assert active(heard(range(10), *sources)) == []
    state = heard(range(11), *sources)

    assert active(state) == ["spo2_pct:disagree", "spo2_pct:pause", "spo2_pct:stop"]
    assert (state.latest[SPO2].value, state.others[SPO2][0].value) == (84, 97)  # the worst is shown, in either order


def test_each_source_must_stay_beyond_its_limit_by_itself():
    state = fresh()
    for second in range(20):
        low = LEFT if second % 2 else RIGHT
        said = [says(SPO2, 84 if place == low else 97, second, place=place) for place in (LEFT, RIGHT)]
        state = step(state, said, now_s=second, limits=LIMITS).state

    assert active(state) == []


def test_the_alarm_ends_when_the_last_bad_source_is_calm():
    state = heard(range(20), (LEFT, 84), (RIGHT, 85))
    one_left = heard([20], (LEFT, 97), (RIGHT, 85), state=state)
    none_left = heard([21], (LEFT, 97), (RIGHT, 97), state=one_left)

    assert "spo2_pct:stop" in active(one_left)
    assert active(none_left) == []


def test_two_sources_on_two_sides_of_a_limit_are_said_to_disagree():
    state = heard(range(11), (LEFT, 84), (RIGHT, 97))
    alarm = state.alarms["spo2_pct:disagree"]

    assert alarm.condition == "SpO2: sources disagree: 84 % (150456 1.3.1) and 97 % (150456 1.3.2)"
    assert (alarm.priority, alarm.kind) == ("low", "technical")
    assert "spo2_pct:disagree" not in active(heard([11], (LEFT, 96), (RIGHT, 97), state=state))


def test_an_alarm_that_was_seen_is_raised_again_for_another_source():
    state = heard(range(11), (LEFT, 84), (RIGHT, 97))
    seen = acknowledge(state, "spo2_pct:stop", by="a nurse", now_s=11).state
    again = heard(range(11, 22), (LEFT, 84), (RIGHT, 86), state=seen)

    assert again.alarms["spo2_pct:stop"].acknowledged_by is None
    assert again.alarms["spo2_pct:stop"].times == 2
    still = acknowledge(again, "spo2_pct:stop", by="a nurse", now_s=22).state
    later = heard(range(22, 40), (LEFT, 84), (RIGHT, 86), state=still)
    assert later.alarms["spo2_pct:stop"].acknowledged_by == "a nurse"


def test_a_source_that_fell_silent_is_forgotten_when_another_goes_on():
    state = heard(range(11), (LEFT, 84), (RIGHT, 97))

    assert "spo2_pct:stop" in active(heard(range(11, 21), (RIGHT, 97), state=state))
    gone = heard(range(11, 22), (RIGHT, 97), state=state)
    assert (active(gone), gone.others) == ([], {})


def test_a_source_that_lags_behind_another_is_not_late():
    state = fresh()
    for second in range(20, 40):
        said = [says(SPO2, 97, second), says(SPO2, 84, second - 3, place=RIGHT)]
        state = step(state, said, now_s=second, limits=LIMITS).state

    assert "spo2_pct:stop" in active(state)


def test_a_value_by_hand_is_a_source_too():
    device = heard(range(11), (LEFT, 84))
    state = step(device, [says(SPO2, 98, 11, code="")], now_s=11, limits=LIMITS).state

    assert active(state) == ["spo2_pct:disagree", "spo2_pct:pause", "spo2_pct:stop"]


def test_a_value_by_hand_from_before_the_alarm_does_not_speak_against_it():
    for at_s in (0, 2, 5):  # before the fall, or while it had not lasted yet
        by_hand = step(fresh(), [says(SPO2, 98, at_s, code="")], now_s=at_s, limits=LIMITS).state

        assert active(heard(range(1, 12), (LEFT, 84), state=by_hand)) == ["spo2_pct:pause", "spo2_pct:stop"]


def test_of_two_devices_of_one_make_the_second_is_named_where_they_disagree():
    state = fresh()
    for second in range(11):
        said = [says(SPO2, 97, second), says(SPO2, 84, second)._replace(equipment=said_by("monitor 2", "EUI64"))]
        state = step(state, said, now_s=second, limits=LIMITS).state

    assert state.alarms["spo2_pct:disagree"].condition == (
        "SpO2: sources disagree: 97 % (150456 1.1.1) and 84 % (monitor 2 150456 1.1.1)"
    )


def test_one_source_that_speaks_is_no_silence():
    state = heard(range(5), (LEFT, 84), (RIGHT, 97))
    state = heard(range(5, 14), (RIGHT, 97), state=state)

    assert due(state, now_s=14, limits=LIMITS).raised == ()
    assert next_due_s(state, LIMITS) > 14


def test_equipment_tells_two_sources_apart_and_a_stored_state_goes_on_the_same():
    state = fresh()
    for second in range(11):
        said = [says(SPO2, value, second)._replace(equipment=name) for name, value in (("A", 84), ("B", 97))]
        state = step(state, said, now_s=second, limits=LIMITS).state

    assert "spo2_pct:stop" in active(state)
    assert from_dict(as_dict(state)) == state


def test_changed_limits_are_held_against_every_source():
    state = heard(range(11), (LEFT, 93), (RIGHT, 97))
    stricter = Limits(spo2_pause_below_pct=95)
    state = judge_again(state, LIMITS, stricter, now_s=11).state

    assert "spo2_pct:pause" in active(heard(range(11, 22), (LEFT, 93), (RIGHT, 97), state=state, limits=stricter))


def test_a_value_taken_back_leaves_the_other_source_s_alarm():
    state = heard(range(11), (LEFT, 84), (RIGHT, 86))
    source = state.latest[SPO2].source
    assert source[1] == LEFT

    back = take_back(state, SPO2, at_s=10, now_s=12, limits=LIMITS, source=source)
    assert "spo2_pct:stop" in active(back.state)
    assert back.state.latest[SPO2].containment == RIGHT
