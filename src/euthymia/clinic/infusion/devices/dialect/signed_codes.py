"""The codes that a medical director signed for a make: added and taken back by acts, each of them kept."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import SignedCode
from euthymia.clinic.people.models import User
from euthymia.clinic.people.reasons import check_reason
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7
from euthymia.wire.hl7 import clinic_codes

MEANING: Final = (
    "I know what this make means by this code and unit, and its values are to be charted and watched as such."
)
TAKEN_BACK: Final = "This make's code is not to be read any more."


class NotTheDirector(Refusal):
    """Somebody else than a medical director tried to sign."""


class NotInForce(Refusal):
    """A code was to be taken back that is not read now, or was changed meanwhile."""


class Code(NamedTuple):
    """What a make sends: MSH-3, and a row's coding system, code, unit and name, each as sent."""

    sender: str
    system: str
    code: str
    unit: str
    name: str = ""


def in_force() -> list[SignedCode]:
    """List the signatures that hold now, one a code, the oldest first."""
    rows = SignedCode.objects.select_related("signed_by")
    newest = {(row.sender, row.system, row.code, row.unit): row for row in rows}
    return [row for row in newest.values() if row.channel]


def tables() -> Mapping[str, hl7.Mapped]:
    """Return the added codes of each make, by MSH-3, as `hl7.readings` takes them."""
    newest: dict[tuple[str, str, str, str], str] = {}
    for *place, channel in SignedCode.objects.values_list("sender", "system", "code", "unit", "channel"):
        newest[tuple(place)] = channel  # type: ignore[index]
    found: dict[str, dict[tuple[str, str, str], str]] = {}
    for (sender, *place), channel in newest.items():
        if channel:
            found.setdefault(sender, {})[tuple(place)] = channel  # type: ignore[index]
    return found  # type: ignore[return-value]


def sign(code: Code, channel: str, *, reason: str, by: User) -> SignedCode:
    """Have a make's code read as a channel from now on. Raises NotTheDirector, NotToBeAdded, Refusal."""
    reason = _check(by, reason)
    if not code.sender.strip():
        raise Refusal("Name the make as it names itself (MSH-3): what it means by a code says nothing of another's.")
    known = clinic_codes.check(code.system, code.code, code.unit, channel, name=code.name)
    return _write(code, known, meaning=MEANING, reason=reason, by=by)


def take_back(row: SignedCode, *, reason: str, by: User) -> SignedCode:
    """Have it read no more. What was charted by it stays. Raises NotTheDirector, NotInForce, Refusal."""
    reason = _check(by, reason)
    if row.pk not in {one.pk for one in in_force()}:
        raise NotInForce("This code is not read now. Load the page again.")
    code = Code(row.sender, row.system, row.code, row.unit, row.name)
    return _write(code, "", meaning=TAKEN_BACK, reason=reason, by=by, was=row.channel)


def _check(by: User, reason: str) -> str:
    if not by.may(Capability.SIGN_POLICIES):
        raise NotTheDirector("Only a medical director signs what a device's code means.")
    return check_reason(reason, "Write how you know what this make means by the code.")


def _write(code: Code, channel: str, *, meaning: str, reason: str, by: User, was: str = "") -> SignedCode:
    at = timezone.now()
    said = {"meaning": meaning, "reason": reason, "signed_by": by, "signed_at": at}
    with audit.atomic():
        row = SignedCode.objects.create(**code._asdict(), channel=channel, **said)
        action = Action.SIGNED_DEVICE_CODE if channel else Action.TOOK_BACK_DEVICE_CODE
        audit.write(action, row, by=by, at=at, channel=channel or was)
    return row
