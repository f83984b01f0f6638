"""The chart of one patient, and the patient's own page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment import actions, danger, workup
from euthymia.clinic.assessment.models import Sheet
from euthymia.clinic.audit.models import Entry
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, Role, User
from euthymia.medicine import eligibility
from euthymia.medicine.instruments import phq9
from euthymia.medicine.refusal import Refusal

CHOICES = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


def clinicians_only(user: User) -> None:
    """Raise 403 for anybody but a clinician: a patient reads her own page, not these."""
    if not user.is_clinician:
        raise PermissionDenied


@login_required
def chart(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """One patient at a glance."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key)
    return render(
        request,
        "assessment/chart.html",
        {
            "patient": patient,
            "danger": danger.stand(patient, at=timezone.now()),
            "verdict": patient.verdicts.first(),
            "decision": patient.decisions.first(),
            "sheets": patient.sheets.filter(instrument=phq9.PHQ9.key)[:5],
            "tasks": patient.tasks.filter(done_at=None).select_related("owner"),
            "orders": patient.orders.select_related("session").all()[:6],
            "appointments": patient.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now()),
        },
    )


@login_required
def gate(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """The go or no-go list."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing="opened the go or no-go list")
    decision = patient.decisions.first()
    answers = decision.answers if decision else {}
    overrides = decision.overrides if decision else {}
    if request.method == "POST":
        answers = {c.key: request.POST.get(c.key, "unknown") for c in eligibility.CRITERIA}
        given = {name.removesuffix("-reason"): why for name, why in request.POST.items() if name.endswith("-reason")}
        actions.decide_eligibility(patient, answers, given, by=request.user)
        return redirect("assessment:gate", patient_key=patient.key)
    known = workup.known(patient, today=timezone.localdate())
    seen = {line.key: line for line in eligibility.decide(answers, overrides={}, known=known).lines}
    rows = [(c, answers.get(c.key, "unknown"), overrides.get(c.key, ""), seen[c.key]) for c in eligibility.CRITERIA]
    taken = [(line, overrides.get(line.key, "")) for key, line in seen.items() if key.startswith("medicine:")]
    context = {"patient": patient, "rows": rows, "taken": taken, "decision": decision, "choices": CHOICES}
    return render(request, "assessment/gate.html", context)


# PHQ-9, by the patient or with a clinician


@login_required
def questionnaire(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    patient = doors.patient_for(request.user, patient_key, doing="opened the PHQ-9")
    return _sheet(request, actions.begin_phq9(patient, by=request.user))


def _sheet(request: HttpRequest, sheet: Sheet, *, refusal: str = "", status: int = 200) -> HttpResponse:
    answers = sheet.answers()
    items = [(item, answers.get(item.number)) for item in phq9.ITEMS]
    context = {
        "sheet": sheet, "patient": sheet.patient, "items": items, "answers": phq9.ANSWERS, "stem": phq9.STEM,
        "licence": phq9.LICENCE, "danger": (answers.get(9) or 0) > 0, "refusal": refusal, "answered": len(answers),
        "difficulty": phq9.DIFFICULTY, "difficulty_answers": phq9.DIFFICULTY_ANSWERS,
        "difficulty_given": answers.get(10),
    }  # fmt: skip
    return render(request, "assessment/phq9.html", context, status=status)


@require_POST
@login_required
def touch(request: HttpRequest, sheet_key: UUID, item: int) -> HttpResponse:
    """One answer, saved when touched."""
    sheet = _my_sheet(request, sheet_key)
    answer = request.POST.get(f"item-{item}", "")
    if answer not in ("0", "1", "2", "3") or not 1 <= item <= 10:
        raise Refusal(f"Item {item}: the answer could not be read. Choose one of the four.")
    actions.touch(sheet, item, int(answer), by=request.user)
    given = sheet.answers()
    context = {
        "sheet": sheet,
        "patient": sheet.patient,
        "danger": (given.get(9) or 0) > 0,
        "answered": len(given),
        "was_danger": sheet.touches.filter(item=9, answer__gt=0).exists(),
    }
    return render(request, "assessment/_touched.html", context)


@require_POST
@login_required
def finish(request: HttpRequest, sheet_key: UUID) -> HttpResponse:
    sheet = _my_sheet(request, sheet_key)
    try:
        _take_what_the_form_shows(request, sheet)
        actions.finish_phq9(sheet, by=request.user)
    except Refusal as refusal:
        return _sheet(request, sheet, refusal=str(refusal), status=422)
    if request.user.role == Role.PATIENT:
        return redirect("assessment:mine")
    return redirect("assessment:chart", patient_key=sheet.patient.key)


def _take_what_the_form_shows(request: HttpRequest, sheet: Sheet) -> None:
    """Save every answer the form shows that is not saved yet, item 9 first: a touch may have failed on the way."""
    saved = sheet.answers()
    for item in (9, *range(1, 9), 10):
        given = request.POST.get(f"item-{item}", "")
        if given in ("0", "1", "2", "3") and saved.get(item) != int(given):
            actions.touch(sheet, item, int(given), by=request.user)


def _my_sheet(request: HttpRequest, key: UUID) -> Sheet:
    sheet = get_object_or_404(Sheet, key=key, instrument=phq9.PHQ9.key)
    if not doors.may_open(request.user, sheet.patient):
        raise Http404
    return sheet


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The patient's own page: what is next, her answers, and who opened her chart."""
    patient = Patient.objects.filter(user=request.user).first()
    if patient is None:
        raise Http404
    doors.patient_for(request.user, patient.key, doing="opened her own page")
    readers = Entry.objects.filter(patient_key=patient.key, actor__startswith="person:").exclude(
        actor=f"person:{request.user.key}"
    )
    names = {f"person:{u.key}": str(u) for u in User.objects.exclude(role=Role.PATIENT)}
    return render(
        request,
        "assessment/mine.html",
        {
            "patient": patient,
            "appointments": patient.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now()),
            "sheets": patient.sheets.filter(instrument=phq9.PHQ9.key).exclude(finished_at=None)[:5],
            "open_sheet": patient.sheets.filter(instrument=phq9.PHQ9.key, finished_at=None).first(),
            "verdict": patient.verdicts.first(),
            "readers": [(e.at, names.get(e.actor, "staff"), e.action) for e in readers.order_by("-number")[:20]],
        },
    )
