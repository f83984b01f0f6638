"""May milligrams and rates be shown? The one question that every page, paper and stream with a dose asks first.

HELP is excepted: its sheet hides nothing.
"""

from typing import Final, Protocol

from django.db.models import Q
from django.utils import timezone

from euthymia.clinic.infusion.models import Order
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import dosing
from euthymia.medicine import session as states

HIDDEN: Final = "hidden until the second check"
_IN_THE_CHAIR: Final = frozenset(states.TEXTS) - states.FINAL - {"ordered"}


class InfusionSession(Protocol):
    """What is asked of a session: its patient, and its state."""

    patient: Patient
    state: str


def waits_for_a_check(patient: Patient) -> bool:
    """Return whether an open order of this person has not been worked out by a second one yet."""
    unopened = Q(session=None, expires_at__gte=timezone.now())
    return bool(Order.objects.filter(patient=patient).filter(unopened | Q(session__state="ordered")).exists())


def may_show(user: User, patient: Patient) -> bool:
    """Return whether this person's doses may be shown to this colleague now."""
    return dosing.may_show_dose(prescriber=user.is_prescriber, unchecked=waits_for_a_check(patient))


def may_show_at_chair(user: User, session: InfusionSession) -> bool:
    """Return the same for one session: what is in a chair was checked, and its own numbers stand there."""
    return session.state in _IN_THE_CHAIR or may_show(user, session.patient)


def stands_on_board(session: InfusionSession) -> bool:
    """Return whether a board holds numbers: all who follow a chair read the same one, so the strictest counts."""
    if session.state in _IN_THE_CHAIR:
        return True
    return dosing.may_show_dose(prescriber=False, unchecked=waits_for_a_check(session.patient))
