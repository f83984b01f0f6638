"""The clinic's diary for the one calculation of places: its hours, its rules and what is booked, as values."""

from datetime import datetime, timedelta

from django.utils import timezone

from euthymia.clinic.booking.models import Appointment
from euthymia.clinic.front_door import hours
from euthymia.clinic.front_door.models import ClinicProfile
from euthymia.clinic.people import policies
from euthymia.medicine.booking import Booked, BookingPolicy, Diary, Opening, Place, Wish

NEAR = timedelta(days=8)  # spacing looks a week back and a week ahead
OFFERED, OFFERED_DAYS = 5, 28


def opening() -> Opening:
    """Read the clinic's hours. Where none are set, no day is open."""
    profile = ClinicProfile.objects.first()
    kept = profile.week if profile else {}
    read = {key: hours.read(text) for key, text in kept.items()}
    return Opening(
        zone=timezone.get_default_timezone(),
        week={int(key): found for key, found in read.items() if len(key) == 1 and found},
        days={datetime.fromisoformat(key).date(): found for key, found in read.items() if len(key) > 1},
    )


def diary(first: datetime, last: datetime, *, now: datetime, moving: Appointment | None = None) -> Diary:
    """Read what is booked from first to last and near it. `moving` is left out: it gives its own place back."""
    rows = Appointment.objects.filter(cancelled_at=None, starts_at__gte=first - NEAR, starts_at__lte=last + NEAR)
    rows = rows.exclude(pk=moving.pk if moving else None).prefetch_related("resources")
    policy: BookingPolicy = policies.in_force("booking")
    return Diary.of(opening(), policy, [_booked(row) for row in rows], now=now)


def _booked(row: Appointment) -> Booked:
    return Booked(row.kind, row.starts_at, row.minutes, str(row.patient_id), tuple(r.name for r in row.resources.all()))


def offers(wish: Wish, after: datetime, *, moving: Appointment | None = None) -> list[Place]:
    """Return the next free places from a moment on, one an hour at most, in the four weeks that follow."""
    now = timezone.now()
    after = max(after, now)
    kept = diary(after, after + timedelta(days=OFFERED_DAYS), now=now, moving=moving)
    found: list[Place] = []
    for place in kept.places(wish, first=timezone.localtime(after).date(), days=OFFERED_DAYS):
        if place.starts_at < after or not place.free:
            continue
        if not found or place.starts_at - found[-1].starts_at >= timedelta(hours=1):
            found.append(place)
        if len(found) == OFFERED:
            break
    return found
