"""The course on one page, and the two forms that feed it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.assessment.views import clinicians_only
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.outcomes import actions, curves
from euthymia.clinic.outcomes.forms import DayCheckForm, RatingForm
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient
from euthymia.medicine.instruments import madrs
from euthymia.medicine.refusal import Refusal


@require_GET
@login_required
def course(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Scores over time with the infusions marked, as a chart and as a table."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing="opened the outcome")
    return _page(request, patient)


@require_POST
@login_required
def rate(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing="opened the outcome")
    form = RatingForm(request.POST, prefix="madrs")
    if not form.is_valid():
        return _page(request, patient, rating=form, status=422)
    actions.rate_madrs(patient, form.items(), by=request.user, at=timezone.now())
    return redirect("outcomes:course", patient_key=patient.key)


@require_POST
@login_required
def day_check(request: HttpRequest, session_key: UUID) -> HttpResponse:
    """An answer that someone does not feel safe acts before the rest of the form is looked at."""
    clinicians_only(request.user)
    session = get_object_or_404(Session.objects.select_related("patient"), key=session_key)
    if not doors.may_open(request.user, session.patient):
        raise Http404("no such session")
    doors.patient_for(request.user, session.patient.key, doing="opened the outcome")
    form, at = DayCheckForm(request.POST, prefix=_prefix(session)), timezone.now()
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


def _prefix(session: Session) -> str:
    return f"check-{session.key}"


def _page(
    request: HttpRequest,
    patient: Patient,
    *,
    rating: RatingForm | None = None,
    check: tuple[Session, DayCheckForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    sessions = curves.sessions_of(patient)
    began_at = [s.began_at for s in sessions]
    found = curves.curves(curves.scores_of(patient), began_at)
    context = {
        "patient": patient,
        "sessions": sessions,
        "curves": found,
        "chart": curves.chart(found, began_at),
        "rating": rating or RatingForm(prefix="madrs"),
        "checks": [_check(session, check) for session in curves.unchecked(sessions)],
        "has_baseline": patient.ratings.filter(instrument=madrs.MADRS.key).exists(),
        "licence": madrs.LICENCE,
        "tasks": patient.tasks.filter(done_at=None).select_related("owner"),
    }
    return render(request, "outcomes/course.html", context, status=status)


def _check(session: Session, tried: tuple[Session, DayCheckForm] | None) -> dict[str, object]:
    form = tried[1] if tried and tried[0].pk == session.pk else DayCheckForm(prefix=_prefix(session))
    return {"session": session, "form": form, "baseline": actions.baseline_of(session)}
