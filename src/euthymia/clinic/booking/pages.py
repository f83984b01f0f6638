"""The desk's pages of bookings."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import actions, changes, finding, forms, places
from euthymia.clinic.booking.models import Appointment
from euthymia.clinic.front_door.views import staff_only
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.clinic.people.reasons import NoReason
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.booking import NoSuchTime, Place, WhichOfTwo, Wish

REFUSED = (
    changes.ChangedMeanwhile,
    actions.NotFree,
    actions.NotASlot,
    actions.Retired,
    NoReason,
    NoSuchTime,
    WhichOfTwo,
)


@login_required
def bookings(request: HttpRequest) -> HttpResponse:
    """Two weeks, day by day."""
    staff_only(request.user, Capability.BOOK)
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        Appointment.objects.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=14), cancelled_at=None)
        .select_related("patient")
        .prefetch_related("resources")
    )
    doors.patients_listed(request.user, [r.patient for r in rows], doing=Action.LISTED_BOOKINGS)
    return render(request, "booking/bookings.html", {"rows": rows})


@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Find anybody by name, birth date or telephone, as the desk may see them; what is typed stands in no address."""
    staff_only(request.user, Capability.BOOK)
    typed = request.POST.get("who", "")
    found = finding.find(typed) if typed.strip() else finding.Found([], more=False)
    doors.patients_listed(request.user, found.people, doing=Action.LISTED_PEOPLE_FOUND)
    coming = Appointment.objects.filter(patient__in=found.people, cancelled_at=None, starts_at__gte=timezone.now())
    rows = list(coming.select_related("patient").prefetch_related("resources"))
    people = [(person, [row for row in rows if row.patient_id == person.pk]) for person in found.people]
    return render(request, "booking/find.html", {"people": people, "more": found.more, "typed": typed.strip()[:80]})


@login_required
def book(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Book a consult, or a chair with a clinician; where that place is not free, say why and offer the next ones."""
    staff_only(request.user, Capability.BOOK)
    patient = doors.person_to_book(request.user, patient_key)

    def save(form: forms.BookingForm) -> None:
        about = {"kind": form.kind, "starts_at": form.starts_at(), "minutes": form.cleaned_data["minutes"]}
        said = form.cleaned_data["short_notice"]
        actions.book(patient, form.resources, **about, by=request.user, short_notice=said)

    return _form_page(request, Asked(patient, _proposed(), save))


@login_required
def move_booking(request: HttpRequest, key: UUID) -> HttpResponse:
    """Move a booking, with a reason: the same page as booking it."""
    staff_only(request.user, Capability.BOOK)
    row = get_object_or_404(Appointment.objects.select_related("patient"), key=key, cancelled_at=None)
    doors.person_to_book(request.user, row.patient.key)

    def save(form: forms.BookingForm) -> None:
        if form.kind != row.kind:
            raise actions.NotFree("An infusion keeps a chair, and a consult has none. Cancel it to book another kind.")
        data, version = form.cleaned_data, _version(request)
        to = changes.Move(form.starts_at(), data["minutes"], data["reason"], version, data["short_notice"])
        changes.move(row, form.resources, to, by=request.user)

    return _form_page(request, Asked(row.patient, _standing(row), save, moving=row))


class Asked(NamedTuple):
    """What a page of booking is for: whom, what it begins with, what its press does, and which booking it moves."""

    patient: Patient
    initial: dict[str, object]
    save: Callable[[forms.BookingForm], None]
    moving: Appointment | None = None


def _form_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = forms.BookingForm(_chosen(request.POST) if request.method == "POST" else None, initial=asked.initial)
    form.asked = frozenset({"reason"} if asked.moving else ())
    offered: list[Place] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "show" not in request.POST:
                asked.save(form)
                return redirect("booking:bookings")
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
            form.asks_more(refusal)
        offered = _offered(form, asked)
    shown_day = (form.cleaned_data.get("day") if form.is_bound else None) or form.initial["day"]
    page = {"form": form, "patient": asked.patient, "moving": asked.moving, "offered": offered, "day": shown_day}
    page |= {"taken": _taken_on(shown_day), "looked": form.is_bound and "day" in form.cleaned_data}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "booking/book.html", page, status=status)


def _standing(row: Appointment) -> dict[str, object]:
    """Return the fields of a booking as it stands."""
    begins, parts = timezone.localtime(row.starts_at), {r.kind: r.pk for r in row.resources.all()}
    about = {"day": begins.date(), "time": f"{begins:%H:%M}", "minutes": row.minutes, "short_notice": row.short_notice}
    return about | {"clinician": parts.get("clinician"), "chair": parts.get("chair")}


def _version(request: HttpRequest) -> int:
    """Return which version of a booking the page showed; one that is no number is none there ever was."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        return -1


def _proposed() -> dict[str, object]:
    """Propose the first open day after tomorrow's hour, at ten."""
    opening, day = places.opening(), timezone.localdate() + timedelta(days=1)
    nexts = (day + timedelta(days=n) for n in range(places.OFFERED_DAYS))
    return {"day": next((one for one in nexts if opening.spans(one)), day), "time": "10:00", "minutes": 60}


def _chosen(sent: QueryDict) -> QueryDict:
    """Put an offered place that was pressed into the fields of day and time."""
    fields = sent.copy()
    try:  # with its offset: at the clinic an hour comes twice a year
        at = timezone.localtime(datetime.fromisoformat(fields["place"]))
    except (KeyError, ValueError, OverflowError):
        return fields
    fields["day"], fields["time"], fields["which"] = f"{at:%Y-%m-%d}", f"{at:%H:%M}", "second" if at.fold else "first"
    return fields


def _offered(form: forms.BookingForm, asked: Asked) -> list[Place]:
    """Return the next free places for what was chosen, from the chosen day on."""
    needs = tuple((r.name,) for r in form.resources)
    wish = Wish(form.kind, form.cleaned_data["minutes"], str(asked.patient.pk), needs)
    begins = timezone.make_aware(datetime.combine(form.cleaned_data["day"], datetime.min.time()))
    return places.offers(wish, begins, moving=asked.moving)


def _taken_on(day: object) -> list[Appointment]:
    rows = Appointment.objects.filter(starts_at__date=day, cancelled_at=None)
    return list(rows.prefetch_related("resources"))


@require_POST
@login_required
def cancel_booking(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cancel a booking, with a reason."""
    staff_only(request.user, Capability.BOOK)
    row = get_object_or_404(Appointment, key=key)
    changes.cancel(row, reason=request.POST.get("reason", ""), version=_version(request), by=request.user)
    return redirect("booking:bookings")
