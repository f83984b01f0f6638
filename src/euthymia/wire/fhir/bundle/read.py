"""A file of another system, as bytes, to values: what is of use here is read, what is wrong is refused in its place."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

import orjson

from euthymia.wire.fhir.bundle.kinds import Page, missing_pages
from euthymia.wire.fhir.bundle.stream import Entries, Piece, pieces
from euthymia.wire.fhir.elements import Resource, each, mapping, number, text, where
from euthymia.wire.fhir.resources.allergy_intolerance import read_allergy
from euthymia.wire.fhir.resources.condition import read_condition
from euthymia.wire.fhir.resources.medication import read_medication
from euthymia.wire.fhir.resources.medication_administration import read_administration
from euthymia.wire.fhir.resources.medication_dispense import read_dispense
from euthymia.wire.fhir.resources.medication_request import read_request
from euthymia.wire.fhir.resources.medication_statement import read_statement
from euthymia.wire.fhir.resources.observation import read_observation
from euthymia.wire.fhir.resources.patient import read_patient
from euthymia.wire.fhir.resources.reasons import with_reasons
from euthymia.wire.fhir.values import Line, Read, Refused, UnreadableResource, Where
from euthymia.wire.fhir.version import other_version

READERS: Final[dict[str, Callable[[Resource, Where], Read | None]]] = {
    "Patient": read_patient,
    "Medication": read_medication,
    "MedicationStatement": read_statement,
    "MedicationRequest": read_request,
    "MedicationDispense": read_dispense,
    "MedicationAdministration": read_administration,
    "Condition": read_condition,
    "Observation": read_observation,
    "AllergyIntolerance": read_allergy,
}
_PADDING: Final = b"\x00 \t\r\n\x1a"  # zero bytes and an end-of-file sign, as some systems fill a block
_FAULTS: Final = ("error", "fatal")
_ANSWERED_WITH_A_FAULT: Final = (
    "the other system answered with a fault, so the record may not be whole. Ask for it again."
)
_OLD_OR_NEW: Final = ("MedicationOrder", "MedicationUsage")


class OtherVersion(UnreadableResource):
    """A resource that another version of FHIR gives away."""

    def __init__(self, version: str) -> None:
        super().__init__(f"it is written in FHIR {version}. Ask the other system for R4 (4.0.1).")
        self.version = version


class Item(NamedTuple):
    """One value that was read.

    document  which Bundle of the file it stood in (0: none, or the only one): references are followed inside it
    url       what other resources may call it beside type and id
    """

    value: Read
    document: int
    url: str = ""


class Reader:
    """Reads one file. `seen` counts resources by type, also those that are of no use here."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._documents = 0
        self._pages: list[Page] = []
        self.other_versions: dict[int, str] = {}  # of Bundles, by their number

    def read(self, chunks: Iterable[bytes]) -> Iterator[Item | Refused]:
        """Read a file's bytes, in whatever chunks they come, in constant memory."""
        for piece in pieces(chunks):
            yield from self._piece(piece)
        if sentence := missing_pages(self._pages):
            yield Refused(Where("Bundle", "", self._pages[-1].line), sentence)

    def _piece(self, piece: Piece) -> Iterator[Item | Refused]:
        if piece.page:
            self._pages.append(piece.page)
            return
        if piece.reason:
            yield Refused(Where("", "", piece.line, piece.entry), piece.reason)
            return
        try:
            found = orjson.loads(piece.data.strip(_PADDING))
        except orjson.JSONDecodeError as wrong:
            yield from self._broken(piece, wrong)
            return
        yield from self._object(found, piece)

    def _broken(self, piece: Piece, wrong: orjson.JSONDecodeError) -> Iterator[Item | Refused]:
        """Refuse what is no JSON; of a Bundle in one line, only the entries that are none."""
        whole = Entries(line=piece.line)
        entries = [*whole.feed(piece.data), *whole.close()] if piece.entry is None else []
        if any(part.entry is not None for part in entries):
            self._documents += 1
            for part in entries:
                yield from self._piece(part)
            return
        sentence = f"it is no JSON ({wrong.msg.split(':')[0]}). Ask for it again."
        yield Refused(Where("", "", piece.line, piece.entry), sentence)

    def _object(self, found: Any, piece: Piece) -> Iterator[Item | Refused]:
        if not isinstance(found, dict):
            sentence = "it is no object with a resourceType. Give a FHIR R4 Bundle, or one resource a line."
            yield Refused(Where("", "", piece.line, piece.entry), sentence)
        elif piece.entry is not None:
            yield from self._entry(found, piece.line, piece.entry, self._documents)
        elif found.get("resourceType") == "Bundle":
            yield from self._bundle(found, piece.line)
        else:
            yield from self._resource(found, where(found, piece.line), 0)

    def _bundle(self, bundle: Resource, line: int) -> Iterator[Item | Refused]:
        self.seen["Bundle"] += 1
        self._documents += 1
        document, count = self._documents, 0
        for count, entry in enumerate(each(bundle.get("entry")), 1):
            yield from self._entry(entry, line, count - 1, document)
        total = number(bundle.get("total"))
        has_next = any(link.get("relation") == "next" for link in each(bundle.get("link")))
        page = Page(line, count, int(total) if total else None, has_next)
        self._pages += [page] if page.says_anything else []

    def _inside(self, resource: Resource, line: int) -> Iterator[Item | Refused]:
        """Read a Bundle that stands in another one, or in Parameters as operations of a server answer."""
        if resource.get("resourceType") == "Bundle":
            yield from self._bundle(resource, line)
            return
        self.seen["Parameters"] += 1
        for parameter in each(resource.get("parameter")):
            inner = mapping(parameter.get("resource"))
            if inner:
                yield from self._resource(inner, where(inner, line), self._documents)

    def _entry(self, entry: Resource, line: int, place: int, document: int) -> Iterator[Item | Refused]:
        resource = mapping(entry.get("resource"))
        yield from self._resource(resource, where(resource, line, place), document, text(entry.get("fullUrl")))

    def _resource(self, resource: Resource, at: Where, document: int, url: str = "") -> Iterator[Item | Refused]:
        if at.type in ("Bundle", "Parameters"):
            yield from self._inside(resource, at.line)
            return
        self.seen[at.type] += 1
        if at.type == "OperationOutcome" and any(one.get("severity") in _FAULTS for one in each(resource.get("issue"))):
            yield Refused(at, _ANSWERED_WITH_A_FAULT)
        reader = READERS.get(at.type)
        if reader is None and at.type not in _OLD_OR_NEW and at.type:
            return
        try:
            value = _read(resource, at, reader)
        except OtherVersion as wrong:
            if at.entry is not None:
                self.other_versions.setdefault(document, wrong.version)
            yield Refused(at, str(wrong))
        except UnreadableResource as wrong:
            yield Refused(at, str(wrong))
        else:
            if value is not None:
                yield Item(value, document, url)


def _read(resource: Resource, at: Where, reader: Callable[[Resource, Where], Read | None] | None) -> Read | None:
    if not at.type:
        raise UnreadableResource("it has no resourceType. Give FHIR R4.")
    try:
        value = reader(resource, at) if reader else None
    except UnreadableResource:
        _check_version(resource)  # what another version means by the same words is no fault of the resource
        raise
    if value is not None or reader is None:
        _check_version(resource)
    return with_reasons(value, resource) if isinstance(value, Line) else value


def _check_version(resource: Resource) -> None:
    if version := other_version(resource):
        raise OtherVersion(version)
