"""The page of the list for leaving, and the written instructions that go home."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import YES_NO, question, session_for
from euthymia.clinic.infusion.discharge import checklist, leave
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import User
from euthymia.medicine.charting import EventKind
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest, key: UUID) -> HttpResponse:
    """The criteria for leaving, one by one. Unknown is unmet; what was answered stays whatever button was pressed."""
    session, refusal = session_for(request, key, doing=Action.OPENED_DISCHARGE_CHECKLIST), ""
    if request.method == "POST":
        try:
            _pressed(session, request.POST, by=request.user)
            if "leave" in request.POST:
                signing.confirm(request)
                leave.leave(session, checklist.facts_of(session, request.POST), by=request.user)
                return redirect("pages:chart", patient_key=session.patient.key)
        except Refusal as refused:
            refusal = str(refused)
    facts = checklist.facts_of(session, request.POST)
    context = {
        "session": session,
        "lines": checklist.lines_of(session, request.POST),
        "refusal": refusal,
        "questions": [question(name, text, YES_NO, request.POST) for name, text in checklist.ASKED.items()],
        "given": request.POST,
        "acute": facts.suicidal,
        "meaning": signing.LEAVING,
    }
    return render(request, "infusion/discharge.html", context, status=422 if refusal else 200)


@login_required
def instructions(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the patient takes home in writing: plain words, one page, printed."""
    session = session_for(request, key, doing=Action.OPENED_WRITTEN_INSTRUCTIONS)
    stopped = session.events.filter(kind=EventKind.ACT, body__action="stop").last()
    until = (stopped.event_at if stopped else timezone.now()) + timedelta(hours=24)
    return render(request, "infusion/instructions.html", {"session": session, "until": until})


def _pressed(session: Session, answers: Mapping[str, str], *, by: User) -> None:
    """Do what the buttons other than the signature ask; an acute answer acts first, whatever was pressed."""
    checklist.hear_risk(session, checklist.facts_of(session, answers), by=by)
    aside = next((name.removeprefix("aside:") for name in answers if name.startswith("aside:")), "")
    if "handed" in answers:
        when = _today_at(answers.get("handed_when", ""))
        checklist.hand_over(session, answers.get("finding", ""), to=answers.get("handed_to", ""), when=when, by=by)
    elif aside:
        checklist.set_aside(session, aside, answers.get(f"reason:{aside}", ""), by=by)


def _today_at(text: str) -> datetime:
    """Read a time of today as it was typed. Raises Refusal."""
    try:
        clock = datetime.strptime(text.strip(), "%H:%M")  # noqa: DTZ007 - a clock face, given its day below
    except ValueError:
        raise Refusal(f'Handed over at: read as "{text.strip()[:10]}". Type hours and minutes, like 14:05.') from None
    return timezone.localtime().replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
