"""What the page of a patient shows of this room: who opened the chart."""

from datetime import datetime
from typing import Final, NamedTuple

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.roles import ROLES, Capability

NEWEST: Final = 20


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
