"""What a statement, a request, a dispense and an administration have in common when they become a line."""

from typing import Any

import orjson

from euthymia.wire.fhir.doses.dosage import read_doses
from euthymia.wire.fhir.doses.drug_text import read_parts
from euthymia.wire.fhir.elements import Known, Resource, reference, text
from euthymia.wire.fhir.resources.beside import adherence_of, denies_taking, notes_of
from euthymia.wire.fhir.resources.medication import medicine_of
from euthymia.wire.fhir.values import Dose, Kind, Line, Where


def line_of(
    resource: Resource, at: Where, kind: Kind, dosages: str, *, when: tuple[Known | None, Known | None], **members: Any
) -> Line:
    """Return a line with what every kind of resource says alike; `dosages` names the member that holds the doses.

    when  when it began, and the first day after it
    A bound of the dose stands in where the resource itself does not say when. Raises UnreadableResource.
    """
    medicine, link = medicine_of(resource)
    drug, *added = read_parts(medicine)
    dose = read_doses(resource.get(dosages), drug.strength_mg)
    read_again = bool(link or added) and bool(resource.get(dosages))
    notes = notes_of(resource)
    began, ended = when
    return Line(
        at, kind, text(resource.get("status")), reference(resource.get("subject")), medicine, link,
        taken(dose, notes),
        began=began.earliest if began else dose.begins, began_as=began.written if began else dose.began_as,
        ended=ended.latest if ended else dose.ends, ended_as=ended.written if ended else dose.ended_as,
        dosages=orjson.dumps(resource.get(dosages)) if read_again else b"",
        adherence=adherence_of(resource), notes=notes, **members,
    )  # fmt: skip


def taken(dose: Dose, notes: tuple[str, ...]) -> Dose:
    """Leave a dose unknown where a note may deny that it was taken."""
    denied = denies_taking(notes)
    return dose.because(f"a note may deny that it was taken: “{denied}”") if denied else dose
