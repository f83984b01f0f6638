"""The list of scales in the chart, and the sheet of one: for clinicians, who rate or write down what was said."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment import sheets
from euthymia.clinic.assessment.models import Sheet
from euthymia.clinic.assessment.views import clinicians_only
from euthymia.clinic.people import doors
from euthymia.medicine import instruments
from euthymia.medicine.instruments import gad7, phq9
from euthymia.medicine.refusal import Refusal

WORDING = {"gad7": (gad7.STEM, tuple(text for text, _ in gad7.ITEMS), {a.score: a.text for a in phq9.ANSWERS})}


@login_required
def listed(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Every scale, with its last total and who rated."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing="opened the scales")
    own = list(patient.sheets.select_related("began_by"))
    rows = [
        (
            scale,
            next((s for s in own if s.instrument == scale.key and s.finished_at), None),
            next(
                (s for s in own if s.instrument == scale.key and not s.finished_at and s.began_by == request.user), None
            ),
        )
        for scale in sheets.HERE
    ]
    return render(request, "assessment/scales.html", {"patient": patient, "rows": rows})


@login_required
def sheet(request: HttpRequest, patient_key: UUID, scale: str) -> HttpResponse:
    """The sheet that this rater has open, or a new one."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing="opened a scale")
    return _sheet(request, sheets.begin(patient, scale, by=request.user))


def _sheet(request: HttpRequest, row: Sheet, *, refusal: str = "", status: int = 200) -> HttpResponse:
    scale, given = instruments.find(row.instrument), row.answers()
    stem, texts, words = WORDING.get(scale.key, ("", scale.labels, {}))
    items = [
        (n, texts[n - 1] if texts else "", given.get(n), [(a, words.get(a, "")) for a in _answers(scale, n)])
        for n in range(1, scale.items + 1)
    ]
    context = {"sheet": row, "patient": row.patient, "scale": scale, "items": items, "stem": stem, "refusal": refusal}
    return render(request, "assessment/scale.html", context | _touched(row), status=status)


def _answers(scale: instruments.Instrument, item: int) -> range:
    return range(scale.item_min, scale.greatest(item) + 1)


def _touched(row: Sheet) -> dict[str, object]:
    scale, given = instruments.find(row.instrument), row.answers()
    ever = row.touches.filter(item__in=scale.risk_items, answer__gt=scale.item_min).exists()
    danger = any(given.get(n, scale.item_min) > scale.item_min for n in scale.risk_items)
    return {"sheet": row, "patient": row.patient, "danger": danger, "was_danger": ever, "answered": len(given)}


@require_POST
@login_required
def touch(request: HttpRequest, sheet_key: UUID, item: int) -> HttpResponse:
    """One answer, saved when touched."""
    row = _mine(request, sheet_key)
    answer = request.POST.get(f"item-{item}", "")
    if not (answer.isascii() and answer.isdigit()):
        raise Refusal(f"Item {item}: the answer could not be read. Choose one of the numbers.")
    sheets.touch(row, item, int(answer), by=request.user)
    return render(request, "assessment/_touched.html", _touched(row))


@require_POST
@login_required
def finish(request: HttpRequest, sheet_key: UUID) -> HttpResponse:
    """Save what the form shows, then score; where an answer is missing, the rest stays."""
    row = _mine(request, sheet_key)
    try:
        _take_what_the_form_shows(request, row)
        sheets.finish(row, by=request.user)
    except Refusal as refusal:
        return _sheet(request, row, refusal=str(refusal), status=422)
    return redirect("assessment:scales", patient_key=row.patient.key)


def _take_what_the_form_shows(request: HttpRequest, row: Sheet) -> None:
    scale, saved = instruments.find(row.instrument), row.answers()
    for n in (*scale.risk_items, *range(1, scale.items + 1)):
        given = request.POST.get(f"item-{n}", "")
        if given.isascii() and given.isdigit() and saved.get(n) != int(given):
            sheets.touch(row, n, int(given), by=request.user)
            saved[n] = int(given)


def _mine(request: HttpRequest, key: UUID) -> Sheet:
    clinicians_only(request.user)
    row = get_object_or_404(Sheet, key=key, began_by=request.user)
    if row.instrument in sheets.ELSEWHERE or not doors.may_open(request.user, row.patient):
        raise Http404
    return row
