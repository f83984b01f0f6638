"""Every chair in one look, in the view that this device shows: to staff, or where patients see it too."""

import time
from collections.abc import Mapping
from typing import Any, Final, Literal

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.access import clinicians_only
from euthymia.clinic.infusion.devices.dialect import not_charted
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.oversight import notices
from euthymia.clinic.infusion.overview import places, tiles
from euthymia.clinic.infusion.overview.tiles import Tile
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import User

View = Literal["staff", "patients"]
VIEW_COOKIE: Final = "chairs_view"
KEPT_S: Final = 400 * 86_400  # the longest that browsers keep a cookie; each opening of the page begins it again
NOW: Final = "X-Now-S"  # the server's clock, by which the browser counts ages


@login_required
def chairs(request: HttpRequest) -> HttpResponse:
    """Every chair at a glance; for staff also who waits for a second check, and what was not charted."""
    clinicians_only(request.user)
    view = _view(request)
    live, waiting = _live(), _waiting()
    doors.patients_listed(request.user, [session.patient for session in live], doing=Action.LISTED_CHAIRS)
    shown = _board(request, view, live, waiting)
    if view == "staff":
        shown |= {"waiting": waiting, "not_charted": not_charted.rows(not_charted.Asked())[:5]}
    page = render(request, "infusion/chairs.html", shown)
    if view == "patients":
        _keep(page, view)  # a screen on the wall stays what it is
    return page


def chairs_now(request: HttpRequest) -> HttpResponse:
    """The same chairs, renewed: the opening of the page was written, its renewals are not.

    A person who is signed out meanwhile is refused: a sign-in page in the middle of this one would help nobody.
    """
    clinicians_only(request.user)
    now = render(request, "infusion/_chairs.html", _board(request, _view(request), _live(), _waiting()))
    now[NOW] = f"{time.time():.3f}"
    return now


@require_POST
@login_required
def choose_view(request: HttpRequest) -> HttpResponse:
    """Choose what this device shows, and keep it here: no account has such a setting."""
    clinicians_only(request.user)
    page = redirect("infusion:chairs")
    _keep(page, "staff" if request.POST.get("view") == "staff" else "patients")
    return page


def _keep(page: HttpResponse, view: View) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    page.set_cookie(VIEW_COOKIE, view, KEPT_S, path="/chairs", secure=secure, httponly=True, samesite="Strict")


def _view(request: HttpRequest) -> View:
    """Return the view of this device. A page that shows patients nothing stays so, whatever another tab chooses.

    Of a word that is not known the one that shows less.
    """
    chosen = request.COOKIES.get(VIEW_COOKIE, "staff"), request.GET.get("view", "staff")
    return "staff" if chosen == ("staff", "staff") else "patients"


def _live() -> list[Session]:
    return list(Session.objects.filter(state__in=LIVE).select_related("patient", "chair", "nurse", "order"))


def _waiting() -> list[Session]:
    return list(Session.objects.filter(state="ordered").select_related("patient", "chair", "order__signed_by"))


def _board(request: HttpRequest, view: View, live: list[Session], waiting: list[Session]) -> dict[str, Any]:
    asked = request.GET.get("page", "1")
    every = _tiles(request.user, view, live, waiting)
    ways = places.pages(every, here=1)
    number = int(asked) if asked.isdecimal() and 1 <= int(asked[:4]) <= len(ways) else 1
    ways = places.pages(every, here=number)
    found = notices.look()
    return {
        "view": view,
        "number": number,
        "tiles": places.on_page(every, number),
        "pages": ways if len(ways) > 1 else [],
        "notices": [_in_words(notice, view) for notice in found],
        "now_s": f"{time.time():.3f}",
    }


def _in_words(notice: notices.Notice, view: View) -> notices.Notice:
    """Return a line for this view: in view of patients it says which chair, and neither what nor who."""
    if view == "staff" or notice.kind != "alarm":
        return notice
    return notice._replace(text=f"{notice.chair}: a high alarm that nobody has acknowledged. Go there.")


def _tiles(user: User, view: View, live: list[Session], waiting: list[Session]) -> list[Tile]:
    """Return all chairs' tiles, in their order."""
    mine = doors.opened_by(user, {session.patient_id for session in (*live, *waiting)})
    shown = tiles.boards(live)
    by_chair = {session.chair_id: session for session in live}
    to_check = {session.chair_id: session for session in reversed(waiting)}
    chairs = sorted(Resource.objects.in_use().filter(kind="chair"), key=lambda chair: places.in_order(chair.name))
    return [_tile(chair, by_chair.get(chair.pk), to_check.get(chair.pk), view, mine, shown) for chair in chairs]


def _tile(
    chair: Resource,
    session: Session | None,
    waits: Session | None,
    view: View,
    mine: set[int],
    shown: Mapping[int, tiles.Board],
) -> Tile:
    if session is None:
        tile = tiles.free(chair, waits, person=_person(waits, mine) if waits else "")
    else:
        tile = tiles.taken(chair, session, shown[session.pk], person=_person(session, mine))
    board = shown[session.pk] if session else None
    return tile if view == "staff" else tiles.in_view_of_patients(tile, board)


def _person(session: Session, mine: set[int]) -> str:
    """Return name and number; the number alone where the chart is closed to who looks."""
    patient = session.patient
    return f"{patient.name} {patient.number}" if patient.pk in mine else patient.number
