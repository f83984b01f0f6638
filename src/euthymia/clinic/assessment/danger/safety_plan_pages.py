"""The safety plan in the chart, and the same plan on the person's own phone."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.danger import safety_plan
from euthymia.clinic.assessment.models.danger import SafetyPlan
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.refusal import Refusal


@login_required
def edit(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Write it with the person. Each save is a new version; what was typed stays where it is refused."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_SAFETY_PLAN)
    versions = list(SafetyPlan.objects.filter(patient=patient).select_related("by"))
    typed, refusal = (versions[0].sections if versions else {}), ""
    if request.method == "POST":
        typed = request.POST
        try:
            safety_plan.write(patient, typed, by=request.user)
        except Refusal as why:
            refusal = str(why)
        else:
            return redirect("assessment:safety_plan", patient_key=patient.key)
    context = {
        "patient": patient, "refusal": refusal, "sections": [(s, typed.get(s.key, "")) for s in safety_plan.SECTIONS],
        "versions": [(one, safety_plan.shown(one)) for one in versions],
    }  # fmt: skip
    return render(request, "assessment/safety_plan.html", context, status=422 if refusal else 200)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The newest version, for the person whose it is: one tap calls."""
    patient = Patient.objects.filter(user=request.user).first()
    if patient is None:
        raise Http404
    doors.patient_for(request.user, patient.key, doing=Action.OPENED_OWN_SAFETY_PLAN)
    plan = SafetyPlan.objects.filter(patient=patient).first()
    context = {"plan": plan, "sections": safety_plan.shown(plan) if plan else []}
    return render(request, "assessment/my_safety_plan.html", context)
