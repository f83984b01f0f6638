"""The desk's pages of bookings."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import actions, forms, places
from euthymia.clinic.booking.models import Appointment
from euthymia.clinic.front_door.views import staff_only
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.clinic.people.reasons import NoReason
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.booking import NoSuchTime, WhichOfTwo, Wish

REFUSED = (actions.NotFree, actions.NotASlot, actions.Retired, NoReason, NoSuchTime, WhichOfTwo)


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
def book(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Book a consult, or a chair with a clinician; where that place is not free, say why and offer the next ones."""
    staff_only(request.user, Capability.BOOK)
    patient = doors.person_to_book(request.user, patient_key)
    form = forms.BookingForm(_chosen(request.POST) if request.method == "POST" else None, initial=_proposed())
    offered: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "show" not in request.POST:
                about = {"kind": form.kind, "starts_at": form.starts_at(), "minutes": form.cleaned_data["minutes"]}
                said = form.cleaned_data["short_notice"]
                actions.book(patient, form.resources, **about, by=request.user, short_notice=said)
                return redirect("booking:bookings")
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
            form.asks_more(refusal)
        offered = _offered(form, patient)
    day = form.cleaned_data.get("day") if form.is_bound else None
    shown_day = day or form.initial["day"]
    page = {"form": form, "patient": patient, "taken": _taken_on(shown_day), "day": shown_day, "offered": offered}
    refused = form.is_bound and bool(form.errors)
    return render(request, "booking/book.html", page | {"looked": form.is_bound}, status=422 if refused else 200)


def _proposed() -> dict[str, object]:
    """Propose the first open day after tomorrow's hour, at ten."""
    opening, day = places.opening(), timezone.localdate() + timedelta(days=1)
    nexts = (day + timedelta(days=n) for n in range(places.OFFERED_DAYS))
    return {"day": next((one for one in nexts if opening.spans(one)), day), "time": "10:00", "minutes": 60}


def _chosen(sent: QueryDict) -> QueryDict:
    """Put an offered place that was pressed into the fields of day and time."""
    fields = sent.copy()
    try:
        at = timezone.localtime(datetime.fromisoformat(fields["place"]).replace(tzinfo=UTC))
    except (KeyError, ValueError, OverflowError):
        return fields
    fields["day"], fields["time"], fields["which"] = f"{at:%Y-%m-%d}", f"{at:%H:%M}", "second" if at.fold else "first"
    return fields


def _offered(form: forms.BookingForm, patient: Patient) -> list[Any]:
    """Return the next free places for what was chosen, from the chosen day on."""
    needs = tuple((r.name,) for r in form.resources)
    wish = Wish(form.kind, form.cleaned_data["minutes"], str(patient.pk), needs)
    begins = timezone.make_aware(datetime.combine(form.cleaned_data["day"], datetime.min.time()))
    return places.offers(wish, begins)


def _taken_on(day: object) -> list[Appointment]:
    rows = Appointment.objects.filter(starts_at__date=day, cancelled_at=None)
    return list(rows.prefetch_related("resources"))


@require_POST
@login_required
def cancel_booking(request: HttpRequest, key: UUID) -> HttpResponse:
    staff_only(request.user, Capability.BOOK)
    actions.cancel(get_object_or_404(Appointment, key=key, cancelled_at=None), by=request.user)
    return redirect("booking:bookings")
