"""What ties an open chair page to its session and its browser: signed, kept where no script reads it.

It goes on where the sign-in ran out for idleness, so that a page that is locked stays in sight. It ends with the
session, and with every end of a right that `doors.still_open` knows: signing out, another password, off the care team.
"""

from typing import Final

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.people import doors
from euthymia.clinic.people.doors import Viewer

NAME: Final = "chair_page"
_SALT: Final = "infusion.eyes.token"


def give(response: HttpResponse, request: HttpRequest, session: Session) -> None:
    """Leave the token with the browser, for this chair's addresses alone, until the browser is closed."""
    signed = signing.dumps([str(session.key), *doors.viewer(request, session.patient_id)], salt=_SALT)
    secure = request.is_secure()
    response.set_cookie(NAME, signed, path=f"/chair/{session.key}", httponly=True, samesite="Strict", secure=secure)


def read(request: HttpRequest, key: object) -> Viewer | None:
    """Return who opened this chair's page in this browser; None without a token of ours for this session."""
    try:
        session, *viewer = signing.loads(request.COOKIES.get(NAME, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return Viewer(*viewer) if session == str(key) else None


def check(request: HttpRequest, session: Session) -> Viewer:
    """Return who opened the page, where that person may still follow the chair and the session is not over.

    Raises Http404.
    """
    viewer = read(request, session.key)
    if viewer is None or session.state not in LIVE or viewer not in doors.still_open({viewer}):
        raise Http404
    return viewer
