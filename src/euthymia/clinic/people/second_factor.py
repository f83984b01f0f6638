"""Staff work with a second factor. Until one is set up, the only pages are the ones that set it up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

_OPEN = ("/account/", "/static/", "/help", "/patient/sign-in")


class SecondFactor:
    """Sends staff without a second factor to set one up, and keeps the idle clock of everybody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            # Touching the session once a minute, not at every request: each touch is a write.
            minute = int(timezone.now().timestamp() // 60)
            if request.session.get("minute") != minute:
                request.session["minute"] = minute
            if user.is_staff_member and not request.path.startswith(_OPEN) and not self._has_second_factor(request):
                return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def _has_second_factor(request: HttpRequest) -> bool:
        if not request.session.get("second_factor"):
            request.session["second_factor"] = is_mfa_enabled(request.user)
        return bool(request.session["second_factor"])
