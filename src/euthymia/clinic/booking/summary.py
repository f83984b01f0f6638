"""What the pages of several rooms show of bookings, and what is to be set up for them."""

from datetime import datetime

from euthymia.clinic.booking.models import Appointment, Resource
from euthymia.clinic.people.models import Patient
from euthymia.clinic.people.summary import Line


def of_patient(patient: Patient, *, at: datetime) -> tuple[Appointment, ...]:
    """Return what is booked for this person from now on, the next first."""
    return tuple(Appointment.objects.filter(patient=patient, cancelled_at=None, starts_at__gte=at))


def set_up_lines() -> list[Line]:
    """Return whether there is a chair, and a clinician who can be booked."""
    return [
        _line("chairs", "Rooms and chairs", Resource.Kind.CHAIR, blocks="No infusion can be booked or opened."),
        _line("clinicians", "Bookable clinicians", Resource.Kind.CLINICIAN, blocks="Nothing can be booked."),
    ]


def _line(key: str, title: str, kind: str, *, blocks: str) -> Line:
    rows = Resource.objects.in_use().filter(kind=kind)
    if kind == Resource.Kind.CLINICIAN:
        rows = rows.filter(user__is_active=True)
    names = list(rows.values_list("name", flat=True))
    if not names:
        return Line(key, title, done=False, says="None yet.", blocks=blocks)
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return Line(key, title, done=True, says=f"{', '.join(names[:6])}{more}.")
