"""Simulated monitors speak as real ones do, and keep at it."""

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date

import pytest

from euthymia.demo.monitors import Monitor
from euthymia.demo.physiology import Patient, PumpAtTheChair
from euthymia.demo.voices import VOICES, Person
from euthymia.wire import hl7
from tests import waits

AMY = Person("1001", "Hon", "Amy", date(1961, 3, 1), "F")
NOW_S = 1_700_000_000.0


def monitor(style, **options):
    if style == "openbedside":
        options.setdefault("pump", PumpAtTheChair(52.5))
    else:
        options.setdefault("patient", Patient("steady", 1))
    options.setdefault("person", AMY)
    return Monitor(style=style, sender=f"{style.upper()}^1^EUI-64|Ward", interval_s=0.01, **options)


@asynccontextmanager
async def running(device):
    task = asyncio.create_task(device.run())
    try:
        yield device
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def one_message(style, since_s=700.0, **options):
    device = monitor(style, _began_s=NOW_S, **options)
    return hl7.read(device.message(NOW_S + since_s, device.person)[1], default_zone=UTC)


@pytest.mark.parametrize("style", sorted(VOICES))
def test_every_style_is_read_and_its_sender_known(style):
    message = one_message(style)

    assert message.type == "ORU^R01"
    assert (message.sender_name, message.sending_facility) == (style.upper(), "Ward")
    assert message.sent_at_s == NOW_S + 700


@pytest.mark.parametrize(
    ("style", "named", "asks"),
    [
        ("mindray", False, ("AL", "NE")),
        ("philips", True, ("AL", "NE")),
        ("comen", True, ("", "")),
        ("xh80x", False, ("AL", "NE")),
        ("openbedside", True, ("NE", "AL")),
    ],
)
def test_a_style_names_its_patient_or_not_and_asks_for_its_own_answers(style, named, asks):
    message = one_message(style)

    assert message.identities[0].blank is not named
    assert (message.accept_ack, message.application_ack) == asks


@pytest.mark.parametrize("style", ["mindray", "philips", "comen"])
def test_a_cuff_value_carries_its_own_older_time(style):
    found = {r.channel: r for r in hl7.readings(one_message(style))[0]}

    assert found["systolic_mmhg"].at_s == NOW_S + 600
    assert found["spo2_pct"].at_s == NOW_S + 700
    assert {"spo2_pct", "pulse_bpm", "resp_rate_bpm", "diastolic_mmhg", "mean_mmhg"} <= set(found)


def test_each_style_keeps_its_oddities():
    philips, comen = one_message("philips"), one_message("comen")
    xh80x = {r.channel: r.value for r in hl7.readings(one_message("xh80x"))[0]}

    assert [o.containment for o in philips.observations if not o.value_type] == ["1.0.0.0", "1.2.0.0", "1.2.1.0"]
    assert philips.observations[3].limits == "50-120"
    assert {o.set_id for o in comen.observations} == {""}
    assert "99COMEN" in {u.system for u in hl7.readings(comen)[1]}
    assert (xh80x["temperature_c"], xh80x["systolic_mmhg"]) == (None, None)
    assert xh80x["spo2_pct"] is not None


def test_a_pump_that_runs_on_says_so_after_pause():
    pump = PumpAtTheChair(52.5, runs_on=True)
    pump.press_pause()

    found = {r.channel: r.value for r in hl7.readings(one_message("openbedside", pump=pump))[0]}

    assert found == {"pump_infusing": 1.0, "pump_rate_ml_h": 52.5}


@pytest.mark.parametrize(("style", "code"), [("mindray", "CA"), ("comen", "AA"), ("openbedside", "AA")])
async def test_a_monitor_sends_every_interval_and_counts_its_answers(receiving, style, code):
    async with receiving() as receiver, running(monitor(style, port=receiver.port)) as device:
        await receiver.until(lambda _: device.counts.codes[code] >= 3)

    assert device.counts.sent >= 3
    assert device.counts.errors == device.counts.unanswered == 0
    assert len({m.control_id for m in receiver.messages}) == len(receiver.messages)


async def test_errors_are_counted(receiving):
    async with receiving("error") as receiver, running(monitor("comen", port=receiver.port)) as device:
        await receiver.until(lambda _: device.counts.errors >= 2)

    assert device.counts.codes["AE"] >= 2


async def test_a_monitor_connects_again_after_the_receiver_was_away(receiving, unused_tcp_port):
    async with running(monitor("mindray", port=unused_tcp_port)) as device:
        await asyncio.sleep(waits.SEVERAL_TRIES_S)
        assert device.counts.connections == 0
        async with receiving(port=unused_tcp_port) as receiver:
            await receiver.until(lambda r: len(r.messages) >= 2)

    assert device.counts.connections == 1


@pytest.mark.parametrize(("trouble", "fault"), [("lost end", "lost end"), ("cut frame", "cut")])
async def test_a_broken_frame_reaches_the_receiver_and_the_monitor_goes_on(receiving, trouble, fault):
    async with receiving() as receiver:
        device = monitor("mindray", port=receiver.port)
        device.inject(trouble)
        async with running(device):
            await receiver.until(lambda r: r.faults and len(r.messages) >= 2)

    assert receiver.faults == [fault]
    assert device.counts.accepted >= 2


async def test_a_wrong_identity_is_sent_once(receiving):
    async with receiving() as receiver:
        device = monitor("philips", port=receiver.port)
        device.inject("wrong identity")
        async with running(device):
            await receiver.until(lambda r: len(r.messages) >= 3)

    assert [m.identities[0].family for m in receiver.messages[:3]] == ["Somebody", "Hon", "Hon"]


async def test_a_silent_monitor_keeps_its_connection_and_sends_nothing(receiving):
    async with receiving() as receiver:
        device = monitor("mindray", port=receiver.port)
        device.inject("silence", messages=1000)
        async with running(device):
            await receiver.until(lambda r: r.connections == 1)
            await asyncio.sleep(waits.SEVERAL_TRIES_S)
            assert receiver.messages == []
            assert device.counts.connections == 1


async def test_a_monitor_that_is_told_to_end_ends_whatever_it_is_doing(receiving):
    """A cancel that met an answer, or a closing line, was lost: the monitor sent on for ever."""
    async with receiving() as receiver:
        for n in range(60):
            device = monitor("comen", port=receiver.port)
            task = asyncio.create_task(device.run())
            await receiver.until(lambda _, device=device: device.counts.sent >= 2)
            await asyncio.sleep(n * 0.0001)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=waits.NOW_S)
            assert done, f"cancelled {n} times, and the last time it went on"
