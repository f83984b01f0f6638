"""Staff work with a second factor. Until one is set up, the only pages are the ones that set it up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from euthymia.clinic.people.access import sign_in_life
from euthymia.clinic.people.guessing import known_devices

# Addresses and passwords are given by the clinic: allauth's own ways around that are closed, and a patient has none.
_CLOSED = ("/account/signup", "/account/email", "/account/password/reset", "/account/password/set", "/account/confirm")
_STAFF_ACCOUNT = ("/account/password", "/account/second-factor", "/account/reauthenticate")
_OPEN = ("/account/", "/static/", "/help", "/patient/sign-in", "/access")


def not_here(request: HttpRequest) -> HttpResponse:
    """Answer as for an address that does not exist."""
    return render(request, "front_door/wrong.html", {"what": "not_found"}, status=404)


def _part(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Refuse what asked for a part of a page and would be led to a sign-in: that page would stand inside the first."""
    led = request.headers.get("HX-Request") and response.headers.get("Location", "").startswith("/account/")
    return HttpResponse(status=403) if led else response


class SecondFactor:
    """Sends staff without a second factor to set one up, and keeps the clocks of everybody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if request.path.startswith(_CLOSED) or (
            user.is_authenticated and not user.is_staff_member and request.path.startswith(_STAFF_ACCOUNT)
        ):
            return not_here(request)
        if user.is_authenticated:
            sign_in_life.keep(request)
            if user.is_staff_member and not request.path.startswith(_OPEN) and not self._has_second_factor(request):
                return _part(request, redirect("mfa_activate_totp"))
        response = _part(request, self.get_response(request))
        if user.is_authenticated and user.is_staff_member and request.session.get("second_factor"):
            known_devices.remember(request, response, user)
        return response

    @staticmethod
    def _has_second_factor(request: HttpRequest) -> bool:
        if not request.session.get("second_factor"):
            request.session["second_factor"] = is_mfa_enabled(request.user)
        return bool(request.session["second_factor"])
