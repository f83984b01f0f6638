"""Links that work once: the owner makes one, the colleague uses it. A hash of it is kept, never the link itself."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import AccessLink, User
from euthymia.medicine.refusal import Refusal

Purpose = AccessLink.Purpose
HOLDS: Final[Mapping[str, timedelta]] = {
    Purpose.INVITE: timedelta(hours=72),
    Purpose.PASSWORD: timedelta(hours=24),
    Purpose.SECOND_FACTOR: timedelta(hours=24),
    Purpose.SIGN_IN: timedelta(hours=1),
}


class LinkExpired(Refusal):
    """The link was used, replaced by a newer one, or is too old."""


class WeakPassword(Refusal):
    """The password can be guessed."""


class NotTheirPassword(Refusal):
    """The password that a link asks for is not that of whom it was made for."""


def make(user: User, purpose: str, *, by: User | str) -> str:
    """Return the secret of a new link, which ends what was made before for the same purpose."""
    secret, at = secrets.token_urlsafe(24), timezone.now()
    with audit.atomic():
        _open_links(user).filter(purpose=purpose).update(expires_at=at)
        link = AccessLink.objects.create(
            user=user, purpose=purpose, digest=digest(secret), made_at=at, expires_at=at + HOLDS[purpose],
            made_by=by if isinstance(by, User) else None,
        )  # fmt: skip
        audit.write(Action.MADE_ACCESS_LINK, link, by=by, at=at, purpose=str(purpose), user=str(user.key))
    return secret


def digest(secret: str) -> str:
    """Return what is kept of a secret of ours: it is long and random, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> AccessLink:
    """Return the link, which looking at it does not use up. Raises LinkExpired."""
    link = AccessLink.objects.select_related("user").filter(digest=digest(secret), used_at=None).first()
    if link is None or link.expires_at <= timezone.now() or not link.user.is_active:
        raise LinkExpired("This link was used already, or it is too old. Ask the clinic's owner for a new one.")
    return link


def end_all(user: User) -> None:
    """End every link of this account that is still open; inside an audited action."""
    _open_links(user).update(expires_at=timezone.now())


def choose_password(link: AccessLink, password: str) -> User:
    """Use an invitation, or the link of a lost password. Raises WeakPassword, LinkExpired."""
    user = link.user
    check_password(password, user)
    user.set_password(password)  # slow on purpose: done before the database is locked
    with audit.atomic():
        _use(link)
        user.save(update_fields=["password"])  # the rest may be older than what an owner changed meanwhile
        audit.write(Action.SET_PASSWORD, user, by=user, at=timezone.now())
    return user


def check_password(password: str, user: User) -> None:
    """Check that a new password cannot be guessed. Raises WeakPassword."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(f"{' '.join(weak.messages)} Choose another one.") from weak


def drop_second_factor(link: AccessLink) -> User:
    """Use the link of a lost second factor: the old ones go, every sign-in ends, the next one sets up a new one."""
    with audit.atomic():
        _use(link)
        drop_factors(link.user)
    return link.user


def drop_factors(user: User) -> None:
    """Remove each second factor, which writes its own row, and end what was signed in; inside an audited action."""
    for factor in Authenticator.objects.filter(user=user):
        factor.delete()
    user.session_epoch = User.objects.select_for_update().get(pk=user.pk).session_epoch + 1
    user.save(update_fields=["session_epoch"])


def use(link: AccessLink) -> User:
    """Use a link that only lets a device in. Raises LinkExpired."""
    with audit.atomic():
        _use(link)
    return link.user


def _use(link: AccessLink) -> None:
    at = timezone.now()
    if not AccessLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at):
        raise LinkExpired("This link was used already, or it is too old. Ask the clinic's owner for a new one.")
    audit.write(Action.USED_ACCESS_LINK, link, by=link.user, at=at, purpose=link.purpose, user=str(link.user.key))


def _open_links(user: User):
    return AccessLink.objects.filter(user=user, used_at=None, expires_at__gt=timezone.now())
