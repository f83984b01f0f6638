"""The work-up: results as they come in, what is due, and what the chart knows for the go or no-go list."""

from datetime import date
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment import medicines
from euthymia.clinic.assessment.models import WorkupResult
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.eligibility import Known, workup
from euthymia.medicine.eligibility.workup import Line, Result
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.units import bmi_kg_per_m2

GIVEN = ("running", "paused", "observing", "discharged")


class ResultOfTomorrow(Refusal):
    """A result is dated after today."""


def add(patient: Patient, result: Result, *, by: User) -> WorkupResult:
    """Keep one result. Raises ResultOfTomorrow."""
    at = timezone.now()
    if result.taken_on > timezone.localdate(at):
        raise ResultOfTomorrow(f"{workup.find(result.item).name}: taken on {result.taken_on}, which is still to come.")
    with audit.atomic():
        row = WorkupResult.objects.create(
            patient=patient, entered_by=by, entered_at=at, item=result.item, taken_on=result.taken_on,
            value=result.value, unit=result.unit, low=result.low, high=result.high, found=result.found,
        )  # fmt: skip
        audit.write(Action.ENTERED_RESULT, row, by=by, at=at, item=result.item)
    return row


def strike(row: WorkupResult, *, by: User) -> None:
    """Take a result out; the row stays."""
    at = timezone.now()
    with audit.atomic():
        row.struck_at = at
        row.save()
        audit.write(Action.STRUCK_OUT_RESULT, row, by=by, at=at)


def stand(patient: Patient, *, today: date) -> tuple[Line, ...]:
    """Say where every line of the work-up stands today."""
    given = patient.sessions.filter(state__in=GIVEN).values_list("opened_at", flat=True)
    return workup.stand(
        [row.as_result() for row in patient.results.filter(struck_at=None)],
        infusions=[timezone.localdate(at) for at in given],
        today=today,
        policy=policies.in_force("workup"),
    )


def known(patient: Patient, *, today: date) -> Known:
    """Gather what the chart knows of the go or no-go list."""
    lines = stand(patient, today=today)
    born, order = patient.birth_date, patient.orders.first()
    fields: dict[str, Any] = {}
    if order and order.height_cm:
        fields["bmi"] = bmi_kg_per_m2(order.weight_kg, order.height_cm)
    return Known(
        age_years=today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        enzymes_times_upper=workup.enzymes_times_upper(lines),
        pregnancy_positive=workup.positive(lines, "pregnancy-test"),
        drugs_positive=workup.positive(lines, "drug-screen"),
        allergies=medicines.substances(patient),
        medicines=tuple(str(row) for row in patient.medicines.filter(ended_at=None)),
        **fields,
    )
