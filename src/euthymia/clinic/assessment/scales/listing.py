"""Every scale on one page: what was answered last, where it is answered, and what the patient is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from euthymia.clinic.assessment.models import AskedScale, QuestionnaireResponse
from euthymia.clinic.assessment.scales import asking, sheets
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Card:
    """One scale.

    total      the last total, None where there is none here; `top` the greatest
    says       what stands in place of a total where the scale is answered elsewhere
    link       where it is answered, `act` what the button says
    asked      what the patient is asked for and has not answered; can_ask: it may be asked for
    """

    scale: Instrument
    act: str
    link: str
    total: int | None = None
    band: str = ""
    at: datetime | None = None
    by: str = ""
    says: str = ""
    asked: AskedScale | None = None
    can_ask: bool = False


def cards(patient: Patient, *, by: User) -> list[Card]:
    """List every scale of this room as it stands for this patient."""
    own = list(QuestionnaireResponse.objects.filter(patient=patient).select_related("started_by"))
    asked = {row.instrument: row for row in asking.waiting(patient).select_related("asked_by")}
    return [_here(patient, scale, own, asked.get(scale.key), by=by) for scale in sheets.HERE]


def _here(
    patient: Patient, scale: Instrument, own: Iterable[QuestionnaireResponse], asked: AskedScale | None, *, by: User
) -> Card:
    last = next((one for one in own if one.instrument == scale.key and one.finished_at), None)
    standing = sheets.open_sheet(patient, scale, by=by)
    begun = len(standing.answers()) if standing else 0
    return Card(
        scale,
        act=f"Go on with {scale.name}: {begun} answered" if begun else f"Rate {scale.name}",
        link=reverse("assessment:scale", args=[patient.key, scale.key]),
        total=last.total if last else None,
        band=last.band if last else "",
        at=last.finished_at if last else None,
        by=_who(last) if last else "",
        asked=asked,
        can_ask=asking.can_be_asked(scale),
    )


def _who(sheet: QuestionnaireResponse) -> str:
    """Name who gave the last answer: of a person's own scale, not always who opened it."""
    touch = sheet.touches.select_related("by").last()
    return touch.by.name if touch else sheet.started_by.name


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """One scale on the patient's own page; `begun` how many answers there are, `due_on` None where nobody asked."""

    scale: Instrument
    begun: int
    due_on: date | None


def to_answer(patient: Patient) -> list[ToAnswer]:
    """List what the patient can answer alone now: what was asked for by its day, then what was begun."""
    due = {row.instrument: row.due_on for row in asking.waiting(patient)}
    open_sheets = QuestionnaireResponse.objects.filter(patient=patient, finished_at=None).prefetch_related("touches")
    begun = {sheet.instrument: len(sheet.answers()) for sheet in open_sheets}
    rows = [
        ToAnswer(scale, begun.get(scale.key, 0), due.get(scale.key))
        for scale in sheets.HERE
        if asking.may_answer_alone(patient, scale)
    ]
    return sorted(rows, key=lambda row: (row.due_on or date.max, -row.begun))


def answered_alone(patient: Patient) -> list[tuple[Instrument, QuestionnaireResponse]]:
    """List the last answers to scales that a person answers about themselves."""
    own = [scale.key for scale in sheets.HERE if scale.rated_by == "self"]
    rows = (
        QuestionnaireResponse.objects.filter(patient=patient, instrument__in=own)
        .exclude(finished_at=None)
        .order_by("-finished_at")[:8]
    )
    return [(instruments.find(row.instrument), row) for row in rows]
