"""A device's clock that steps, values without a time, and a cuff value that is sent again and again."""

import pytest

from euthymia.medicine.watch import as_dict, due, from_dict, initial, step, take_back
from tests.medicine.watch.chair import DIA, LIMITS, SPO2, SYS, active, fresh, says

YEARS = 13 * 365 * 86_400


def stepped(*, by_s, good=5, bad=20, began_s=1_000_000):
    """Send good values, then bad ones by a clock that has stepped; return the first bad step and the last state."""
    state = initial(now_s=began_s - 60, limits=LIMITS, expected=())
    for second in range(good + bad):
        now_s = began_s + second
        reading = says(SPO2, 97, now_s) if second < good else says(SPO2, 84, now_s + by_s)
        result = step(state, [reading], now_s=now_s, limits=LIMITS)
        state = result.state
        if second == good:
            first = result
    return first, state


@pytest.mark.parametrize("by_s", [-YEARS, -86_400, -3600, -60, -11, 11, 3600, YEARS])
def test_a_clock_that_steps_either_way_is_said_at_once_and_its_values_act(by_s):
    first, state = stepped(by_s=by_s)

    assert active(first.state) == ["clock"]
    assert first.state.latest[SPO2].value == 84
    assert active(state) == ["clock", "spo2_pct:pause", "spo2_pct:stop"]
    assert state.latest[SPO2].at_s == 1_000_024  # by its arrival
    assert due(state, now_s=1_000_025, limits=LIMITS).raised == ()  # the channel is not silent


@pytest.mark.parametrize("by_s", [-YEARS, -3600, 3600])
def test_a_clock_put_right_acts_at_once_and_ends_its_alarm(by_s):
    _, state = stepped(by_s=by_s)

    result = step(state, [says(SPO2, 97, 1_000_024)], now_s=1_000_025, limits=LIMITS)
    assert result.outcomes == ("new",)
    assert active(result.state) == []


def test_how_far_it_is_off_is_said():
    first, _ = stepped(by_s=-3600)

    assert first.state.alarms["clock"].condition == (
        "SpO2 is stamped 3600 s behind our clock, a step back: it counts from its arrival"
    )


def test_a_link_that_catches_up_sends_late_values():
    state = fresh()
    for second in (1, 2, 3, 60):
        state = step(state, [says(SPO2, 97, second)], now_s=second, limits=LIMITS).state
    for n, second in enumerate(range(4, 60)):
        result = step(state, [says(SPO2, 80, second)], now_s=60 + n / 100, limits=LIMITS)
        assert result.outcomes == ("late",)
        state = result.state

    assert active(state) == []


def test_one_wrong_time_in_a_message_is_enough_in_whichever_order_it_comes():
    good, wrong = says("pulse_bpm", 70, 100), says(SPO2, 97, 100)._replace(timed="arrival")
    for message in ([good, wrong], [wrong, good]):
        state = step(fresh(), message, now_s=100, limits=LIMITS).state
        assert active(state) == ["clock"]
        again = [reading._replace(at_s=101) for reading in message]
        assert step(state, again, now_s=101, limits=LIMITS).raised == ()


@pytest.mark.parametrize(
    ("channel", "value", "alarms"), [(SPO2, 97, ["clock"]), (SYS, 186, ["clock", "systolic_mmhg:pause"])]
)
def test_a_value_without_a_time_acts_on_arrival_marked_so(channel, value, alarms):
    result = step(fresh(), [says(channel, value, 100)._replace(timed="arrival")], now_s=100, limits=LIMITS)

    assert result.outcomes == ("arrival",)
    assert set(alarms) <= set(active(result.state))
    assert result.state.latest[channel].at_s == 100


def cuffs(minutes, *values, timed="message", every_s=1):
    """Send each cuff value again and again for so many minutes, by the time of the message."""
    state, now_s, results = fresh(), 0, []
    for systolic, diastolic in values:
        for _ in range(0, minutes * 60, every_s):
            now_s += every_s
            said = [says(SYS, systolic, now_s), says(DIA, diastolic, now_s, code="150022")]
            results.append(step(state, [r._replace(timed=timed) for r in said], now_s=now_s, limits=LIMITS))
            state = results[-1].state
    return state, results


@pytest.mark.parametrize("timed", ["message", "order", "arrival"])
def test_the_same_cuff_value_sent_again_is_one_measurement(timed):
    state, results = cuffs(8, (186, 112), timed=timed)

    assert {result.outcomes for result in results[1:]} == {("repeat", "repeat")}
    assert "pressure:treat-twice" not in active(state)  # it is not the second of two
    assert state.latest[SYS].at_s == 1  # aged from first sight
    assert "systolic_mmhg:stale" in [alarm.key for alarm in due(state, now_s=481, limits=LIMITS).raised]


def test_another_value_is_a_measurement_and_may_be_the_second_of_two():
    state, results = cuffs(5, (186, 112), (186, 114))

    assert [result.outcomes for result in results if "new" in result.outcomes] == [("new", "new")] * 2
    assert "pressure:treat-twice" in active(state)


def test_a_cuff_value_with_a_time_of_its_own_is_what_it_says():
    state, _ = cuffs(10, (186, 112), timed="own", every_s=300)

    assert "pressure:treat-twice" in active(state)


def test_a_value_by_hand_stands_against_an_old_one_that_is_sent_again():
    state, _ = cuffs(1, (186, 112))
    state = step(state, [says(SYS, 150, 90, code=""), says(DIA, 90, 90, code="")], now_s=90, limits=LIMITS).state
    again = [says(SYS, 186, 100)._replace(timed="message"), says(DIA, 112, 100, "150022")._replace(timed="message")]

    result = step(state, again, now_s=100, limits=LIMITS)
    assert set(result.outcomes) == {"repeat"}
    assert result.state.latest[SYS].value == 150


def test_what_was_first_seen_is_stored_with_the_state():
    state, _ = cuffs(1, (186, 112))

    assert from_dict(as_dict(state)) == state


def test_a_cuff_value_that_its_device_takes_back_ends_what_it_raised():
    state = step(fresh(), [says(SYS, 195, 100)], now_s=100, limits=LIMITS).state
    raised = ["systolic_mmhg:pause", "systolic_mmhg:watch"]
    assert active(state) == raised

    other = take_back(state, SYS, at_s=100, now_s=130, limits=LIMITS, source=("150456", "9.9.9", ""))
    assert active(other.state) == raised  # another source's
    back = take_back(state, SYS, at_s=100, now_s=130, limits=LIMITS, source=("150456", "1.1.1", ""))
    assert (active(back.state), sorted(alarm.key for alarm in back.ended)) == ([], raised)
    assert SYS not in back.state.latest
    assert sorted(back.state.alarms) == raised  # they wait for a person
