"""The buttons of the live page: each records what a hand did and answers nothing; the stream brings the change."""

from collections.abc import Callable
from math import isfinite, nan
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from euthymia.clinic.infusion import actions
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.views import BY_HAND, session_for
from euthymia.medicine.instruments import moaas
from euthymia.medicine.refusal import Refusal

Act = Callable[[HttpRequest, Session], Any]


def recording(act: Act) -> Callable[..., HttpResponse]:
    """A button of the live page: checks the right, records, answers without content; the stream brings the change."""

    @require_POST
    @login_required
    def view(request: HttpRequest, key: UUID, **more: Any) -> HttpResponse:
        act(request, session_for(request, key), **more)
        return HttpResponse(status=204)

    return view


@recording
def act(request: HttpRequest, session: Session, action: str) -> None:
    if action not in ("start", "pause", "resume", "stop", "cancel"):
        raise Http404
    actions.act(session, action, by=request.user, reason=request.POST.get("reason", ""))


@recording
def pump_seen(request: HttpRequest, session: Session) -> None:
    actions.pump_seen(session, by=request.user)


@recording
def acknowledge(request: HttpRequest, session: Session) -> None:
    actions.acknowledge(session, request.POST.get("alarm", ""), by=request.user)


@recording
def pause_sound(request: HttpRequest, session: Session) -> None:
    actions.pause_sound(session, by=request.user)


@recording
def rate(request: HttpRequest, session: Session, kind: str) -> None:
    if kind not in ("dissociation", "distress"):
        raise Http404
    actions.rate(session, kind, int(_number(request, "level", kind.title())), by=request.user)


@recording
def vitals(request: HttpRequest, session: Session) -> None:
    values = {c: _number(request, c, label) for c, label in BY_HAND if request.POST.get(c, "").strip()}
    actions.enter_vitals(session, values, by=request.user)


@recording
def sedation(request: HttpRequest, session: Session) -> None:
    level = moaas.read(int(_number(request, "moaas", "MOAA/S")))
    actions.enter_vitals(session, {"sedation_moaas": float(level.level)}, by=request.user)


@recording
def cadss(request: HttpRequest, session: Session) -> None:
    actions.enter_cadss(session, int(_number(request, "total", "CADSS")), by=request.user)


@recording
def adverse_event(request: HttpRequest, session: Session) -> None:
    actions.report_adverse_event(
        session,
        what=request.POST.get("what", ""),
        grade=int(_number(request, "grade", "Grade")),
        note=request.POST.get("note", "")[:300],
        by=request.user,
    )


def _number(request: HttpRequest, field: str, label: str) -> float:
    text = request.POST.get(field, "").strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        value = nan
    if not isfinite(value):
        raise Refusal(f'{label}: "{text[:20]}" is not a number. Type digits.')
    return value
