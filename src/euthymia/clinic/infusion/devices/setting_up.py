"""Tying a device to a chair from the command line: its name, its clock, and by what line it is known."""

import ipaddress

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.devices import links
from euthymia.clinic.infusion.devices import pairing as infusion_pairing
from euthymia.clinic.infusion.models import LIVE, Device
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people.models import User
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind
from euthymia.medicine.refusal import Refusal


def add(
    chair: str, *, kind: str, sender: tuple[str, str], time_zone: str = "UTC", address: str = "", pem: str = ""
) -> Device:
    """Add a device by its chair's name. Raises Refusal: no such chair, a name that is taken, no address."""
    try:
        return infusion_pairing.add_device(
            _chair(chair), kind=kind, sender=sender, by="system:command-line", time_zone=time_zone,
            address=_address(address), fingerprint=links.fingerprint_of(pem) if pem else "",
        )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "Another device names itself so. Each needs a name of its own: change it at the device."
        ) from None


def move(device: Device, *, to: Resource, by: User | str) -> Device:
    """Put a device at another chair: it leaves the patient it was paired with, and both charts can be read so."""
    at = timezone.now()
    pairing = device.pairings.filter(ended_at=None, session__state__in=LIVE).select_related("session").first()
    with audit.atomic():
        if pairing is not None:
            with writing(pairing.session, at=at, by=by, doing=Action.DEVICE_WAS_MOVED_AWAY) as pen:
                pen.step(watch.forget_device(pen.state, device.name, now_s=at.timestamp()))
                who = getattr(by, "name", "the command line")
                pen.note(EventKind.MOVED, {"text": f"{device.name.capitalize()} moved to {to.name} by {who}"})
        device.pairings.filter(ended_at=None).update(ended_at=at)
        device.chair = to
        device.save()
        audit.write(Action.MOVED_DEVICE, device, by=by, at=at, chair=str(to.key))
    return device


def move_by_name(sender: str, *, kind: str, chair: str) -> Device:
    """Put the device that names itself so at a chair, by the chair's name. Raises Refusal where either is not there."""
    app, _, facility = sender.partition("|")
    device = Device.objects.filter(kind=kind, sending_app=app, sending_facility=facility, retired_at=None).first()
    if device is None:
        raise Refusal(f"No {kind} names itself so. Write it as it was added: MSH-3, or MSH-3|MSH-4.")
    return move(device, to=_chair(chair), by="system:command-line")


def _chair(name: str) -> Resource:
    chairs = Resource.objects.in_use().filter(kind="chair")
    found = chairs.filter(name=name).first()
    if found is None:
        names = ", ".join(chairs.values_list("name", flat=True)) or "none"
        raise Refusal(f'"{name}": no such chair. There are: {names}.')
    return found


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text)) if text else None
    except ValueError:
        raise Refusal(f'"{text}" is no address. Write one such as 10.0.0.7.') from None
