"""The chart of one patient, and the patient's own page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from euthymia.clinic.assessment import actions, danger, scale_list, workup
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.models import Entry
from euthymia.clinic.people import doors, dose_shown
from euthymia.clinic.people.models import Patient, Role, User
from euthymia.medicine import eligibility
from euthymia.medicine.instruments import phq9

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
            "dose_shown": dose_shown.may_show(request.user, patient),
            "dose_hidden": dose_shown.HIDDEN,
            "orders": patient.orders.select_related("session").all()[:6],
            "appointments": patient.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now()),
        },
    )


@login_required
def gate(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """The go or no-go list."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_GO_OR_NO_GO_LIST)
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


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The patient's own page: what is next, her answers, and who opened her chart."""
    patient = Patient.objects.filter(user=request.user).first()
    if patient is None:
        raise Http404
    doors.patient_for(request.user, patient.key, doing=Action.OPENED_HER_OWN_PAGE)
    readers = Entry.objects.filter(patient_key=patient.key, actor__startswith="person:").exclude(
        actor=f"person:{request.user.key}"
    )
    names = {f"person:{u.key}": str(u) for u in User.objects.exclude(role=Role.PATIENT)}
    return render(
        request,
        "assessment/mine.html",
        {
            "patient": patient,
            "today": timezone.localdate(),
            "appointments": patient.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now()),
            "answered": scale_list.answered_alone(patient),
            "to_answer": scale_list.to_answer(patient),
            "verdict": patient.verdicts.first(),
            "readers": [(e.at, names.get(e.actor, "staff"), e.in_words) for e in readers.order_by("-number")[:20]],
        },
    )
