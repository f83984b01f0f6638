"""What a file is that is no FHIR in JSON, and a Bundle that is one page of several: each is one sentence."""

import re
from typing import Final, NamedTuple

_ASK: Final = "Ask the other system for FHIR R4 as JSON: a Bundle, or one resource a line (.ndjson)."
_STARTS: Final = (
    (b"\x1f\x8b", f"the file is packed (gzip). Unpack it first, or ask for it unpacked. {_ASK}"),
    (b"PK\x03\x04", f"the file is packed (zip), or a document of an office program. Unpack it first. {_ASK}"),
    (b"BZh", f"the file is packed (bzip2). Unpack it first. {_ASK}"),
    (b"\xfd7zXZ", f"the file is packed (xz). Unpack it first. {_ASK}"),
    (b"(\xb5/\xfd", f"the file is packed (zstandard). Unpack it first. {_ASK}"),
    (b"%PDF", f"the file is a PDF. {_ASK}"),
    (b"\xff\xfe", f"the file is written in UTF-16. {_ASK[:-1]}, in UTF-8."),
    (b"\xfe\xff", f"the file is written in UTF-16. {_ASK[:-1]}, in UTF-8."),
    (b"MSH|", f"the file holds HL7 v2 messages. {_ASK}"),
)
_XML: Final = (
    (b"<ClinicalDocument", f"the file is a C-CDA document in XML, which is not read. {_ASK}"),
    (b"http://hl7.org/fhir", "the file is FHIR in XML, which is not read. Ask for the same as JSON."),
    (b"<html", f"the file is a web page, and no record. {_ASK}"),
)
LOOKED_AT: Final = 4096  # bytes from the beginning that show what a file is
_NEXT: Final = re.compile(rb'"relation"\s*:\s*"next"')
_TOTAL: Final = re.compile(rb'"total"\s*:\s*(\d{1,9})')


def no_json(head: bytes) -> str:
    """Return the sentence for a file that begins as something else; "" where it may be JSON."""
    for start, sentence in _STARTS:
        if head.startswith(start):
            return sentence
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00 \t\r\n")
    if plain and b"{" not in plain and not plain.startswith((b"<", b"[")):
        return f"the file is text or a table, and no JSON. {_ASK}"
    if not plain.startswith(b"<"):
        return ""
    lowered = plain.lower()
    known = next((said for mark, said in _XML if mark.lower() in lowered), "")
    return known or f"the file is XML, which is not read. {_ASK}"


class Page(NamedTuple):
    """What a Bundle says of pages: how many it lists, how many there are in all (None: it does not say), a next one."""

    line: int
    listed: int
    total: int | None
    has_next: bool

    @property
    def says_anything(self) -> bool:
        """Tell whether the Bundle speaks of pages at all."""
        return self.total is not None or self.has_next


def page_of(line: int, listed: int, beside: bytes) -> Page:
    """Read a Bundle's paging from what stands beside its entries."""
    total = _TOTAL.search(beside)
    return Page(line, listed, int(total[1]) if total else None, _NEXT.search(beside) is not None)


def missing_pages(pages: list[Page]) -> str:
    """Return the sentence that the pages of a file are not the whole record; "" where nothing says so."""
    listed, total = sum(page.listed for page in pages), max((page.total or 0 for page in pages), default=0)
    if total <= listed and not (pages and all(page.has_next for page in pages)):
        return ""
    of = f" of {total}" if total > listed else ""
    return f"it is not the whole record: {listed}{of} entries stand in the file, more pages follow. Ask for all pages."
