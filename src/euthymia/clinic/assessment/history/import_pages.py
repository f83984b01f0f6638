"""The page on which a record of another system is read, and each of its lines confirmed, changed or left out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.history import forms, imports, source_words
from euthymia.clinic.assessment.models import ImportedLine
from euthymia.clinic.assessment.models.records import RecordImport
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """What was read, line by line."""
    return _page(request, _patient(request, patient_key))


@require_POST
@login_required
def read(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Read one file; a file that is refused says so beside the field."""
    patient, file = _patient(request, patient_key), request.FILES.get("file")
    if file is None:
        return _page(request, patient, refusal="No file was chosen. Choose a FHIR R4 Bundle or an NDJSON file.")
    row = imports.read(file.chunks(), patient, by=request.user)
    new = f"{row.new_lines} new {'line' if row.new_lines == 1 else 'lines'} to look at"
    known = f", {row.known_lines} known already" if row.known_lines else ""
    seen = f"{row.resources:,} {'resource' if row.resources == 1 else 'resources'}"
    messages.info(request, f"Read {seen}: {new}{known}, {row.refused_count} refused.")
    return _onwards(request, patient)


@require_POST
@login_required
def confirm(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient, line = _line(request, patient_key, key)
    try:
        imports.confirm(line, by=request.user)
    except Refusal as refusal:
        return _page(request, patient, line=line, refusal=str(refusal))
    return _onwards(request, patient, line)


@require_http_methods(["GET", "POST"])
@login_required
def change(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    """Return the form of one line, which is loaded when it is opened; confirm a trial with other values.

    What was typed stays where it is refused.
    """
    patient, line = _line(request, patient_key, key)
    if request.method == "GET":
        return _form_alone(request, patient, line)
    form = forms.TrialForm(request.POST, prefix=str(line.key))
    doses = forms.Doses(request.POST, prefix=f"{line.key}-dose")
    if line.kind == ImportedLine.Kind.TRIAL and form.is_valid() and doses.is_valid():
        told = form.told([one.told for one in doses if one.told])
        try:
            imports.confirm(line, by=request.user, told=told)
        except Refusal as refusal:
            form.add_error(None, str(refusal).removeprefix("trial 1: "))
        else:
            return _onwards(request, patient, line)
    return _page(request, patient, line=line, form=(form, doses))


@require_POST
@login_required
def leave(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient, line = _line(request, patient_key, key)
    imports.leave_out(line, by=request.user)
    return _onwards(request, patient, line)


@require_POST
@login_required
def undo(request: HttpRequest, patient_key: UUID, key: UUID) -> HttpResponse:
    patient, line = _line(request, patient_key, key)
    imports.undo(line, by=request.user)
    return _onwards(request, patient, line)


def _patient(request: HttpRequest, key: UUID) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=Action.OPENED_RECORDS_OF_OTHER_SYSTEMS)


def _line(request: HttpRequest, patient_key: UUID, key: UUID) -> tuple[Patient, ImportedLine]:
    patient = _patient(request, patient_key)
    return patient, get_object_or_404(ImportedLine, key=key, patient=patient)


def _onwards(request: HttpRequest, patient: Patient, line: ImportedLine | None = None) -> HttpResponse:
    """Go back to the page, at the line; htmx, which sends the file, is told to go there itself."""
    place = reverse("assessment:imports", args=[patient.key]) + (f"#line-{line.key}" if line else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return redirect(place)


def _page(
    request: HttpRequest,
    patient: Patient,
    *,
    line: ImportedLine | None = None,
    form: tuple[forms.TrialForm, BaseFormSet] | None = None,
    refusal: str = "",
) -> HttpResponse:
    rows = list(ImportedLine.objects.filter(patient=patient).select_related("decided_by", "record_import__by"))
    trials = imports.entered(rows)
    typed = line.pk if line and (form or refusal) else None
    for row in rows:
        row.words, row.look_at = source_words.of_line(row.content), source_words.look_at(row.content)
        row.trial = trials.get(row.entered_as)
        row.refusal = refusal if line and row.pk == line.pk else ""
        row.may_change = _may_change(row)
        if row.may_change and row.pk == typed:
            row.form, row.doses = form or _forms(row)
    context = {
        "patient": patient,
        "open": [row for row in rows if not row.decision],
        "decided": [row for row in rows if row.decision],
        "last": RecordImport.objects.filter(patient=patient).select_related("by").first(),
        "refusal": "" if line else refusal,
    }
    return render(request, "assessment/imports.html", context, status=422 if refusal or form else 200)


def _form_alone(request: HttpRequest, patient: Patient, line: ImportedLine) -> HttpResponse:
    """Return a line's form as a part of the page: a record may have hundreds of lines, and each form is large."""
    if not _may_change(line):
        raise Http404
    line.form, line.doses = _forms(line)
    return render(request, "assessment/_change_line.html", {"patient": patient, "line": line})


def _may_change(line: ImportedLine) -> bool:
    return line.kind == ImportedLine.Kind.TRIAL and not line.decision


def _forms(row: ImportedLine) -> tuple[forms.TrialForm, BaseFormSet]:
    return forms.told_again(imports.told_by(row.content), prefix=str(row.key))
