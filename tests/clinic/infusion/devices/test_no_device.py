"""Another program on the devices' port: a browser above all. Nothing it sends is charted, and its line ends."""

import pytest

from euthymia.clinic.infusion.models import SessionEvent
from euthymia.wire.mllp import frame
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, Line, message

WHOLE = frame(message("1", (SPO2, 97)))


def charted(session):
    return SessionEvent.objects.filter(session=session, kind="readings").count()


@pytest.mark.parametrize(
    "begins",
    [b"POST / HTTP/1.1\r\nHost: 127.0.0.1:2575\r\n\r\n", b"Host: x\r\n\r\n", b"hello ", b"\x16\x03\x01"],
    ids=["browser", "header", "text", "TLS"],
)
def test_a_line_that_begins_otherwise_is_closed_and_nothing_of_it_is_charted(listener, begins):
    session = chairside.seat_her(listener)
    line = Line(listener.port)
    line.socket.sendall(begins + WHOLE)

    with pytest.raises(OSError):
        line.answer()
    assert charted(session) == 0
    line.close()


@pytest.mark.parametrize("request_", [b"GET / HTTP/1.1\r\n\r\n", frame(b"GET / HTTP/1.1\r\n\r\n")])
def test_a_web_request_ends_a_line_that_a_device_had_begun(listener, request_):
    session = chairside.seat_her(listener)
    line = Line(listener.port)
    assert line.codes(message("0", (SPO2, 96))) == ["AA"]
    line.socket.sendall(request_ + WHOLE)

    with pytest.raises(OSError):
        line.answer()
    assert charted(session) == 1
    line.close()
