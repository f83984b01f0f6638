"""The code in the owner's safe: made once, used once, where the last owner lost password and second factor."""

import base64
import secrets
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.access import links
from euthymia.clinic.people.guessing import refusals, tries
from euthymia.clinic.people.models import RecoveryCode, User
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.refusal import Refusal

_BYTES: Final = 15  # 120 bits, in 24 letters and digits
_GROUP: Final = 4


class NotAnOwner(Refusal):
    """A recovery code is for an owner alone."""


class WrongCode(Refusal):
    """The code is not the one in the safe, or it was used."""


class TooManyCodes(Refusal):
    """Wrong codes came too fast: guessing is slowed down."""


def make(user: User, *, by: User | str) -> str:
    """Return a new code, which ends the one made before. Raises NotAnOwner."""
    if not user.may(Capability.MANAGE_STAFF) or not user.is_active:
        raise NotAnOwner("A recovery code is for an owner who has access. Others are let in by an owner.")
    plain = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    at = timezone.now()
    with audit.atomic():
        RecoveryCode.objects.filter(user=user, used_at=None, replaced_at=None).update(replaced_at=at)
        row = RecoveryCode.objects.create(user=user, digest=links.digest(plain), made_at=at)
        audit.write(Action.MADE_RECOVERY_CODE, row, by=by, at=at)
    return "-".join(plain[n : n + _GROUP] for n in range(0, len(plain), _GROUP))


def check(user: User, code: str) -> RecoveryCode | None:
    """Return the code's row where it is this owner's and still good, else None. Blanks, case and dashes are nothing."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if not user.may(Capability.MANAGE_STAFF) or not user.is_active:
        return None
    return RecoveryCode.objects.filter(user=user, digest=links.digest(plain), used_at=None, replaced_at=None).first()


def use(request: HttpRequest, *, email: str, code: str, password: str) -> User:
    """Set a new password, remove the second factors and end every sign-in.

    The next sign-in sets up a new second factor. Raises WrongCode, TooManyCodes, WeakPassword.
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    who = str(user.key) if user else tries.hashed(email.strip().casefold())
    if not tries.take(tries.name_of("recovery", who)):
        raise TooManyCodes("Too many wrong codes. Wait five minutes, then try again. Nothing was changed.")
    row = check(user, code) if user else None
    if user is None or row is None:
        refusals.note(Action.SIGN_IN_REFUSED, who=who, request=request, user=user)
        raise WrongCode("Nothing was changed: this code is not good, or it was used. Check the address and the code.")
    links.check_password(password, user)
    user.set_password(password)
    with audit.atomic():
        at = timezone.now()
        if check(User.objects.select_for_update().get(pk=user.pk), code) is None:
            raise WrongCode("Nothing was changed: this code was used already, or the account was changed meanwhile.")
        RecoveryCode.objects.filter(pk=row.pk).update(used_at=at)
        user.save(update_fields=["password"])
        links.drop_factors(user)
        audit.write(Action.USED_RECOVERY_CODE, row, by=user, at=at)
        audit.write(Action.SET_PASSWORD, user, by=user, at=at)
    return user


def newest(user: User) -> RecoveryCode | None:
    """Return the code that is still good, None where there is none."""
    return RecoveryCode.objects.filter(user=user, used_at=None, replaced_at=None).order_by("-made_at").first()
