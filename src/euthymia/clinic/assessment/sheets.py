"""A sheet of any scale: each answer saved when touched, a total when the scale can give one."""

from datetime import datetime

from django.utils import timezone

from euthymia.clinic.assessment.actions import SheetFinished
from euthymia.clinic.assessment.models import Sheet, Touch
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.people import tasks
from euthymia.clinic.people.models import Duty, Patient, User
from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.refusal import Refusal

# The scales that have a place of their own: the PHQ-9 page, the outcome page, the chair.
ELSEWHERE = frozenset({"phq9", "madrs", "madrs-24h", "cadss", "moaas"})
HERE = tuple(scale for key, scale in instruments.ALL.items() if key not in ELSEWHERE)


class HasItsOwnPage(Refusal):
    """The scale is answered on another page."""


class NoSuchItem(Refusal):
    """The scale has fewer items."""


def begin(patient: Patient, key: str, *, by: User) -> Sheet:
    """Go on with this rater's open sheet of the scale, or open a new one. Raises UnknownInstrument, HasItsOwnPage."""
    scale = instruments.find(key)
    if scale.key in ELSEWHERE:
        raise HasItsOwnPage(f"{scale.name} has a page of its own. Open it from the chart.")
    standing = patient.sheets.filter(instrument=key, finished_at=None, began_by=by).first()
    if standing:
        return standing
    at = timezone.now()
    with audit.atomic():
        sheet = Sheet.objects.create(patient=patient, instrument=key, began_at=at, began_by=by)
        audit.write("began a questionnaire", sheet, by=by, at=at)
    return sheet


def touch(sheet: Sheet, item: int, answer: int, *, by: User) -> bool:
    """Save one answer; True where it is a risk answer, whose task opens in the same transaction.

    Raises NoSuchItem, AnswerOutOfRange, SheetFinished.
    """
    scale = instruments.find(sheet.instrument)
    if not 1 <= item <= scale.items:
        raise NoSuchItem(f"{scale.name} has no item {item}. Answer items 1 to {scale.items}.")
    scale.check_item(item, answer)
    at = timezone.now()
    with audit.atomic():
        if Sheet.objects.select_for_update().get(pk=sheet.pk).finished_at:
            raise SheetFinished("This questionnaire is finished. Start a new one to answer again.")
        Touch.objects.create(sheet=sheet, item=item, answer=answer, at=at, by=by)
        audit.write("answered an item", sheet, by=by, at=at, patient=sheet.patient, item=item)
        danger = item in scale.risk_items and answer > scale.item_min
        if danger:
            _open_risk_task(sheet, scale, item, by=by, at=at)
    return danger


def _open_risk_task(sheet: Sheet, scale: Instrument, item: int, *, by: User, at: datetime) -> None:
    tasks.open_task(
        Duty.Kind.RISK,
        what=f"{scale.name} item {item} was answered above {scale.item_min}. Speak with the person now and record it.",
        at=at,
        by=by,
        patient=sheet.patient,
        subject_key=sheet.key,
    )


def finish(sheet: Sheet, *, by: User) -> Sheet:
    """Score the sheet. Raises MissingItem, naming each, when an answer is missing; the answers stay."""
    if sheet.finished_at:
        raise SheetFinished("This questionnaire is finished. Start a new one to answer again.")
    scale, answers = instruments.find(sheet.instrument), sheet.answers()
    total = scale.total([answers.get(n) for n in range(1, scale.items + 1)])
    at = timezone.now()
    with audit.atomic():
        sheet.total, sheet.band, sheet.finished_at = total, scale.band(total), at
        sheet.save()
        audit.write("finished a questionnaire", sheet, by=by, at=at)
    return sheet
