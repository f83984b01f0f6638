"""What the pages of several rooms show of infusions."""

from collections.abc import Sequence
from dataclasses import dataclass

from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Order
from euthymia.clinic.people.models import Patient, User


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
