"""Claims: the database itself refuses the same chair, clinician or person twice.

An appointment claims each 5-minute slice of each resource it needs and of its person, one row a slice, unique. Whoever
claims waits for their turn of the audit chain first, so two who race cannot wait for each other in a ring: one wins,
the other reads what is in the way. What was booked before persons were claimed is looked up by its times.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from euthymia.clinic.booking.models import Appointment, PatientClaim, Resource, SlotClaim
from euthymia.clinic.people.models import Patient
from euthymia.medicine.refusal import Refusal

SLICE = timedelta(minutes=5)
LONGEST_MIN = 480


class SlotTaken(Refusal):
    """Somebody else has one of the resources at that time, or the person has another appointment."""


class NotASlot(Refusal):
    """The time is past, not on a five-minute mark, or of an impossible length."""


def slices(starts_at: datetime, minutes: int) -> list[datetime]:
    """List the UTC slices from starts_at for so many minutes. Raises NotASlot off the five-minute grid."""
    start = starts_at.astimezone(UTC)
    if start.minute % 5 or start.second or start.microsecond or minutes % 5 or not 5 <= minutes <= LONGEST_MIN:
        raise NotASlot(f"{start:%H:%M} for {minutes} minutes: times go by five minutes, 5 to 480. Choose such a time.")
    return [start + SLICE * n for n in range(minutes // 5)]


def take(row: Appointment, resources: Sequence[Resource]) -> None:
    """Claim the appointment's time for its person and its resources. Raises IntegrityError where some is taken."""
    wanted = slices(row.starts_at, row.minutes)
    SlotClaim.objects.bulk_create(
        SlotClaim(resource=resource, slot_at=slot_at, appointment=row)
        for resource in sorted(resources, key=lambda r: r.pk)
        for slot_at in wanted
    )
    PatientClaim.objects.bulk_create(
        PatientClaim(patient=row.patient, slot_at=slot_at, appointment=row) for slot_at in wanted
    )


def give_back(row: Appointment) -> None:
    """Give the slices of an appointment back."""
    row.claims.all().delete()
    PatientClaim.objects.filter(appointment=row).delete()


def standing_in_the_way(
    patient: Patient, wanted: Sequence[datetime], *, moving: Appointment | None = None
) -> Appointment | None:
    """Return the first other appointment of this person that overlaps these slices."""
    ends_at = wanted[-1] + SLICE
    near = Appointment.objects.filter(
        patient=patient,
        cancelled_at=None,
        starts_at__lt=ends_at,
        starts_at__gt=wanted[0] - timedelta(minutes=LONGEST_MIN),
    )
    rows = near.exclude(pk=moving.pk if moving else None).order_by("starts_at")
    return next((row for row in rows if row.ends_at > wanted[0]), None)


def of_the_person(row: Appointment) -> str:
    """Say which appointment of the same person is in the way."""
    with_whom = ", ".join(r.name for r in row.resources.all())
    begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    other = f"{row.get_kind_display().lower()} on {begins:%d %B %H:%M} to {ends:%H:%M} ({with_whom})"
    return f"This person already has an appointment then: {other}. Move or cancel that first, or choose another time."


def what_is_taken(resources: Sequence[Resource], wanted: Sequence[datetime]) -> str:
    """Say which of the resources is taken, and when."""
    claim = SlotClaim.objects.filter(resource__in=resources, slot_at__in=wanted).order_by("slot_at").first()
    if claim is None:
        return "That time was just taken. Choose another."
    start, kind = timezone.localtime(claim.slot_at), claim.resource.get_kind_display().lower()
    return f"{claim.resource} is taken at {start:%d %B %H:%M}. Choose another time or another {kind}."
