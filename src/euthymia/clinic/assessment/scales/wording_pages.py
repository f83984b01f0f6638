"""The pages on which a medical director loads a scale's wording, sees it, signs it on or takes it back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.models.scales import LoadedWording
from euthymia.clinic.assessment.scales import wordings
from euthymia.clinic.front_door.forms import DateInput
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.resources.questionnaire import MAX_BYTES, UnreadableQuestionnaire, WordingDoesNotFit


class LicenceForm(forms.Form):
    """The file, and the licence that allows its use."""

    file = forms.FileField(
        label="FHIR R4 Questionnaire, as JSON",
        error_messages={"required": "No file was chosen. Choose the Questionnaire."},
        widget=forms.FileInput({"accept": ".json,application/json,application/fhir+json"}),
    )
    held_from = forms.CharField(label="Licence or permission from", max_length=200)
    held_for = forms.CharField(
        label="What it allows", max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text="with its number, or the letter it stands in",
    )  # fmt: skip
    since = forms.DateField(label="Dated", widget=DateInput())

    def licence(self) -> wordings.Licence:
        told = self.cleaned_data
        return wordings.Licence(told["held_from"], told["held_for"], told["since"])


def _director_only(user: User) -> None:
    if not user.may(Capability.LOAD_WORDINGS):
        raise PermissionDenied


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Every scale, and which words its forms show."""
    _director_only(request.user)
    rows = [(scale, wordings.in_force(scale.key), scale.key in wordings.SHIPPED) for scale in wordings.scales()]
    return render(request, "assessment/wordings.html", {"rows": rows})


@login_required
def scale(request: HttpRequest, scale: str) -> HttpResponse:
    """One scale's wordings; a file that is refused says why by item, and what was typed stays."""
    _director_only(request.user)
    asked, form = wordings.find(scale), LicenceForm(request.POST or None, request.FILES or None)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = wordings.load(asked.key, file.read(MAX_BYTES + 1), form.licence(), by=request.user)
        except WordingDoesNotFit as refused:
            faults = refused.faults
        except UnreadableQuestionnaire as refused:
            form.add_error("file", str(refused))
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("assessment:wording", key=row.key)
    context = {
        "scale": asked, "form": form, "faults": faults, "shipped": asked.key in wordings.SHIPPED,
        "rows": LoadedWording.objects.filter(instrument=asked.key).select_related("loaded_by", "on_by", "off_by"),
    }  # fmt: skip
    return render(request, "assessment/wording_load.html", context, status=422 if faults or form.errors else 200)


@login_required
def wording(request: HttpRequest, key: UUID) -> HttpResponse:
    """One wording beside our items, its form as it will be seen, and the signature."""
    _director_only(request.user)
    return _wording(request, _row(key))


def _row(key: UUID) -> LoadedWording:
    return get_object_or_404(LoadedWording.objects.select_related("loaded_by", "on_by", "off_by"), key=key)


def _wording(request: HttpRequest, row: LoadedWording, *, refusal: str = "") -> HttpResponse:
    asked, words = wordings.find(row.instrument), wordings.words_of(row)
    lines = [(one, asked.labels.get(one.number, ""), one.number in asked.risk_items) for one in words.questions]
    context = {
        "row": row, "scale": asked, "words": words, "lines": lines, "refusal": refusal, "meaning": signing.WORDING,
    }  # fmt: skip
    return render(request, "assessment/wording.html", context, status=422 if refusal else 200)


@require_POST
@login_required
def turn_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign it on."""
    _director_only(request.user)
    row = _row(key)
    try:
        signing.confirm(request)
        wordings.turn_on(row, by=request.user)
    except Refusal as refusal:
        return _wording(request, row, refusal=str(refusal))
    messages.success(request, "Signed. The forms show this wording from now on.")
    return redirect("assessment:wording", key=row.key)


@require_POST
@login_required
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back: at once and without a signature, since a licence that ended leaves no time."""
    _director_only(request.user)
    row = _row(key)
    wordings.take_back(row, by=request.user)
    messages.success(request, "Taken back. No form shows this wording any more.")
    return redirect("assessment:wording", key=row.key)
