"""MedicationStatement: what somebody said is, or was, taken."""

from typing import Final

from euthymia.wire.fhir.doses.dosage import read_doses
from euthymia.wire.fhir.doses.drug_text import read_drug
from euthymia.wire.fhir.elements import Resource, concept, day, each, period, reference, text
from euthymia.wire.fhir.resources.medication import links_of, medicine_of
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
    medicine, link = medicine_of(resource)
    dose = read_doses(resource.get("dosage"), read_drug(medicine).strength_mg)
    began, ended = period(resource.get("effectivePeriod"), "taken")
    began = began or day(resource.get("effectiveDateTime"), "taken") or dose.begins
    because = " ".join(word for reason in each(resource.get("statusReason")) for word in concept(reason).said())
    return Line(
        at, "statement", status, reference(resource.get("subject")), medicine, link, dose, began, ended or dose.ends,
        None, because, links_of(resource, "basedOn", "partOf", "derivedFrom"),
    )  # fmt: skip
