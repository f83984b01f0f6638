"""The go or no-go list, and who may open the pages of this room."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from euthymia.clinic.assessment import actions, workup
from euthymia.clinic.assessment.models import EligibilityDecision
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import eligibility

CHOICES = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


def clinicians_only(user: User) -> None:
    """Raise 403 for anybody but a clinician: a patient reads her own page, not these."""
    if not user.is_clinician:
        raise PermissionDenied


@login_required
def gate(request: HttpRequest, patient_key: UUID, *, infused: Callable[[Patient], workup.Infused]) -> HttpResponse:
    """Show the go or no-go list, and decide it.

    infused   reads what a room after this one knows of the infusions
    """
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing="opened the go or no-go list")
    decision = EligibilityDecision.objects.filter(patient=patient).first()
    answers = decision.answers if decision else {}
    overrides = decision.overrides if decision else {}
    if request.method == "POST":
        answers = {c.key: request.POST.get(c.key, "unknown") for c in eligibility.CRITERIA}
        given = {name.removesuffix("-reason"): why for name, why in request.POST.items() if name.endswith("-reason")}
        actions.decide_eligibility(patient, answers, given, infused=infused(patient), by=request.user)
        return redirect("pages:gate", patient_key=patient.key)
    known = workup.known(patient, today=timezone.localdate(), infused=infused(patient))
    seen = {line.key: line for line in eligibility.decide(answers, overrides={}, known=known).lines}
    rows = [(c, answers.get(c.key, "unknown"), overrides.get(c.key, ""), seen[c.key]) for c in eligibility.CRITERIA]
    taken = [(line, overrides.get(line.key, "")) for key, line in seen.items() if key.startswith("medicine:")]
    context = {"patient": patient, "rows": rows, "taken": taken, "decision": decision, "choices": CHOICES}
    return render(request, "assessment/gate.html", context)
