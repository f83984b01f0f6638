"""Taking devices and chairs out of use, and moving devices from the desk: never from under a live session."""

from django.db import IntegrityError

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.booking import resources
from euthymia.clinic.booking.actions import check_in_use
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.devices import pairing, setting_up
from euthymia.clinic.infusion.models import LIVE, Device, Session
from euthymia.clinic.people.models import User
from euthymia.medicine.refusal import Refusal


class InUse(Refusal):
    """A patient is in the chair, or is watched by the device."""


class StillHolds(Refusal):
    """Devices still stand at the chair."""


class SenderTaken(Refusal):
    """Another device in use names itself so."""


def add(chair: Resource, *, kind: str, sender: tuple[str, str], by: User) -> Device:
    """Tie a device to a chair by the name it sends. Raises SenderTaken, Retired."""
    try:
        return pairing.add_device(chair, kind=kind, sender=sender, by=by)
    except IntegrityError:
        raise SenderTaken(
            "Another device names itself so. Each needs a name of its own: change it at the device."
        ) from None


def move(device: Device, *, to: Resource, by: User) -> Device:
    """Put a device at another chair while no patient is tied to it. Raises InUse, Retired."""
    check_in_use([to])
    with audit.atomic():
        _check_free(device)
        return setting_up.move(device, to=to, by=by)


def retire_device(device: Device, *, reason: str, by: User) -> Device:
    """Take a device out of use: what it sends from now on is a stranger's. Raises InUse, NoReasonToRetire."""
    reason = resources.check_reason(reason)
    with audit.atomic():
        _check_free(device)
        return setting_up.retire(device, by=by, reason=reason)


def retire_chair(chair: Resource, *, reason: str, by: User) -> Resource:
    """Take a chair out of use. Raises InUse, StillHolds, StillNeeded, NoReasonToRetire."""
    with audit.atomic():
        if Session.objects.filter(chair=chair, state__in=LIVE).exists():
            raise InUse(f"A session is open at {chair}. Retire it when the patient has left.")
        count = Device.objects.filter(chair=chair, retired_at=None).count()
        if count:
            which = "a device stands" if count == 1 else f"{count} devices stand"
            raise StillHolds(f"At {chair} {which}. Move or retire first what stands there.")
        return resources.retire(chair, reason=reason, by=by)


def _check_free(device: Device) -> None:
    tied = device.pairings.filter(ended_at=None, session__state__in=LIVE).exists()
    if tied:
        raise InUse(f"This device is tied to the patient at {device.chair}. The nurse there lets it go first.")
