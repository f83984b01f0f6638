"""How allauth makes and treats accounts here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import User


class StaffAccounts(DefaultAccountAdapter):
    """Nobody signs up: the owner adds staff, a registered patient gets a link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_user_display(self, user: object) -> str:
        return str(user)

    def set_password(self, user: User, password: str) -> None:
        """Change, set or reset a password, which all come through here, in one transaction with the audit row."""
        action = Action.CHANGED_PASSWORD if user.has_usable_password() else Action.SET_PASSWORD
        user.set_password(password)  # slow on purpose: done before the database is locked
        with audit.atomic():
            user.save()
            audit.write(action, user, by=user, at=timezone.now())
