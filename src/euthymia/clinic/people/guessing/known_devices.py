"""A device on which somebody signed in with both factors is known to that account, by a signed cookie.

Wrong passwords from anywhere else then keep nobody out who sits at their own device.
"""

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from euthymia.clinic.people.models import User

NAME: Final = "known_device"
AGE_S: Final = 180 * 24 * 3600
MOST_ACCOUNTS: Final = 20  # a tablet of the whole clinic; the one that signed in longest ago is forgotten first
_SALT: Final = "people.guessing.known_device"


def of(request: HttpRequest, user: User) -> str:
    """Return by which name this account knows the device, "" where it does not.

    A new password, and the end of all sign-ins, make every device unknown again.
    """
    device, marks = _read(request)
    return device if device and _mark(user) in marks else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Leave the cookie, where the device is not known to this account yet."""
    device, marks = _read(request)
    mark = _mark(user)
    if device and mark in marks:
        return
    kept = [other for other in marks if other.split(".")[0] != mark.split(".")[0]][-MOST_ACCOUNTS + 1 :]
    signed = signing.dumps([device or secrets.token_urlsafe(12), [*kept, mark]], salt=_SALT)
    response.set_cookie(
        NAME, signed, max_age=AGE_S, httponly=True, samesite="Strict", secure=bool(settings.SESSION_COOKIE_SECURE)
    )


def _mark(user: User) -> str:
    """Return an account's mark in the cookie: a part of its key, and of the mark of its sign-ins."""
    return f"{str(user.key)[:8]}.{user.get_session_auth_hash()[:16]}"


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, marks = signing.loads(request.COOKIES.get(NAME, ""), salt=_SALT, max_age=AGE_S)
    except (signing.BadSignature, ValueError):
        return "", []
    return str(device), [str(mark) for mark in marks]
