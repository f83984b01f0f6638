"""Orders: worked out, signed, and a session opened from one."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.access import clinicians_only
from euthymia.clinic.infusion.models import Order
from euthymia.clinic.infusion.order import forms
from euthymia.clinic.infusion.order import signing as order_signing
from euthymia.clinic.people import doors, policies, signing
from euthymia.clinic.people.models import Patient
from euthymia.medicine import dosing
from euthymia.medicine.refusal import Refusal


@login_required
def orders(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Orders of one patient; a prescriber sees the plan worked out before signing it."""
    clinicians_only(request.user)
    patient = doors.patient_for(request.user, patient_key, doing=Action.OPENED_ORDERS)
    last = Order.objects.filter(patient=patient).first()
    form = forms.OrderForm(request.POST or None, initial={"height_cm": last.height_cm} if last else None)
    plan, signed = _worked_out(request, patient, form) if form.is_bound and form.is_valid() else (None, False)
    if signed:
        return redirect("infusion:orders", patient_key=patient.key)
    context = {
        "patient": patient, "form": form, "plan": plan, "last": last, "beside": acts.beside(patient),
        "unlike": order_signing.unlike(last, form.order()) if plan and last else [],
        "chairs": Resource.objects.in_use().filter(kind="chair"),
        "seen": _as_seen(plan) if plan else "", "now": timezone.now(), "press": _press(request),
        "orders": _orders_of(patient), "meaning": signing.ORDER, "second_meaning": signing.SECOND_ORDER,
        "dose_shown": dose_shown.may_show(request.user, patient), "dose_hidden": dose_shown.HIDDEN,
        "second": dosing.second_signature(form.order(), limits=policies.in_force("dose")) if plan else None,
    }  # fmt: skip
    return render(request, "infusion/orders.html", context, status=422 if form.errors else 200)


def _orders_of(patient: Patient) -> list[Order]:
    """The patient's orders, each with whether it `waits` for a second prescriber."""
    rows = list(
        Order.objects.filter(patient=patient).select_related("session", "signed_by", "second_signature__signed_by")
    )
    for row in rows:
        row.waits = not hasattr(row, "session") and order_signing.waits_for_a_second(row)
    return rows


@require_POST
@login_required
def sign_second(request: HttpRequest, order_key: UUID) -> HttpResponse:
    """The second prescriber's signature under a dose that asks for two."""
    clinicians_only(request.user)
    order = get_object_or_404(Order, key=order_key)
    doors.patient_for(request.user, order.patient.key, doing=Action.OPENED_ORDER_TO_SIGN_IT)
    signing.confirm(request)
    order_signing.sign_second(order, by=request.user)
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
            fields = form.fields_of_row() | {"key": _press(request)}
            order_signing.sign_order(patient, order, fields=fields, reason=reason, by=request.user)
            return plan, True
        height_cm = form.cleaned_data["height_cm"]
        for concern in order_signing.weight_concerns(patient, order.weight_kg, height_cm=height_cm):
            form.add_error(None, concern.sentence)
        if "sign" in request.POST:
            form.add_error(None, "Read what this comes to, below, then sign.")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return plan, False


def _press(request: HttpRequest) -> UUID:
    """Return the key that all presses of one page share; of a page that has none, a new one."""
    try:
        return UUID(request.POST.get("press", ""))
    except ValueError:
        return uuid4()


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
    session = order_signing.open_session(order, chair, by=request.user)
    return redirect("infusion:chair", key=session.key)
