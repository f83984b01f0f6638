"""The page of the list before the start."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from euthymia.clinic.assessment.history import standing
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import Medication
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import YES_NO, question, session_for
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.start import checklist
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import User
from euthymia.medicine.eligibility import drug_screen
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every line with why; signed when all are met. What was answered stays on the page whatever button was pressed."""
    session = session_for(request, key, doing=Action.OPENED_PRE_INFUSION_CHECKLIST)
    refusal = checklist.unreadable(request.POST)
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
        "lines": checklist.lines_of(session, request.POST),
        "questions": _questions(session, request.POST),
        "pregnancy": question("pregnancy", "Asked alone: “Could you be pregnant?”", checklist.PREGNANCY, request.POST),
        "given": request.POST,
        "screens": drug_screen.to_ask(results.screens(session.patient, today=timezone.localdate())),
        "judged": standing.latest(session.patient),
        "since": checklist.since_decided(session.patient),
        "meaning": signing.BEFORE,
        "limits": limits_for(session),
    }
    return render(request, "infusion/start/pre_infusion.html", context, status=422 if refusal else 200)


def _questions(session: Session, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The questions in their order; where medicines are on the chart, one for each in place of the one for all."""
    rows = []
    for name, text in checklist.YES_OR_NO.items():
        taken = acts.current(session.patient) if name == "medicines_as_ordered" else []
        rows += [question(f"medicine:{row.key}", _of(row), YES_NO, given) for row in taken]
        if not taken:
            rows.append(question(name, text, YES_NO, given))
    return rows


def _of(medicine: Medication) -> str:
    if medicine.ordered is None:
        return f"{medicine}: no order for infusion days. Done as the prescriber says today?"
    order = medicine.ordered
    said = f"{order.get_instruction_display().lower()} ({order.by.name}, {order.at:%d %b %Y})"
    return f"{medicine}: ordered {said}. Done so?"


def _pressed(session: Session, answers: Mapping[str, str], *, by: User) -> bool:
    """Do what the button asks; True where the list is signed."""
    checklist.bring_the_prescriber(
        session, checklist.facts_of(session, answers), by=by
    )  # first: a review covers it then
    aside = next((name.removeprefix("aside:") for name in answers if name.startswith("aside:")), "")
    if "review" in answers:
        checklist.review_risk(session, answers.get("finding", ""), by=by)
    elif aside:
        checklist.set_aside(session, aside, answers.get(f"reason:{aside}", ""), by=by)
    if "sign" in answers:
        checklist.go_through(session, checklist.facts_of(session, answers), by=by)
    return "sign" in answers
