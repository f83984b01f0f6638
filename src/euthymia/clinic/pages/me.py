"""The patient's place: what is next, what to answer, and who opened the chart."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from euthymia.clinic.assessment import summary as assessment
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import summary as booking
from euthymia.clinic.people import doors
from euthymia.clinic.people import summary as people
from euthymia.clinic.people.models import Patient


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Show the patient's own page. Raises Http404 for anybody else."""
    patient = Patient.objects.filter(user=request.user).first()
    if patient is None:
        raise Http404
    doors.patient_for(request.user, patient.key, doing=Action.OPENED_OWN_PAGE)
    context = {
        "patient": patient,
        "today": timezone.localdate(),
        "appointments": booking.of_patient(patient, at=timezone.now()),
        "own": assessment.for_patient(patient),
        "readers": people.readers_of(patient, but=request.user),
    }
    return render(request, "pages/me.html", context)
