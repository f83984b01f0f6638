"""The buttons of the live page: each records what a hand did and answers nothing; the stream brings the change.

A press brings its key and its time: the same press sent twice is written once, and one that comes late keeps its time.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.chair import acts, corrections, entry_text, symptoms
from euthymia.clinic.infusion.chair.entries import once, when
from euthymia.clinic.infusion.chair.pages import BY_HAND
from euthymia.clinic.infusion.models import Session
from euthymia.medicine import number_entry
from euthymia.medicine.charting import EventKind
from euthymia.medicine.instruments import moaas

Act = Callable[[HttpRequest, Session], Any]


def recording(act: Act) -> Callable[..., HttpResponse]:
    """A button of the live page: checks the right, records once, answers without content."""

    @require_POST
    @login_required
    def view(request: HttpRequest, key: UUID, **more: Any) -> HttpResponse:
        session = session_for(request, key)
        with once(session, request.POST, by=request.user) as new:
            if new:
                act(request, session, **more)
        return HttpResponse(status=204)

    return view


@recording
def act(request: HttpRequest, session: Session, action: str) -> None:
    if action not in ("start", "pause", "resume", "stop", "cancel"):
        raise Http404
    at, reason = when(session, request.POST), request.POST.get("reason", "")
    acts.act(session, action, by=request.user, reason=reason, happened_at=at)


@recording
def pump_seen(request: HttpRequest, session: Session) -> None:
    acts.pump_seen(session, by=request.user, happened_at=when(session, request.POST))


@recording
def acknowledge(request: HttpRequest, session: Session) -> None:
    acts.acknowledge(session, request.POST.get("alarm", ""), by=request.user)


@recording
def asked_done(request: HttpRequest, session: Session) -> None:
    acts.say_done(session, request.POST.get("what", ""), by=request.user)


@recording
def pause_sound(request: HttpRequest, session: Session) -> None:
    acts.pause_sound(session, by=request.user)


@recording
def rate(request: HttpRequest, session: Session, kind: str) -> None:
    if kind not in entry_text.RATINGS:
        raise Http404
    level, at = _whole(request, "level", kind.title()), when(session, request.POST)
    acts.rate(session, EventKind(kind), level, by=request.user, happened_at=at)


@recording
def vitals(request: HttpRequest, session: Session) -> None:
    values = {c: _number(request, c, label) for c, label in BY_HAND if request.POST.get(c, "").strip()}
    acts.enter_vitals(session, values, by=request.user, happened_at=when(session, request.POST))


@recording
def sedation(request: HttpRequest, session: Session) -> None:
    level = float(moaas.read(_whole(request, "moaas", "MOAA/S")).level)
    at = when(session, request.POST)
    acts.enter_vitals(session, {"sedation_moaas": level}, by=request.user, happened_at=at)


@recording
def cadss(request: HttpRequest, session: Session) -> None:
    total, at = _whole(request, "total", "CADSS"), when(session, request.POST)
    acts.enter_cadss(session, total, by=request.user, happened_at=at)


@recording
def adverse_event(request: HttpRequest, session: Session) -> None:
    what, note = request.POST.get("what", ""), request.POST.get("note", "")
    grade, at = _whole(request, "grade", "Grade"), when(session, request.POST)
    acts.report_adverse_event(session, what=what, grade=grade, note=note, by=request.user, happened_at=at)


@recording
def medicine(request: HttpRequest, session: Session) -> None:
    acts.give_medicine(session, request.POST.dict(), by=request.user, happened_at=when(session, request.POST))


@recording
def note(request: HttpRequest, session: Session) -> None:
    text = request.POST.get("note", "")
    acts.write_note(session, text, by=request.user, happened_at=when(session, request.POST))


@recording
def correct(request: HttpRequest, session: Session, number: int) -> None:
    corrections.correct(session, number, request.POST.dict(), by=request.user)


@recording
def symptom(request: HttpRequest, session: Session) -> None:
    symptoms.see(session, request.POST.get("what", ""), by=request.user, happened_at=when(session, request.POST))


@recording
def symptom_over(request: HttpRequest, session: Session) -> None:
    symptoms.over(session, request.POST.get("what", ""), by=request.user)


@recording
def call_help(request: HttpRequest, session: Session) -> None:
    acts.call_help(session, by=request.user, happened_at=when(session, request.POST))


@recording
def help_line(request: HttpRequest, session: Session, group: str) -> None:
    if group not in ("called", "step", "drug", "here"):
        raise Http404
    what, at = request.POST.get("what", ""), when(session, request.POST)
    acts.add_help_line(session, group, what, by=request.user, happened_at=at)


def _number(request: HttpRequest, field: str, label: str) -> float:
    return number_entry.number(request.POST.get(field, ""), label)


def _whole(request: HttpRequest, field: str, label: str) -> int:
    return number_entry.whole(request.POST.get(field, ""), label)
