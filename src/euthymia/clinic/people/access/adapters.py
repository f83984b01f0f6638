"""How allauth makes and treats accounts here."""

import time
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.guessing import known_devices, refusals, tries
from euthymia.clinic.people.models import User


class StaffAccounts(DefaultAccountAdapter):
    """Nobody signs up: the owner adds staff, a registered patient gets a link."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, or ask the clinic's owner for a link."
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_user_display(self, user: object) -> str:
        return str(user)

    def set_password(self, user: User, password: str) -> None:
        """Change, set or reset a password, which all come through here, in one transaction with the audit row."""
        action = Action.CHANGED_PASSWORD if user.has_usable_password() else Action.SET_PASSWORD
        user.set_password(password)  # slow on purpose: done before the database is locked
        with audit.atomic():
            user.save(update_fields=["password"])  # the rest may be older than what an owner changed meanwhile
            audit.write(action, user, by=user, at=timezone.now())

    # Guessing. A try is counted before the password is looked at; a right one is given back.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try: at a known device by itself, of all unknown ones together, so that those alone wait."""
        email = str(credentials.get("email", "")).strip()
        user = User.objects.filter(email__iexact=email).first()
        who = str(user.key) if user else tries.hashed(email.casefold())
        device = known_devices.of(request, user) if user else ""
        self._counter = tries.name_of("sign-in", who, device)
        if not tries.take(self._counter):
            refusals.note(Action.SIGN_IN_REFUSED, who=who, request=request, user=user)
            raise self.validation_error("too_many_login_attempts")
        if user is None:
            self._slow_down(request, who)

    def _slow_down(self, request: HttpRequest, who: str) -> None:
        """Slow an address down that tries names nobody has: it reads and waits the same, and costs no hash."""
        if not tries.take(tries.name_of("sign-in-address", refusals.address_of(request))):
            time.sleep(_hash_s())
            refusals.note(Action.SIGN_IN_REFUSED, who=who, request=request)
            raise self.validation_error("email_password_mismatch")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password; the right one of a disabled account is written as refused."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            refusals.note(Action.SIGN_IN_REFUSED, who=str(user.key), request=request, user=user)
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        tries.give_back(self._counter)


@cache
def _hash_s() -> float:
    """Return how long a password takes here, in seconds: measured once."""
    began_s = time.perf_counter()
    make_password("how long does this take")
    return time.perf_counter() - began_s
