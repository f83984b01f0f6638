"""The chart of one patient, and the patient's own page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.scales import listing
from euthymia.clinic.audit.models import Entry
from euthymia.clinic.people import doors, dose_shown
from euthymia.clinic.people.models import Patient, Role, User
from euthymia.medicine.instruments import phq9


@login_required
def chart(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """One patient at a glance."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key)
    return render(
        request,
        "assessment/chart.html",
        {
            "patient": patient,
            "danger": assessment.stand(patient, at=timezone.now()),
            "verdict": patient.verdicts.first(),
            "decision": patient.decisions.first(),
            "sheets": patient.sheets.filter(instrument=phq9.PHQ9.key)[:5],
            "tasks": patient.tasks.filter(done_at=None).select_related("owner"),
            "dose_shown": dose_shown.may_show(request.user, patient),
            "dose_hidden": dose_shown.HIDDEN,
            "orders": patient.orders.select_related("session").all()[:6],
            "appointments": patient.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now()),
        },
    )


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The patient's own page: what is next, her answers, and who opened her chart."""
    patient = Patient.objects.filter(user=request.user).first()
    if patient is None:
        raise Http404
    doors.patient_for(request.user, patient.key, doing="opened her own page")
    readers = Entry.objects.filter(patient_key=patient.key, actor__startswith="person:").exclude(
        actor=f"person:{request.user.key}"
    )
    names = {f"person:{u.key}": str(u) for u in User.objects.exclude(role=Role.PATIENT)}
    return render(
        request,
        "assessment/mine.html",
        {
            "patient": patient,
            "today": timezone.localdate(),
            "appointments": patient.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now()),
            "answered": listing.answered_alone(patient),
            "to_answer": listing.to_answer(patient),
            "verdict": patient.verdicts.first(),
            "readers": [(e.at, names.get(e.actor, "staff"), e.action) for e in readers.order_by("-number")[:20]],
        },
    )
