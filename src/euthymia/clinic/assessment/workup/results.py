"""The work-up: results as they come in, what is due, and what the chart knows for the go or no-go list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment.history import confirmed
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import Medication, WorkupResult
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.eligibility import Known, drug_screen, workup
from euthymia.medicine.eligibility.drug_screen import ScreenLine
from euthymia.medicine.eligibility.workup import Line, Result
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.units import bmi_kg_per_m2


@dataclass(frozen=True, slots=True)
class Infused:
    """What the room of infusions, which stands after this one, tells the list; None where nothing was ordered yet."""

    given_on: Sequence[date] = ()
    weight_kg: float | None = None
    height_cm: float | None = None


class ResultOfTomorrow(Refusal):
    """A result is dated after today."""


def add(patient: Patient, result: Result, *, by: User) -> WorkupResult:
    """Keep one result. Raises ResultOfTomorrow."""
    (row,) = add_all(patient, [result], by=by)
    return row


def add_all(patient: Patient, entered: Sequence[Result], *, by: User) -> list[WorkupResult]:
    """Keep results that were entered together, all or none. Raises ResultOfTomorrow."""
    at = timezone.now()
    for result in entered:
        if result.taken_on > timezone.localdate(at):
            raise ResultOfTomorrow(
                f"{workup.find(result.item).name}: taken on {result.taken_on}, which is still to come."
            )
    with audit.atomic():
        return [_add(patient, result, by=by, at=at) for result in entered]


def _add(patient: Patient, result: Result, *, by: User, at: datetime) -> WorkupResult:
    row = WorkupResult.objects.create(
        patient=patient, entered_by=by, entered_at=at, item=result.item, taken_on=result.taken_on,
        value=result.value, unit=result.unit, reference_low=result.low, reference_high=result.high,
        finding=result.found, substance=result.substance, confirmed=result.confirmed,
    )  # fmt: skip
    audit.write(Action.ENTERED_RESULT, row, by=by, at=at, item=result.item)
    return row


def strike(row: WorkupResult, *, by: User) -> None:
    """Take a result out; the row stays."""
    at = timezone.now()
    with audit.atomic():
        row.voided_at = at
        row.save()
        audit.write(Action.VOIDED_RESULT, row, by=by, at=at)


def stand(patient: Patient, *, today: date, given_on: Sequence[date]) -> tuple[Line, ...]:
    """Return where every line of the work-up stands today.

    given_on   the days of the infusions given so far
    """
    return workup.stand(
        _results(patient),
        infusions=list(given_on),
        today=today,
        policy=policies.in_force("workup"),
    )


def screens(patient: Patient, *, today: date) -> tuple[ScreenLine, ...]:
    """Weigh the newest drug screen of each substance beside the medicines on the chart."""
    return drug_screen.look(workup.screens(_results(patient), today=today), _medicines(patient))


def _results(patient: Patient) -> list[Result]:
    return [row.as_result() for row in WorkupResult.objects.filter(patient=patient, voided_at=None)]


def _medicines(patient: Patient) -> tuple[str, ...]:
    return tuple(str(row) for row in Medication.objects.filter(patient=patient, ended_at=None))


def known(patient: Patient, *, today: date, infused: Infused) -> Known:
    """Gather what the chart knows of the go or no-go list."""
    lines = stand(patient, today=today, given_on=infused.given_on)
    born = patient.birth_date
    fields: dict[str, Any] = {}
    if infused.weight_kg and infused.height_cm:
        fields["bmi"] = bmi_kg_per_m2(infused.weight_kg, infused.height_cm)
    return Known(
        age_years=today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        enzymes_times_upper=workup.enzymes_times_upper(lines),
        pregnancy_positive=workup.positive(lines, "pregnancy-test"),
        drugs_positive=workup.positive(lines, "drug-screen"),
        reactions=acts.substances(patient),
        medicines=_medicines(patient),
        screens=workup.screens(_results(patient), today=today),
        diagnoses=confirmed.diagnoses(patient),
        **fields,
    )
