"""The panel "What the model expects": asked for by a clinician, where a medical director has switched it on."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.outcomes import expected
from euthymia.clinic.outcomes.band import picture
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine import number_entry
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course.outlook import NotASpacing


@require_GET
@login_required
def panel(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """The panel, computed now; a page of its own where no script asks for it."""
    clinicians_only(request.user)
    if not expected.policy().shown:
        raise Http404("switched off")
    patient = doors.patient_for(request.user, patient_key, doing=Action.ASKED_WHAT_MODEL_EXPECTS)
    context = {"patient": patient, "expects": {"on": True} | _answered(patient, request.GET.get("spacing", ""))}
    alone = not request.headers.get("HX-Request")
    status = 422 if context["expects"].get("wrong") else 200
    return render(request, "outcomes/expected.html" if alone else "outcomes/_expected.html", context, status=status)


def closed() -> dict[str, Any]:
    """What the outcome page shows before anybody asks: whether there is a panel at all."""
    return {"on": bool(expected.policy().shown)}


def _answered(patient: Patient, spacing: str) -> dict[str, Any]:
    text = spacing.strip() or f"{expected.policy().spacing_days:g}"
    try:
        found = expected.expects(patient, at=timezone.now(), spacing_days=_days(text))
    except NotASpacing as refusal:
        return {"wrong": str(refusal), "spacing": text}
    except Refusal as refusal:
        return {"why_not": expected.why_not(refusal)}
    return {"panel": found, "picture": picture(found.found), "spacing": text}


def _days(text: str) -> float:
    try:
        return number_entry.number(text, "Spacing")
    except number_entry.NotANumber:
        raise NotASpacing(f'Spacing read as "{text[:20]}". Enter a number of days, such as 14.') from None
