"""Bytes to resources: NDJSON line by line, a Bundle entry by entry, of any size in constant memory.

Nothing is dropped quietly: what is no JSON, or too long, comes out as a piece with a sentence, in its place. Which of
the two a file is shows in its first line: one that is a whole object is NDJSON (a Bundle in one line is a line).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from euthymia.wire.fhir.bundle.kinds import LOOKED_AT, Page, no_json, page_of

MAX_BYTES: Final = 16_000_000  # of one resource

_TOO_LONG: Final = f"it is longer than {MAX_BYTES // 1_000_000} MB. Ask for it without what is attached to it."
_CUT: Final = "the file ends inside it. Ask for the whole file."
_NEXT_BRACKET: Final = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_REST_OF_STRING: Final = re.compile(rb"(?:[^\"\\]++|\\.)*+", re.DOTALL)
_KEY: Final = re.compile(rb'"(\w{1,40})"\s*:\s*\Z')
_TYPE: Final = re.compile(rb'"resourceType"\s*:\s*"(\w{1,64})"')
_TOP_KEPT: Final = 65_536


class Piece(NamedTuple):
    """One resource's bytes; `reason` says why there are none. `entry` None: not an entry of a Bundle.

    page  what a Bundle that was cut into its entries said of pages, behind the last of them
    """

    data: bytes
    line: int
    entry: int | None = None
    reason: str = ""
    page: Page | None = None


def pieces(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """Cut a file's bytes, in whatever chunks they come, into resources."""
    splitter = Splitter()
    held: bytes | None = b""
    for chunk in chunks:
        if held is not None:
            chunk, held = held + chunk, None if len(held) + len(chunk) >= LOOKED_AT else held + chunk
            if held is not None:
                continue
            if sentence := no_json(chunk[:LOOKED_AT]):
                yield Piece(b"", 1, None, sentence)
                return
        yield from splitter.feed(chunk)
    if held:
        if sentence := no_json(held):
            yield Piece(b"", 1, None, sentence)
            return
        yield from splitter.feed(held)
    yield from splitter.close()


class Splitter:
    """Cuts one file. Starts as NDJSON; turns to the entries of a Bundle where its first line leaves an object open."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._limit = max_bytes
        self._held = bytearray()
        self._line = 1
        self._open: Entries | None = None  # a document that goes on over lines, or a line that is a long Bundle
        self._one_line = False
        self._skipping = False
        self._decided = False
        self._begun = False

    def feed(self, chunk: bytes) -> list[Piece]:
        """Take the next bytes and give what they complete."""
        if not self._begun:
            self._begun, chunk = True, chunk.removeprefix(b"\xef\xbb\xbf")
        found: list[Piece] = []
        while not self._decided and not self._one_line and b"\n" in chunk:
            first, _, chunk = chunk.partition(b"\n")
            self._take(first, found)
            if self._end_line(found, chunk):
                return found
        if self._open is not None and not self._one_line:
            return self._open.feed(chunk)
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            self._take(line, found)
            self._finish_line(found)
            self._line += 1
        self._take(rest, found)
        return found

    def close(self) -> list[Piece]:
        """Return what the end of the file leaves."""
        found: list[Piece] = []
        if self._open is not None and not self._one_line:
            return self._open.close()
        if self._held or self._open is not None:
            self._finish_line(found)
        return found

    def _take(self, part: bytes, found: list[Piece]) -> None:
        """Hold a part of a line. One that grows too long goes on as a Bundle, whose entries are cut out of it."""
        if self._skipping:
            return
        if self._open is not None:
            found += self._open.feed(part)
            return
        self._held += part
        if len(self._held) <= self._limit:
            return
        self._open, self._one_line = Entries(self._limit, line=self._line), True
        cut = self._open.feed(bytes(self._held))
        found += cut
        self._held.clear()
        if not self._open.is_bundle:
            self._open, self._skipping = None, True
            found += [] if cut else [Piece(b"", self._line, None, _TOO_LONG)]

    def _end_line(self, found: list[Piece], rest: bytes) -> bool:
        """End a line; True where the file turned out to be one document over many lines, which takes the rest."""
        if not self._decided and self._held.strip():
            self._decided = True
            document = Entries(self._limit, line=self._line)
            first = document.feed(bytes(self._held) + b"\n")
            if document.goes_on(rest):
                self._held.clear()
                self._open = document
                found += first + document.feed(rest)
                return True
        self._finish_line(found)
        self._line += 1
        return False

    def _finish_line(self, found: list[Piece]) -> None:
        if self._open is not None:
            found += self._open.close()
        elif self._held.strip():
            found.append(Piece(bytes(self._held), self._line))
        self._held.clear()
        self._open, self._one_line, self._skipping = None, False, False


class Entries:
    """Cuts the objects out of a Bundle's `entry` list; an object without such a list comes out whole."""

    def __init__(self, max_bytes: int = MAX_BYTES, *, line: int = 1) -> None:
        self._limit, self._line = max_bytes, line
        self._depth, self._in_string, self._tail = 0, False, b""
        self._top = bytearray()  # what stands directly in the document, its lists and objects left out
        self._beside = bytearray()  # the lists and objects that are no entries, of which the links tell of pages
        self._whole: bytearray | None = bytearray()
        self._entries = False
        self._entry: bytearray | None = None
        self._entry_line, self._number, self._document_line = line, -1, line
        self._too_long = False

    @property
    def is_bundle(self) -> bool:
        """Return whether it has shown itself to be a Bundle."""
        kind = _TYPE.search(self._top)
        return self._number >= 0 or self._entries or (kind is not None and kind[1] == b"Bundle")

    def goes_on(self, rest: bytes) -> bool:
        """Return whether the first line left its object open for the next line to go on, rather than broke off."""
        inside = self._depth > 0 or self._in_string
        return inside and (self._entries or not rest.lstrip().startswith(b"{"))

    def feed(self, chunk: bytes) -> list[Piece]:
        """Take the next bytes and give the entries they complete."""
        data, self._tail = self._tail + chunk, b""
        found: list[Piece] = []
        at = 0
        while at < len(data):
            end = self._skip(data, at)
            self._keep(data[at:end])
            at = end
            if self._tail:
                break
            if at < len(data) and not self._in_string and data[at] in b"{}[]":
                self._bracket(data[at : at + 1], found)
                at += 1
        return found

    def close(self) -> list[Piece]:
        """Return what the end of the file leaves: nothing, or the sentence that it ends too early."""
        if self._depth == 0 and not self._in_string:
            return [] if not self._top.strip() else [self._piece(b"", "it is no JSON object. Choose the file again.")]
        entry = self._number if self._entry is not None else None
        return [Piece(b"", self._line, entry, _CUT)]

    def _skip(self, data: bytes, at: int) -> int:
        """Go to the next bracket outside a string, the end of the data, or the beginning of a string that goes on."""
        if self._in_string:
            end = _REST_OF_STRING.match(data, at).end()  # type: ignore[union-attr]
            if end < len(data) and data[end] == 0x22:
                self._in_string = False
                return end + 1
            self._tail = data[end:]  # a backslash whose letter is still to come
            return end
        end = _NEXT_BRACKET.match(data, at).end()  # type: ignore[union-attr]
        if end < len(data) and data[end] == 0x22:
            self._in_string = True
            return end + 1
        return end

    def _keep(self, part: bytes) -> None:
        self._line += part.count(b"\n")
        if self._entry is not None:
            self._hold(self._entry, part)
        elif self._depth <= 1 and len(self._top) < _TOP_KEPT:
            self._top += part
        elif not self._entries and len(self._beside) < _TOP_KEPT:
            self._beside += part
        if self._whole is not None:
            self._hold(self._whole, part)

    def _hold(self, held: bytearray, part: bytes) -> None:
        if len(held) + len(part) <= self._limit:
            held += part
            return
        self._too_long = True
        held.clear()

    def _bracket(self, mark: bytes, found: list[Piece]) -> None:
        if mark in b"{[":
            self._opens(mark)
        else:
            self._closes(mark, found)

    def _opens(self, mark: bytes) -> None:
        if self._depth == 0:
            self._document_line = self._line
        if self._depth == 1 and mark == b"[":
            key = _KEY.search(self._top)
            self._entries = key is not None and key[1] == b"entry"
            self._whole = None if self._entries else self._whole
        elif self._depth == 2 and self._entries and mark == b"{":
            self._entry, self._entry_line, self._too_long = bytearray(), self._line, False
            self._number += 1
        self._depth += 1
        self._keep(mark)

    def _closes(self, mark: bytes, found: list[Piece]) -> None:
        self._keep(mark)
        self._depth -= 1
        if self._entry is not None and self._depth == 2:
            reason = _TOO_LONG if self._too_long else ""
            found.append(Piece(bytes(self._entry), self._entry_line, self._number, reason))
            self._entry = None
        elif self._depth <= 1 and self._entries:
            self._entries = False
        if self._depth <= 0:
            self._end_document(found)

    def _end_document(self, found: list[Piece]) -> None:
        """End one object; another may follow it."""
        if self._whole is not None:
            reason = _TOO_LONG if self._too_long else ""
            found.append(self._piece(bytes(self._whole).strip(), reason))
        elif (kind := _TYPE.search(self._top)) is None or kind[1] != b"Bundle":
            found.append(self._piece(b"", "it lists entries and does not say that it is a Bundle. Ask for a Bundle."))
        else:
            page = page_of(self._document_line, self._number + 1, bytes(self._top + self._beside))
            found += [Piece(b"", self._document_line, page=page)] if page.says_anything else []
        self._beside.clear()
        self._depth, self._number, self._too_long, self._entries = 0, -1, False, False
        self._top.clear()
        self._whole = bytearray()

    def _piece(self, data: bytes, reason: str) -> Piece:
        return Piece(b"" if reason else data, self._document_line, None, reason)
