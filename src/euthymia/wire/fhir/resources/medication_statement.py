"""MedicationStatement: what somebody said is, or was, taken."""

from typing import Final

from euthymia.wire.fhir.elements import Resource, known_day, known_period, text
from euthymia.wire.fhir.resources.beside import links_of, reasons_of
from euthymia.wire.fhir.resources.lines import line_of
from euthymia.wire.fhir.values import Line, UnreadableResource, Where

_NOT_TAKEN: Final = {
    "not-taken": "it says that the medicine was not taken",
    "entered-in-error": "it was entered in error",
    "intended": "it says what is intended and not what was taken",
}


def read_statement(resource: Resource, at: Where) -> Line:
    """Read one statement. Raises UnreadableResource where nothing was taken by it, or it cannot be."""
    status = text(resource.get("status"))
    if status in _NOT_TAKEN:
        raise UnreadableResource(f"{_NOT_TAKEN[status]}.")
    began, ended = known_period(resource.get("effectivePeriod"), "taken")
    asserted = known_day(resource.get("dateAsserted"), "asserted")
    by_then = f"It was written down on {asserted.written or asserted.latest}." if asserted and not ended else ""
    return line_of(
        resource, at, "statement", "dosage",
        when=(began or known_day(resource.get("effectiveDateTime"), "taken"), ended), supply_days=None,
        ended_because=reasons_of(resource),
        links=links_of(resource, "basedOn", "partOf", "derivedFrom"), sentences=(by_then,) if by_then else (),
    )  # fmt: skip
