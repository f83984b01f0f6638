"""The page of danger: the C-SSRS screener by item number, what to do now, and the assessment that closes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.models.danger import Handover, RiskAssessment, RiskScreen
from euthymia.clinic.assessment.scales import wordings
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.instruments import cssrs
from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.resources.scale_items import CSSRS

LEVELS = ("low", "moderate", "high")
# Which item is asked only after a yes to which.
AFTER = {"3": "2", "4": "2", "5": "2", "6b": "6"}


class Unread(Refusal):
    """Something the page sent cannot be read."""


@login_required
def page(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Danger now, with the screener that is open or was answered last."""
    patient = _patient(request, patient_key)
    return _page(request, patient)


def _page(request: HttpRequest, patient: Patient, *, refusal: str = "", typed: Any = None) -> HttpResponse:
    screen = RiskScreen.objects.filter(patient=patient).first()
    given = screen.answers() if screen else {}
    worded = wordings.shown(CSSRS)
    items = [(item, given.get(item), AFTER.get(item, ""), worded.of(item) if worded else None) for item in cssrs.ITEMS]
    context = _now(patient) | {
        "screen": screen, "items": items, "licence": cssrs.LICENCE, "refusal": refusal, "typed": typed or {},
        "worded": worded,        "by_date": cssrs.BY_DATE, "levels": LEVELS, "kinds": Handover.Kind.choices,
        "judgements": RiskAssessment.objects.filter(patient=patient).select_related("by")[:10],
        "handovers": Handover.objects.filter(patient=patient).select_related("by")[:10],
    }  # fmt: skip
    return render(request, "assessment/risk.html", context, status=422 if refusal else 200)


def _now(patient: Patient) -> dict[str, Any]:
    at = timezone.now()
    stands = assessment.stand(patient, at=at)
    return {
        "patient": patient,
        "danger": stands,
        "seen": at.isoformat(),
        "risk_tasks": assessment.waiting_tasks(patient),
    }


@require_POST
@login_required
def begin(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Begin a screener, or go on with the open one."""
    patient = _patient(request, patient_key)
    assessment.begin(patient, by=request.user)
    return redirect("assessment:risk", patient_key=patient.key)


@require_POST
@login_required
def touch(request: HttpRequest, screen_key: UUID, item: str) -> HttpResponse:
    """One answer, saved when touched; gives what to do now."""
    screen = _screen(request, screen_key)
    answer = request.POST.get(f"item-{item}", "")
    if answer not in ("yes", "no"):
        raise Unread(f"Item {item}: the answer could not be read. Choose yes or no.")
    assessment.touch(screen, item, yes=answer == "yes", by=request.user)
    context = _now(screen.patient) | {"screen": screen, "saved": item, "yes": answer == "yes"}
    return render(request, "assessment/_risk_touched.html", context)


@require_POST
@login_required
def read_by(request: HttpRequest, screen_key: UUID) -> HttpResponse:
    """Read item 6 by the day of the behaviour, or by the published map where no day is given."""
    screen = _screen(request, screen_key)
    text = request.POST.get("last_behaviour_on", "")
    try:
        assessment.read_by_date(screen, _day(text), by=request.user)
    except Refusal as refusal:
        return _page(request, screen.patient, refusal=str(refusal), typed=request.POST)
    return redirect("assessment:risk", patient_key=screen.patient.key)


@require_POST
@login_required
def judge(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """A clinician's assessment in person; what was typed stays on the page where it is refused."""
    patient = _patient(request, patient_key)
    told = request.POST
    try:
        seen = _moment(told.get("seen", ""))
        level, words = told.get("level", ""), told.get("words", "")
        assessment.judge(patient, level=level, words=words, seen_until=seen, by=request.user)
    except Refusal as refusal:
        return _page(request, patient, refusal=str(refusal), typed=told)
    return redirect("assessment:risk", patient_key=patient.key)


@require_POST
@login_required
def hand_over(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Who sees the person today, or which care took over."""
    patient = _patient(request, patient_key)
    told = request.POST
    kind, recipient, said = (told.get(name, "") for name in ("kind", "recipient", "said"))
    try:
        assessment.hand_over(patient, kind=kind, recipient=recipient, said=said, by=request.user)
    except Refusal as refusal:
        return _page(request, patient, refusal=str(refusal), typed=told)
    return redirect("assessment:risk", patient_key=patient.key)


def _day(text: str) -> Any:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Unread(f'The day was read as "{text[:20]}". Write it as year-month-day, or leave it empty.')
    return day


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text) if text else None
    except ValueError:  # a month 13
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise Unread("What you had seen could not be read from this page. Reload it and record the assessment again.")
    return moment


def _screen(request: HttpRequest, key: UUID) -> RiskScreen:
    clinicians_only(request.user)
    screen = get_object_or_404(RiskScreen.objects.select_related("patient"), key=key)
    if not doors.may_open(request.user, screen.patient):
        raise Http404
    return screen


def _patient(request: HttpRequest, key: UUID) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=Action.OPENED_RISK_PAGE)
