"""A stranger's flood costs strangers: nothing of it is read, lines take turns, and each has its bounds."""

import contextlib
import time

import pytest

from euthymia.clinic.infusion.devices import line as lines
from euthymia.clinic.infusion.devices import listener as devices
from euthymia.clinic.infusion.devices.traffic.arriving import TOO_MANY, arrive
from euthymia.clinic.infusion.devices.traffic.waiting import FULL_MESSAGES, OF_A_LINE, Waiting
from euthymia.clinic.infusion.models import DeviceMessage
from euthymia.wire import hl7
from euthymia.wire.mllp import frame
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import MONITOR, SPO2, Line, kept, message, settled


class NoRoster:
    def known(self, sender):
        return None


def test_of_a_stranger_s_message_the_sender_alone_is_read(monkeypatch):
    monkeypatch.setattr(hl7, "read", lambda *_, **__: pytest.fail("it was read"))
    arrived = arrive(message("1", (SPO2, 60), sender=("WHO", "X")), 0.0, NoRoster())

    assert (arrived.sender, arrived.message, arrived.asleep) == (("WHO", "X"), None, True)


def test_a_message_of_too_many_segments_is_refused_unread_and_its_beginning_kept(listener, line):
    chairside.seat_her(listener)
    raw = message("1", (SPO2, 60)) + b"OBX\r" * 5_001

    assert line.codes(raw) == ["AE"]
    assert kept() == [("refused", TOO_MANY)]
    assert len(DeviceMessage.objects.exclude(raw__contains=b"FENCE").first().raw) <= 4_096
    assert line.codes(message("2", (SPO2, 97))) == ["AA"]


def test_lines_take_turns_one_message_a_turn():
    waiting, one = Waiting(), arrive(b"MSH|^~\\&|A|B|", 0.0, NoRoster())
    for _ in range(100):
        waiting.add(one, "flood")
    waiting.add(one, "monitor")
    waiting.add(one, "monitor")

    group = [line for _, line in waiting.turn(500)]
    assert group[:4] == ["flood", "monitor", "flood", "monitor"]
    assert len(group) <= 2 * OF_A_LINE
    assert waiting.is_full("flood")
    assert not waiting.is_full("monitor")
    while waiting.turn(500):
        pass
    assert (len(waiting), waiting.size, list(waiting)) == (0, 0, [])


def test_a_line_alone_is_taken_whole():
    waiting, one = Waiting(), arrive(b"MSH", 0.0, NoRoster())
    for _ in range(FULL_MESSAGES * 3):
        waiting.add(one, "alone")

    assert len(waiting.turn(500)) == FULL_MESSAGES * 3


def test_a_monitor_is_answered_soon_beside_a_flood(listener, line):
    chairside.seat_her(listener)
    assert line.codes(message("0", (SPO2, 97))) == ["AA"]
    flood = [Line(listener.port) for _ in range(4)]
    heavy = frame(message("F", sender=("WHO", "")) + b"OBX\r" * 200_000)
    for each in flood:
        each.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            each.socket.send(heavy * 3)
    began_s = time.monotonic()
    line.send(message("1", (SPO2, 96)))

    assert line.answer().code == "AA"
    assert time.monotonic() - began_s < waits.SOON_S
    for each in flood:
        each.close()


def test_a_line_that_brings_much_lets_the_others_go_first_however_little_is_kept(listener, line, monkeypatch):
    monkeypatch.setattr(devices, "REST_S", 0.2)
    chairside.seat_her(listener)
    assert line.codes(message("0", (SPO2, 97))) == ["AA"]
    flood = Line(listener.port)
    flood.send(message("F", sender=("WHO", "")) + b"OBX\r" * 200_000)  # of which 4 kB are kept

    waits.until(lambda: len(listener.listener.resting) == 1, what="the line rests")
    assert line.codes(message("1", (SPO2, 96)) + b"NTE|1||" + b"x" * 900_000) == ["AA"]  # a device's own does not
    assert flood.answer().code in ("AE", "AR")  # and it is read to its end
    flood.close()


def test_many_lines_that_bring_much_rest_one_after_the_other(listener, line, monkeypatch):
    """Else two hundred would bring two hundred times as much as one."""
    monkeypatch.setattr(devices, "REST_S", 0.2)
    chairside.seat_her(listener)
    assert line.codes(message("0", (SPO2, 97))) == ["AA"]
    heavy = frame(message("F", sender=("WHO", "")) + b"OBX\r" * 90_000)  # more than one share, less than two
    flood = [Line(listener.port) for _ in range(4)]
    began_s = time.monotonic()
    for each in flood:
        each.socket.sendall(heavy)
    assert {each.answer().code for each in flood} <= {"AE", "AR"}  # each is read to its end

    assert time.monotonic() - began_s >= 4 * 0.2
    assert line.codes(message("1", (SPO2, 96))) == ["AA"]
    for each in flood:
        each.close()


def test_a_message_that_does_not_end_ends_its_line_and_is_kept_with_its_sender(listener, monkeypatch):
    chairside.seat_her(listener)
    monkeypatch.setattr(lines, "UNFINISHED_S", 0.2)
    slow = Line(listener.port)
    slow.socket.sendall(b"\x0b" + message("1", (SPO2, 60)))

    ((disposition, reason),) = settled(1)
    assert (disposition, reason.startswith("A message began and did not end")) == ("refused", True)
    assert DeviceMessage.objects.get().device.sending_app == MONITOR[0]
    slow.close()


def test_an_address_may_not_open_lines_without_end_but_a_device_s_own_do_not_count(listener, monkeypatch):
    chairside.seat_her(listener)
    monkeypatch.setattr(devices, "MOST_LINES_HERE", 2)
    monitor = Line(listener.port)
    assert monitor.codes(message("1", (SPO2, 97))) == ["AA"]
    silent = [Line(listener.port) for _ in range(2)]
    waits.until(lambda: len(listener.listener.lines) == 3, what="three open lines")
    with pytest.raises(OSError):
        Line(listener.port).codes(message("2", (SPO2, 97)))
    assert monitor.codes(message("3", (SPO2, 97))) == ["AA"]
    for each in (*silent, monitor):
        each.close()
