"""Send a recording again, as if it happened now."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Final, NamedTuple

from euthymia.demo.line import Line
from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7
from euthymia.wire.hl7.times import seconds
from euthymia.wire.mllp import VT, Deframer, Frame, frame

_MESSAGE_START: Final = re.compile(rb"(?:\A|(?<=[\r\n]))(?=MSH[^A-Za-z0-9\r\n])")
_STAMP: Final = re.compile(r"(\d{8,14})(\.\d+)?\s*(?:([+-])\s*(\d\d)(\d\d))?", re.ASCII)
# Field numbers, as str.split gives them: MSH-7, OBR-7 and OBR-8, OBX-14.
_TIMES: Final = {"MSH": (6,), "OBR": (7, 8), "OBX": (14,)}


class EmptyRecording(Refusal):
    """Nothing in it begins as an HL7 message does."""


class Progress(NamedTuple):
    """One message sent: which of how many, of what type, and its answer's code ("" where none came)."""

    number: int
    total: int
    type: str
    code: str


class Replayed(NamedTuple):
    """What became of a recording: messages sent, answers by code, waits in vain."""

    sent: int
    codes: Counter[str]
    unanswered: int


async def replay(
    path: Path,
    host: str,
    port: int,
    *,
    now_s: float,
    speed: float = 1.0,
    zone: tzinfo = UTC,
    longest_gap_s: float = 60.0,
    tell: Callable[[Progress], None] | None = None,
) -> Replayed:
    """Send every message of a file or folder, its times shifted so that the first is sent now.

    path           one or more messages, MLLP framed or not; or a folder of such *.hl7 files, taken by name
    speed          messages follow each other so many times faster; differences inside a message are kept
    zone           of times in the recording that carry no offset
    longest_gap_s  a longer gap between two messages, or a step back, is closed to this, or to nothing
    Raises EmptyRecording, OSError.
    """
    messages = list(recording(path))
    codes: Counter[str] = Counter()
    loop = asyncio.get_running_loop()
    began_s, unanswered = loop.time(), 0
    line = await Line.open(host, port, codes=codes)
    try:
        for number, (raw, offset_s) in enumerate(
            timed(messages, zone=zone, speed=speed, longest_gap_s=longest_gap_s), 1
        ):
            await asyncio.sleep(max(0.0, began_s + offset_s - loop.time()))
            kind, reply = await _send(line, shifted(raw, to_s=now_s + offset_s, zone=zone))
            unanswered += reply == ""
            if tell is not None:
                tell(Progress(number, len(messages), kind, reply or ""))
    finally:
        await line.close()
    return Replayed(len(messages), codes, unanswered)


def recording(path: Path) -> Iterator[bytes]:
    """Yield the messages of a file or a folder, unframed. Raises EmptyRecording, OSError."""
    files = sorted(path.glob("*.hl7")) if path.is_dir() else [path]
    count = 0
    for file in files:
        for message in _messages(file.read_bytes()):
            count += 1
            yield message
    if not count:
        raise EmptyRecording(
            f"{path}: no line begins with MSH. Give a file of HL7 messages, or a folder of *.hl7 files."
        )


def _messages(raw: bytes) -> list[bytes]:
    if VT in raw:
        deframer = Deframer(max_bytes=max(len(raw), 1))
        return [piece.payload for piece in deframer.feed(raw) + deframer.close() if isinstance(piece, Frame)]
    return [message for message in _MESSAGE_START.split(raw) if message[:3] == b"MSH"]


def timed(messages: list[bytes], *, zone: tzinfo, speed: float, longest_gap_s: float) -> Iterator[tuple[bytes, float]]:
    """Yield each message with its seconds after the first, gaps limited and divided by speed."""
    offset_s, before_s = 0.0, None
    for raw in messages:
        sent_s = _sent_s(raw, zone)
        if sent_s is not None and before_s is not None:
            offset_s += min(max(sent_s - before_s, 0.0), longest_gap_s) / speed
        before_s = sent_s if sent_s is not None else before_s
        yield raw, offset_s


def shifted(raw: bytes, *, to_s: float, zone: tzinfo) -> bytes:
    """Move a message's times (MSH-7, OBR-7, OBR-8, OBX-14) so that it is sent at to_s; every other byte stays."""
    sent_s = _sent_s(raw, zone)
    if sent_s is None:
        return raw
    text = raw.decode("latin-1")
    mark = text[3:4]
    segments = re.split(r"(\r\n|\r|\n)", text)
    return "".join(_segment_shifted(segment, mark, to_s - sent_s, zone) for segment in segments).encode("latin-1")


def _segment_shifted(segment: str, mark: str, by_s: float, zone: tzinfo) -> str:
    fields = segment.split(mark)
    for index in _TIMES.get(fields[0], ()):
        if index < len(fields):
            fields[index] = _stamp_shifted(fields[index], by_s, zone)
    return mark.join(fields)


def _stamp_shifted(stamp: str, by_s: float, zone: tzinfo) -> str:
    """Move a stamp and write it as it was: as many digits, the same offset or none."""
    at_s, match = seconds(stamp, zone), _STAMP.match(stamp.strip())
    if at_s is None or match is None:
        return stamp
    digits, fraction, sign, hours, minutes = match.groups()
    own = zone
    if sign:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        own = timezone(-offset if sign == "-" else offset)
    moment = datetime.fromtimestamp(round(at_s + by_s, 3), own)
    written = moment.strftime("%Y%m%d%H%M%S")[: len(digits)]
    if fraction:
        written += f".{moment.microsecond:06}"[: len(fraction)]
    return written + (moment.strftime("%z") if sign else "")


def _sent_s(raw: bytes, zone: tzinfo) -> float | None:
    """Read MSH-7, even of a message that cannot be read otherwise."""
    header = re.split(rb"[\r\n]", raw, maxsplit=1)[0].decode("latin-1")
    fields = header.split(header[3:4] or "|")
    return seconds(fields[6], zone) if len(fields) > 6 else None


async def _send(line: Line, raw: bytes) -> tuple[str, str | None]:
    """Send one; gives its type and the answer's code, "" where none came, None where none was asked for."""
    try:
        message = hl7.read(raw, default_zone=UTC)
    except Refusal:
        await line.send(frame(raw))
        return "unreadable", None
    if not hl7.acknowledgements(message, verdict="accept", now_s=0, control_id="1"):
        await line.send(frame(raw))
        return message.type, None
    reply = await line.ask(frame(raw), message.control_id or "", within_s=5.0)
    return message.type, reply.code if reply else ""
