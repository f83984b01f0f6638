"""A booking is moved or cancelled, with a reason, by one who saw it as it stands; what was claimed is given back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import actions, claims
from euthymia.clinic.booking.models import Appointment, Resource
from euthymia.clinic.people.models import User
from euthymia.clinic.people.reasons import check_reason
from euthymia.medicine.refusal import Refusal


class ChangedMeanwhile(Refusal):
    """The booking is not any more what the page showed."""


class Move(NamedTuple):
    """Where to, why, and which version of the booking was seen.

    short_notice   what the person said, where the new place is near in time
    """

    starts_at: datetime
    minutes: int
    reason: str
    version: int
    short_notice: str = ""


def move(appointment: Appointment, resources: Sequence[Resource], to: Move, *, by: User) -> Appointment:
    """Move a booking to another time, or to another chair or clinician. Where it cannot go, it stays as it was.

    Raises NotFree with what stands against the new place, NotASlot, Retired, NoReason, ChangedMeanwhile.
    """
    reason = check_reason(to.reason, "Write in a few words why this is moved.")
    actions.check_in_use(resources)
    try:
        with audit.atomic():
            audit.wait_for_turn()
            row = _as_seen(appointment, to.version)
            row.starts_at, row.minutes, row.moved_reason = to.starts_at, to.minutes, reason
            row.short_notice = actions.check_free(row, resources, to.short_notice)
            row.version += 1
            claims.give_back(row)
            row.save()
            row.resources.set(resources)
            claims.take(row, resources)
            audit.write(Action.MOVED_BOOKING, row, by=by, at=timezone.now())
            actions.join_care_teams(row, resources, by=by)
    except IntegrityError as clash:
        raise actions.NotFree(actions.JUST_TAKEN) from clash
    return row


def cancel(appointment: Appointment, *, reason: str, version: int, by: User) -> Appointment:
    """Cancel and give the slices back. Raises NoReason, ChangedMeanwhile."""
    said = check_reason(reason, "Write in a few words why this is cancelled.")
    at = timezone.now()
    with audit.atomic():
        audit.wait_for_turn()
        row = _as_seen(appointment, version)
        claims.give_back(row)
        row.cancelled_at, row.cancelled_reason = at, said
        row.save()
        audit.write(Action.CANCELLED_BOOKING, row, by=by, at=at)
    return row


def _as_seen(appointment: Appointment, version: int) -> Appointment:
    row = Appointment.objects.get(pk=appointment.pk)
    if row.cancelled_at is not None:
        at = timezone.localtime(row.cancelled_at)
        raise ChangedMeanwhile(f"This was cancelled already, on {at:%d %B %H:%M}. Nothing was changed now.")
    if row.version != version:
        begins = timezone.localtime(row.starts_at)
        raise ChangedMeanwhile(
            f"This was moved meanwhile: it is on {begins:%d %B %H:%M}. Nothing was changed now. Open it again."
        )
    return row
