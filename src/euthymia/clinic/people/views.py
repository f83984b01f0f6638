"""Today, patients, tasks, broken glass, and how a patient signs in."""

from uuid import UUID

import sesame.utils
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import about, askable, doors, sign_in, staff, tasks
from euthymia.clinic.people.models import CLINICIANS, BreakGlass, Patient, Role, Task, User
from euthymia.medicine.refusal import Refusal


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Today: what is waiting for this person."""
    if request.user.role == Role.PATIENT:
        return redirect("assessment:mine")
    if request.user.role == Role.RESEARCHER:
        return redirect("exchange:registry")
    rows = about.rows(tasks.open_tasks(request.user), by=request.user)
    context = {"rows": rows, "now": timezone.now(), **_unanswered(request.user)}
    return render(request, "people/home.html", context)


def _unanswered(user: User) -> dict[str, object]:
    """Say to whom it falls to mend it what nobody here may open, and how much waits: no name, no patient."""
    if user.role not in (Role.OWNER, Role.MEDICAL_DIRECTOR):
        return {}
    return {"unanswered": askable.kinds_nobody_answers(), "without_owner": tasks.without_owner()}


@login_required
def patients(request: HttpRequest) -> HttpResponse:
    """The patients this clinician looks after; the others are found by record number."""
    if not request.user.is_clinician:
        raise Http404
    mine = Patient.objects.filter(care_team__user=request.user)
    if number := request.GET.get("number", "").strip():
        found = Patient.objects.filter(number__iexact=number).first()
        if found:
            return redirect("assessment:chart", patient_key=found.key)
    rows = doors.patients_listed(request.user, mine, doing=Action.LISTED_PATIENTS)
    return render(request, "people/patients.html", {"patients": rows, "number": number})


@require_POST
@login_required
def break_glass(request: HttpRequest, key: UUID) -> HttpResponse:
    patient = doors.break_glass(request.user, key, reason=request.POST.get("reason", ""))
    return redirect("assessment:chart", patient_key=patient.key)


@login_required
def team(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who looks after this patient; whoever may open the chart can put a colleague on the team."""
    if not request.user.is_clinician:
        raise Http404
    patient = doors.patient_for(request.user, key, doing=Action.OPENED_CARE_TEAM)
    others = User.objects.filter(role__in=CLINICIANS, is_active=True).exclude(looks_after__patient=patient)
    if request.method == "POST":
        on_team = patient.care_team.filter(user=request.user).exists()
        if (not on_team and request.user.role != Role.MEDICAL_DIRECTOR) or request.POST.get("user") == str(
            request.user.key
        ):
            raise Refusal(
                "Someone on the care team, or the medical director, puts a colleague on it; nobody themselves."
            )
        doors.join_care_team(patient, get_object_or_404(others, key=request.POST.get("user")), by=request.user)
        return redirect("people:team", key=patient.key)
    members = patient.care_team.select_related("user").order_by("since", "pk")
    return render(request, "people/team.html", {"patient": patient, "members": members, "others": others})


@require_POST
@login_required
def let_sign_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a registered patient sign in by a mailed link; whoever books may."""
    patient = doors.person_to_book(request.user, key)
    staff.let_patient_sign_in(patient, by=request.user)
    return redirect("front_door:book", patient_key=patient.key)


@login_required
def glass_queue(request: HttpRequest) -> HttpResponse:
    if request.user.role not in (Role.OWNER, Role.MEDICAL_DIRECTOR):
        raise Http404
    rows = BreakGlass.objects.select_related("user", "patient", "reviewed_by").order_by("reviewed_at", "-at")
    doors.patients_listed(request.user, [g.patient for g in rows], doing=Action.LISTED_OPENED_CHARTS)
    return render(request, "people/glass_queue.html", {"rows": rows})


@require_POST
@login_required
def review_glass(request: HttpRequest, key: UUID) -> HttpResponse:
    if request.user.role not in (Role.OWNER, Role.MEDICAL_DIRECTOR):
        raise Http404
    doors.review_glass(get_object_or_404(BreakGlass, key=key), finding=request.POST.get("finding", ""), by=request.user)
    return redirect("people:glass_queue")


@require_POST
@login_required
def take_task(request: HttpRequest, key: UUID) -> HttpResponse:
    tasks.take(_task_for(request.user, key), by=request.user)
    return redirect("people:home")


@require_POST
@login_required
def finish_task(request: HttpRequest, key: UUID) -> HttpResponse:
    tasks.close_by_hand(_task_for(request.user, key), outcome=request.POST.get("outcome", ""), by=request.user)
    return redirect("people:home")


def _task_for(user: User, key: UUID) -> Task:
    task = get_object_or_404(Task, key=key)
    if not user.is_staff_member or user.role == Role.RESEARCHER or task not in tasks.open_tasks(user):
        raise Http404
    return task


def patient_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a sign-in link. The answer is the same whether the address is known or not, and a link was sent or not."""
    sent = False
    if request.method == "POST":
        if refused := consume_or_429(request, action="sign_in_link"):
            return refused
        sign_in.ask_for_link(request, request.POST.get("email", "").replace("\0", "").strip())
        sent = True
    return render(request, "people/patient_sign_in.html", {"sent": sent})


def patient_link(request: HttpRequest) -> HttpResponse:
    """The link opens a page with a button: mail programs that look at links ahead do not use it up."""
    token = request.POST.get("key") or request.GET.get("key", "")
    if request.method == "POST":
        user = sesame.utils.get_user(token) if token else None
        if user is None or user.role != Role.PATIENT:
            return render(request, "front_door/wrong.html", {"what": "link_expired"}, status=403)
        login(request, user, backend="sesame.backends.ModelBackend")
        return redirect("assessment:mine")
    return render(request, "people/patient_link.html", {"token": token})
