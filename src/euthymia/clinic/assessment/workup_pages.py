"""The page of the work-up: what is done, what is due, and each result beside the laboratory's range."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment import forms, workup
from euthymia.clinic.assessment.models import WorkupResult
from euthymia.clinic.assessment.views import clinicians_only
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.eligibility.workup import Result
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Every line of the work-up; a result is entered below."""
    patient = _patient(request, patient_key)
    form = forms.ResultForm(request.POST or None, initial={"taken_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            workup.add(patient, Result(**form.told), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assessment:workup", patient_key=patient.key)
    lines = workup.stand(patient, today=timezone.localdate())
    rows = patient.results.filter(struck_at=None).select_related("entered_by")
    context = {"patient": patient, "lines": lines, "rows": rows, "form": form}
    return render(request, "assessment/workup.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def strike(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    """Take one out."""
    patient = _patient(request, patient_key)
    workup.strike(get_object_or_404(WorkupResult, key=key, patient=patient, struck_at=None), by=request.user)
    return redirect("assessment:workup", patient_key=patient.key)


def _patient(request: HttpRequest, key: UUID) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=Action.OPENED_WORK_UP)
