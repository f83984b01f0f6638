"""Orders, the chair's live page and its stream."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment import medicines
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.front_door.models import Resource
from euthymia.clinic.infusion import actions, forms, live, ordering
from euthymia.clinic.infusion.eyes import elsewhere, token
from euthymia.clinic.infusion.hands import said
from euthymia.clinic.infusion.models import LIVE, Device, DeviceMessage, Order, Session
from euthymia.clinic.infusion.stream import tailer
from euthymia.clinic.people import doors, dose_shown, policies, signing
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import dosing, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import catalogue
from euthymia.medicine.instruments import moaas
from euthymia.medicine.refusal import Refusal

BY_HAND = (
    ("systolic_mmhg", "Systolic"), ("diastolic_mmhg", "Diastolic"), ("pulse_bpm", "Pulse"),
    ("spo2_pct", "SpO2 %"), ("resp_rate_bpm", "Breaths"),
)  # fmt: skip


def clinicians_only(user: User | AnonymousUser) -> None:
    if not user.is_authenticated or not user.is_clinician:
        raise PermissionDenied


def session_for(request: HttpRequest, key: UUID, *, doing: Action | None = None) -> Session:
    """Find a session whose chart this person may open; with `doing`, write the opening."""
    clinicians_only(request.user)
    session = get_object_or_404(Session.objects.select_related("patient", "order", "chair", "nurse"), key=key)
    if doing:
        doors.patient_for(request.user, session.patient.key, doing=doing)
    elif not doors.may_open(request.user, session.patient):
        raise Http404
    return session


@login_required
def chairs(request: HttpRequest) -> HttpResponse:
    """Every chair at a glance, who waits for a second check, and what was not charted."""
    clinicians_only(request.user)
    rows = _chairs(request.user)
    doors.patients_listed(request.user, [s.patient for _, s, _ in rows if s], doing=Action.LISTED_CHAIRS)
    return render(
        request,
        "infusion/chairs.html",
        {
            "chairs": rows,
            "notices": elsewhere.look(),
            "waiting": Session.objects.filter(state="ordered").select_related("patient", "chair", "order__signed_by"),
            "quarantined": DeviceMessage.objects.filter(fate__in=["quarantined", "refused"])
            .select_related("device")
            .defer("raw")
            .order_by("-pk")[:20],
        },
    )


def chairs_now(request: HttpRequest) -> HttpResponse:
    """The same chairs, renewed: the opening of the page was written, its renewals are not.

    Whoever is signed out meanwhile is refused: a sign-in page in the middle of this one would help nobody.
    """
    clinicians_only(request.user)
    return render(request, "infusion/_chairs.html", {"chairs": _chairs(request.user), "notices": elsewhere.look()})


def _chairs(user: User) -> list[tuple[Resource, Session | None, list[dict[str, Any]]]]:
    """Each chair with its live session and that session's alarms, the most urgent first."""
    live_ones = Session.objects.filter(state__in=LIVE).select_related("patient", "chair", "nurse")
    taken = {session.chair_id: session for session in live_ones}
    for session in taken.values():
        session.mine = doors.may_open(user, session.patient)
    rows = []
    for chair in Resource.objects.filter(kind="chair"):
        session = taken.get(chair.pk)
        rows.append((chair, session, live.alarms(session) if session else []))
    return rows


@login_required
def orders(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Orders of one patient; a prescriber sees the plan worked out before signing it."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_ORDERS)
    last = patient.orders.first()
    form = forms.OrderForm(request.POST or None, initial={"height_cm": last.height_cm} if last else None)
    plan, signed = _worked_out(request, patient, form) if form.is_bound and form.is_valid() else (None, False)
    if signed:
        return redirect("infusion:orders", patient_key=patient.key)
    context = {
        "patient": patient, "form": form, "plan": plan, "last": last, "beside": medicines.beside(patient),
        "unlike": ordering.unlike(last, form.order()) if plan and last else [],
        "chairs": Resource.objects.filter(kind="chair"),
        "seen": _as_seen(plan) if plan else "", "now": timezone.now(),
        "orders": _orders_of(patient), "meaning": signing.ORDER, "second_meaning": signing.SECOND_ORDER,
        "dose_shown": dose_shown.may_show(request.user, patient), "dose_hidden": dose_shown.HIDDEN,
        "second": dosing.second_signature(form.order(), limits=policies.in_force("dose")) if plan else None,
    }  # fmt: skip
    return render(request, "infusion/orders.html", context, status=422 if form.errors else 200)


def _orders_of(patient: Patient) -> list[Order]:
    """The patient's orders, each with whether it `waits` for a second prescriber."""
    rows = list(patient.orders.select_related("session", "signed_by", "second_signature__signed_by"))
    for row in rows:
        row.waits = not hasattr(row, "session") and ordering.waits_for_a_second(row)
    return rows


@require_POST
@login_required
def sign_second(request: HttpRequest, order_key: UUID) -> HttpResponse:
    """The second prescriber's signature under a dose that asks for two."""
    clinicians_only(request.user)
    order = get_object_or_404(Order, key=order_key)
    doors.patient_for(request.user, order.patient.key, doing=Action.OPENED_ORDER_TO_SIGN_IT)
    signing.confirm(request)
    ordering.sign_second(order, by=request.user)
    return redirect("infusion:orders", patient_key=order.patient.key)


def _worked_out(
    request: HttpRequest, patient: Patient, form: forms.OrderForm
) -> tuple[dosing.InfusionPlan | None, bool]:
    """Work the order out, and sign it where the numbers that were on the screen are the numbers signed."""
    plan = None
    try:
        order = form.order()
        plan = dosing.plan(order, limits=policies.in_force("dose"))
        if "sign" in request.POST and request.POST.get("seen") == _as_seen(plan):
            signing.confirm(request)
            reason = form.cleaned_data["reason"]
            ordering.sign_order(patient, order, fields=form.fields_of_row(), reason=reason, by=request.user)
            return plan, True
        for concern in ordering.weight_concerns(patient, order.weight_kg, height_cm=form.cleaned_data["height_cm"]):
            form.add_error(None, concern.sentence)
        if "sign" in request.POST:
            form.add_error(None, "Read what this comes to, below, then sign.")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return plan, False


def _as_seen(plan: dosing.InfusionPlan) -> str:
    """What the page showed: nobody signs numbers that were not on the screen."""
    return f"{plan.dose_mg:.3f} mg at {plan.rate_ml_h:.3f} mL/h"


@require_POST
@login_required
def open_session(request: HttpRequest, order_key: UUID) -> HttpResponse:
    clinicians_only(request.user)
    order = get_object_or_404(Order, key=order_key)
    doors.patient_for(request.user, order.patient.key, doing=Action.OPENED_SESSION)
    chair = get_object_or_404(Resource, key=request.POST.get("chair"), kind="chair")
    session = ordering.open_session(order, chair, by=request.user)
    return redirect("infusion:chair", key=session.key)


@login_required
def second_check(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person's page: it shows none of the first one's numbers."""
    session = session_for(request, key, doing=Action.OPENED_SECOND_CHECK)
    form = forms.SecondCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = {"number": data["number"], "birth_date": data["birth_date"]}
        try:
            actions.second_check(session, form.entered(), **who, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("infusion:chair", key=session.key)
    context = {"session": session, "form": form}
    return render(request, "infusion/second_check.html", context, status=422 if form.errors else 200)


@login_required
def chair(request: HttpRequest, key: UUID) -> HttpResponse:
    """The live page: a snapshot at event n, then a stream from n."""
    session = session_for(request, key, doing=Action.OPENED_CHAIR)
    board = {**live.page_board(session), "listener_up": tailer.listener_up()}
    paired = {p.device_id: p for p in session.pairings.filter(ended_at=None).select_related("by")}
    page = render(
        request,
        "infusion/chair.html",
        {
            "session": session,
            "dose_shown": dose_shown.may_show_at_chair(request.user, session),
            "dose_hidden": dose_shown.HIDDEN,
            "forecast_on": policies.in_force("forecast").shown,
            "idle_s": policies.in_force("time").idle_min * 60,
            "board": board,
            "trend": live.trend(session),
            "acts": [
                {"name": name, "button": states.ACTIONS[name].records}
                for name in ("start", "pause", "resume", "stop", "cancel")
            ],
            "ratings": [
                {"kind": kind, "title": f"{kind.title()} now, one tap", "levels": levels}
                for kind, levels in said.RATINGS.items()
            ],
            "moaas": sorted(moaas.LEVELS, reverse=True),
            "symptoms": watch.SYMPTOMS,
            "by_hand": [{"channel": c, "label": text} for c, text in BY_HAND],
            "given": catalogue,
            "devices": [{"device": d, "pairing": paired.get(d.pk)} for d in Device.objects.filter(chair=session.chair)],
        },
    )
    token.give(page, request, session)
    return page


def _still_followed(request: HttpRequest, key: UUID) -> tuple[Session, doors.Viewer]:
    """A page whose sign-in ran out for idleness follows on, in the name of who opened it. Raises Http404."""
    session = get_object_or_404(Session.objects.select_related("patient", "order"), key=key)
    viewer = token.check(request, session)
    doors.patient_for(User.objects.get(pk=viewer.user_id), session.patient.key, doing=Action.FOLLOWED_CHAIR_LOCKED)
    return session, viewer


async def stream(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Server-sent events from event `after` on. Rights are checked, the connection closed; then it only waits."""
    after = request.GET.get("after", "0")

    def check() -> tuple[Session, doors.Viewer]:
        try:
            if not request.user.is_authenticated:
                return _still_followed(request, key)
            if not request.user.is_clinician:
                raise Http404
            found = session_for(request, key, doing=Action.FOLLOWED_CHAIR)
            return found, doors.viewer(request, found.patient_id)
        finally:
            connection.close()

    session, viewer = await sync_to_async(check)()
    number = int(after) if after.isdecimal() and len(after) < 10 else 0
    answer = StreamingHttpResponse(tailer.follow(session, number, viewer=viewer), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer
