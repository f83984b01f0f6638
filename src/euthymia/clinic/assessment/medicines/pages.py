"""The page of allergies and medicines."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.medicines import acts, forms
from euthymia.clinic.assessment.models import Allergy, InfusionDayInstruction, Medication
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient


@login_required
def listed(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Allergies, medicines, what the table says of them, and the prescriber's order for infusion days."""
    return _page(request, _patient(request, patient_key))


@require_POST
@login_required
def add_allergy(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    patient, form = _patient(request, patient_key), forms.AllergyForm(request.POST)
    if not form.is_valid():
        return _page(request, patient, allergy=form)
    acts.add_allergy(patient, form.cleaned_data, by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


@require_POST
@login_required
def none_known(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    patient = _patient(request, patient_key)
    acts.say_none_known(patient, by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


@require_POST
@login_required
def strike(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient = _patient(request, patient_key)
    row = get_object_or_404(Allergy, key=key, patient=patient, voided_at=None)
    acts.strike_allergy(row, by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


@require_POST
@login_required
def answer_ketamine(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient = _patient(request, patient_key)
    row = get_object_or_404(Allergy, key=key, patient=patient, voided_at=None)
    said = {"yes": True, "no": False}.get(request.POST.get("is_ketamine", ""))
    if said is None:
        raise acts.NotAsked("Choose whether it is ketamine or not.")
    acts.answer_ketamine(row, is_ketamine=said, reason=request.POST.get("reason", ""), by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


@require_POST
@login_required
def add(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    patient, form = _patient(request, patient_key), forms.MedicineForm(request.POST)
    if not form.is_valid():
        return _page(request, patient, medicine=form)
    acts.add_medicine(patient, form.cleaned_data, by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


@require_POST
@login_required
def order(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient = _patient(request, patient_key)
    row = get_object_or_404(Medication, key=key, patient=patient, ended_at=None)
    acts.order_for_the_day(row, request.POST.get("what", ""), by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


@require_POST
@login_required
def end(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient = _patient(request, patient_key)
    acts.end_medicine(get_object_or_404(Medication, key=key, patient=patient, ended_at=None), by=request.user)
    return redirect("assessment:medicines", patient_key=patient.key)


def _patient(request: HttpRequest, key: UUID) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=Action.OPENED_ALLERGIES_AND_MEDICINES)


def _page(
    request: HttpRequest,
    patient: Patient,
    *,
    allergy: forms.AllergyForm | None = None,
    medicine: forms.MedicineForm | None = None,
) -> HttpResponse:
    context = {
        "patient": patient,
        "beside": acts.beside(patient),
        "allergy": allergy or forms.AllergyForm(),
        "medicine": medicine or forms.MedicineForm(),
        "choices": InfusionDayInstruction.Instruction.choices,
    }
    return render(request, "assessment/medicines/medicines.html", context, status=422 if allergy or medicine else 200)
