"""The course on one page, and the two forms that feed it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.assessment.scales import wordings
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.outcomes import actions, curves, expected_pages
from euthymia.clinic.outcomes.forms import DayCheckForm, RatingForm
from euthymia.clinic.outcomes.models import ClinicianRating
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks.models import Task
from euthymia.medicine import instruments
from euthymia.medicine.instruments import madrs
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.refusal import Refusal


@require_GET
@login_required
def course(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Scores over time with the infusions marked, as a chart and as a table."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_OUTCOME)
    return _page(request, patient)


@require_POST
@login_required
def rate(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_OUTCOME)
    form = _rating(patient, request.POST)
    _hear(form, patient, madrs.MADRS, by=request.user)
    if not form.is_valid():
        return _page(request, patient, rating=form, status=422)
    actions.rate_madrs(patient, form.items(), by=request.user, at=timezone.now())
    return redirect("outcomes:course", patient_key=patient.key)


@require_POST
@login_required
def touch_item_10(request: HttpRequest, patient_key: UUID, scale: str) -> HttpResponse:
    """The item about suicide, told when it is touched; gives what to do now, for the place beside it."""
    clinicians_only(request.user)
    patient = get_object_or_404(Patient, key=patient_key)
    if scale not in (madrs.MADRS.key, madrs.MADRS_24H.key) or not doors.may_open(request.user, patient):
        raise Http404
    name, value = next(((n, v) for n, v in request.POST.items() if n.endswith("item_10")), ("", ""))
    danger = actions.hear_item(patient, instruments.find(scale), 10, _whole(value), by=request.user, at=timezone.now())
    line = {"number": name, "danger": danger, "was_danger": False}
    return render(request, "outcomes/_item_10.html", {"patient": patient, "line": line})


def _hear(form: RatingForm | DayCheckForm, patient: Patient, scale: Instrument, *, by: User) -> None:
    actions.hear_item(patient, scale, 10, _whole(form["item_10"].data), by=by, at=timezone.now())


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4 else None


@require_POST
@login_required
def day_check(request: HttpRequest, session_key: UUID) -> HttpResponse:
    """An answer that someone does not feel safe acts before the rest of the form is looked at."""
    clinicians_only(request.user)
    session = get_object_or_404(Session.objects.select_related("patient"), key=session_key)
    if not doors.may_open(request.user, session.patient):
        raise Http404("no such session")
    doors.patient_for(request.user, session.patient.key, doing=Action.OPENED_OUTCOME)
    form, at = _check_form(session, request.POST), timezone.now()
    _hear(form, session.patient, madrs.MADRS_24H, by=request.user)
    complete = form.is_valid()
    try:
        actions.hear_safety(session, form["safe"].data or "", by=request.user, at=at)
        actions.check_ready(session)
        if complete:
            actions.check_day_after(
                session, form.cleaned_data["safe"], form.told(), form.items(), by=request.user, at=at
            )
            return redirect("outcomes:course", patient_key=session.patient.key)
    except (actions.CheckedAlready, actions.NotOver):
        raise  # the page has no form for this session; the sentence has a page of its own
    except Refusal as refusal:
        if "safe" not in form.errors:  # an unanswered question says so beside itself
            form.add_error(None, str(refusal))
    return _page(request, session.patient, check=(session, form), status=422)


def _check_form(session: Session, told: QueryDict | None = None) -> DayCheckForm:
    key = madrs.MADRS_24H.key
    touch = reverse("outcomes:answer_item_10", args=[session.patient.key, key])
    return DayCheckForm(told, prefix=f"check-{session.key}", worded=wordings.shown(key), touch=touch)


def _rating(patient: Patient, told: QueryDict | None = None) -> RatingForm:
    key = madrs.MADRS.key
    touch = reverse("outcomes:answer_item_10", args=[patient.key, key])
    return RatingForm(told, prefix="madrs", worded=wordings.shown(key), touch=touch)


def _page(
    request: HttpRequest,
    patient: Patient,
    *,
    rating: RatingForm | None = None,
    check: tuple[Session, DayCheckForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    sessions = curves.sessions_of(patient)
    started_at = [s.started_at for s in sessions]
    found = curves.curves(curves.scores_of(patient), started_at)
    context = {
        "patient": patient,
        "sessions": sessions,
        "dose_shown": dose_shown.may_show(request.user, patient),
        "dose_hidden": dose_shown.HIDDEN,
        "curves": found,
        "chart": curves.chart(found, started_at),
        "rating": rating or _rating(patient),
        "checks": [_check(session, check) for session in curves.unchecked(sessions)],
        "has_baseline": ClinicianRating.objects.filter(patient=patient, instrument=madrs.MADRS.key).exists(),
        "licence": madrs.LICENCE,
        "worded": wordings.shown(madrs.MADRS.key),
        "expects": expected_pages.closed(),
        "tasks": Task.objects.filter(patient=patient, done_at=None).select_related("owner"),
    }
    return render(request, "outcomes/course.html", context, status=status)


def _check(session: Session, tried: tuple[Session, DayCheckForm] | None) -> dict[str, object]:
    form = tried[1] if tried and tried[0].pk == session.pk else _check_form(session)
    return {"session": session, "form": form, "baseline": actions.baseline_of(session)}
