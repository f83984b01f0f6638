"""Drugs tried, each with its doses, and what they add up to."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.history import confirmed, forms, judging, standing
from euthymia.clinic.assessment.models import AntidepressantTrial, ImportedLine, ResistanceVerdict
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance import Trial
from euthymia.medicine.resistance.unlisted import Unlisted
from euthymia.wire import history as form_of

Kind = ImportedLine.Kind


@login_required
def history(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Drugs tried, and what they add up to."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_DRUG_HISTORY)
    form = forms.TrialForm(request.POST or None)
    doses = forms.Doses(_rows(request), prefix="dose")
    if request.method == "POST" and "another" not in request.POST and form.is_valid() and doses.is_valid():
        try:
            judging.add_told(patient, form.told([one.told for one in doses if one.told]), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal).removeprefix("trial 1: "))
        else:
            return redirect("assessment:history", patient_key=patient.key)
    asked_again = "another" in request.POST
    return _page(request, patient, form, doses, status=422 if form.is_bound and not asked_again else 200)


def _rows(request: HttpRequest) -> Any:
    """What was typed, with one more row where another dose is asked for."""
    if request.method != "POST" or "another" not in request.POST:
        return request.POST or None
    typed = request.POST.copy()
    count = typed.get("dose-TOTAL_FORMS", "")
    typed["dose-TOTAL_FORMS"] = str(
        min(int(count) + 1, forms.MOST_DOSES) if count.isdecimal() and len(count) < 4 else 2
    )
    return typed


def _page(
    request: HttpRequest, patient: Patient, form: forms.TrialForm, doses: BaseFormSet, *, status: int
) -> HttpResponse:
    judged = standing.latest(patient)
    verdict = judged.verdict if judged else None
    rows = AntidepressantTrial.objects.filter(patient=patient, voided_at=None)
    read = [(row, row.read()) for row in rows]
    trials = sorted((pair for pair in read if isinstance(pair[1], Trial)), key=lambda pair: pair[1].held)
    context = {
        "patient": patient,
        "trials": [row for row, _ in trials],
        "unlisted": [pair for pair in read if isinstance(pair[1], Unlisted)],
        "form": form,
        "doses": doses,
        "verdict": verdict,
        "standing": judged,
    }
    context["from_records"] = records = confirmed.confirmed(patient, Kind.DIAGNOSIS, Kind.AGENT)
    context |= _asked(verdict, confirmed.diagnosis_of(records))
    return render(request, "assessment/history.html", context, status=status)


def _asked(verdict: ResistanceVerdict | None, recorded_diagnosis: str) -> dict[str, Any]:
    """The two forms below the verdict, as they were filled for it; at first the diagnosis is the records'."""
    if verdict is None:
        return {"episode": forms.EpisodeForm(initial={"diagnosis": recorded_diagnosis}), "beside": forms.BesideForm()}
    asked = verdict.context.get("asked", {})
    shown = {True: "yes", False: "no", None: ""}
    standing = {
        "episode_began": verdict.episode_began,
        "history_complete": verdict.history_complete,
        "rule": verdict.rule_name,
        "diagnosis": asked.get("diagnosis", ""),
    }
    beside = {key: value if isinstance(value, str) else shown[value] for key, value in asked.items()}
    return {"episode": forms.EpisodeForm(initial=standing), "beside": forms.BesideForm(initial=beside)}


@require_POST
@login_required
def strike(request: HttpRequest, patient_key: UUID, trial_key: UUID) -> HttpResponse:
    """Strike one out; the page offers to take that back."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key)
    judging.strike_trial(
        get_object_or_404(AntidepressantTrial, key=trial_key, patient=patient, voided_at=None), by=request.user
    )
    return redirect("assessment:history", patient_key=patient.key)


@require_POST
@login_required
def judge(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Judge the list as it stands."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key)
    episode, beside = forms.EpisodeForm(request.POST), forms.BesideForm(request.POST)
    context = {"episode": episode, "beside": beside, "patient": patient}
    if not (episode.is_valid() and beside.is_valid()):
        return render(request, "assessment/_verdict.html", context, status=422)
    try:
        context["verdict"] = verdict = _judged(request, patient, episode.cleaned_data, beside)
    except Refusal as refusal:
        episode.add_error(None, str(refusal))
        return render(request, "assessment/_verdict.html", context, status=422)
    context["standing"] = standing.standing(verdict)
    return render(request, "assessment/_verdict.html", context)


def _judged(
    request: HttpRequest, patient: Patient, asked: dict[str, Any], beside: forms.BesideForm
) -> ResistanceVerdict:
    about = judging.About(
        episode_began=form_of.read_day(asked["episode_began"] or None, "this episode began"),
        history_complete=asked["history_complete"],
        diagnosis=asked["diagnosis"],
        other_causes=beside.causes(),
        staging=beside.beside(),
    )
    rule = judging.rule(asked["rule"])
    return judging.judge_resistance(patient, rule=rule, about=about, by=request.user, at=timezone.now())
