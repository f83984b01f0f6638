"""What the pages of several rooms show of infusions, and what is to be set up for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Device, EmergencyKit, Order, Session
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.summary import Line

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


def devices_line() -> Line:
    """Return whether each chair in use has a monitor."""
    chairs = Resource.objects.in_use().filter(kind=Resource.Kind.CHAIR)
    monitored = Device.objects.filter(kind="monitor", retired_at=None).values("chair")
    bare = [chair.name for chair in chairs.exclude(pk__in=monitored)]
    count = Device.objects.filter(retired_at=None).count()
    devices, at = "device" if count == 1 else "devices", "chair" if len(chairs) == 1 else "chairs"
    says = f"{count} {devices}, {len(chairs)} {at}." if count else "None yet."
    blocks = "Vital signs there are entered by hand alone."
    if count and not bare:
        return Line("devices", "Devices", done=True, says=says)
    missing = f" No monitor at: {', '.join(bare[:6])}." if bare and count else ""
    return Line("devices", "Devices", done=False, says=says + missing, blocks=blocks)


def kit_line() -> Line:
    """Return whether a list of what the emergency kit holds is signed."""
    signed, waits = EmergencyKit.in_force(), EmergencyKit.waiting()
    if signed is not None and waits is None:
        by = signed.signed_by.name if signed.signed_by else ""
        return Line("kit", "Emergency kit", done=True, says=f"{len(signed.lines)} lines, signed by {by}.")
    says = "A list waits for the medical director's signature." if waits else "No list is entered."
    blocks = "The help sheet shows the list signed before." if signed else "The help sheet says: use the kit's card."
    return Line("kit", "Emergency kit", done=False, says=says, blocks=blocks)
