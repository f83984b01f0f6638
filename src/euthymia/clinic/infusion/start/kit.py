"""What the emergency kit holds: entered by who runs the clinic, in force once a medical director has signed it."""

from typing import Final

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import EmergencyKit
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.refusal import Refusal

MEANING: Final = "I have held this list against the kit itself, and it is what the kit holds."
MOST_LINES: Final = 100
LONGEST: Final = 200


class NotAList(Refusal):
    """The list of the kit is empty, or longer than anybody reads in an emergency."""


class NotToSign(Refusal):
    """Somebody else than a medical director signs, or the list is not the newest, or it is signed already."""


def read(text: str) -> list[str]:
    """Read a list, one thing a line. Raises NotAList."""
    lines = [" ".join(line.replace("\0", " ").split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise NotAList("The list is empty. Write one thing a line: what it is, how much, and where it lies.")
    if len(lines) > MOST_LINES or max(map(len, lines)) > LONGEST:
        raise NotAList(f"Write at most {MOST_LINES} lines of at most {LONGEST} characters.")
    return lines


def enter(text: str, *, by: User) -> EmergencyKit:
    """Enter another list; the one in force stays so until this one is signed. Raises NotAList."""
    lines, at = read(text), timezone.now()
    with audit.atomic():
        row = EmergencyKit.objects.create(lines=lines, entered_by=by, entered_at=at)
        audit.write(Action.ENTERED_KIT_LIST, row, by=by, at=at)
    return row


def sign(key: str, *, by: User) -> EmergencyKit:
    """Put the newest list in force. Raises NotToSign."""
    if not by.may(Capability.SIGN_POLICIES):
        raise NotToSign("Only a medical director signs what the emergency kit holds.")
    at = timezone.now()
    with audit.atomic():
        audit.wait_for_turn()
        row = EmergencyKit.waiting()
        if row is None or str(row.key) != key:
            raise NotToSign("This list is signed already, or another was entered meanwhile. Load the page again.")
        row.signed_by, row.signed_at, row.meaning = by, at, MEANING
        row.save()
        audit.write(Action.SIGNED_KIT_LIST, row, by=by, at=at)
    return row
