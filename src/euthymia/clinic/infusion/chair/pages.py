"""The chair's live page and its stream."""

from typing import Any, Final
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.chair import chart_warnings, entry_text
from euthymia.clinic.infusion.chair.stream import tailer
from euthymia.clinic.infusion.devices.dialect import pages as dialect_pages
from euthymia.clinic.infusion.devices.dialect import unread
from euthymia.clinic.infusion.models import Device, Session
from euthymia.clinic.infusion.oversight import page_token
from euthymia.clinic.infusion.session import board
from euthymia.clinic.people import doors, policies
from euthymia.clinic.people.models import User
from euthymia.medicine import session as states
from euthymia.medicine import watch
from euthymia.medicine.charting import catalogue
from euthymia.medicine.instruments import moaas

BY_HAND = (
    ("systolic_mmhg", "Systolic"), ("diastolic_mmhg", "Diastolic"), ("pulse_bpm", "Pulse"),
    ("spo2_pct", "SpO2 %"), ("resp_rate_bpm", "Breaths"),
)  # fmt: skip
# Where each act is recorded: opposite acts never share a place, so that a second tap undoes nothing.
PLACES: Final = {"next": ("start", "resume"), "pause": ("pause",), "stop": ("stop",), "menu": ("cancel",)}
PAD: Final = (
    ("look", "Look"), ("side-effect", "Side effect"), ("medicine", "Medicine given"), ("note", "Note"),
    ("cadss", "CADSS total"), ("symptom", "Symptom"),
)  # fmt: skip
TILES: Final = (
    ("spo2", "SpO2", ("spo2_pct",)), ("pulse", "Pulse", ("pulse_bpm",)),
    ("pressure", "Pressure", ("systolic_mmhg", "diastolic_mmhg")), ("breathing", "Breathing", ("resp_rate_bpm",)),
    ("sedation", "MOAA/S", ("sedation_moaas",)), ("pump", "Pump", ("pump_rate_ml_h",)),
)  # fmt: skip


@login_required
def chair(request: HttpRequest, key: UUID) -> HttpResponse:
    """The live page: a snapshot at event n, then a stream from n."""
    session = session_for(request, key, doing=Action.OPENED_CHAIR)
    snapshot = {**board.page_board(session), "listener_up": tailer.listener_up()}
    at_chair = Device.objects.filter(chair=session.chair, retired_at=None)
    paired = {p.device_id: p for p in session.pairings.filter(ended_at=None).select_related("by")}
    page = render(
        request,
        "infusion/chair.html",
        {
            "session": session,
            "dose_shown": dose_shown.may_show_at_chair(request.user, session),
            "dose_hidden": dose_shown.HIDDEN,
            "forecast_on": policies.in_force("forecast").shown,
            "idle_s": policies.in_force("time").idle_min * 60,
            "board": snapshot,
            "trend": board.trend(session),
            "acts": {
                place: [{"name": name, "button": states.ACTIONS[name].records} for name in names]
                for place, names in PLACES.items()
            },
            "tiles": _tiles(snapshot["values"]),
            "pad_tabs": [{"name": name, "text": text} for name, text in PAD],
            "ratings": [
                {"kind": kind, "title": f"{kind.title()} now, one tap", "levels": levels}
                for kind, levels in entry_text.RATINGS.items()
            ],
            "moaas": sorted(moaas.LEVELS, reverse=True),
            "symptoms": watch.SYMPTOMS,
            "by_hand": [{"channel": c, "label": text} for c, text in BY_HAND],
            "given": catalogue,
            "offered": chart_warnings.concerns(session.patient, catalogue.MEDICINES),
            "reactions": acts.beside(session.patient),
            "to_pair": session.state in ("ordered", "checked") and any(d.pk not in paired for d in at_chair),
            "devices": [{"device": d, "pairing": paired.get(d.pk), "unread": _unread(d)} for d in at_chair],
        },
    )
    page_token.give(page, request, session)
    return page


def _tiles(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the tiles of the page, each with its values: a cuff's two numbers stand in one."""
    by_channel = {value["channel"]: value for value in values}
    return [
        {"name": name, "label": label, "channels": channels, "values": [by_channel[channel] for channel in channels]}
        for name, label, channels in TILES
    ]


def _unread(device: Device) -> list[tuple[unread.Unread, str]]:
    """What a device lately sent and we do not read, each with the query of the page on which it is mapped."""
    return [(one, dialect_pages.map_query(one.code)) for one in unread.lately(device)]


def _still_followed(request: HttpRequest, key: UUID) -> tuple[Session, doors.Viewer]:
    """A page whose sign-in ran out for idleness follows on, in the name of who opened it. Raises Http404."""
    session = get_object_or_404(Session.objects.select_related("patient", "order"), key=key)
    viewer = page_token.check(request, session)
    doors.patient_for(User.objects.get(pk=viewer.user_id), session.patient.key, doing=Action.FOLLOWED_CHAIR_LOCKED)
    return session, viewer


async def stream(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Server-sent events from event `after` on. Rights are checked, the connection closed; then it only waits."""
    after = request.GET.get("after", "0")

    def check() -> tuple[Session, doors.Viewer]:
        try:
            if not request.user.is_authenticated:
                return _still_followed(request, key)
            if not request.user.is_clinician:
                raise Http404
            found = session_for(request, key, doing=Action.FOLLOWED_CHAIR)
            return found, doors.viewer(request, found.patient_id)
        finally:
            connection.close()

    browser = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")  # whose place is held: server.bounds.streams
    session, viewer = await sync_to_async(check)()
    if viewer.browser != browser:  # a page whose sign-in ran out, by its own cookie
        if not tailer.has_room(viewer.browser):
            return HttpResponse("Too many chairs are open in this browser. Close some pages.", status=429)
        tailer.let_go(browser)
    number = int(after) if after.isdecimal() and len(after) < 10 else 0
    answer = StreamingHttpResponse(tailer.follow(session, number, viewer=viewer), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer
