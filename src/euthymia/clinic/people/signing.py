"""A signature asks for two components: who is signed in, and the password again. It keeps name, time and meaning."""

import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.guessing import tries
from euthymia.clinic.people.models import User
from euthymia.medicine.refusal import Refusal

# What each signature says, on the screen where it is given and on the paper that carries it.
ORDER: Final = "I have seen this person, I order this dose for this indication."
SECOND_ORDER: Final = "I have read this order and its reasons, and I order it too."
BEFORE: Final = "I asked and looked at each line today."
LEAVING: Final = "I checked each line and this person may leave with the escort named."
AGAIN: Final = "I have read what was changed since the last signature, and the record is true."
PACKET: Final = "I have read what this says of the person's treatment, and it is as the chart has it."
WORDING: Final = "The clinic holds the licence as stated, I held each item against the scale's, and it is to be shown."
AUDIT: Final = "I have read who opened and changed what in this period, and wrote what I found."


class WrongPassword(Refusal):
    """The password that confirms a signature is not the signer's."""


class TooManyTries(Refusal):
    """Wrong passwords came too fast: guessing is slowed down."""


class AccessChanged(Refusal):
    """The signer's access was changed or ended while the password was looked at."""


class NoFreshPasskey(Refusal):
    """Somebody without a password signs, and has not confirmed with passkey or one-time code just now."""


def confirm(request: HttpRequest) -> None:
    """Ask the second component of a signature. Raises WrongPassword, TooManyTries, NoFreshPasskey."""
    if not request.user.has_usable_password():
        return _check_passkey(request)
    return check_password(request, request.user)


def check_password(request: HttpRequest, user: User, *, counter: str = "") -> None:
    """Check a person's password, as often as guessing is slowed down to.

    counter   what counts the tries; else those at this person's signatures. A try is counted before it is made.
    Raises WrongPassword, TooManyTries, AccessChanged.
    """
    counter = counter or tries.name_of("signature", str(user.key))
    if not tries.take(counter):
        raise TooManyTries("Too many wrong passwords. Wait five minutes, then try again. Nothing was signed.")
    if user.check_password(request.POST.get("password", "")):
        _check_unchanged(user)
        return tries.give_back(counter)
    _write_refused(user)
    raise WrongPassword("Not signed: that is not your password. Type the one you sign in with, then sign again.")


def _check_unchanged(user: User) -> None:
    """Read the account again: looking at a password takes long enough for somebody to be put out meanwhile."""
    as_it_was = {name: getattr(user, name) for name in ("role", "session_epoch", "password")}
    if not User.objects.filter(pk=user.pk, is_active=True, **as_it_was).exists():
        raise AccessChanged("Not signed: your access was changed while you signed. Sign in again.")


def _check_passkey(request: HttpRequest) -> None:
    """A passkey or one-time code counts as the second component for as long as allauth lets it stand for a sign-in."""
    used = [one for one in request.session.get("account_authentication_methods", []) if one.get("method") == "mfa"]
    if not used or time.time() - used[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        raise NoFreshPasskey(
            "Not signed: this account has no password. Confirm with your passkey or one-time code, then sign within "
            f"{settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes."
        )


def _write_refused(user: User) -> None:
    with audit.atomic():
        audit.write(Action.SIGNATURE_REFUSED, user, by=user, at=timezone.now())
