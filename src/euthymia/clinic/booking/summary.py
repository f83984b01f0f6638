"""What the pages of several rooms show of bookings."""

from datetime import datetime

from euthymia.clinic.booking.models import Appointment
from euthymia.clinic.people.models import Patient


def of_patient(patient: Patient, *, at: datetime) -> tuple[Appointment, ...]:
    """Return what is booked for this person from now on, the next first."""
    return tuple(Appointment.objects.filter(patient=patient, cancelled_at=None, starts_at__gte=at))
