"""MedicationDispense: what a pharmacy handed over, and for how many days."""

from dataclasses import replace
from typing import Final

from euthymia.medicine.drugs.dosage_text.daily import TOO_MUCH_MG
from euthymia.wire.fhir.doses.drug_text import read_drug
from euthymia.wire.fhir.doses.structured import UNITS
from euthymia.wire.fhir.elements import Resource, concept, days_of, known_day, mapping, number, text
from euthymia.wire.fhir.resources.beside import links_of
from euthymia.wire.fhir.resources.lines import line_of
from euthymia.wire.fhir.values import Dose, Line, UnreadableResource, Where

_NOT_HANDED_OVER: Final = ("preparation", "in-progress", "cancelled", "on-hold", "entered-in-error", "declined")


def read_dispense(resource: Resource, at: Where) -> Line:
    """Read one dispensing. Raises UnreadableResource where nothing was handed over, or it cannot be."""
    status = text(resource.get("status"))
    if status in _NOT_HANDED_OVER:
        raise UnreadableResource(f"its status is {status}: nothing was handed over.")
    handed = known_day(resource.get("whenHandedOver"), "handed over")
    line = line_of(
        resource, at, "dispense", "dosageInstruction",
        when=(handed or known_day(resource.get("whenPrepared"), "prepared"), None),
        supply_days=days_of(resource.get("daysSupply")),
        ended_because=" ".join(concept(resource.get("statusReasonCodeableConcept")).said()),
        links=links_of(resource, "authorizingPrescription", "partOf"),
    )  # fmt: skip
    line = replace(line, ended=None, ended_as="")
    dose = line.dose
    if dose.mg_per_day is None and not dose.as_needed and not dose.said:
        strength = read_drug(line.medicine).strength_mg
        dose = _from_supply(mapping(resource.get("quantity")), strength, line.supply_days) or dose
    return replace(line, dose=dose)


def _from_supply(quantity: Resource, strength_mg: float | None, days: int | None) -> Dose | None:
    """Read a daily dose from the tablets handed over and the days they are for, where nobody wrote a dose."""
    tablets, unit = number(quantity.get("value")), text(quantity.get("unit")) or text(quantity.get("code"))
    if not tablets or not days or strength_mg is None or unit.lower() not in UNITS:
        return None
    sentence = f"Nobody wrote a dose: read from {tablets:g} of {strength_mg:g} mg for {days} days. Confirm it."
    if not 0 < tablets * strength_mg / days < TOO_MUCH_MG:
        return None
    return Dose(round(tablets * strength_mg / days, 2), sentences=(sentence,))
