"""Tying a device to the patient in the chair, by a wristband or two typed identifiers; and letting it go by hand."""

import re
from datetime import date
from typing import Any, Final
from zoneinfo import available_timezones

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking.actions import check_in_use
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.devices.traffic import heard
from euthymia.clinic.infusion.models import LIVE, Device, Pairing, Session
from euthymia.clinic.infusion.session.checks import _check_identity, _check_in_the_chair
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people.models import User
from euthymia.medicine import session as states
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind
from euthymia.medicine.refusal import Refusal

# Record number, then date of birth, with whatever the printer puts between: "P-000017|1978-04-02", "P-000017 19780402".
_WRISTBAND: Final = re.compile(r"\s*(?P<number>[^\s|;,^]+)[\s|;,^]+(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})\s*")


class UnreadWristband(Refusal):
    """What was scanned is not a record number and a date of birth."""


class NotPaired(Refusal):
    """A device was to be let go that is not paired with this chair's patient."""


def read_wristband(text: str) -> tuple[str, date]:
    """Read a scanned wristband: record number, then date of birth. Raises UnreadWristband."""
    found = _WRISTBAND.fullmatch(text)
    try:
        if found is not None:
            return found["number"], date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass
    raise UnreadWristband(
        "The wristband was not read as a record number and a date of birth. Scan again, or type both below."
    )


def unpair(session: Session, device: Device, *, by: User) -> Session:
    """Let a device go: from now on what it sends without an identity is kept apart, and raises no alarms here."""
    if session.state not in LIVE:
        raise states.WrongMoment(f"The session is {session.state}: its pairings ended with it.")
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.UNPAIRED_DEVICE) as pen:
        if not device.pairings.filter(session=session, ended_at=None).update(ended_at=at):
            raise NotPaired("This device is not paired with this chair's patient. Reload the page.")
        pen.step(watch.forget_device(pen.state, device.name, now_s=at.timestamp()))
        pen.note(EventKind.UNPAIRED, {"text": f"{device.name.capitalize()} let go by {by.name}"})
    return session


def add_device(
    chair: Resource, *, kind: str, sender: tuple[str, str], by: User | str, time_zone: str = "UTC", **credential: Any
) -> Device:
    """Tie a sender's name (MSH-3, MSH-4, as sent) to a chair: on loopback it stands for the device's credential.

    credential   `address`, `fingerprint`: where set, the device is heard by that line alone
    """
    if time_zone not in available_timezones():
        raise Refusal(f'"{time_zone[:40]}" is no time zone. Choose one such as Europe/Berlin.')
    check_in_use([chair])
    with audit.atomic():
        row = Device.objects.create(
            kind=kind, sending_app=sender[0], sending_facility=sender[1], chair=chair, time_zone=time_zone,
            number=free_number(chair, kind), **credential,
        )  # fmt: skip
        audit.write(Action.ADDED_DEVICE, row, by=by, at=timezone.now())
    return row


def free_number(chair: Resource, kind: str) -> int:
    """Return the smallest number that no device of this kind has at the chair, which is locked for it."""
    Resource.objects.select_for_update().get(pk=chair.pk)
    taken = set(Device.objects.filter(chair=chair, kind=kind, retired_at=None).values_list("number", flat=True))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def pair(session: Session, device: Device, *, number: str, birth_date: date, by: User) -> Pairing:
    """Tie a device to the patient in the chair, by two identifiers; it ends with the session."""
    _check_in_the_chair(session)
    _check_identity(session.patient, number, birth_date)
    if device.chair_id != session.chair_id:
        raise Refusal(f"This device stands at {device.chair}, not at {session.chair}. Pair it where it stands.")
    if device.retired_at is not None:
        raise Refusal("This device was retired. Pair another, or add it again in the set-up list.")
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.PAIRED_DEVICE) as pen:
        device.pairings.filter(ended_at=None).update(ended_at=at)
        bed, equipment = heard.lately(device, at)
        row = Pairing.objects.create(
            device=device, session=session, by=by, at=at, heard_bed=bed, heard_equipment=equipment
        )
        for alarm in [a for a in pen.state.alarms.values() if a.level in ("unpaired", "apart") and a.active]:
            if alarm.channel.startswith(f"{device.name.capitalize()} ("):
                condition: watch.Condition = "unpaired" if alarm.level == "unpaired" else "apart"
                pen.step(watch.end_condition(pen.state, condition, alarm.channel, now_s=at.timestamp()))
        pen.note(EventKind.PAIRED, {"text": f"{device.get_kind_display()} paired by {by.name}"})
    return row
