"""What opens beside the live page: the form that corrects an entry, and the help sheet to print."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.chair import corrections
from euthymia.clinic.infusion.models import EmergencyKit
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import moment
from euthymia.medicine import charting
from euthymia.medicine.charting import EventKind, Line, effective


@login_required
def correction(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """The form for one entry, as it stands now: a part of the live page, whose opening was written."""
    session = session_for(request, key)
    line = corrections.entry(session, number)
    context = {"session": session, "line": line, "fields": corrections.fields(line)}
    return render(request, "infusion/_correct.html", context | {"clock": corrections.clock_of(line.at_s)})


@login_required
def help_sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every line of the emergency to the second, and the last values that the record has."""
    session = session_for(request, key, doing=Action.OPENED_HELP_SHEET)
    snapshot = board.page_board(session, for_help=True)
    values = [value | {"at": moment(value["at_s"])} for value in snapshot["values"] if value["at_s"] is not None]
    context = {"session": session, "lines": _sheet(board.acts_of(session)), "values": values, "now": timezone.now()}
    context["kit"] = EmergencyKit.in_force()
    return render(request, "infusion/help.html", context | {"state_text": snapshot["state_text"]})


_ON_THE_SHEET = (
    EventKind.HELP_CALLED, EventKind.HELP, EventKind.MEDICINE, EventKind.PUMP_SEEN, *charting.ACTS,
)  # fmt: skip


def _sheet(acts: list[Line]) -> list[dict[str, object]]:
    """The lines from five minutes before help was first called, oldest first; all acts, where nobody called."""
    lines = sorted(effective(acts), key=lambda line: (line.at_s, line.number))
    called_s = next((line.at_s for line in lines if line.kind == EventKind.HELP_CALLED), 0.0)
    shown = [
        line
        for line in lines
        if (line.kind in _ON_THE_SHEET or not charting.known(line.kind))
        and line.at_s >= called_s - _BEFORE_S
        and line.body.get("action", "start") in board.MOVE_THE_PUMP
    ]
    return [
        {
            "at": moment(line.at_s),
            "line": line,
            "text": board.text_of(line.kind, line.body),
            "was": list(line.was),
        }
        for line in shown
    ]


_BEFORE_S = 300.0
