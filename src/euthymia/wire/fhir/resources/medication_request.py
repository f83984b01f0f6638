"""MedicationRequest: a prescription. "active" does not mean that the drug is taken now."""

from typing import Final

from euthymia.wire.fhir.doses.dosage import read_doses
from euthymia.wire.fhir.doses.drug_text import read_drug
from euthymia.wire.fhir.elements import Resource, concept, day, days_of, mapping, number, reference, text
from euthymia.wire.fhir.resources.medication import links_of, medicine_of
from euthymia.wire.fhir.values import Line, UnreadableResource, Where

_NEVER_GIVEN: Final = {
    "cancelled": "the prescription was cancelled",
    "draft": "the prescription is a draft",
    "entered-in-error": "it was entered in error",
}
_NOT_ORDERED: Final = ("proposal", "plan", "option")


def read_request(resource: Resource, at: Where) -> Line:
    """Read one prescription. Raises UnreadableResource where it was never one, or cannot be."""
    status, intent = text(resource.get("status")), text(resource.get("intent"))
    if resource.get("doNotPerform") is True:
        raise UnreadableResource("it says that the medicine is not to be given, so nothing was taken by it.")
    if status in _NEVER_GIVEN or intent in _NOT_ORDERED:
        why = _NEVER_GIVEN.get(status, f"it is a {intent} and no order")
        raise UnreadableResource(f"{why}, so nothing was taken by it.")
    medicine, link = medicine_of(resource)
    dose = read_doses(resource.get("dosageInstruction"), read_drug(medicine).strength_mg)
    began = dose.begins or day(resource.get("authoredOn"), "prescribed")
    return Line(
        at, "request", status, reference(resource.get("subject")), medicine, link, dose, began, dose.ends,
        _supply(mapping(resource.get("dispenseRequest"))), " ".join(concept(resource.get("statusReason")).said()),
        links_of(resource, "basedOn", "priorPrescription"),
    )  # fmt: skip


def _supply(dispense: Resource) -> int | None:
    """Give the days the order is meant to last, its refills included."""
    days, repeats = days_of(dispense.get("expectedSupplyDuration")), number(dispense.get("numberOfRepeatsAllowed"))
    return None if days is None else days * (1 + int(min(max(repeats or 0, 0), 100)))
