"""How allauth makes and treats accounts here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):
    """Nobody signs up: the owner adds staff, a registered patient gets a link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_user_display(self, user: object) -> str:
        return str(user)
