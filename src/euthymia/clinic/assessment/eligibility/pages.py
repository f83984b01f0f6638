"""The go or no-go list."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.eligibility import decision as eligibility_decision
from euthymia.clinic.assessment.eligibility.since import since
from euthymia.clinic.assessment.models import EligibilityDecision
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine import eligibility
from euthymia.medicine.eligibility import drug_screen

CHOICES = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


@login_required
def gate(request: HttpRequest, patient_key: UUID, *, infused: Callable[[Patient], results.Infused]) -> HttpResponse:
    """Show the go or no-go list, and decide it.

    infused   reads what a room after this one knows of the infusions
    """
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_ELIGIBILITY_CHECKLIST)
    decision = EligibilityDecision.objects.filter(patient=patient).first()
    answers = decision.answers if decision else {}
    overrides = decision.overrides if decision else {}
    if request.method == "POST":
        answers = {c.key: request.POST.get(c.key, "unknown") for c in eligibility.CRITERIA}
        given = {name.removesuffix("-reason"): why for name, why in request.POST.items() if name.endswith("-reason")}
        eligibility_decision.decide_eligibility(patient, answers, given, infused=infused(patient), by=request.user)
        return redirect("pages:eligibility", patient_key=patient.key)
    today, told = timezone.localdate(), infused(patient)
    known = results.known(patient, today=today, infused=told)
    seen = {line.key: line for line in eligibility.decide(answers, overrides={}, known=known).lines}
    rows = [(c, answers.get(c.key, "unknown"), overrides.get(c.key, ""), seen[c.key]) for c in eligibility.CRITERIA]
    taken = [(line, overrides.get(line.key, "")) for key, line in seen.items() if key.startswith("medicine:")]
    context = {"patient": patient, "rows": rows, "taken": taken, "decision": decision, "choices": CHOICES}
    context["screens"] = drug_screen.to_ask(results.screens(patient, today=today))
    context["since"] = since(decision, today=today, infused=told) if decision else None
    return render(request, "assessment/gate.html", context)
