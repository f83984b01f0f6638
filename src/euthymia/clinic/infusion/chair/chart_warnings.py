"""What the chart says against the medicines that the chair offers."""

from collections.abc import Iterable

from euthymia.clinic.assessment.history import confirmed
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import Medication, RecordImport
from euthymia.clinic.people.models import Patient
from euthymia.medicine.drugs import at_the_chair
from euthymia.medicine.drugs.at_the_chair import Concern


def concerns(patient: Patient, drugs: Iterable[str]) -> dict[str, tuple[Concern, ...]]:
    """Hold medicines against the allergies, medicines and conditions on the chart; each with what speaks against it."""
    allergies = acts.substances(patient)
    taken = [str(row) for row in Medication.objects.filter(patient=patient, ended_at=None)]
    read = RecordImport.objects.filter(patient=patient).values_list("unread_conditions", flat=True)
    known = {name for conditions in read for name in conditions}
    known.update(entry.said for entry in confirmed.diagnoses(patient) if entry.standing != "none")
    return {
        drug: at_the_chair.held_against(drug, allergies=allergies, medicines=taken, conditions=sorted(known))
        for drug in drugs
    }
