"""Chairs and bookable clinicians over time: named, renamed, retired with a reason, taken back into use."""

from collections.abc import Callable

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import actions
from euthymia.clinic.booking.models import Resource, SlotClaim
from euthymia.clinic.people.models import User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.medicine.refusal import Refusal


class NameTaken(Refusal):
    """Another chair or clinician bears the name, in use or retired."""


class NotBookable(Refusal):
    """Somebody who is no clinician at work here was to be booked."""


class StillNeeded(Refusal):
    """A chair or clinician has bookings to come."""


class NoReasonToRetire(Refusal):
    """Something was to be retired without a word why."""


def add_chair(name: str, *, by: User) -> Resource:
    """Add a chair or room by its name. Raises NameTaken."""
    return _named(lambda: actions.add_resource(Resource.Kind.CHAIR, name, by=by), name)


def make_bookable(user: User, *, by: User) -> Resource:
    """Let a clinician be booked, by their own name; one who was retired comes back. Raises NotBookable, NameTaken."""
    if not (user.is_active and user.is_clinician):
        raise NotBookable(f"{user} is no clinician who works here. Choose a prescriber, nurse or medical director.")
    standing = Resource.objects.filter(user=user).first()
    if standing is not None:
        return standing if standing.retired_at is None else take_back(standing, by=by)
    return _named(lambda: actions.add_resource(Resource.Kind.CLINICIAN, user.name[:60], by=by, user=user), user.name)


def rename(resource: Resource, name: str, *, by: User) -> Resource:
    """Call it otherwise; everything that was booked or recorded there shows the new name. Raises NameTaken."""
    if name == resource.name:
        return resource
    resource.name = name
    return _named(lambda: _save(resource, Action.RENAMED_CHAIR_OR_CLINICIAN, by=by), name)


def retire(resource: Resource, *, reason: str, by: User) -> Resource:
    """Take it out of use: nothing new is booked or opened there. Raises NoReasonToRetire, StillNeeded."""
    resource.retired_reason = check_reason(reason)
    at = resource.retired_at = timezone.now()
    with audit.atomic():
        later = SlotClaim.objects.filter(resource=resource, slot_at__gte=at).order_by("slot_at").first()
        if later is not None:
            when = f"{timezone.localtime(later.slot_at):%d %B %H:%M}"
            raise StillNeeded(f"{resource} is booked, next on {when}. Cancel or move these bookings first.")
        return _save(resource, Action.RETIRED_CHAIR_OR_CLINICIAN, by=by)


def take_back(resource: Resource, *, by: User) -> Resource:
    """Put a retired chair or clinician back into use."""
    resource.retired_at, resource.retired_reason = None, ""
    return _save(resource, Action.TOOK_CHAIR_OR_CLINICIAN_BACK_INTO_USE, by=by)


def check_reason(reason: str) -> str:
    """Return a reason without blanks around it. Raises NoReasonToRetire where it is empty or very short."""
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise NoReasonToRetire(f"Write in a few words why: {LEAST_REASON} letters or more. It stays on record.")
    return reason[:200]


def _save(resource: Resource, action: Action, *, by: User) -> Resource:
    with audit.atomic():
        resource.save()
        audit.write(action, resource, by=by, at=timezone.now())
    return resource


def _named(act: Callable[[], Resource], name: str) -> Resource:
    try:
        return act()
    except IntegrityError:
        raise NameTaken(f'"{name}" is the name of another, in use or retired. Choose a name of its own.') from None
