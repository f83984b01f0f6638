"""The pump against the order: its own rate, its status and its total, held against what hands recorded.

Nothing here commands a pump. One that says it stands still proves nothing: a person looks.
"""

import pytest

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import Limits, action, due, initial, next_due_s, pump_now, step, with_phase
from tests.medicine.watch.chair import active

LIMITS = Limits(ordered_rate_ml_h=150, ordered_volume_ml=100)


def pump(now_s, *, rate=None, infusing=None, delivered=None):
    said = {"pump_rate_ml_h": rate, "pump_infusing": infusing, "pump_delivered_ml": delivered}
    return now_s, [Reading(c, float(v), now_s, "1", "MDC", c) for c, v in said.items() if v is not None]


def heard(*messages, state=None, limits=LIMITS):
    state = state or initial(now_s=0, limits=limits, expected=())
    for now_s, readings in messages:
        state = step(state, readings, now_s=now_s, limits=limits, sender="pump").state
    return state


def moved(state, phase, at_s):
    return with_phase(state, phase, limits=LIMITS, now_s=at_s).state


@pytest.mark.parametrize(
    ("rate", "alarms"),
    [
        (150, []),
        (157.5, []),  # 5 % itself is not beyond
        (158, ["pump-rate"]),
        (142, ["pump-rate"]),
        (1500, ["pump-rate"]),
        (0, ["pump-rate"]),  # recorded as running, and the pump stands still
    ],
)
def test_a_rate_that_is_not_the_order_s_is_an_alarm_after_ten_seconds(rate, alarms):
    state = heard(pump(5, rate=rate))

    assert active(state) == []
    assert active(heard(pump(15, rate=rate), state=state)) == alarms


def test_a_pump_that_stands_still_because_the_bag_is_done_is_no_alarm():
    done = heard(pump(2395, rate=150), pump(2402, rate=0), pump(2420, rate=0))
    too_soon = heard(pump(1200, rate=0), pump(1215, rate=0))

    assert (active(done), active(too_soon)) == ([], ["pump-rate"])


def test_the_alarm_says_both_numbers_and_is_high():
    alarm = heard(pump(5, rate=15), pump(15, rate=15)).alarms["pump-rate"]

    assert alarm.condition == "The pump says 15 mL/h, ordered 150 mL/h"
    assert (alarm.priority, alarm.kind, alarm.value, alarm.limit) == ("high", "technical", 15, 150)
    assert action(alarm.level, LIMITS) == "Look at the pump: compare its rate with the order."


def test_a_pump_that_speaks_once_does_not_escape_by_its_silence():
    state = heard(pump(5, rate=15))

    assert next_due_s(state, LIMITS) == 15
    assert [alarm.key for alarm in due(state, now_s=15, limits=LIMITS).raised] == ["pump-rate"]
    assert due(state, now_s=14, limits=LIMITS).raised == ()


def test_back_at_the_order_s_rate_it_is_over():
    state = heard(pump(5, rate=15), pump(15, rate=15), pump(20, rate=150))

    assert active(state) == []
    assert active(heard(pump(6, rate=150), pump(20, rate=15), state=heard(pump(5, rate=15)))) == []  # a new run


def test_before_the_start_no_pump_is_wrong():
    assert active(heard(pump(5, rate=999), pump(60, rate=999), limits=Limits())) == []


@pytest.mark.parametrize("phase", ["paused", "observing"])
@pytest.mark.parametrize("said", [{"rate": 150}, {"infusing": 1}, {"rate": 0, "infusing": 1}, {"rate": 3}])
def test_a_pump_that_runs_on_after_pause_or_stop_is_a_high_alarm(phase, said):
    state = moved(heard(pump(5, rate=150, infusing=1)), phase, 60)
    state = heard(pump(62, **said), pump(72, **said), state=state)

    assert state.alarms["pump-runs-on"].priority == "high"
    assert state.alarms["pump-runs-on"].condition.startswith("Recorded as ")


def test_what_it_said_before_the_pause_does_not_count_against_it():
    state = moved(heard(pump(55, rate=150, infusing=1)), "paused", 60)

    assert due(state, now_s=100, limits=LIMITS).raised == ()
    assert pump_now(state, limits=LIMITS, now_s=61).flows is None


def test_a_pump_that_stands_still_says_so_and_confirms_nothing():
    state = moved(heard(pump(5, rate=150, infusing=1)), "paused", 60)
    state = heard(pump(62, rate=0, infusing=0), pump(90, rate=0, infusing=0), state=state)

    assert active(state) == []
    assert pump_now(state, limits=LIMITS, now_s=90).flows is False


def test_the_next_phase_ends_what_was_wrong_in_the_one_before():
    off = heard(pump(5, rate=0), pump(15, rate=0))

    step = with_phase(off, "paused", limits=LIMITS, now_s=20)
    assert [alarm.key for alarm in step.ended] == ["pump-rate"]
    assert [alarm.active for alarm in step.state.alarms.values()] == [False]  # it waits for a person all the same


@pytest.mark.parametrize(
    ("minute", "delivered", "alarms"),
    [
        (20, 50, []),
        (20, 55, []),
        (20, 56, ["pump-volume"]),
        (20, 44, ["pump-volume"]),
        (50, 100, []),  # the bag is empty after 40 min: no more is expected
    ],
)
def test_a_total_that_is_not_what_hands_recorded_is_a_low_alarm(minute, delivered, alarms):
    state = heard(pump(minute * 60, rate=150, delivered=delivered))

    assert active(state) == alarms
    assert all(alarm.priority == "low" for alarm in state.alarms.values())


def test_a_pause_adds_nothing_to_what_hands_recorded():
    state = moved(moved(initial(now_s=0, limits=LIMITS, expected=()), "paused", 600), "running", 900)

    assert pump_now(state, limits=LIMITS, now_s=1500).recorded_ml == 50
