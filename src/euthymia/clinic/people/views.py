"""Patients, care teams, broken glass, and how a patient signs in."""

from uuid import UUID

import sesame.utils
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors, sign_in, staff
from euthymia.clinic.people.access import mailed
from euthymia.clinic.people.models import BreakGlass, Patient, User
from euthymia.clinic.people.reasons import seen
from euthymia.clinic.people.roles import ROLES, Capability
from euthymia.medicine.refusal import Refusal

LONGEST_ADDRESS = 254  # what a mail address can be; a database refuses to look for much longer ones


@login_required
def patients(request: HttpRequest) -> HttpResponse:
    """The patients this clinician looks after; the others are found by record number, which stands in no address."""
    if not request.user.is_clinician:
        raise Http404
    mine = Patient.objects.filter(care_team__user=request.user)
    if number := seen(request.POST.get("number", ""))[:40]:
        found = Patient.objects.filter(number__iexact=number).first()
        if found:
            return redirect("pages:chart", patient_key=found.key)
    rows = doors.patients_listed(request.user, mine, doing=Action.LISTED_PATIENTS)
    return render(request, "people/patients.html", {"patients": rows, "number": number})


@require_POST
@login_required
def break_glass(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open a locked chart with a reason, and go on to the page that was asked for."""
    patient = doors.break_glass(request.user, key, reason=request.POST.get("reason", ""))
    asked = request.POST.get("next", "")
    if asked.startswith(("/patients/", "/chair/")) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(asked)
    return redirect("pages:chart", patient_key=patient.key)


@login_required
def team(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who looks after this patient. Its members, and the medical director, put a colleague on the team or off it."""
    if not request.user.is_clinician:
        raise Http404
    patient = doors.patient_for(request.user, key, doing=Action.OPENED_CARE_TEAM)
    clinicians = User.objects.filter(role__in=ROLES[Capability.OPEN_CHARTS], is_active=True)
    others = clinicians.exclude(looks_after__patient=patient)
    if request.method == "POST":
        if not _may_change_team(request.user, patient) or request.POST.get("user") == str(request.user.key):
            raise Refusal(
                "Someone on the care team, or the medical director, puts a colleague on it; nobody themselves."
            )
        doors.join_care_team(patient, _found(others, request.POST.get("user", "")), by=request.user)
        return redirect("people:team", key=patient.key)
    members = patient.care_team.select_related("user").order_by("since", "pk")
    return render(request, "people/team.html", {"patient": patient, "members": members, "others": others})


@require_POST
@login_required
def leave_team(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take somebody off the care team, oneself too, with a reason."""
    if not request.user.is_clinician:
        raise Http404
    patient = doors.patient_for(request.user, key, doing=Action.OPENED_CARE_TEAM)
    if not _may_change_team(request.user, patient):
        raise Refusal("Someone on the care team, or the medical director, takes a colleague off it.")
    on_team = User.objects.filter(looks_after__patient=patient)
    leaving = _found(on_team, request.POST.get("user", ""))
    doors.leave_care_team(patient, leaving, reason=request.POST.get("reason", ""), by=request.user)
    return redirect("people:patients") if leaving == request.user else redirect("people:team", key=patient.key)


def _may_change_team(user: User, patient: Patient) -> bool:
    return user.may(Capability.ADD_TO_ANY_TEAM) or patient.care_team.filter(user=user).exists()


def _found(people: QuerySet[User], key: str) -> User:
    """Return the person whose key a form sent. Raises Http404, also for what is no key."""
    try:
        return get_object_or_404(people, key=UUID(key))
    except ValueError:
        raise Http404 from None


@require_POST
@login_required
def let_sign_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a registered patient sign in by a mailed link; those who book may."""
    patient = doors.person_to_book(request.user, key)
    staff.let_patient_sign_in(patient, by=request.user)
    return redirect("booking:book", patient_key=patient.key)


@login_required
def glass_queue(request: HttpRequest) -> HttpResponse:
    if not request.user.may(Capability.REVIEW_OPENED_CHARTS):
        raise Http404
    rows = BreakGlass.objects.select_related("user", "patient", "reviewed_by").order_by("reviewed_at", "-at")
    doors.patients_listed(request.user, [g.patient for g in rows], doing=Action.LISTED_OPENED_CHARTS)
    return render(request, "people/glass_queue.html", {"rows": rows})


@require_POST
@login_required
def review_glass(request: HttpRequest, key: UUID) -> HttpResponse:
    if not request.user.may(Capability.REVIEW_OPENED_CHARTS):
        raise Http404
    doors.review_glass(get_object_or_404(BreakGlass, key=key), finding=request.POST.get("finding", ""), by=request.user)
    return redirect("people:break_glass_queue")


def patient_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a sign-in link. The answer is the same whether the address is known or not, and a link was sent or not."""
    sent = False
    if request.method == "POST":
        if refused := consume_or_429(request, action="sign_in_link"):
            return refused
        sign_in.ask_for_link(request, request.POST.get("email", "").replace("\0", "").strip()[:LONGEST_ADDRESS])
        sent = True
    return render(request, "people/patient_sign_in.html", {"sent": sent, "no_mail": mailed.goes_nowhere()})


def patient_link(request: HttpRequest) -> HttpResponse:
    """The link opens a page with a button: mail programs that look at links ahead do not use it up."""
    token = request.POST.get("key") or request.GET.get("key", "")
    if request.method == "POST":
        user = sesame.utils.get_user(token) if token else None
        if user is None or not user.may(Capability.OWN_PAGE):
            return render(request, "front_door/wrong.html", {"what": "link_expired"}, status=403)
        login(request, user, backend="sesame.backends.ModelBackend")
        return redirect("pages:me")
    return render(request, "people/patient_link.html", {"token": token})
