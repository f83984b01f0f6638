"""A stream of bytes becomes whole messages; what is no message comes out as a fault, in its place."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.wire.mllp import Deframer, Fault, Frame, Reason, frame

A, B = b"MSH|a\r", b"MSH|b\r"


def pieces(stream, *, max_bytes=1000, keep_bytes=8):
    deframer = Deframer(max_bytes, keep_bytes=keep_bytes)
    return deframer.feed(stream) + deframer.close()


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (frame(A), [Frame(A)]),
        (frame(A) + frame(B), [Frame(A), Frame(B)]),
        (b"\x0b" + A + b"\x1c" + frame(B), [Frame(A), Frame(B)]),  # the CR after FS may be missing
        (b"\r\n" + frame(A) + b"\r\n" + frame(B), [Frame(A), Frame(B)]),  # line ends between messages are nothing
        (b"\x0b" + A + frame(B), [Fault("lost end", A, 6), Frame(B)]),  # kept whole: it may be readable
        (b"\x0b" + A, [Fault("cut", A, 6)]),
        (b"hello" + frame(A), [Fault("garbage", b"hello", 5), Frame(A)]),
        (frame(A) + b"x" * 20 + frame(B), [Frame(A), Fault("garbage", b"x" * 8, 20), Frame(B)]),
        (frame(A) + b"GET / HTTP/1.1", [Frame(A), Fault("garbage", b"GET / HT", 14)]),
        (b"\x1c\r" + frame(A), [Frame(A)]),  # an end byte sent twice ends nothing
        (frame(b"") + b"\x0b \x1c\r", []),  # an empty message is none
        (b"\x0b" + frame(A) + b"\x1c\r" + b"\x0b" + frame(B) + b"\x1c\r", [Frame(A), Frame(B)]),
        (b"\x0b" + A + b"\x1c\x00" + b"\x0b" + B + b"\x1c\x00", [Frame(A), Frame(B)]),  # a NUL is a blank
        (A + b"\x1c\r" + frame(B), [Fault("no start", A, 6), Frame(B)]),  # kept whole, and not charted
        (
            frame(A) + b"link ok\r\n" + B + b"\x1c\r",
            [Frame(A), Fault("garbage", b"link ok\r", 9), Fault("no start", B, 6)],
        ),
        (b"log\x1c\r" + frame(A), [Fault("garbage", b"log", 3), Frame(A)]),  # said where it ends, not at the close
        (frame(b"x" * 1000), [Frame(b"x" * 1000)]),
        (frame(b"x" * 1001) + frame(A), [Fault("too long", b"x" * 8, 1001), Frame(A)]),
        (b"\x0b" + b"x" * 5000 + frame(A), [Fault("too long", b"x" * 8, 1001), Frame(A)]),
        (b"x" * 5000 + frame(A), [Fault("garbage", b"x" * 8, 1001), Frame(A)]),
        (b"\r" * 5000 + frame(A), [Frame(A)]),
        (b"", []),
    ],
)
def test_a_stream_is_cut_into_messages_and_faults(stream, expected):
    assert pieces(stream) == expected


def test_a_message_of_ten_megabytes_is_refused_while_it_still_arrives_and_is_not_held():
    deframer = Deframer()
    faults = []
    deframer.feed(b"\x0b")
    for _ in range(100):
        faults += deframer.feed(b"x" * 100_000)

    assert [(fault.reason, len(fault.kept)) for fault in faults] == [("too long", 4096)]
    assert deframer.feed(b"\x1c\r" + frame(A)) == [Frame(A)]


def test_a_message_still_open_is_told_from_a_quiet_line():
    deframer = Deframer()

    assert not deframer.inside
    deframer.feed(b"\x0bMSH|")
    assert deframer.inside
    deframer.feed(b"\x1c")
    assert not deframer.inside


def test_a_message_without_its_start_byte_does_not_wait_for_the_connection_to_close():
    assert Deframer().feed(A + b"\x1c") == [Fault("no start", A, 6)]


@pytest.mark.parametrize(
    ("fault", "answerable"),
    [
        (Fault("garbage", b"[10:00:00] link check ok\r\n", 26), False),  # a device takes any answer for its next one's
        (Fault("garbage", b"\r\nMSH|^~\\&|A", 13), True),
        (Fault("lost end", A, 6), True),
        (Fault("cut", A, 6), True),
        (Fault("too long", b"MSH|", 5000), True),
        (Fault("no start", A, 6), True),
        (Fault("no device", A, 6), False),
        (Fault("web", A, 6), False),
    ],
)
def test_only_what_was_a_message_is_answered(fault, answerable):
    assert fault.answerable is answerable


def test_every_fault_says_what_to_do():
    for reason in get_args(Reason):
        assert Fault(reason, b"", 12_000).sentence.startswith("12,000 bytes: ")


chunks = [frame(A), frame(B), b"\x0b", b"\x1c", b"\x1c\r", b"\r", b"MSH|", b"x", b" ", b"\x00", b"y" * 30]
streams = st.lists(st.sampled_from(chunks), max_size=30)


def fed(parts, *, max_bytes):
    deframer = Deframer(max_bytes, keep_bytes=8)
    return [piece for part in parts for piece in deframer.feed(part)] + deframer.close()


@given(streams, st.lists(st.integers(0, 400), max_size=12))
def test_any_split_of_the_stream_gives_the_same_pieces(parts, cuts):
    stream = b"".join(parts)
    ends = sorted(min(cut, len(stream)) for cut in cuts)
    split = [stream[a:b] for a, b in zip([0, *ends], [*ends, len(stream)], strict=True)]

    found = fed(split, max_bytes=40)

    assert found == fed(parts, max_bytes=40)
    assert found == fed([bytes([byte]) for byte in stream], max_bytes=40)
    assert found == plainly(stream, limit=40, keep=8)


@given(st.lists(st.binary(max_size=60).map(lambda b: b.replace(b"\x0b", b"").replace(b"\x1c", b"")), max_size=8))
def test_what_is_framed_comes_back(messages):
    stream = b"".join(frame(message) for message in messages)

    assert pieces(stream) == [Frame(message) for message in messages if message.strip(BLANKS)]


BLANKS = b" \t\r\n\x00"


def plainly(stream, *, limit, keep):
    """The same, slowly: the whole stream at once, one byte at a time."""
    found, state, held = [], "gap", b""

    def give_up_gap():
        if state == "gap" and held:
            found.append(Fault("garbage", held[:keep], len(held)))

    for byte in (stream[i : i + 1] for i in range(len(stream))):
        if byte == b"\x0b":
            if state == "open" and held.strip(BLANKS):
                found.append(Fault("lost end", held, len(held)))
            give_up_gap()
            state, held = "open", b""
        elif byte == b"\x1c":
            lines = [0, *(n + 1 for n, one in enumerate(held) if one in b"\r\n")]
            begins = [n for n in lines if held[n : n + 4] == b"MSH|"]
            if state == "open" and held.strip(BLANKS):
                found.append(Frame(held))
            elif state == "gap" and begins:
                message, held = held[begins[0] :], held[: begins[0]]
                give_up_gap()
                found.append(Fault("no start", message, len(message)))
            give_up_gap() if state == "gap" and not begins else None
            state, held = "gap", b""
        elif state == "open" or (state == "gap" and (held or byte.strip(BLANKS))):
            held += byte
            if len(held) > limit:
                if state == "open":
                    found.append(Fault("too long", held[:keep], len(held)))
                give_up_gap()
                state, held = "skip", b""
    if state == "open" and held.strip(BLANKS):
        found.append(Fault("cut", held, len(held)))
    give_up_gap()
    return found
