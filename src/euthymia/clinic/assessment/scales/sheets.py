"""A sheet of any scale: each answer saved when touched, a total when the scale can give one."""

from datetime import datetime

from django.utils import timezone

from euthymia.clinic.assessment.models import ItemAnswer, QuestionnaireResponse
from euthymia.clinic.assessment.scales import asking
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.refusal import Refusal

# The scales that are answered where they belong: on the outcome page, at the chair.
ELSEWHERE = frozenset({"madrs", "madrs-24h", "cadss", "moaas"})
HERE = tuple(scale for key, scale in instruments.ALL.items() if key not in ELSEWHERE)


class HasItsOwnPage(Refusal):
    """The scale is answered on another page."""


class NoSuchItem(Refusal):
    """The scale has fewer items."""


class SheetFinished(Refusal):
    """Someone wants to change a questionnaire that is signed off."""


def begin(patient: Patient, key: str, *, by: User) -> QuestionnaireResponse:
    """Go on with the sheet that is open, or open a new one: a person's own answers are one sheet, a rating each
    rater's. Raises UnknownInstrument, HasItsOwnPage.
    """
    scale = instruments.find(key)
    if scale.key in ELSEWHERE:
        raise HasItsOwnPage(f"{scale.name} has a page of its own. Open it from the chart.")
    if standing := open_sheet(patient, scale, by=by):
        return standing
    at = timezone.now()
    with audit.atomic():
        sheet = QuestionnaireResponse.objects.create(patient=patient, instrument=key, started_at=at, started_by=by)
        audit.write(Action.BEGAN_QUESTIONNAIRE, sheet, by=by, at=at)
    return sheet


def open_sheet(patient: Patient, scale: Instrument, *, by: User) -> QuestionnaireResponse | None:
    """Find the sheet that this person would go on with."""
    standing = QuestionnaireResponse.objects.filter(patient=patient, instrument=scale.key, finished_at=None)
    if scale.rated_by != "self":
        standing = standing.filter(started_by=by)
    return standing.first()


def touch(sheet: QuestionnaireResponse, item: int, answer: int, *, by: User) -> bool:
    """Save one answer the moment it is touched; True where it asks for action now (an item about suicide above zero).

    The task is opened in the same transaction as the answer, so an answer that is kept is an answer somebody owns. A
    later zero is one more row: the task stays, and shows both answers.
    Raises NoSuchItem, AnswerOutOfRange, SheetFinished.
    """
    scale = instruments.find(sheet.instrument)
    if item not in scale.asked:
        raise NoSuchItem(f"{scale.name} has no item {item}. Answer items 1 to {scale.asked[-1]}.")
    scale.check_item(item, answer)
    at = timezone.now()
    with audit.atomic():
        if QuestionnaireResponse.objects.select_for_update().get(pk=sheet.pk).finished_at:
            raise SheetFinished("This questionnaire is finished. Start a new one to answer again.")
        ItemAnswer.objects.create(sheet=sheet, item=item, answer=answer, at=at, by=by)
        audit.write(Action.ANSWERED_ITEM, sheet, by=by, at=at, patient=sheet.patient, item=item)
        danger = item in scale.risk_items and answer > scale.item_min
        if danger:
            _open_risk_task(sheet, scale, item, by=by, at=at)
    return danger


def _open_risk_task(sheet: QuestionnaireResponse, scale: Instrument, item: int, *, by: User, at: datetime) -> None:
    tasks.open_task(
        Duty.Kind.RISK,
        what=f"{scale.name} item {item} was answered above zero. Speak with the person now and record the risk.",
        at=at,
        by=by,
        patient=sheet.patient,
        subject_key=sheet.key,
    )


def finish(sheet: QuestionnaireResponse, *, by: User) -> QuestionnaireResponse:
    """Score the sheet. Raises MissingItem, naming each, when an answer is missing; the answers stay."""
    if sheet.finished_at:
        raise SheetFinished("This questionnaire is finished. Start a new one to answer again.")
    scale, answers = instruments.find(sheet.instrument), sheet.answers()
    total = scale.total([answers.get(n) for n in range(1, scale.items + 1)])
    at = timezone.now()
    with audit.atomic():
        sheet.total, sheet.band, sheet.finished_at = total, scale.band(total), at
        sheet.save()
        audit.write(Action.FINISHED_QUESTIONNAIRE, sheet, by=by, at=at)
        asking.answered(sheet, by=by, at=at)
    return sheet
