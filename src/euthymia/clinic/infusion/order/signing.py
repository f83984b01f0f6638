"""The prescriber's order for one session, and the session opened from it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import EligibilityDecision
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking.actions import check_in_use
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.models import NearMiss, Order, SecondSignature, Session
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.refusals import NoReasonGiven, NotYours
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.medicine import dosing, watch
from euthymia.medicine.drugs import interactions
from euthymia.medicine.refusal import Refusal


class SamePrescriber(Refusal):
    """The second signature was tried by who gave the first."""


class Hypersensitive(Refusal):
    """The chart has an allergy to ketamine itself."""


class NearKetamine(Refusal):
    """The chart has an allergy whose name is near ketamine's, and no prescriber has said whether it is meant."""


def sign_order(patient: Patient, order: dosing.Order, *, fields: Mapping[str, Any], reason: str, by: User) -> Order:
    """Sign an order for one session. A hard limit stops it, a soft one asks for a reason; each hit is a near miss.

    fields   with the `key` of the page's press, several presses at once sign one order
    """
    if not by.is_prescriber:
        raise NotYours("Only a prescriber signs an order.")
    at, reason = timezone.now(), reason.strip()
    plan = dosing.plan(order, limits=policies.in_force("dose"))
    _check_numbers(patient, order, plan, height_cm=fields.get("height_cm"), by=by, at=at)
    against = [
        *_against_the_list(patient, reason, by=by, at=at),
        *_against_the_medicines(patient, reason, by=by, at=at),
    ]
    if plan.soft and len(reason) < LEAST_REASON:
        raise NoReasonGiven(" ".join(b.sentence for b in plan.soft) + " Write the reason, or change the order.")
    with audit.atomic():
        audit.wait_for_turn()
        if "key" in fields and (signed := Order.objects.filter(patient=patient, key=fields["key"]).first()):
            return signed
        row = Order.objects.create(
            patient=patient,
            dose_mg_per_kg=order.dose_mg_per_kg,
            duration_min=order.duration_min,
            weight_kg=order.weight_kg,
            vial_mg_per_ml=order.vial_mg_per_ml,
            bag_ml=order.bag_ml,
            plan=dosing.plan_as_dict(plan),
            override_reasons=dict.fromkeys([*(b.key for b in plan.soft), *against], reason),
            signed_by=by,
            signed_at=at,
            meaning=signing.ORDER,
            expires_at=at + timedelta(hours=policies.in_force("time").order_holds_h),
            **fields,
        )
        audit.write(Action.SIGNED_ORDER, row, by=by, at=at)
    return row


def sign_second(order: Order, *, by: User) -> SecondSignature:
    """A second prescriber signs an order whose dose asks for two. Raises NotYours, SamePrescriber, OrderExpired."""
    if not by.is_prescriber:
        raise NotYours("Only a prescriber signs an order.")
    if by.pk == order.signed_by_id:
        raise SamePrescriber("The second signature is another prescriber's: the first one is yours.")
    at = timezone.now()
    check_order(order, at)
    if not waits_for_a_second(order):
        raise Refusal("This order does not wait for a second signature.")
    with audit.atomic():
        audit.wait_for_turn()
        if SecondSignature.objects.filter(order=order).exists():
            raise Refusal("Another prescriber gave the second signature at the same moment. Load the page again.")
        row = SecondSignature.objects.create(order=order, signed_by=by, signed_at=at, meaning=signing.SECOND_ORDER)
        audit.write(Action.SIGNED_ORDER_AS_SECOND, order, by=by, at=at)
    return row


def waits_for_a_second(order: Order) -> bool:
    """Return whether an order's dose asks for two signatures and has one."""
    return dosing.second_signature(order.as_ordered(), limits=policies.in_force("dose")) is not None


def _check_second(order: Order, *, by: User, at: datetime) -> None:
    """Count a session that was to be opened on one signature where two are asked. Raises SignedOnce."""
    try:
        dosing.check_signatures(order.as_ordered(), limits=policies.in_force("dose"))
    except dosing.SignedOnce as refused:
        near_miss(order.patient, "signed once", [str(refused)], by=by, at=at)
        raise


def _check_numbers(
    patient: Patient, order: dosing.Order, plan: dosing.InfusionPlan, *, height_cm: float | None, by: User, at: datetime
) -> None:
    """Count every limit that was hit, then refuse a hard one or a doubted weight."""
    concerns = weight_concerns(patient, order.weight_kg, height_cm=height_cm)
    if hit := [asdict(found) for found in (*plan.hard, *plan.soft, *concerns)]:
        near_miss(patient, "order", hit, by=by, at=at)
    dosing.check_plan(plan)
    if concerns:
        raise dosing.WeightDoubted(" ".join(c.sentence for c in concerns))


def _against_the_list(patient: Patient, reason: str, *, by: User, at: datetime) -> tuple[str, ...]:
    """Ask for a reason where the latest go or no-go list does not say go; give what the reason then answers."""
    decision = EligibilityDecision.objects.filter(patient=patient).first()
    if decision is None or decision.outcome == "go":
        return ()
    if len(reason) < LEAST_REASON:
        near_miss(patient, "order against the list", {"outcome": decision.outcome}, by=by, at=at)
        raise NoReasonGiven(
            f'The go or no-go list of {timezone.localtime(decision.at):%d %B} says "{decision.outcome}". '
            "Go through it again, or write why you order all the same."
        )
    return ("against the list",)


def _against_the_medicines(patient: Patient, reason: str, *, by: User, at: datetime) -> list[str]:
    """Stop at an allergy to ketamine, or near it; ask a reason where allergies are unknown or a medicine is to avoid.

    Each is counted. Raises Hypersensitive, NearKetamine, NoReasonGiven.
    """
    beside = acts.beside(patient)
    if beside.ruled_out:
        near_miss(patient, "allergy to ketamine", [one.allergy.substance for one in beside.ruled_out], by=by, at=at)
        raise Hypersensitive(
            "An allergy to ketamine is on the chart: it is not given. Nobody sets this aside; "
            "where the entry is wrong, a prescriber corrects it under Medicines."
        )
    if near := [row.substance for row in beside.near]:
        near_miss(patient, "allergy near ketamine", near, by=by, at=at)
        raise NearKetamine(
            f'Allergy to "{", ".join(near)}": that is close to a name of ketamine. '
            "Say under Medicines whether ketamine is meant, then sign. No reason passes it here."
        )
    avoid = [one.drug for one in interactions.ask_a_reason(beside.findings)]
    against = [*(["allergies not known"] if not beside.asked else []), *(f"{drug}: avoid" for drug in avoid)]
    if against and len(reason) < LEAST_REASON:
        near_miss(patient, "order beside medicines", against, by=by, at=at)
        raise NoReasonGiven(
            f"{'; '.join(against)}. Ask and enter it under Medicines; or write why you order all the same."
        )
    return against


_SETTINGS = (
    ("dose", "dose_mg_per_kg", "mg/kg"),
    ("duration", "duration_min", "min"),
    ("weight", "weight_kg", "kg"),
    ("vial", "vial_mg_per_ml", "mg/mL"),
    ("bag", "bag_ml", "mL"),
)


def unlike(last: Order, order: dosing.Order) -> list[str]:
    """Return in words each setting that is another than in the patient's last order."""
    pairs = ((what, getattr(last, name), getattr(order, name), unit) for what, name, unit in _SETTINGS)
    return [f"{what} {now:.4g} {unit}, last time {was:.4g}" for what, was, now, unit in pairs if was != now]


def near_miss(patient: Patient, kind: str, what: Any, *, by: User, at: datetime) -> None:
    """A near miss is counted in a transaction of its own: it stays when what caused it is refused."""
    with audit.atomic():
        row = NearMiss.objects.create(patient=patient, at=at, by=by, kind=kind, details=what)
        audit.write(Action.NEAR_MISS, row, by=by, at=at, kind=kind)


def weight_concerns(patient: Patient, weight_kg: float, *, height_cm: float | None) -> tuple[dosing.Concern, ...]:
    """Hold today's weight against the last one ordered by, or against height."""
    last_kg = Order.objects.filter(patient=patient).values_list("weight_kg", flat=True).first()
    return dosing.check_weight(weight_kg, height_cm=height_cm, last_weight_kg=last_kg)


def open_session(order: Order, chair: Resource, *, by: User) -> Session:
    """Open the session of an order at a chair; the nurse who opens it is its nurse."""
    at = timezone.now()
    policies.check_signed()
    check_in_use([chair])
    check_order(order, at)
    _check_second(order, by=by, at=at)
    row = Session(
        order=order,
        patient=order.patient,
        chair=chair,
        nurse=by,
        state="ordered",
        opened_at=at,
        limits=policies.changed("chair"),
    )
    row.alarm_state = watch.as_dict(
        watch.initial(now_s=at.timestamp(), limits=limits_for(row), phase="observing", expected=())
    )
    with audit.atomic():
        audit.wait_for_turn()  # of several presses at once the first opens it
        if Session.objects.filter(order=order).exists():
            raise Refusal("This order has its session already. A second session needs an order of its own.")
        row.save()
        audit.write(Action.OPENED_SESSION, row, by=by, at=at)
    return row


class OrderExpired(Refusal):
    """The order's time is over."""


def check_order(order: Order, at: datetime) -> None:
    """Refuse an order whose time is over. Raises OrderExpired."""
    if order.expires_at < at:
        raise OrderExpired(f"This order expired {timezone.localtime(order.expires_at):%d %B %H:%M}. Ask for a new one.")
