"""The small grammar of HL7 v2: marks between fields, escapes, numbers, character sets. And how a message is refused."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from euthymia.medicine.refusal import Refusal


class NotHl7(Refusal):
    """It does not begin as an HL7 message does."""


class ShortHeader(Refusal):
    """The first segment ends before it says what kind of message this is."""


class UnknownCharset(Refusal):
    """The message names a character set that we do not read."""


class UnreadableText(Refusal):
    """The bytes are not text in the character set that the message names."""


class Marks(NamedTuple):
    """The five marks a message chose for itself in MSH-1 and MSH-2."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


USUAL: Final = Marks("|", "^", "~", "\\", "&")

# A field longer than this is worked out anew each time: what a sender makes up must not fill the memory.
REMEMBERED: Final = 200

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_LATIN: Final = re.compile(r"8859/([1-9]|1[013456])", re.ASCII)


@lru_cache(maxsize=64)
def marks_of(begin: str) -> Marks:
    """Read the marks from a message's beginning, "MSH|^~\\&" or any longer one. Raises NotHl7."""
    marks = begin[3:8]
    if begin[:3] != "MSH" or len(marks) < 5 or len(set(marks)) < 5 or any(m.isalnum() or m.isspace() for m in marks):
        raise NotHl7(f"It begins {begin[:12]!r}, an HL7 message with MSH|^~\\&. Check what this sender is.")
    return Marks(*marks)


def parts(field: str, marks: Marks) -> tuple[str, ...]:
    """Split a field into its components: blanks round them taken off, escapes read, the explicit null "" empty."""
    return (_parts if len(field) <= REMEMBERED else _parts.__wrapped__)(field, marks)


@lru_cache(maxsize=4096)
def _parts(field: str, marks: Marks) -> tuple[str, ...]:
    split = field.split(marks.component)
    return tuple(plain(part.strip(), marks) if part.strip() != '""' else "" for part in split)


def first_part(field: str, marks: Marks) -> str:
    """Give a field's first component's first subcomponent; the explicit null "" is empty."""
    text = field.split(marks.component, 1)[0].split(marks.subcomponent, 1)[0].strip()
    return "" if text == '""' else plain(text, marks)


def part(components: tuple[str, ...], index: int) -> str:
    """Give one component, or "" where the field ended before it."""
    return components[index] if index < len(components) else ""


def plain(text: str, marks: Marks) -> str:
    """Read the escapes in a text: the five marks, hexadecimal bytes and line breaks; highlighting is taken out.

    An escape that has no end, or one we do not know, stays as it was sent.
    """
    if marks.escape not in text:
        return text
    pieces = text.split(marks.escape)
    result = [pieces[0]]
    inside = True
    for index, piece in enumerate(pieces[1:], start=1):
        if not inside:
            result.append(piece)
            inside = True
            continue
        meaning = _meaning(piece, marks) if index < len(pieces) - 1 else None
        result.append(marks.escape + piece if meaning is None else meaning)
        inside = meaning is None
    return "".join(result)


def _meaning(sequence: str, marks: Marks) -> str | None:
    known = {
        "F": marks.field,
        "S": marks.component,
        "R": marks.repetition,
        "E": marks.escape,
        "T": marks.subcomponent,
        ".br": "\n",
        "H": "",
        "N": "",
    }
    if sequence in known:
        return known[sequence]
    if sequence[:1] == "X" and _HEX.fullmatch(sequence, 1):
        return bytes.fromhex(sequence[1:]).decode("latin-1")
    return None


def escaped(text: str, marks: Marks) -> str:
    """Write a text so that it cannot be taken for marks, segments or framing."""
    if text.isalnum() and text.isascii():
        return text
    e = marks.escape
    text = text.replace(e, f"{e}E{e}")
    for mark, letter in (
        (marks.field, "F"),
        (marks.component, "S"),
        (marks.repetition, "R"),
        (marks.subcomponent, "T"),
    ):
        text = text.replace(mark, f"{e}{letter}{e}")
    return "".join(c if c >= " " else " " for c in text)


def number(text: str) -> float | None:
    """Read an HL7 number of up to 32 digits, one point and a sign. None for anything else, "1e5" and "nan" too."""
    return _number(text) if len(text) <= 32 else None


@lru_cache(maxsize=8192)
def _number(text: str) -> float | None:
    if _NUMBER.fullmatch(text) is None:
        return None
    return float(text)


def decoded(raw: bytes) -> str:
    """Turn a message's bytes into text by the character set it names in MSH-18, its first where it names several.

    None named, ASCII and UNICODE UTF-8 are all read as UTF-8, which holds ASCII whole; 8859/1 to 8859/16 as that.
    Raises NotHl7, UnknownCharset, UnreadableText.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    name = charset(text if text is not None else raw.decode("latin-1"))
    if name in ("", "ASCII", "UNICODE UTF-8"):
        if text is None:
            raise UnreadableText(
                f"Some bytes are not {name or 'ASCII or UTF-8'} text. Have the device name its character set in MSH-18."
            )
        return text
    if text is not None and text.isascii() and _LATIN.fullmatch(name):
        return text
    return _decoded_as(raw, name)


def charset(text: str) -> str:
    """Give MSH-18's first repetition, "" where it is missing. Raises NotHl7."""
    marks = marks_of(text[:8])
    fields = text.split("\r", 1)[0].split(marks.field, 18)
    return fields[17].split(marks.repetition, 1)[0].strip() if len(fields) > 17 else ""


def codec(name: str) -> str:
    """Give Python's name for a character set of MSH-18. Raises UnknownCharset."""
    if name in ("", "ASCII", "UNICODE UTF-8"):
        return "utf-8"
    latin = _LATIN.fullmatch(name)
    if latin is None:
        raise UnknownCharset(
            f"MSH-18 names the character set {name[:40]!r}. Set the device to ASCII, UNICODE UTF-8 or 8859/1."
        )
    return f"iso8859_{latin[1]}"


def _decoded_as(raw: bytes, name: str) -> str:
    try:
        return raw.decode(codec(name))
    except UnicodeDecodeError as error:
        raise UnreadableText(f"Some bytes are not {name} text. Set the device's character set right.") from error
