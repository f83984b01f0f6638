"""The page of the list before the start."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from euthymia.clinic.assessment import medicines
from euthymia.clinic.assessment.models import Medicine
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion import before
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.policy import limits_for
from euthymia.clinic.infusion.views import session_for
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import User
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every line with why; signed when all are met. What was answered stays on the page whatever button was pressed."""
    session = session_for(request, key, doing=Action.OPENED_LIST_BEFORE_START)
    refusal = before.unreadable(request.POST)
    if request.method == "POST" and not refusal:
        try:
            if "sign" in request.POST:
                signing.confirm(request)
            if _pressed(session, request.POST, by=request.user):
                return redirect("infusion:chair", key=session.key)
        except Refusal as refused:
            refusal = str(refused)
    context = {
        "session": session,
        "refusal": refusal,
        "lines": before.lines_of(session, request.POST),
        "questions": _questions(session, request.POST),
        "pregnancy": question("pregnancy", "Pregnancy test", before.PREGNANCY, request.POST),
        "given": request.POST,
        "meaning": signing.BEFORE,
        "limits": limits_for(session),
    }
    return render(request, "infusion/before.html", context, status=422 if refusal else 200)


YES_NO = {"yes": "Yes", "no": "No"}


def _questions(session: Session, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The questions in their order; where medicines are on the chart, one for each in place of the one for all."""
    rows = []
    for name, text in before.YES_OR_NO.items():
        taken = medicines.current(session.patient) if name == "medicines_as_ordered" else []
        rows += [question(f"medicine:{row.key}", _of(row), YES_NO, given) for row in taken]
        if not taken:
            rows.append(question(name, text, YES_NO, given))
    return rows


def _of(medicine: Medicine) -> str:
    if medicine.ordered is None:
        return f"{medicine}: no order for infusion days. Done as the prescriber says today?"
    said = f"{medicine.ordered.get_what_display().lower()} ({medicine.ordered.by.name}, {medicine.ordered.at:%d %b %Y})"
    return f"{medicine}: ordered {said}. Done so?"


def _pressed(session: Session, answers: Mapping[str, str], *, by: User) -> bool:
    """Do what the button asks; True where the list is signed."""
    before.bring_the_prescriber(session, before.facts_of(session, answers), by=by)  # first: a review covers it then
    aside = next((name.removeprefix("aside:") for name in answers if name.startswith("aside:")), "")
    if "review" in answers:
        before.review_risk(session, answers.get("finding", ""), by=by)
    elif aside:
        before.set_aside(session, aside, answers.get(f"reason:{aside}", ""), by=by)
    if "sign" in answers:
        before.go_through(session, before.facts_of(session, answers), by=by)
    return "sign" in answers


def question(name: str, text: str, choices: Mapping[str, str], given: Mapping[str, str]) -> dict[str, Any]:
    rows = [{"value": value, "text": said, "checked": given.get(name) == value} for value, said in choices.items()]
    return {"name": name, "text": text, "choices": rows}
