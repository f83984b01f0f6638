"""MedicationRequest: a prescription, or what a patient reports. "active" does not mean that the drug is taken now."""

from typing import Final

from euthymia.wire.fhir.elements import Resource, concept, days_of, known_day, mapping, number, text
from euthymia.wire.fhir.resources.beside import links_of
from euthymia.wire.fhir.resources.lines import line_of
from euthymia.wire.fhir.values import Line, UnreadableResource, Where

_NEVER_GIVEN: Final = {
    "cancelled": "the prescription was cancelled",
    "draft": "the prescription is a draft",
    "entered-in-error": "it was entered in error",
}
_NOT_ORDERED: Final = ("proposal", "plan", "option")
_REPORTED: Final = "It is what the patient reports, not a prescription."


def read_request(resource: Resource, at: Where) -> Line:
    """Read one prescription. Raises UnreadableResource where it was never one, or cannot be.

    A plan that is reported is what the patient says was taken, as US Core writes it; it is read as a statement.
    """
    status, intent = text(resource.get("status")), text(resource.get("intent"))
    reported = resource.get("reportedBoolean") is True or bool(mapping(resource.get("reportedReference")))
    if resource.get("doNotPerform") is True:
        raise UnreadableResource("it says that the medicine is not to be given, so nothing was taken by it.")
    if status in _NEVER_GIVEN or (intent in _NOT_ORDERED and not (intent == "plan" and reported)):
        why = _NEVER_GIVEN.get(status, f"it is a {intent} and no order")
        raise UnreadableResource(f"{why}, so nothing was taken by it.")
    one, at_most = _supply(mapping(resource.get("dispenseRequest")), status)
    line = line_of(
        resource, at, "statement" if reported else "request", "dosageInstruction", when=(None, None),
        supply_days=one, at_most_days=at_most, ended_because=" ".join(concept(resource.get("statusReason")).said()),
        links=links_of(resource, "basedOn", "priorPrescription"), sentences=(_REPORTED,) if reported else (),
    )  # fmt: skip
    written = known_day(resource.get("authoredOn"), "prescribed")
    return line if line.began or not written else line.from_day(written.earliest, written.written)


def _supply(dispense: Resource, status: str) -> tuple[int | None, int | None]:
    """Return the days that one supply lasts, and those that the refills allow.

    A supply ends an order only where nothing was stopped before and no refill may have been fetched behind it.
    """
    days, repeats = days_of(dispense.get("expectedSupplyDuration")), number(dispense.get("numberOfRepeatsAllowed"))
    refills = int(min(max(repeats or 0, 0), 100))
    if days is None:
        return None, None
    return (None if refills or status == "stopped" else days), days * (1 + refills)
