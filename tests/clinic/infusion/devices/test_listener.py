"""The real listener on a real socket: what it answers, what it keeps, and what bad input does to the line."""

import time
from datetime import UTC

import pytest

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.models import DeviceMessage, SessionEvent
from euthymia.wire import hl7
from euthymia.wire.mllp import MAX_BYTES, frame
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, Line, kept, message, settled


@pytest.mark.parametrize(
    ("asks", "known", "stranger"),
    [
        (("", ""), ["AA"], ["AR"]),
        (("AL", ""), ["CA"], ["CR"]),
        (("AL", "NE"), ["CA"], ["CR"]),
        (("", "AL"), ["AA"], ["AR"]),
        (("NE", "AL"), ["AA"], ["AR"]),
        (("AL", "AL"), ["CA", "AA"], ["CR", "AR"]),
        (("ER", ""), [], ["CR"]),
        (("NE", "ER"), [], ["AR"]),
        (("AL", "ER"), ["CA"], ["CR", "AR"]),
        (("NE", "NE"), [], []),
    ],
    ids=lambda v: "/".join(v) or "-" if isinstance(v, tuple) else None,
)
def test_each_message_is_answered_as_it_asks(listener, line, asks, known, stranger):
    chairside.seat_her(listener)

    assert line.ask(message("1", (SPO2, 97), asks=asks)) == [(code, "1") for code in known]
    assert line.codes(message("2", (SPO2, 97), asks=asks, sender=("WHO", ""))) == stranger
    assert line.codes(message("3", asks=asks).replace(b"ORU^R01", b"")) == [c[0] + "E" for c in stranger]
    assert [disposition for disposition, _ in kept()] == ["charted", "refused"]  # of the device itself
    assert chairside.strange(listener) == {"unknown sender: no device is configured with this name"}


# Bad input: a clear refusal, kept where there is anything to keep, and the line goes on


def bad_line(listener):
    chairside.seat_her(listener)
    return Line(listener.port)


def goes_on(line):
    return line.codes(message("NEXT", (SPO2, 96))) == ["AA"]


WHOLE = message("1", (SPO2, 97))


@pytest.mark.parametrize(
    ("stream", "codes", "reason"),
    [
        (b"\x0b" + WHOLE, ["AE"], "its end byte was lost"),
        (b"\x0b" + WHOLE[:40], ["AE"], "its end byte was lost"),
        (frame(WHOLE.replace(b"|1|P|", b"||P|")), ["AA"], "by pairing"),  # what is charted is accepted
        (frame(WHOLE + b"OBX|2|NM"), ["AA"], "by pairing"),
        (frame(WHOLE + b"OBX"), ["AA"], "by pairing"),
        (frame(b"MSH|^~\\&|MON|CHAIR1"), ["AE"], "the msh segment ends after"),
        (frame(b"MSH"), ["AR"], "unknown sender"),  # who speaks is asked before anything is read
        (frame(message("1", (SPO2, 97), charset="ISO IR87")), ["AA"], "by pairing"),
        (frame(message("1", (SPO2, 97), charset="\x00")), ["AA"], "by pairing"),
        (frame(WHOLE + b"PID|||||M\xfcller\r"), ["AA"], "by pairing"),
        (frame(message("1", (SPO2, 97)) + message("2", (SPO2, 96))), ["AA", "AA"], "by pairing"),
        (frame(b"FHS|^~\\&|MON\r" + message("1", (SPO2, 97)) + b"FTS|1\r"), ["AA"], "by pairing"),
        (frame(WHOLE.replace(b"ORU^R01", b"QRY^R02")), ["AR"], "not a report of measurements (qry^r02)"),
        (frame(WHOLE.replace(b"|P|2.6", b"|T|2.6")), ["AA"], "not for production (msh-11 t)"),
        (WHOLE + b"\x1c\r", ["AE"], "without its start byte"),  # kept and said: no browser can send a VT first
        (b"\x0b" + b"MSH|^~\\&|MON|CHAIR1|||2026||ORU^R01|1|P|2.6\r" + b"x" * 10_000_000, ["AE"], "longer than"),
        (frame(WHOLE) + b"noise between" + frame(message("2", (SPO2, 96))), ["AA", "AA"], "by pairing"),
    ],
    ids=[
        "lost end byte", "cut message, the next begins", "no control id", "short OBX", "bare OBX", "short header",
        "three letters", "unknown character set", "NUL character set",
        "bytes of another set", "two in one frame", "batch", "query", "training", "no start byte", "10 MB", "noise",
    ],
)  # fmt: skip
def test_bad_input_is_refused_clearly_kept_and_the_line_goes_on(listener, stream, codes, reason):
    line = bad_line(listener)
    line.socket.sendall(stream)
    found = []
    line.send(message("FENCE", sender=("NOBODY", "")))
    while (reply := line.answer()).control_id != "FENCE":
        found.append(reply.code)

    assert found == codes
    said = [reason for _, reason in kept()] or chairside.strange(listener)
    assert reason in next(iter(said)).lower()
    assert goes_on(line)
    line.close()


def test_a_message_cut_by_the_end_of_the_line_is_kept(listener):
    line = bad_line(listener)
    line.socket.sendall(b"\x0b" + WHOLE[:60])
    line.close()

    ((disposition, reason),) = settled(1)
    assert disposition == "refused"
    assert "the connection ended inside a message" in reason.lower()


def test_of_a_message_that_is_too_long_the_beginning_is_kept(listener):
    line = bad_line(listener)
    line.socket.sendall(b"\x0b" + WHOLE + b"x" * (MAX_BYTES + 1))

    assert [line.answer().control_id] == ["1"]
    assert bytes(DeviceMessage.objects.get().raw)[: len(WHOLE)] == WHOLE
    line.close()


def test_a_sender_that_dribbles_is_waited_for_and_holds_nobody_up(listener):
    line = bad_line(listener)
    other = Line(listener.port)
    for n, byte in enumerate(frame(WHOLE)):
        line.socket.sendall(bytes([byte]))
        if n == 50:
            assert other.codes(message("2", (SPO2, 95))) == ["AA"]

    assert line.answer().code == "AA"
    line.close(), other.close()


def test_a_thousand_messages_sent_without_waiting_are_each_answered_once(listener, line):
    session = chairside.seat_her(listener)
    now_s = time.time() - 1000
    line.socket.sendall(b"".join(frame(message(str(n), (SPO2, 97), at_s=now_s + n)) for n in range(1000)))
    answers = [line.answer() for _ in range(1000)]

    assert {a.code for a in answers} == {"AA"}
    assert [int(a.control_id) for a in answers] == list(range(1000))
    assert SessionEvent.objects.filter(session=session, kind="readings").count() == 1000
    batches = AuditEvent.objects.filter(action="received device messages").count()
    assert batches < 500, "messages that wait together are committed together"


def test_nothing_is_answered_before_it_is_committed(listener, line, monkeypatch):
    """The table is asked in the very moment an answer is written."""
    chairside.seat_her(listener)
    seen = []
    whole = listener.listener._answers

    def answers(arrived, disposition):
        from concurrent.futures import ThreadPoolExecutor

        from django.db import connection

        def count():
            try:
                return DeviceMessage.objects.filter(raw=arrived.raw).count()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as other_connection:
            seen.append(other_connection.submit(count).result())
        return whole(arrived, disposition)

    monkeypatch.setattr(listener.listener, "_answers", answers)
    assert line.codes(WHOLE) == ["AA"]
    assert seen[0] == 1  # the other is a stranger's, who is not told that anything was kept


def test_our_own_fault_in_reading_keeps_the_message_and_the_line(listener, monkeypatch):
    line = bad_line(listener)
    real = hl7.read
    monkeypatch.setattr(hl7, "read", lambda raw, **k: 1 / 0 if b"|1|P" in raw and "received_s" in k else real(raw, **k))

    assert line.codes(WHOLE) == ["AE"]
    assert "ZeroDivisionError" in kept()[0][1]
    assert goes_on(line)
    line.close()


def test_a_second_listener_fails_and_leaves_the_first_its_doorbell(listener, tmp_path):
    import asyncio

    from euthymia.clinic.infusion.devices.listener import Listener

    async def second():
        await Listener(tmp_path / "door").serve("127.0.0.1", listener.port)

    with pytest.raises(OSError, match="in use"):
        asyncio.run(second())
    assert (tmp_path / "door").exists()
    assert hl7.read(message("1"), default_zone=UTC).type == "ORU^R01"


def test_a_device_is_tied_to_its_chair(live_clinic):
    session = chairside.running(live_clinic)
    row = pairing.add_device(live_clinic.chairs[1], kind="monitor", sender=("B", ""), by=live_clinic.owner)

    with pytest.raises(acts.Refusal, match="not at Chair 1"):
        pairing.pair(
            session, row, number=session.patient.number, birth_date=session.patient.birth_date, by=live_clinic.nurse
        )
