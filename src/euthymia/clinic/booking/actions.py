"""Booking: the database itself refuses the same chair or clinician twice.

An appointment claims each 5-minute slice of each resource it needs, one row a slice, unique. Slices are inserted in one
order everywhere, so two bookings that race cannot wait for each other in a ring: one wins, the other reads which slot
was just taken.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking.models import Appointment, Resource, SlotClaim
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.refusal import Refusal

SLICE = timedelta(minutes=5)


class SlotTaken(Refusal):
    """Somebody else has one of the resources at that time."""


class Retired(Refusal):
    """A chair or clinician is not in use any more."""


class NotASlot(Refusal):
    """The time is past, not on a five-minute mark, or of an impossible length."""


def slices(starts_at: datetime, minutes: int) -> list[datetime]:
    """List the UTC slices from starts_at for so many minutes. Raises NotASlot off the five-minute grid."""
    start = starts_at.astimezone(UTC)
    if start.minute % 5 or start.second or start.microsecond or minutes % 5 or not 5 <= minutes <= 480:
        raise NotASlot(f"{start:%H:%M} for {minutes} minutes: times go by five minutes, 5 to 480. Choose such a time.")
    return [start + SLICE * n for n in range(minutes // 5)]


def book(
    patient: Patient, resources: Sequence[Resource], *, kind: str, starts_at: datetime, minutes: int, by: User
) -> Appointment:
    """Book, or raise SlotTaken with what is taken and when; nothing is half booked."""
    wanted = slices(starts_at, minutes)
    at = timezone.now()
    if starts_at < at - timedelta(minutes=30):
        raise NotASlot(f"{timezone.localtime(starts_at):%d %B %H:%M} is past. Choose a time to come.")
    check_in_use(resources)
    try:
        with audit.atomic():
            row = Appointment.objects.create(
                kind=kind, patient=patient, starts_at=starts_at, minutes=minutes, booked_by=by
            )
            row.resources.set(resources)
            SlotClaim.objects.bulk_create(
                SlotClaim(resource=resource, slot_at=slot_at, appointment=row)
                for resource in sorted(resources, key=lambda r: r.pk)
                for slot_at in wanted
            )
            audit.write(Action.BOOKED, row, by=by, at=at, kind=kind)
            for clinician in (r.user for r in resources if r.user is not None and r.user.is_clinician and r.user != by):
                doors.join_care_team(patient, clinician, by=by)
    except IntegrityError as clash:
        raise SlotTaken(_what_is_taken(resources, wanted)) from clash
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
        appointment.claims.all().delete()
        appointment.cancelled_at = at
        appointment.save()
        audit.write(Action.CANCELLED_BOOKING, appointment, by=by, at=at)
    return appointment


def _what_is_taken(resources: Sequence[Resource], wanted: Sequence[datetime]) -> str:
    claim = SlotClaim.objects.filter(resource__in=resources, slot_at__in=wanted).order_by("slot_at").first()
    if claim is None:
        return "That time was just taken. Choose another."
    start, kind = timezone.localtime(claim.slot_at), claim.resource.get_kind_display().lower()
    return f"{claim.resource} is taken at {start:%d %B %H:%M}. Choose another time or another {kind}."
