"""Tying a device to a chair from the command line: its name, its clock, and by what line it is known."""

import ipaddress

from django.db import IntegrityError

from euthymia.clinic.front_door.models import Resource
from euthymia.clinic.infusion import actions
from euthymia.clinic.infusion.devices import links
from euthymia.clinic.infusion.models import Device
from euthymia.medicine.refusal import Refusal


def add(
    chair: str, *, kind: str, sender: tuple[str, str], time_zone: str = "UTC", address: str = "", pem: str = ""
) -> Device:
    """Add a device by its chair's name. Raises Refusal: no such chair, a name that is taken, no address."""
    found = Resource.objects.filter(kind="chair", name=chair).first()
    if found is None:
        names = ", ".join(Resource.objects.filter(kind="chair").values_list("name", flat=True)) or "none"
        raise Refusal(f'"{chair}": no such chair. There are: {names}.')
    try:
        return actions.add_device(
            found, kind=kind, sender=sender, by="system:command-line", time_zone=time_zone,
            address=_address(address), fingerprint=links.fingerprint_of(pem) if pem else "",
        )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "Another device names itself so. Each needs a name of its own: change it at the device."
        ) from None


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text)) if text else None
    except ValueError:
        raise Refusal(f'"{text}" is no address. Write one such as 10.0.0.7.') from None
