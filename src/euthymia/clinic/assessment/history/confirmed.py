"""What a person confirmed of records of other systems: what a verdict and the go or no-go list may look at."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from euthymia.clinic.assessment.models import ImportedLine
from euthymia.clinic.people.models import Patient
from euthymia.medicine.diagnoses import Entry
from euthymia.medicine.diagnoses import Kind as Disorder
from euthymia.wire.diagnosis_form import read_diagnosis
from euthymia.wire.fhir import DIAGNOSES

Kind = ImportedLine.Kind


def confirmed(patient: Patient, *kinds: Kind) -> list[ImportedLine]:
    """List what a person confirmed of these kinds, in the order it was read."""
    taken = (ImportedLine.Decision.CONFIRMED, ImportedLine.Decision.CHANGED)
    return list(ImportedLine.objects.filter(patient=patient, kind__in=kinds, decision__in=taken))


def diagnosis_of(lines: Iterable[ImportedLine]) -> str:
    """Return the words of the active diagnosis among these that decides about a rule for depression, else ""."""
    active = {line.content["kind"] for line in lines if line.kind == Kind.DIAGNOSIS and line.content["active"]}
    return next((words for kind, words in DIAGNOSES.items() if kind in active), "")


def diagnoses(patient: Patient) -> tuple[Entry, ...]:
    """Return every diagnosis that a person confirmed of records, as medicine reads it."""
    return tuple(entry for line in confirmed(patient, Kind.DIAGNOSIS) for entry in _entries(line.content))


def _entries(content: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Read the entries of a line. One kept before entries were, and not active, is doubtful and asked about."""
    if "entries" in content:
        return tuple(entry for one in content["entries"] for entry in read_diagnosis(one))
    kind = content["kind"] if content["kind"] in get_args(Disorder) else ""
    return (Entry(kind, "present" if content["active"] else "doubtful", content["said"]),)
