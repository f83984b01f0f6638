"""Tying a device to the patient in the chair, by a wristband or two typed identifiers; and letting it go by hand."""

import re
from datetime import date
from typing import Final

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import LIVE, Device, Session
from euthymia.clinic.infusion.record import writing
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
