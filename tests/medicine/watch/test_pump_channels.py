"""A pump with two channels: the one that carries the order's drug leads, and none stands for another."""

from itertools import permutations

import pytest

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import (
    Limits,
    as_dict,
    forget_device,
    from_dict,
    initial,
    pump_now,
    said_by,
    step,
    with_phase,
)
from tests.medicine.watch.chair import active

ORDER = Limits(ordered_rate_ml_h=150, ordered_volume_ml=100, ordered_drug="Ketamine")
UNNAMED = Limits(ordered_rate_ml_h=150, ordered_volume_ml=100)


def channel(place, now_s, *, infusing, rate=None, delivered=None, drug=""):
    said = {"pump_infusing": infusing, "pump_rate_ml_h": rate, "pump_delivered_ml": delivered}
    return [
        Reading(c, float(v), now_s, "1", "MDC", f"{place}.{n}", place=place, drug=drug)
        for n, (c, v) in enumerate(said.items())
        if v is not None
    ]


def pumped(phase, limits, *channels):
    """Send what both channels say, three times in ten seconds."""
    state = initial(now_s=0, limits=limits, expected=())
    state = with_phase(state, phase, limits=limits, now_s=0).state
    for now_s in (1.0, 6.0, 11.0):
        said = [reading for how in channels for reading in channel(now_s=now_s, **how)]
        state = step(state, said, now_s=now_s, limits=limits, sender="pump").state
    return state


RUNS = {"place": "1.1.1", "infusing": 1, "rate": 150, "delivered": 3, "drug": "KETAMINE 1 mg/mL"}
STANDS = {"place": "1.2.1", "infusing": 0, "rate": 0, "delivered": 40, "drug": "Saline"}


@pytest.mark.parametrize("channels", list(permutations([RUNS, STANDS])))
@pytest.mark.parametrize("limits", [ORDER, UNNAMED])
def test_any_channel_that_flows_after_a_recorded_pause_is_said(channels, limits):
    state = pumped("paused", limits, *channels)

    assert "pump-runs-on" in active(state)
    assert state.alarms["pump-runs-on"].condition == (
        "Recorded as paused, and the pump says it infuses at 150 mL/h in channel KETAMINE 1 mg/mL"
    )


def test_another_drug_that_flows_in_a_pause_is_said_too():
    other = STANDS | {"infusing": 1, "rate": 20}

    assert "pump-runs-on" in active(pumped("paused", ORDER, RUNS | {"infusing": 0, "rate": 0}, other))


@pytest.mark.parametrize("channels", list(permutations([RUNS, STANDS])))
def test_the_channel_of_the_ordered_drug_leads(channels):
    now = pump_now(pumped("running", ORDER, *channels), limits=ORDER, now_s=11)

    assert (now.rate_ml_h, now.delivered_ml, now.flows, len(now.channels)) == (150, 3, True, 2)
    assert now.leads.place == "1.1.1"


def test_while_no_channel_is_known_to_be_ours_no_rate_or_volume_stands_for_another_s():
    state = pumped("running", UNNAMED, RUNS, STANDS)
    now = pump_now(state, limits=UNNAMED, now_s=11)

    assert (now.rate_ml_h, now.delivered_ml, now.flows, now.leads) == (None, None, True, None)
    assert active(state) == []  # one that flows as ordered is enough, and no volume is compared


FAR_OFF = RUNS | {"delivered": 30}  # alone it would be 30 mL where hands recorded less than 1


@pytest.mark.parametrize("channels", list(permutations([FAR_OFF, STANDS])))
def test_what_one_channel_says_is_not_compared_before_the_other_has_spoken_in_the_same_message(channels):
    state = initial(now_s=0, limits=UNNAMED, expected=())
    said = [reading for how in channels for reading in channel(now_s=1.0, **how)]

    assert step(state, said, now_s=1.0, limits=UNNAMED, sender="pump").raised == ()


def test_a_total_that_was_compared_counts_no_more_when_a_second_channel_speaks():
    alone = step(
        initial(now_s=0, limits=UNNAMED, expected=()),
        channel(now_s=1.0, **FAR_OFF), now_s=1.0, limits=UNNAMED, sender="pump",
    ).state  # fmt: skip
    assert active(alone) == ["pump-volume"]

    both = [reading for how in (FAR_OFF, STANDS) for reading in channel(now_s=2.0, **how)]
    assert active(step(alone, both, now_s=2.0, limits=UNNAMED, sender="pump").state) == []


@pytest.mark.parametrize(
    ("limits", "channels"),
    [
        (UNNAMED, (RUNS | {"rate": 200}, STANDS)),
        (UNNAMED, (RUNS | {"infusing": 0, "rate": 0}, STANDS)),  # none flows, and it is recorded as running
        (ORDER, (RUNS | {"infusing": 0, "rate": 0}, STANDS | {"infusing": 1, "rate": 150})),  # the wrong drug flows
        (ORDER, (RUNS | {"rate": 20}, STANDS | {"infusing": 1, "rate": 150})),
    ],
)
def test_a_rate_that_is_not_the_order_s_in_the_channel_that_counts_is_an_alarm(limits, channels):
    assert "pump-rate" in active(pumped("running", limits, *channels))


def test_a_channel_that_says_it_infuses_without_a_rate_is_no_wrong_rate():
    assert active(pumped("running", UNNAMED, {"place": "1.1.1", "infusing": 1}, STANDS)) == []


def test_both_channels_are_stored_and_leave_with_the_pump():
    state = pumped("paused", ORDER, RUNS, STANDS)

    assert from_dict(as_dict(state)) == state
    gone = forget_device(state, "pump", now_s=20).state
    assert (gone.latest, gone.others) == ({}, {})


def two_pumps(first, second, *, phase="running"):
    """Two pumps of one make: each says the same of itself, place and all; the second is told by its name."""
    state = initial(now_s=0, limits=ORDER, expected=())
    state = with_phase(state, phase, limits=ORDER, now_s=0).state
    for now_s in (1.0, 6.0, 11.0):
        for name, how in (("pump", first), ("pump 2", second)):
            said = [r._replace(equipment=said_by(name, r.equipment)) for r in channel(now_s=now_s, **how)]
            state = step(state, said, now_s=now_s, limits=ORDER, sender=name).state
    return state


SALINE = STANDS | {"place": "1.1.1"}


def test_of_two_pumps_each_keeps_what_it_says():
    now = pump_now(two_pumps(RUNS, SALINE), limits=ORDER, now_s=11)

    assert (now.rate_ml_h, now.delivered_ml, now.flows, len(now.channels)) == (150, 3, True, 2)
    assert "pump-runs-on" in active(two_pumps(SALINE, RUNS, phase="paused"))


@pytest.mark.parametrize(("leaves", "left"), [("pump", "Saline"), ("pump 2", "KETAMINE 1 mg/mL")])
def test_a_pump_that_leaves_takes_only_what_it_said(leaves, left):
    state = forget_device(two_pumps(RUNS, SALINE), leaves, now_s=12).state

    assert {seen.drug for seen in state.latest.values()} == {left}


@pytest.mark.parametrize("channels", list(permutations([RUNS, STANDS])))
@pytest.mark.parametrize("limits", [ORDER, UNNAMED])
def test_a_channel_that_flows_is_said_though_each_sends_a_message_of_its_own(channels, limits):
    state = initial(now_s=0, limits=limits, expected=())
    state = with_phase(state, "paused", limits=limits, now_s=0).state
    for now_s in range(1, 30):
        said = channel(now_s=float(now_s), **channels[now_s % 2])
        state = step(state, said, now_s=float(now_s), limits=limits, sender="pump").state

    assert "pump-runs-on" in active(state)


ALONE = {"place": "1.1.1", "infusing": 1, "rate": 150}


@pytest.mark.parametrize("place", ["", "1.1.0", "1.0.0"])
def test_what_names_no_channel_is_of_the_only_one(place):
    volume = {"place": place, "infusing": None, "delivered": 12}
    now = pump_now(pumped("running", UNNAMED, ALONE, volume), limits=UNNAMED, now_s=11)

    assert (now.rate_ml_h, now.delivered_ml, now.channels) == (150, 12, ())


@pytest.mark.parametrize("place", ["", "1.0.0"])
def test_what_names_no_channel_is_of_none_where_there_are_two(place):
    volume = {"place": place, "infusing": None, "delivered": 12}
    now = pump_now(pumped("running", UNNAMED, RUNS, STANDS, volume), limits=UNNAMED, now_s=11)

    assert (now.flows, now.delivered_ml, now.leads) == (True, None, None)


def test_channels_counted_from_zero_are_two():
    zero = {"place": "1.1.0", "infusing": 0, "rate": 0}
    now = pump_now(pumped("running", UNNAMED, ALONE, zero), limits=UNNAMED, now_s=11)

    assert (now.flows, len(now.channels), now.leads) == (True, 2, None)
