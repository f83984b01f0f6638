"""The page of the work-up: what is done, what is due, and each result beside the laboratory's range."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.models import WorkupResult
from euthymia.clinic.assessment.workup import forms, results
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.eligibility.workup import Result
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest, patient_key: UUID, *, given_on: Callable[[Patient], Sequence[date]]) -> HttpResponse:
    """Show every line of the work-up; a result is entered below.

    given_on   reads the days of the infusions, in a room after this one
    """
    patient, today = _patient(request, patient_key), timezone.localdate()
    is_screen = "screen" in request.POST
    form = forms.ResultForm(None if is_screen else request.POST or None, initial={"taken_on": today})
    screen = forms.DrugScreenForm(request.POST if is_screen else None, initial={"taken_on": today}, prefix="screen")
    if request.method == "POST" and (sent := screen if is_screen else form).is_valid():
        try:
            entered = list(screen.results) if is_screen else [Result(**form.told)]
            results.add_all(patient, entered, by=request.user)
        except Refusal as refusal:
            sent.add_error(None, str(refusal))
        else:
            return redirect("pages:workup", patient_key=patient.key)
    context = {
        "patient": patient,
        "lines": results.stand(patient, today=today, given_on=given_on(patient)),
        "screens": results.screens(patient, today=today),
        "rows": WorkupResult.objects.filter(patient=patient, voided_at=None).select_related("entered_by"),
        "form": form,
        "screen_form": screen,
    }
    failed = form.errors or screen.errors
    return render(request, "assessment/workup/workup.html", context, status=422 if failed else 200)


@require_POST
@login_required
def strike(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    """Take one out."""
    patient = _patient(request, patient_key)
    results.strike(get_object_or_404(WorkupResult, key=key, patient=patient, voided_at=None), by=request.user)
    return redirect("pages:workup", patient_key=patient.key)


def _patient(request: HttpRequest, key: UUID) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=Action.OPENED_WORK_UP)
