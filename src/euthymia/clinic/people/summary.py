"""What the pages of several rooms show of people: who opened a chart, and what is to be set up."""

from datetime import datetime
from typing import Final, NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.roles import ROLES, Capability

NEWEST: Final = 20


class Line(NamedTuple):
    """One line of the set-up list: what one room says of what a clinic has to have before its first session.

    key     its name in addresses
    says    how it stands, in a sentence
    blocks  what cannot happen while it is missing; "" where it is done
    """

    key: str
    title: str
    done: bool
    says: str
    blocks: str = ""


def colleagues(capability: Capability) -> QuerySet[User]:
    """Return who works here and may do this, by name."""
    return User.objects.filter(role__in=ROLES[capability], is_active=True).order_by("name", "pk")


class Reader(NamedTuple):
    """One audit row about a chart: when, who in words, and what was done."""

    at: datetime
    who: str
    action: str


def readers_of(patient: Patient, *, but: User) -> list[Reader]:
    """Return the newest rows about this chart by anybody but this person, the newest first."""
    rows = AuditEvent.objects.filter(patient_key=patient.key, actor__startswith="person:").exclude(
        actor=f"person:{but.key}"
    )
    names = {f"person:{user.key}": str(user) for user in User.objects.filter(role__in=ROLES[Capability.WORK_HERE])}
    return [Reader(row.at, names.get(row.actor, "staff"), row.in_words) for row in rows.order_by("-number")[:NEWEST]]


def staff_line() -> Line:
    """Return whether a first session has its people: who signs policies and orders, and a second clinician."""
    clinicians = list(colleagues(Capability.OPEN_CHARTS))
    lacking = [
        *([] if any(user.may(Capability.SIGN_POLICIES) for user in clinicians) else ["a medical director"]),
        *([] if any(user.is_prescriber for user in clinicians) else ["a prescriber"]),
        *([] if len(clinicians) > 1 else ["a second clinician for the second check, such as a nurse"]),
    ]
    count = User.objects.filter(role__in=ROLES[Capability.WORK_HERE], is_active=True).count()
    says = f"{count} {'person works' if count == 1 else 'people work'} here."
    if not lacking:
        return Line("staff", "Staff", done=True, says=says)
    blocks = "Policies are not signed, orders not written, and nobody reads answers about danger."
    return Line("staff", "Staff", done=False, says=f"{says} Missing: {', '.join(lacking)}.", blocks=blocks)


def policies_line() -> Line:
    """Return how many policies the medical director has still to sign."""
    unsigned = policies.unsigned()
    if not unsigned:
        return Line("policies", "Policies", done=True, says="All are signed.")
    says = f"{unsigned} not signed. The medical director reads and signs them."
    return Line("policies", "Policies", done=False, says=says, blocks="No session can be opened: training only.")


def second_factor_line(user: User) -> Line:
    """Return whether everybody who works here has a second factor, and what this person has."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    having = Authenticator.objects.filter(type__in=kinds).values("user")
    without = User.objects.filter(role__in=ROLES[Capability.WORK_HERE], is_active=True).exclude(pk__in=having)
    names = ", ".join(without.order_by("name").values_list("name", flat=True)[:5])
    if not names:
        own = Authenticator.objects.filter(user=user, type__in=kinds).count()
        says = f"Everybody has one. You have {own}."
        return Line("second-factor", "Second factor", done=True, says=says)
    blocks = "They see no page but the one that sets it up."
    return Line("second-factor", "Second factor", done=False, says=f"Without one: {names}.", blocks=blocks)
