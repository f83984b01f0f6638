"""Pages anybody can open, and the desk's page of requests."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.forms import modelformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.front_door import actions, context, forms, promise
from euthymia.clinic.front_door.models import ClinicProfile, ConsultRequest, CrisisContact
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.tasks import copies
from euthymia.medicine import eligibility
from euthymia.medicine.sources import SOURCES

Page = Callable[[HttpRequest], HttpResponse]


def once_published(page: Page) -> Page:
    """Hold a public page back until the clinic has set whom to call in a crisis: nothing is published before that."""

    @wraps(page)
    def held(request: HttpRequest) -> HttpResponse:
        if context.face().contacts:
            return page(request)
        return render(request, "front_door/not_published.html", status=503)

    return held


@once_published
def welcome(request: HttpRequest) -> HttpResponse:
    return render(request, "front_door/welcome.html")


@once_published
def ketamine(request: HttpRequest) -> HttpResponse:
    return render(request, "front_door/ketamine.html")


@once_published
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Computed in the visitor's browser: nothing is simulated here, and nothing chosen there is sent."""
    return render(request, "front_door/how_it_works.html")


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "front_door/sources.html", {"sources": sorted(SOURCES.items())})


def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "front_door/help.html")


CHOICES = [("yes", "Yes"), ("no", "No"), ("unknown", "Not sure")]


@once_published
def self_check(request: HttpRequest) -> HttpResponse:
    """Nothing is stored: the answers go nowhere but into the advice on the page."""
    answers = {q.key: request.POST.get(q.key, "unknown") for q in eligibility.SELF_CHECK}
    advice = eligibility.self_check(answers) if request.method == "POST" else None
    questions = [(q, answers[q.key] if request.method == "POST" else "") for q in eligibility.SELF_CHECK]
    return render(request, "front_door/self_check.html", {"questions": questions, "advice": advice, "choices": CHOICES})


@once_published
def consult(request: HttpRequest) -> HttpResponse:
    form = forms.ConsultForm(request.POST or None)
    if request.method == "POST":
        if refused := consume_or_429(request, action="consult"):
            return refused
        if form.is_valid():
            asked = actions.ask_for_consult(form.cleaned_data)
            # Not in the address: it says how someone feels.
            request.session["consult"], request.session["consult_key"] = asked.urgency, str(asked.key)
            return redirect("front_door:consult_received")
        return render(request, "front_door/consult.html", {"form": form}, status=422)
    return render(request, "front_door/consult.html", {"form": form})


def consult_received(request: HttpRequest) -> HttpResponse:
    """Return where the request stands: loading the page again says whether somebody has seen it."""
    soon = request.session.get("consult") == ConsultRequest.Urgency.SOON
    key = request.session.get("consult_key")
    asked = ConsultRequest.objects.filter(key=key).first() if soon and key else None
    week = context.face().profile.week
    stands = promise.of_answer(asked.key, week, answered_at=asked.asked_at) if asked else None
    return render(request, "front_door/consult_received.html", {"soon": soon, "stands": stands})


# Pages for when something is wrong. Each shows whom to call.


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, doors.LockedChart):
        return render(request, "people/locked_chart.html", {"patient": exception.patient}, status=404)
    return render(request, "front_door/wrong.html", {"what": "not_found"}, status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "front_door/wrong.html", {"what": "not_allowed"}, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return render(request, "front_door/wrong.html", {"what": "form_expired"}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _by_nobody(request, "bad_request", 400)


def refused_body(request: HttpRequest, what: str, status: int) -> HttpResponse:
    """Show what was wrong with what a request sent, before anything of it was kept."""
    return _by_nobody(request, what, status)


def failed(request: HttpRequest) -> HttpResponse:
    return _by_nobody(request, "failed", 500)


def _by_nobody(request: HttpRequest, what: str, status: int = 200) -> HttpResponse:
    """Show a page as to somebody who is not signed in: it asks no database, and names nobody where it is kept."""
    request.user = AnonymousUser()
    return render(request, "front_door/wrong.html", {"what": what}, status=status)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "front_door/wrong.html", {"what": "too_many"}, status=429)


def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the browser and shown when the network is gone, to anybody who then sits there."""
    return _by_nobody(request, "offline")


def offline_worker(request: HttpRequest) -> HttpResponse:
    return render(request, "front_door/offline.js", content_type="text/javascript")


# The desk


def staff_only(user: User, capability: Capability) -> None:
    """Raise 403 unless the person's role may do this."""
    if not user.is_authenticated or not user.may(capability):
        raise PermissionDenied


@login_required
def requests(request: HttpRequest) -> HttpResponse:
    staff_only(request.user, Capability.BOOK)
    return render(request, "front_door/requests.html", {"rows": actions.requests_waiting(by=request.user)})


@require_POST
@login_required
def register(request: HttpRequest, key: UUID) -> HttpResponse:
    staff_only(request.user, Capability.BOOK)
    patient = actions.register_from(get_object_or_404(ConsultRequest, key=key), by=request.user)
    return redirect("booking:book", patient_key=patient.key)


# The clinic's own face


@login_required
def clinic(request: HttpRequest) -> HttpResponse:
    """Name, whom to call, crisis contacts: set by the owner or the medical director, never shipped."""
    staff_only(request.user, Capability.RUN_THE_CLINIC)
    Contacts = modelformset_factory(CrisisContact, forms.CrisisForm, extra=2, can_delete=True)
    profile = forms.ProfileForm(
        request.POST or None, instance=ClinicProfile.objects.first() or ClinicProfile(), prefix="profile"
    )
    week = forms.WeekForm(request.POST or None, week=profile.instance.week, prefix="week")
    contacts = Contacts(request.POST or None, queryset=CrisisContact.objects.all(), prefix="contacts")
    if request.method == "POST":
        if profile.is_valid() and contacts.is_valid() and week.is_valid():
            profile.instance.week = week.week
            actions.set_profile(profile.save(commit=False), by=request.user)
            kept = [f.instance for f in contacts.forms if f.has_changed() or f.instance.pk]
            gone = {f.instance.pk for f in contacts.deleted_forms}
            lines = [
                CrisisContact(country=c.country, name=c.name, phone=c.phone, hours=c.hours)
                for c in kept
                if c.pk not in gone or c.pk is None
            ]
            actions.set_contacts([c for c in lines if c.phone], by=request.user)
            return redirect("front_door:clinic")
        return render(
            request,
            "front_door/clinic.html",
            {"profile": profile, "week": week, "contacts": contacts, **_copies()},
            status=422,
        )
    shown = {"profile": profile, "week": week, "contacts": contacts, **_copies()}
    return render(request, "front_door/clinic.html", shown)


def _copies() -> dict[str, object]:
    """The newest nightly copy, and what is wrong with how old it is."""
    return {"copy": copies.newest(), "overdue": copies.overdue(timezone.now())}
