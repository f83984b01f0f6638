"""Booking: a person gets a chair and a clinician for a time, or reads what is in the way; nothing is half booked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import claims, places
from euthymia.clinic.booking.claims import NotASlot
from euthymia.clinic.booking.models import Appointment, Resource
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.reasons import check_reason
from euthymia.medicine.booking import Wish
from euthymia.medicine.refusal import Refusal

__all__ = ["NotASlot", "NotFree", "Retired", "add_resource", "book", "check_free", "check_in_use", "join_care_teams"]

JUST_TAKEN = "That time was just taken. Choose another."


class NotFree(Refusal):
    """Something stands against that place: the hours, another booking, the person's own, a rule of spacing."""


class NotAsked(NotFree):
    """A place near in time was to be booked before it was written down what the person said."""


class Retired(Refusal):
    """A chair or clinician is not in use any more."""


def book(
    patient: Patient,
    resources: Sequence[Resource],
    *,
    kind: str,
    starts_at: datetime,
    minutes: int,
    by: User,
    short_notice: str = "",
) -> Appointment:
    """Book, or raise NotFree with what stands against it, NotASlot, Retired; nothing is half booked.

    short_notice   what the person said of food, drink, escort and medicines, where the place is near in time
    """
    check_in_use(resources)
    row = Appointment(kind=kind, patient=patient, starts_at=starts_at, minutes=minutes, booked_by=by)
    try:
        with audit.atomic():
            audit.wait_for_turn()
            row.short_notice = check_free(row, resources, short_notice)
            row.save()
            row.resources.set(resources)
            claims.take(row, resources)
            audit.write(Action.BOOKED, row, by=by, at=timezone.now(), kind=kind)
            join_care_teams(row, resources, by=by)
    except IntegrityError as clash:
        raise NotFree(JUST_TAKEN) from clash
    return row


def check_free(row: Appointment, resources: Sequence[Resource], short_notice: str) -> str:
    """Return what the person said where the place is near in time, "" where it is not.

    Raises NotFree with each thing that stands against the appointment's time, NotAsked, NotASlot.
    """
    claims.slices(row.starts_at, row.minutes)
    kept = places.diary(row.starts_at, row.starts_at, now=timezone.now(), moving=row)
    wish = Wish(row.kind, row.minutes, str(row.patient_id), tuple((r.name,) for r in resources))
    obstacles = kept.place(wish, row.starts_at).obstacles
    if against := [one.says for one in obstacles if not one.asks]:
        raise NotFree(" ".join(against))
    if not obstacles:
        return ""
    asks = " ".join(one.says for one in obstacles)
    if not short_notice.strip():
        raise NotAsked(asks)
    return check_reason(short_notice, asks)


def join_care_teams(row: Appointment, resources: Sequence[Resource], *, by: User) -> None:
    """Put the clinicians of a booking on the person's care team; who booked for themselves asks a colleague."""
    for clinician in (r.user for r in resources if r.user is not None and r.user.is_clinician and r.user != by):
        doors.join_care_team(row.patient, clinician, by=by)


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
