"""Tying a device to a chair from the command line: its name, its clock, and by what line it is known."""

import ipaddress
from datetime import datetime

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
    with audit.atomic():
        _take_away(device, f"moved to {to.name}", by=by, at=at)
        device.chair, device.number = to, infusion_pairing.free_number(to, device.kind)
        device.save()
        audit.write(Action.MOVED_DEVICE, device, by=by, at=at, chair=str(to.key))
    return device


def retire(device: Device, *, by: User | str, reason: str = "") -> Device:
    """Take a device out of use: within a second it is a stranger, and what it charted stays."""
    at = timezone.now()
    with audit.atomic():
        _take_away(device, "taken out of use", by=by, at=at)
        device.retired_at, device.retired_reason = at, reason
        device.save()
        audit.write(Action.RETIRED_DEVICE, device, by=by, at=at)
    return device


def re_key(device: Device, *, by: User | str, address: str = "", pem: str = "") -> Device:
    """Change by what line a device is heard: the certificate or address it had counts no more within a second.

    Raises Refusal where neither is named: a device that loses its credential is retired.
    """
    if not address and not pem:
        raise Refusal("Name its new certificate (--certificate) or its new address (--address), or retire the device.")
    device.address = _address(address)
    device.fingerprint = links.fingerprint_of(pem) if pem else ""
    with audit.atomic():
        device.save()
        audit.write(Action.RE_KEYED_DEVICE, device, by=by, at=timezone.now())
    return device


def _take_away(device: Device, where: str, *, by: User | str, at: datetime) -> None:
    """End the pairing of a device; the chart it was paired with can be read so."""
    pairing = device.pairings.filter(ended_at=None, session__state__in=LIVE).select_related("session").first()
    if pairing is not None:
        with writing(pairing.session, at=at, by=by, doing=Action.DEVICE_WAS_MOVED_AWAY) as pen:
            pen.step(watch.forget_device(pen.state, device.name, now_s=at.timestamp()))
            who = getattr(by, "name", "the command line")
            pen.note(EventKind.MOVED, {"text": f"{device.name.capitalize()} {where} by {who}"})
    device.pairings.filter(ended_at=None).update(ended_at=at)


def move_by_name(sender: str, *, kind: str, chair: str) -> Device:
    """Put the device that names itself so at a chair, by the chair's name. Raises Refusal where either is not there."""
    return move(by_name(sender, kind=kind), to=_chair(chair), by="system:command-line")


def at_chair(sender: str, *, kind: str, chair: str) -> Device:
    """Return the device in use that names itself so and stands at this chair. Raises Refusal."""
    device, named = by_name(sender, kind=kind), _chair(chair)
    if device.chair_id != named.pk:
        raise Refusal(
            f"This {kind} stands at {device.chair.name}, not at {named.name}. Name the chair where it stands."
        )
    return device


def by_name(sender: str, *, kind: str) -> Device:
    """Return the device in use that names itself so. Raises Refusal."""
    app, _, facility = sender.partition("|")
    device = Device.objects.filter(kind=kind, sending_app=app, sending_facility=facility, retired_at=None).first()
    if device is None:
        raise Refusal(f"No {kind} names itself so. Write it as it was added: MSH-3, or MSH-3|MSH-4.")
    return device


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
