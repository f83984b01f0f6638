"""Bytes to a Message. Written for speed: a chair's monitor sends one every second."""

from datetime import tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from euthymia.wire.hl7.alerts import alert
from euthymia.wire.hl7.fields import REMEMBERED, Marks, ShortHeader, decoded, marks_of, number, part, parts, plain
from euthymia.wire.hl7.identities import identity
from euthymia.wire.hl7.message import Message, Observation, PumpOrder, Reply
from euthymia.wire.hl7.pumps import pump, pump_order
from euthymia.wire.hl7.times import seconds

# One more than the highest field we read of each segment; a segment that ends before is filled up with nothing.
_WIDTHS: Final = {"MSH": 18, "PID": 9, "PV1": 4, "OBR": 30, "OBX": 19, "MSA": 4, "ERR": 9, "ORC": 3, "RXG": 25}
_BLANK: Final = [""] * 30


class _Clock(NamedTuple):
    """What turns a stamp into seconds."""

    zone: tzinfo
    near_s: float | None

    def read(self, stamp: str) -> float | None:
        return seconds(stamp, self.zone, self.near_s)


def read(raw: bytes, *, default_zone: tzinfo, received_s: float | None = None) -> Message:
    """Read one HL7 v2 message, without its MLLP framing.

    default_zone  of the device's clock, for times that carry no offset
    received_s    when it arrived; settles which one a stamp means in the hour that autumn repeats
    Segments end in CR; LF and CR LF are read too. A segment that ends early is filled up with nothing; a value that
    is no number stays text. Repeats, several patients and unknown codes are for the caller to judge.
    Raises NotHl7, ShortHeader, UnknownCharset, UnreadableText.
    """
    if raw[:3] != b"MSH":
        raw = raw.lstrip(b"\xef\xbb\xbf \r\n\t\x00")
    if b"\n" in raw:
        raw = raw.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
    text = decoded(raw)
    marks = marks_of(text[:8])
    split = [segment.split(marks.field) for segment in text.split("\r")]
    return _message(split, marks, _Clock(default_zone, received_s), has_pump="PUMP" in text)


def _message(segments: list[list[str]], marks: Marks, clock: _Clock, *, has_pump: bool) -> Message:
    head = _header(segments[0])
    kinds = parts(head[8], marks)
    sent_at_s = clock.read(head[6])
    observations = _observations(segments, marks, clock, sent_at_s)
    others = [fields for fields in segments if fields[0] != "OBX"]
    kind = "^".join(kinds[:2])
    return Message(
        kind,
        plain(head[9].strip(), marks) or None,
        head[2].strip(),
        head[3].strip(),
        head[4].strip(),
        head[5].strip(),
        sent_at_s,
        head[14].strip(),
        head[15].strip(),
        head[10].strip(),
        head[11].strip(),
        head[17].strip(),
        tuple([identity(_filled(fields), marks) for fields in others if fields[0] == "PID"]),
        _first(others, "PV1")[3].strip(),
        observations,
        alert(_first(others, "OBR"), observations, marks) if kind == "ORU^R40" else None,
        pump(observations, marks) if has_pump else None,
        _orders(others, marks) if kind[:3] == "RGV" else (),
        _reply(others, marks),
        marks,
    )


def _header(head: list[str]) -> list[str]:
    if len(head) < 12 or not head[8].strip():
        raise ShortHeader(
            f"The MSH segment ends after {len(head)} of at least 12 fields, or names no message type. "
            "The message was cut, or the device is set up wrong: have it send again."
        )
    return _filled(head)


def _observations(
    segments: list[list[str]], marks: Marks, clock: _Clock, sent_at_s: float | None
) -> tuple[Observation, ...]:
    """Read the OBX rows; one without a time of its own has its OBR's, else the message's."""
    found = []
    at_s = sent_at_s
    stamp, own_s = "", None
    for fields in segments:
        name = fields[0]
        if name == "OBX":
            if len(fields) < 19:
                fields += _BLANK[len(fields) : 19]
            own = fields[14]
            if own and own != stamp:  # most rows of a message have one time
                stamp, own_s = own, clock.read(own)
            found.append(_observation(fields, marks, own_s if own else at_s))
        elif name == "OBR":
            at_s = clock.read(fields[7]) if len(fields) > 7 and fields[7] else sent_at_s
    return tuple(found)


def _observation(fields: list[str], marks: Marks, at_s: float | None) -> Observation:
    value_type = fields[2].strip()
    coding, flags = fields[3], fields[8]
    return tuple.__new__(  # as the class does it, but for its sixteen named arguments: rows are most of the work
        Observation,
        (
            fields[1].strip(),
            value_type,
            *(_coding if len(coding) <= REMEMBERED else _coding.__wrapped__)(coding, marks),
            fields[4].strip(),
            _value(value_type, fields[5].strip(), marks),
            fields[6].strip(),
            fields[7].strip(),
            tuple(flag.strip() for flag in flags.split(marks.repetition)) if flags else (),
            fields[11].strip(),
            at_s,
            fields[18].strip(),
        ),
    )


@lru_cache(maxsize=4096)
def _coding(field: str, marks: Marks) -> tuple[str, str, str, str, str, str]:
    code, name, system, alt_code, alt_name, alt_system = (*parts(field, marks)[:6], *_BLANK)[:6]
    return code, name, system, alt_code, alt_name, alt_system


def _value(value_type: str, text: str, marks: Marks) -> float | str | None:
    if value_type == "NM":
        value = number(text)
        if value is not None:
            return value
    if text in ("", '""'):
        return None
    return plain(text, marks) if value_type in ("ST", "TX", "FT") else text


def _first(segments: list[list[str]], name: str) -> list[str]:
    """Give the first segment of that name, filled up to the fields we read; blank where there is none."""
    for fields in segments:
        if fields[0] == name:
            return _filled(fields)
    return _BLANK


def _filled(fields: list[str]) -> list[str]:
    return fields + _BLANK[len(fields) : _WIDTHS[fields[0]]]


def _orders(segments: list[list[str]], marks: Marks) -> tuple[PumpOrder, ...]:
    order = _first(segments, "ORC")
    return tuple(pump_order(order, _filled(fields), marks) for fields in segments if fields[0] == "RXG")


def _reply(segments: list[list[str]], marks: Marks) -> Reply | None:
    answer = _first(segments, "MSA")
    if answer is _BLANK:
        return None
    error = parts(_first(segments, "ERR")[5], marks)
    text = plain(answer[3].strip(), marks) or part(error, 1) or part(error, 0)
    return Reply(answer[1].strip(), plain(answer[2].strip(), marks), text)
