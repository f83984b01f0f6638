"""What the pages of several rooms show of infusions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Order, Session
from euthymia.clinic.people.models import Patient, User

GIVEN: Final = ("running", "paused", "observing", "discharged")


@dataclass(frozen=True, slots=True)
class Infusions:
    """The newest orders of one person, each with its session.

    dose_shown   whether this reader may see milligrams; dose_hidden: what stands in their place
    """

    orders: Sequence[Order]
    dose_shown: bool
    dose_hidden: str = dose_shown.HIDDEN


def of_patient(patient: Patient, *, by: User) -> Infusions:
    """Return the six newest orders of this person."""
    orders = Order.objects.filter(patient=patient).select_related("session")[:6]
    return Infusions(tuple(orders), dose_shown.may_show(by, patient))


def given_on(patient: Patient) -> list[date]:
    """Return the days of the infusions given to this person."""
    rows = Session.objects.filter(patient=patient, state__in=GIVEN).values_list("opened_at", flat=True)
    return [timezone.localdate(at) for at in rows]


def infused(patient: Patient) -> Infused:
    """Return what the go or no-go list asks of infusions: the days, and the weight and height last ordered by."""
    order = Order.objects.filter(patient=patient).first()
    return Infused(given_on(patient), order.weight_kg if order else None, order.height_cm if order else None)


def last_session(patient: Patient) -> Session | None:
    """Return the session of this person that was opened last."""
    return Session.objects.filter(patient=patient).order_by("-opened_at").first()
