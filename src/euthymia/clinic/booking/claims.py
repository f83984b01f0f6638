"""Claims: the database itself refuses the same chair, clinician or person twice.

An appointment claims each 5-minute slice of each resource it needs and of its person, one row a slice, unique. A claim
waits for its turn of the audit chain first, so two that race cannot wait for each other in a ring: one wins, the other
reads what is in the way. What was booked before persons were claimed stands in the diary, as all bookings do.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from euthymia.clinic.booking.models import Appointment, PatientClaim, Resource, SlotClaim
from euthymia.medicine.refusal import Refusal

SLICE = timedelta(minutes=5)


class NotASlot(Refusal):
    """The time is not on a five-minute mark, or of an impossible length."""


def slices(starts_at: datetime, minutes: int) -> list[datetime]:
    """List the UTC slices from starts_at for so many minutes. Raises NotASlot off the five-minute grid."""
    start = starts_at.astimezone(UTC)
    if start.minute % 5 or start.second or start.microsecond or minutes % 5 or not 5 <= minutes <= 480:
        local = timezone.localtime(starts_at)
        raise NotASlot(f"{local:%H:%M} for {minutes} minutes: times go by five minutes, 5 to 480. Choose such a time.")
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
    """Release the slices of an appointment."""
    row.claims.all().delete()
    PatientClaim.objects.filter(appointment=row).delete()
