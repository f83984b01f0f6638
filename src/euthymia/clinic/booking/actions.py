"""Booking: a person gets a chair and a clinician for a time, or reads what is in the way; nothing is half booked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import claims
from euthymia.clinic.booking.claims import NotASlot, SlotTaken
from euthymia.clinic.booking.models import Appointment, Resource
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.refusal import Refusal

__all__ = ["NotASlot", "Retired", "SlotTaken", "add_resource", "book", "cancel", "check_in_use"]


class Retired(Refusal):
    """A chair or clinician is not in use any more."""


def book(
    patient: Patient, resources: Sequence[Resource], *, kind: str, starts_at: datetime, minutes: int, by: User
) -> Appointment:
    """Book, or raise SlotTaken with what is taken and when; nothing is half booked."""
    wanted = claims.slices(starts_at, minutes)
    at = timezone.now()
    if starts_at < at - timedelta(minutes=30):
        raise NotASlot(f"{timezone.localtime(starts_at):%d %B %H:%M} is past. Choose a time to come.")
    check_in_use(resources)
    try:
        with audit.atomic():
            audit.wait_for_turn()
            if other := claims.standing_in_the_way(patient, wanted):
                raise SlotTaken(claims.of_the_person(other))
            row = Appointment.objects.create(
                kind=kind, patient=patient, starts_at=starts_at, minutes=minutes, booked_by=by
            )
            row.resources.set(resources)
            claims.take(row, resources)
            audit.write(Action.BOOKED, row, by=by, at=at, kind=kind)
            for clinician in (r.user for r in resources if r.user is not None and r.user.is_clinician and r.user != by):
                doors.join_care_team(patient, clinician, by=by)
    except IntegrityError as clash:
        raise SlotTaken(claims.what_is_taken(resources, wanted)) from clash
    return row


def check_in_use(resources: Sequence[Resource]) -> None:
    """Raise Retired where one of them is not in use any more."""
    for resource in resources:
        if resource.retired_at is not None:
            raise Retired(f"{resource} was retired on {resource.retired_at:%d %B %Y}. Choose another.")


def add_resource(kind: str, name: str, *, by: User, user: User | None = None) -> Resource:
    """Add a chair, or a clinician who can be booked."""
    with audit.atomic():
        row = Resource.objects.create(kind=kind, name=name, user=user)
        audit.write(Action.ADDED_CHAIR_OR_CLINICIAN, row, by=by, at=timezone.now())
    return row


def cancel(appointment: Appointment, *, by: User) -> Appointment:
    """Cancel and give the slices back."""
    at = timezone.now()
    with audit.atomic():
        audit.wait_for_turn()
        claims.give_back(appointment)
        appointment.cancelled_at = at
        appointment.save()
        audit.write(Action.CANCELLED_BOOKING, appointment, by=by, at=at)
    return appointment
