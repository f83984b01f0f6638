"""Bytes to a Message. Written for speed: a chair's monitor sends one every second."""

from datetime import tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from euthymia.medicine.readings import TimeSource
from euthymia.medicine.refusal import Refusal
from euthymia.wire.hl7.alerts import alerts
from euthymia.wire.hl7.fields import (
    AROUND,
    LOST,
    REMEMBERED,
    Marks,
    ShortHeader,
    decoded,
    marks_of,
    number,
    part,
    parts,
    plain,
)
from euthymia.wire.hl7.identities import identity
from euthymia.wire.hl7.message import Message, Observation, PumpOrder, Reply
from euthymia.wire.hl7.pumps import pump_order, pumps
from euthymia.wire.hl7.times import absent, own_zone, seconds

# One more than the highest field we read of each segment; a segment that ends before is filled up with nothing.
_WIDTHS: Final = {"MSH": 18, "PID": 32, "PV1": 4, "OBR": 30, "OBX": 19, "MSA": 4, "ERR": 9, "ORC": 3, "RXG": 25}
_BLANK: Final = [""] * 32
_BATCH: Final = (b"FHS", b"BHS")
_STRANGE: Final = b"\xef\xbb\xbf \r\n\t\x00"
_BLANKS: Final = f" \t\x00\xa0\ufeff{LOST}"
_HEADERS: Final = frozenset({"MSH", "BHS", "FHS"})
_STANDARD: Final = """
    MSH PID PV1 OBR OBX MSA ERR ORC RXG SFT UAC PD1 NK1 PV2 NTE EVN AL1 DG1 IN1 IN2 IN3 GT1 ROL TQ1 TQ2 CTI SPM SAC QRD
    QRF QPD RCP QAK QRI DSC DSP RXA RXC RXD RXE RXO RXR RXV PRT DEV PSG MRG ACC UB1 UB2 PDA DB1 DRG PR1 FT1 AIG AIL AIP
    AIS SCH RGS APR ARQ IAM CON CSP CSR CSS BLG EQU ISD ECD ECR TCC TCD INV SID ARV BTS FTS URD URS QID
"""
_SEGMENTS: Final = frozenset((*_STANDARD.split(), ""))

_Time = tuple[float | None, TimeSource]


class SeveralMessages(Refusal):
    """One frame holds more than one message: whose each row is must be known before any is read."""


class _Clock(NamedTuple):
    """What turns a stamp into seconds."""

    zone: tzinfo
    near_s: float | None

    def read(self, stamp: str) -> float | None:
        return seconds(stamp, self.zone, self.near_s)


def split(raw: bytes) -> tuple[bytes, ...]:
    """Return the messages of one frame, each from its MSH on; a batch without its envelope. Most hold one."""
    if raw[:3] == b"MSH" and raw.find(b"MSH", 3) < 0:
        return (raw,)
    whole = raw.lstrip(_STRANGE).replace(b"\r\n", b"\r").replace(b"\n", b"\r")
    lines = [line.lstrip(_STRANGE) for line in whole.split(b"\r")]
    begins = [n for n, line in enumerate(lines) if line[:3] == b"MSH" and line[3:4].strip()]
    if not begins or (lines[0][:3] not in _BATCH and (begins[0] > 0 or len(begins) == 1)):
        return (raw,)
    ends = [*begins[1:], len(lines)]
    inside = (lines[begin:end] for begin, end in zip(begins, ends, strict=True))
    envelope = (*_BATCH, b"BTS", b"FTS")
    return tuple(b"\r".join(line for line in message if line[:3] not in envelope) for message in inside)


def read(raw: bytes, *, default_zone: tzinfo, received_s: float | None = None) -> Message:
    """Read one HL7 v2 message, without its MLLP framing.

    default_zone  of the device's clock, for times that carry no offset; an offset of MSH-7 counts before it
    received_s    when it arrived; settles which one a stamp means in the hour that autumn repeats, and is the time of
                  a value that has none
    Segments end in CR; LF and CR LF are read too. A segment that ends early is filled up with nothing; a value that
    is no number stays text; a line that is no segment is kept as it is. Repeats, several patients and unknown codes
    are for the caller to judge.
    Raises NotHl7, ShortHeader, SeveralMessages.
    """
    if raw[:3] != b"MSH":
        raw = raw.lstrip(_STRANGE)
    if b"\n" in raw:
        raw = raw.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
    if raw[:3] in _BATCH or raw.find(b"MSH" + raw[3:9], 3) > 0:
        raise SeveralMessages(_SEVERAL)
    text = decoded(raw)
    marks = marks_of(text[:8])
    segments, strays = _segments(text, marks)
    return _message(segments, strays, marks, _Clock(default_zone, received_s), text)


_SEVERAL: Final = "It is a batch, or holds more than one message. Set the device to send each message by itself."


def _segments(text: str, marks: Marks) -> tuple[list[list[str]], tuple[str, ...]]:
    """Split a message into its segments, and the lines that are none. Blanks and capitals of a name are nothing.

    A header that comes later, known by its marks where its name was damaged, begins another message. Raises
    SeveralMessages.
    """
    split_lines = [line.split(marks.field) for line in text.split("\r")]
    if {fields[0] for fields in split_lines} <= _SEGMENTS and "\rMSH" not in text:
        return split_lines, ()
    header = "".join(marks[1:])
    segments: list[list[str]] = []
    strays: list[str] = []
    for at, fields in enumerate(split_lines):
        name = fields[0].strip(_BLANKS).upper()
        if at and (name in _HEADERS or header in fields[1:2]) and any(map(any, split_lines[at + 1 :])):
            raise SeveralMessages(_SEVERAL)
        if name in _SEGMENTS or (name[:1] == "Z" and len(name) == 3):
            segments.append([name, *fields[1:]])
        elif line := marks.field.join(fields).strip(_BLANKS):
            strays.append(line)
    return segments, tuple(strays)


def _message(segments: list[list[str]], strays: tuple[str, ...], marks: Marks, clock: _Clock, text: str) -> Message:
    head = _header(segments[0])
    clock = clock._replace(zone=own_zone(head[6]) or clock.zone)
    kind = "^".join(parts(head[8], marks)[:2])
    sent_at_s = clock.read(head[6])
    observations = _observations(segments, marks, clock, sent_at_s)
    others = [fields for fields in segments if fields[0] != "OBX"]
    alarms = alerts(_by_order(segments, observations), marks) if kind == "ORU^R40" else ()
    own_pumps = pumps(observations, marks) if "PUMP" in text else ()
    beds = tuple(dict.fromkeys(_filled(fields)[3].strip() for fields in others if fields[0] == "PV1"))
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
        beds[0] if beds else "",
        observations,
        alarms[0] if alarms else None,
        own_pumps[0] if own_pumps else None,
        _orders(others, marks) if kind[:3] == "RGV" else (),
        _reply(others, marks),
        marks,
        alarms,
        own_pumps,
        beds,
        strays,
        LOST in text,
    )


def _header(head: list[str]) -> list[str]:
    if len(head) < 12 or not head[8].strip():
        raise ShortHeader(
            f"The MSH segment ends after {len(head)} of at least 12 fields, or names no message type. "
            "The message was cut, or the device is set up wrong: have it send again."
        )
    return _filled(head)


def _by_order(
    segments: list[list[str]], observations: tuple[Observation, ...]
) -> list[tuple[list[str], tuple[Observation, ...]]]:
    """Return each OBR with its own rows; rows before the first have a blank one."""
    groups: list[tuple[list[str], list[Observation]]] = [(_BLANK, [])]
    rows = iter(observations)
    for fields in segments:
        if fields[0] == "OBR":
            groups.append((_filled(fields), []))
        elif fields[0] == "OBX":
            groups[-1][1].append(next(rows))
    return [(obr, tuple(found)) for obr, found in groups if found]


def _observations(
    segments: list[list[str]], marks: Marks, clock: _Clock, sent_at_s: float | None
) -> tuple[Observation, ...]:
    """Read the OBX rows; one without a time of its own has its OBR's, else the message's, else that of its arrival.

    A time that is there and cannot be read is replaced by the arrival alone: no other time is that value's.
    """
    found = []
    of_message: _Time
    of_order: _Time
    of_row: _Time
    of_message = (sent_at_s, "message") if sent_at_s is not None else (clock.near_s, "arrival")
    of_order, of_row = of_message, of_message
    stamp = equipment = ""
    for fields in segments:
        name = fields[0]
        if name == "OBX":
            if len(fields) < 19:
                fields += _BLANK[len(fields) : 19]
            if fields[14] != stamp:  # most rows of a message have one time
                stamp = fields[14]
                of_row = of_order if absent(stamp) else _timed(stamp, "own", clock)
            if fields[18]:
                equipment = fields[18].strip() or equipment
            found.append(_observation(fields, marks, of_row, equipment))
        elif name == "OBR":
            ordered = fields[7] if len(fields) > 7 else ""
            of_order = of_message if absent(ordered) else _timed(ordered, "order", clock)
            of_row, stamp = of_order, ""
        elif name == "PID":
            equipment = ""
    return tuple(found)


def _timed(stamp: str, source: TimeSource, clock: _Clock) -> _Time:
    at_s = clock.read(stamp)
    return (clock.near_s, "arrival") if at_s is None else (at_s, source)


def _observation(fields: list[str], marks: Marks, at: _Time, equipment: str) -> Observation:
    value_type = fields[2].strip()
    # Round a value only blanks are nothing: a control character may stand in a digit's place.
    coding, flags = fields[3], fields[8]
    return tuple.__new__(  # as the class does it, but for its seventeen named arguments: rows are most of the work
        Observation,
        (
            fields[1].strip(),
            value_type,
            *(_coding if len(coding) <= REMEMBERED else _coding.__wrapped__)(coding, marks),
            fields[4].strip(),
            _value(value_type, fields[5].strip(AROUND), marks),
            fields[6].strip(),
            fields[7].strip(),
            tuple(flag.strip() for flag in flags.split(marks.repetition)) if flags else (),
            fields[11].strip(),
            at[0],
            equipment,
            at[1],
        ),
    )


@lru_cache(maxsize=4096)
def _coding(field: str, marks: Marks) -> tuple[str, str, str, str, str, str]:
    first, _, repeated = field.partition(marks.repetition)
    said = ["" if LOST in one else one for one in parts(first, marks)[:6]]  # bytes that are no text say nothing
    code, name, system, *alt = (*said, *_BLANK)[:6]
    if repeated and not any(alt):  # a second coding as a repeat, which the standard does not know: it must agree
        alt = [*parts(repeated, marks)[:3], *_BLANK][:3]
    return code, name, system, alt[0], alt[1], alt[2]


def _value(value_type: str, text: str, marks: Marks) -> float | str | None:
    if value_type == "NM":
        value = number(text)
        if value is not None:
            return value
    if text in ("", '""'):
        return None
    return plain(text, marks) if value_type in ("ST", "TX", "FT") else text


def _first(segments: list[list[str]], name: str) -> list[str]:
    """Return the first segment of that name, filled up to the fields we read; blank where there is none."""
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
