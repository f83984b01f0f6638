"""How long a sign-in holds: so long after the last touch, and never longer than so long after it began.

Only what shows that a person is there renews it. What a page asks by itself is not on that list, and so renews nothing.
"""

from datetime import datetime
from typing import Final

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session as DjangoSession
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.people import policies
from euthymia.clinic.people.accounts.browser_sessions import kept_as

BEGAN: Final = "signed_in_at"
# A page says so when it is touched: each page of somebody who is signed in, and the chair's own while it is not locked.
RENEWS: Final = ("/activity",)


def renews(request: HttpRequest) -> bool:
    """Return whether a person is there: a page's word that it was touched, or a page opened by a hand.

    A browser says of a page that it was opened by a hand, and of none that opened or reloaded by itself.
    """
    return request.path.endswith(RENEWS) or request.headers.get("Sec-Fetch-User") == "?1"


def keep(request: HttpRequest) -> None:
    """Move the end of the sign-in on, once a minute and not at every request: each move is a write."""
    at = timezone.now()
    minute, session = int(at.timestamp() // 60), request.session
    if "minute" in session and (session["minute"] == minute or not renews(request)):
        return
    session["minute"] = minute
    began_s = session.setdefault(BEGAN, at.timestamp())
    idle_s = policies.in_force("time").idle_min * 60
    session.set_expiry(max(1, int(min(idle_s, _left_s(began_s, at)))))


def _left_s(began_s: float, at: datetime) -> float:
    return began_s + policies.in_force("time").sign_in_h * 3600 - at.timestamp()


@receiver(user_logged_in)
def _began(request: HttpRequest, **_: object) -> None:
    request.session[BEGAN] = timezone.now().timestamp()
    request.session.pop("minute", None)


def began_s(browser: str) -> float:
    """Return when the full sign-in of a browser's session began, in seconds; 0.0 where that is not known any more."""
    row = DjangoSession.objects.filter(pk=kept_as(browser)).first()
    return float(row.get_decoded().get(BEGAN, 0.0)) if row else 0.0


def is_over(started_s: float) -> bool:
    """Return whether a sign-in that began then has reached its longest life."""
    return _left_s(started_s, timezone.now()) <= 0


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Hear that somebody touched a page; the middleware has renewed the sign-in."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)
