"""Staff ask a patient to answer a scale on their own page, by a day; a sheet that is finished answers it."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment.models import AskedScale, QuestionnaireResponse
from euthymia.clinic.assessment.scales import wordings
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.instruments.phq9 import PHQ9
from euthymia.medicine.refusal import Refusal


class NotForPatients(Refusal):
    """The scale is rated by a clinician, or its words are not on."""


class AskedAlready(Refusal):
    """The patient has been asked and has not answered yet."""


class DueBeforeNow(Refusal):
    """The day it is due is over."""


class AnsweredOrWithdrawn(Refusal):
    """What is to be withdrawn waits for no answer any more."""


def can_be_asked(scale: Instrument) -> bool:
    """Return whether a patient can answer it alone: rated by themselves, and in words, not in short labels."""
    return scale.rated_by == "self" and wordings.shown(scale.key) is not None


def ask(patient: Patient, key: str, due_on: date, *, by: User) -> AskedScale:
    """Ask for a scale by a day. Raises UnknownInstrument, NotForPatients, AskedAlready, DueBeforeNow."""
    scale, at = instruments.find(key), timezone.now()
    if not can_be_asked(scale):
        raise NotForPatients(f"{scale.name} cannot be answered on the patient's page. Rate it with the person here.")
    if due_on < timezone.localdate(at):
        raise DueBeforeNow(f"Due {due_on}, which is over. Choose today or a later day.")
    with audit.atomic():
        if waiting(patient).filter(instrument=key).exists():
            raise AskedAlready(f"{scale.name} was asked for and waits for an answer. Withdraw that first.")
        row = AskedScale.objects.create(patient=patient, instrument=key, due_on=due_on, asked_at=at, asked_by=by)
        audit.write(Action.ASKED_FOR_QUESTIONNAIRE, row, by=by, at=at, instrument=key, due=str(due_on))
    return row


def withdraw(asked: AskedScale, *, by: User) -> None:
    """Ask for it no more; what was answered so far stays. Raises AnsweredOrWithdrawn."""
    at = timezone.now()
    with audit.atomic():
        row = AskedScale.objects.select_for_update().get(pk=asked.pk)
        if row.sheet_id or row.withdrawn_at:
            raise AnsweredOrWithdrawn("It is answered or withdrawn already. Reload the page.")
        row.withdrawn_at, row.withdrawn_by = at, by
        row.save()
        audit.write(Action.WITHDREW_QUESTIONNAIRE, row, by=by, at=at, instrument=row.instrument)


def waiting(patient: Patient) -> Any:
    """Find what was asked for and has no finished answer."""
    return AskedScale.objects.filter(patient=patient, sheet=None, withdrawn_at=None)


def answered(sheet: QuestionnaireResponse, *, by: User, at: datetime) -> None:
    """Tie a finished sheet to what asked for it. Called inside the finishing transaction."""
    for row in waiting(sheet.patient).filter(instrument=sheet.instrument):
        row.sheet = sheet
        row.save()
        audit.write(Action.ANSWERED_WHAT_WAS_ASKED_FOR, row, by=by, at=at, instrument=row.instrument)


def may_answer_alone(patient: Patient, scale: Instrument) -> bool:
    """Return whether this scale is on the patient's own page now: the PHQ-9 always, another when asked for or begun."""
    if not can_be_asked(scale):
        return False
    begun = QuestionnaireResponse.objects.filter(
        patient=patient, instrument=scale.key, finished_at=None, touches__isnull=False
    )
    return scale.key == PHQ9.key or waiting(patient).filter(instrument=scale.key).exists() or begun.exists()
