"""The desk's pages of bookings."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import actions, forms
from euthymia.clinic.booking.models import Appointment
from euthymia.clinic.front_door.views import staff_only
from euthymia.clinic.people import doors
from euthymia.clinic.people.roles import Capability


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
    """Book a consult, or a chair with a clinician."""
    staff_only(request.user, Capability.BOOK)
    patient = doors.person_to_book(request.user, patient_key)
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = forms.BookingForm(request.POST or None, initial={"day": tomorrow, "time": "10:00", "minutes": 60})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(data["day"], data["time"]))
        chosen = [data["clinician"], *([data["chair"]] if data["chair"] else [])]
        kind = Appointment.Kind.INFUSION if data["chair"] else Appointment.Kind.CONSULT
        try:
            actions.book(patient, chosen, kind=kind, starts_at=starts_at, minutes=data["minutes"], by=request.user)
        except (actions.SlotTaken, actions.NotASlot) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("booking:bookings")
    status = 422 if form.is_bound else 200
    day = _taken_on(form.cleaned_data.get("day") if form.is_bound and form.is_valid() else tomorrow)
    return render(request, "booking/book.html", {"form": form, "patient": patient, "taken": day}, status=status)


def _taken_on(day: object) -> list[Appointment]:
    rows = Appointment.objects.filter(starts_at__date=day, cancelled_at=None)
    return list(rows.prefetch_related("resources"))


@require_POST
@login_required
def cancel_booking(request: HttpRequest, key: UUID) -> HttpResponse:
    staff_only(request.user, Capability.BOOK)
    actions.cancel(get_object_or_404(Appointment, key=key, cancelled_at=None), by=request.user)
    return redirect("booking:bookings")
