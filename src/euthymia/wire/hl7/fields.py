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
    """The message names a character set that we do not know; what of it is ASCII is read all the same."""


class Marks(NamedTuple):
    """The five marks a message chose for itself in MSH-1 and MSH-2."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


USUAL: Final = Marks("|", "^", "~", "\\", "&")

# A field longer than this is worked out again each time: what a sender makes up must not fill the memory.
REMEMBERED: Final = 200

# Blanks that may stand round what a field says.
AROUND: Final = " \t\xa0"

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_LATIN: Final = re.compile(r"(?:ISO)?8859/?([1-9]|1[013456])", re.ASCII)


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
    return tuple(plain(text, marks) if (text := said.strip(AROUND)) != '""' else "" for said in split)


def first_part(field: str, marks: Marks) -> str:
    """Return a field's first component's first subcomponent; the explicit null "" is empty."""
    text = field.split(marks.component, 1)[0].split(marks.subcomponent, 1)[0].strip()
    return "" if text == '""' else plain(text, marks)


def part(components: tuple[str, ...], index: int) -> str:
    """Return one component, or "" where the field ended before it."""
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


# What stands where bytes are no text: it takes away the name or the unit it is in, and nothing beside it.
LOST: Final = "\ufffd"


def decoded(raw: bytes) -> str:
    """Turn a message's bytes into text by the character set it names in MSH-18, the first that fits of several.

    ASCII is read under any label; without one, as UTF-8. So is what is UTF-8 under the label of a set of one byte: no
    text of such a set happens to be it. Bytes that do not fit, and all but ASCII under a label that we do not know,
    become LOST. Raises NotHl7.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text.isascii() and text:
        return text
    names = charsets(text or raw.decode("latin-1"))
    for name in names:
        try:
            found = codec(name)
            return text if text and _of_one_byte(found) else raw.decode(found)
        except (UnknownCharset, UnicodeDecodeError):
            continue
    try:
        return raw.decode(codec(names[0]), "replace")
    except UnknownCharset:
        return re.sub(r"[^\x00-\x7f]", LOST, text or raw.decode("ascii", "replace"))


def charsets(text: str) -> list[str]:
    """Return the character sets that MSH-18 names, "" where it is missing or null. Raises NotHl7."""
    marks = marks_of(text[:8])
    fields = text.split("\r", 1)[0].split(marks.field, 18)
    named = fields[17].split(marks.repetition)[:_MOST_CHARSETS] if len(fields) > 17 else [""]
    return ["" if name.strip() == '""' else name.strip() for name in named]


_MOST_CHARSETS: Final = 4


def _of_one_byte(name: str) -> bool:
    return name.startswith(("iso8859", "cp"))


# HL7 table 0211, and how devices spell it, without blanks, dashes and underscores.
_CODECS: Final = {
    **dict.fromkeys(("", "ASCII", "USASCII", "ISOIR6", "UNICODE", "UNICODEUTF8", "UTF8", "ISOIR192"), "utf-8"),
    **dict.fromkeys(("LATIN1", "ISOIR100"), "iso8859_1"),
    **{f"WINDOWS125{n}": f"cp125{n}" for n in range(9)},
    **{f"CP125{n}": f"cp125{n}" for n in range(9)},
    **dict.fromkeys(("GB18030", "GB180302000", "GBK", "GB2312"), "gb18030"),
    "BIG5": "big5",
    "KSX1001": "euc_kr",
}


def codec(name: str) -> str:
    """Return Python's name for a character set of MSH-18. Raises UnknownCharset."""
    plain_name = re.sub(r"[\s_-]", "", name.upper())
    if plain_name in _CODECS:
        return _CODECS[plain_name]
    latin = _LATIN.fullmatch(plain_name)
    if latin is None:
        raise UnknownCharset(
            f"MSH-18 names the character set {name[:40]!r}. Set the device to ASCII, UNICODE UTF-8 or 8859/1."
        )
    return f"iso8859_{latin[1]}"
