"""MedicationAdministration: one giving of a medicine, as wards record it. Many make up the days of one prescription."""

from dataclasses import replace
from typing import Final

from euthymia.wire.fhir.doses.drug_text import as_mg, read_drug
from euthymia.wire.fhir.doses.structured import UNITS
from euthymia.wire.fhir.elements import Resource, known_day, known_period, mapping, number, text
from euthymia.wire.fhir.resources.beside import links_of, reasons_of
from euthymia.wire.fhir.resources.lines import line_of, taken
from euthymia.wire.fhir.values import Dose, Line, UnreadableResource, Where

_NOT_GIVEN: Final = ("not-done", "entered-in-error", "on-hold", "unknown")


def read_administration(resource: Resource, at: Where) -> Line:
    """Read one administration. Raises UnreadableResource where nothing was given, or it cannot be."""
    status = text(resource.get("status"))
    if status in _NOT_GIVEN:
        raise UnreadableResource(f"its status is {status}: nothing is known to have been given.")
    began, _ = known_period(resource.get("effectivePeriod"), "given")
    line = line_of(
        resource, at, "administration", "", when=(began or known_day(resource.get("effectiveDateTime"), "given"), None),
        supply_days=None, links=links_of(resource, "request", "partOf"),
        ended_because=reasons_of(resource),
    )  # fmt: skip
    dosage = mapping(resource.get("dosage"))
    dose = _given(dosage, read_drug(line.medicine).strength_mg)
    return replace(line, ended=None, ended_as="", dose=taken(dose, line.notes))


def _given(dosage: Resource, strength_mg: float | None) -> Dose:
    """Read what was given at this one time."""
    quantity, said = mapping(dosage.get("dose")), text(dosage.get("text"))
    size, unit = number(quantity.get("value")), text(quantity.get("code")) or text(quantity.get("unit"))
    mg = as_mg(size, unit) if size else None
    if mg is None and size and unit.lower() in UNITS and strength_mg:
        mg = size * strength_mg
    return Dose(None, said, "the administration gives no dose") if not mg or mg <= 0 else Dose(round(mg, 6), said)
