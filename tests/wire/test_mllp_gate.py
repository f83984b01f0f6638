"""What begins otherwise than a device, or carries a web request, is let through no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.wire.mllp import frame
from euthymia.wire.mllp_gate import Gate

A = b"MSH|^~\\&|MON|CHAIR1\r"
POST = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def through(*parts):
    gate, came = Gate(), b""
    faults = []
    for part in parts:
        admitted, fault = gate.admit(part)
        came += admitted
        faults += [fault] if fault else []
    return came, [fault.reason for fault in faults], gate.shut


@pytest.mark.parametrize("blank", [b"", b"\r\n", b"\x00", b" \t", b"\r\x00 \n"])
@pytest.mark.parametrize("begins", [frame(A), A + b"\x1c\r", b"\x0b"])
def test_what_begins_as_a_device_does_goes_through(blank, begins):
    assert through(blank + begins, b"anything", b"GET it", b"\x1c\r") == (begins + b"anythingGET it\x1c\r", [], False)


@pytest.mark.parametrize(
    ("begins", "reason"),
    [
        (POST + frame(A), "web"),
        (b"\r\n" + POST + frame(A), "web"),
        (b"PROPFIND /a b HTTP/1.0\r\n" + frame(A), "web"),
        (b"Host: x\r\n" + frame(A), "no device"),
        (b"\x16\x03\x01\x02\x00" + frame(A), "no device"),  # TLS where none is spoken
        (b"hello" + frame(A), "no device"),
        (b"MSX|" + frame(A), "no device"),
        (b"\x1c\r" + frame(A), "no device"),
        (b"FHS|^~\\&|MON\r" + frame(A), "no device"),
    ],
)
def test_another_program_s_line_is_shut_and_nothing_of_it_goes_through(begins, reason):
    assert through(begins, frame(A)) == (b"", [reason], True)


@pytest.mark.parametrize("before", [b"", b"text\r\n", b"\x0b", b"\x0bMSH|^~\\&|MON\r"])
def test_a_web_request_shuts_the_line_at_any_time(before):
    came, faults, shut = through(frame(A) + before + POST + frame(A))

    assert (came, faults, shut) == (frame(A) + before, ["web"], True)


@pytest.mark.parametrize("text", [b"OBX|1|ST|1^a||see HTTP/1.1\r", b"OBX|1|ST|x||GET / HTTP/1.1\r", b" HTTP/1.1\r"])
def test_words_of_a_message_are_no_request(text):
    assert through(frame(A + text)) == (frame(A + text), [], False)


@given(st.lists(st.sampled_from([frame(A), POST, b"noise\r", b"\r", b"\x0b", b"GET /x"]), max_size=6), st.data())
def test_any_split_lets_the_same_message_bytes_through_or_a_part_of_the_request(parts, data):
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    whole, said, shut = through(stream)
    split, said_too, shut_too = through(*(stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)))

    assert (said, shut) == (said_too, shut_too) or {*said, *said_too} == {"web", "no device"}
    assert split.startswith(whole)
    assert b"\x0b" not in split[len(whole) :]
