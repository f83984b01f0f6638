"""The list of scales in the chart, and the sheet of one: rated by a clinician, or answered by the person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.models import AskedScale, QuestionnaireResponse
from euthymia.clinic.assessment.scales import asking, listing, sheets, wordings
from euthymia.clinic.audit.actions import Action, opened_scale
from euthymia.clinic.front_door import context, promise
from euthymia.clinic.front_door.promise import Promise
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.resources.wording import Wording

# Reads the scales that are rated in rooms after this one.
Elsewhere = Callable[[Patient], Sequence[listing.Card]]


class NoSuchDay(Refusal):
    """A day that cannot be read."""


@login_required
def listed(request: HttpRequest, patient_key: UUID, *, elsewhere: Elsewhere) -> HttpResponse:
    """Show every scale, with its last total, who rated, and what the patient is asked for."""
    return _listed(request, _patient(request, patient_key), elsewhere)


def _patient(request: HttpRequest, key: UUID) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=Action.OPENED_SCALES)


def _listed(
    request: HttpRequest, patient: Patient, elsewhere: Elsewhere, *, refusal: str = "", tried: str = ""
) -> HttpResponse:
    today, cards = timezone.localdate(), listing.cards(patient, by=request.user)
    context = {
        "patient": patient, "cards": [*cards, *elsewhere(patient)], "today": today,
        "due": today + timedelta(days=7), "refusal": refusal, "tried": tried, "typed": request.POST.get("due_on", ""),
    }  # fmt: skip
    return render(request, "assessment/scales.html", context, status=422 if refusal else 200)


@require_POST
@login_required
def ask(request: HttpRequest, patient_key: UUID, scale: str, *, elsewhere: Elsewhere) -> HttpResponse:
    """Ask the patient for a scale by a day."""
    patient = _patient(request, patient_key)
    try:
        asking.ask(patient, scale, _day(request.POST.get("due_on", "")), by=request.user)
    except Refusal as refusal:
        return _listed(request, patient, elsewhere, refusal=str(refusal), tried=scale)
    return redirect("pages:scales", patient_key=patient.key)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay(f'The day was read as "{text[:20]}". Choose the day it is due.') from None


@require_POST
@login_required
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for it no more."""
    clinicians_only(request.user)
    asked = get_object_or_404(AskedScale.objects.select_related("patient"), key=key)
    if not doors.may_open(request.user, asked.patient):
        raise Http404
    asking.withdraw(asked, by=request.user)
    return redirect("pages:scales", patient_key=asked.patient.key)


@login_required
def sheet(request: HttpRequest, patient_key: UUID, scale: str) -> HttpResponse:
    """The sheet that is open, or a new one."""
    asked = instruments.find(scale)
    patient = doors.patient_for(request.user, patient_key, doing=opened_scale(asked.name))
    if not _may_answer(request.user, patient, asked):
        raise Http404
    return _sheet(request, sheets.begin(patient, asked.key, by=request.user))


def _may_answer(user: User, patient: Patient, scale: Instrument) -> bool:
    return user.is_clinician or asking.may_answer_alone(patient, scale)


def _sheet(request: HttpRequest, row: QuestionnaireResponse, *, refusal: str = "", status: int = 200) -> HttpResponse:
    scale = instruments.find(row.instrument)
    worded = wordings.shown(scale.key)
    if worded is None and not request.user.is_clinician:
        raise Http404  # the wording was taken back meanwhile: what was answered is kept
    shown = {
        "sheet": row, "patient": row.patient, "scale": scale, "lines": _lines(scale, row, worded), "worded": worded,
        "refusal": refusal, "answered": len(row.answers()), "stands": _stands(row),
    }  # fmt: skip
    return render(request, "assessment/scale.html", shown, status=status)


def _stands(row: QuestionnaireResponse) -> Promise | None:
    scale = instruments.find(row.instrument)
    newest = row.touches.filter(item__in=scale.risk_items).order_by("-at").first()
    return promise.of_answer(row.key, context.face().profile.week, answered_at=newest.at) if newest else None


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the form, and what was answered.

    risk           it is about suicide; danger: its answer is above zero; was_danger: an earlier one was
    """

    number: int
    text: str
    before: tuple[str, ...]
    choices: tuple[tuple[int, str], ...]
    given: int | None
    scored: bool
    risk: bool
    danger: bool
    was_danger: bool

    @property
    def words(self) -> bool:
        return any(words for _, words in self.choices)


def _lines(scale: Instrument, row: QuestionnaireResponse, worded: Wording | None) -> list[Line]:
    given = row.answers()
    shown = [n for n in scale.asked if n <= scale.items or worded is None or worded.of(n)]
    return [_line(scale, row, n, given, worded) for n in shown]


def _line(
    scale: Instrument, row: QuestionnaireResponse, number: int, given: Mapping[int, int], worded: Wording | None
) -> Line:
    words = worded.of(number) if worded else None
    numbers = tuple((answer, "") for answer in range(scale.item_min, scale.greatest(number) + 1))
    risk = number in scale.risk_items
    return Line(
        number=number,
        text=words.text if words else scale.label(number),
        before=words.before if words else (),
        choices=words.answers if words else numbers,
        given=given.get(number),
        scored=number <= scale.items,
        risk=risk,
        danger=risk and given.get(number, 0) > scale.item_min,
        was_danger=risk and row.touches.filter(item=number, answer__gt=scale.item_min).exists(),
    )


@require_POST
@login_required
def touch(request: HttpRequest, sheet_key: UUID, item: int) -> HttpResponse:
    """One answer, saved when touched; of an item about suicide, what to do now, for the place beside it."""
    row = _mine(request, sheet_key)
    answer = request.POST.get(f"item-{item}", "")
    if not (answer.isascii() and answer.isdigit()):
        raise Refusal(f"Item {item}: the answer could not be read. Choose one of the answers.")
    sheets.touch(row, item, int(answer), by=request.user)
    scale = instruments.find(row.instrument)
    line = _line(scale, row, item, row.answers(), None)
    shown = {
        "sheet": row, "patient": row.patient, "line": line, "answered": len(row.answers()), "stands": _stands(row),
    }  # fmt: skip
    return render(request, "assessment/_touched.html", shown)


@require_POST
@login_required
def finish(request: HttpRequest, sheet_key: UUID) -> HttpResponse:
    """Save what the form shows, then score; where an answer is missing, the rest stays."""
    row = _mine(request, sheet_key)
    try:
        _take_what_the_form_shows(request, row)
        sheets.finish(row, by=request.user)
    except Refusal as refusal:
        return _sheet(request, row, refusal=str(refusal), status=422)
    if not request.user.is_clinician:
        return redirect("pages:me")
    return redirect("pages:scales", patient_key=row.patient.key)


def _take_what_the_form_shows(request: HttpRequest, row: QuestionnaireResponse) -> None:
    """Save every answer that is not saved yet, those about suicide first: a touch may have failed on the way."""
    scale, saved = instruments.find(row.instrument), row.answers()
    for n in (*scale.risk_items, *scale.asked):
        given = request.POST.get(f"item-{n}", "")
        if given.isascii() and given.isdigit() and saved.get(n) != int(given):
            sheets.touch(row, n, int(given), by=request.user)
            saved[n] = int(given)


def _mine(request: HttpRequest, key: UUID) -> QuestionnaireResponse:
    row = get_object_or_404(QuestionnaireResponse.objects.select_related("patient"), key=key)
    scale = instruments.find(row.instrument)
    theirs = scale.rated_by == "self" or row.started_by_id == request.user.pk
    if row.instrument in sheets.ELSEWHERE or not theirs or not doors.may_open(request.user, row.patient):
        raise Http404
    return row
