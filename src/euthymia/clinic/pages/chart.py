"""The chart's first page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from euthymia.clinic.assessment import summary as assessment
from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.booking import summary as booking
from euthymia.clinic.infusion import summary as infusion
from euthymia.clinic.people import doors
from euthymia.clinic.tasks import summary as tasks


@login_required
def chart(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Show one patient at a glance."""
    clinicians_only(request.user)
    patient, at = doors.patient_for(request.user, patient_key), timezone.now()
    context = {
        "patient": patient,
        "tasks": tasks.of_patient(patient),
        "assessed": assessment.of_patient(patient, at=at, infused=infusion.infused(patient)),
        "appointments": booking.of_patient(patient, at=at),
        "infusions": infusion.of_patient(patient, by=request.user),
    }
    return render(request, "pages/chart.html", context)
