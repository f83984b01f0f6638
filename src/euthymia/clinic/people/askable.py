"""Who can be asked about each kind of task: only people who may open what it is about."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Q, QuerySet

from euthymia.clinic.people.models import BOOKERS, CLINICIANS, Duty, Role, User
from euthymia.medicine import stored
from euthymia.medicine.refusal import Refusal

# What a task is about: a chart, a request for a consult, or the clinic's own machine, of which anybody here may hear.
MAY_OPEN: Final[Mapping[str, frozenset[str]]] = {
    Duty.Kind.RISK: frozenset(CLINICIANS),
    Duty.Kind.CONSULTS: frozenset(BOOKERS),
    Duty.Kind.SESSIONS: frozenset(CLINICIANS),
    Duty.Kind.DAY_AFTER: frozenset(CLINICIANS),
    Duty.Kind.ALARMS: frozenset(CLINICIANS),
    Duty.Kind.CLINIC: frozenset({Role.OWNER, *BOOKERS}),
}
_PRESCRIBE: Final = (Role.MEDICAL_DIRECTOR, Role.PRESCRIBER)
_CARE: Final = (*_PRESCRIBE, Role.NURSE, Role.FRONT_DESK)
_ALARMS: Final = (Role.PRESCRIBER, Role.MEDICAL_DIRECTOR, Role.NURSE)
_MACHINE: Final = (Role.OWNER, *_CARE)
_MACHINE_LINE: Final = (Role.MEDICAL_DIRECTOR, Role.OWNER, Role.PRESCRIBER)


class MayNotOpen(Refusal):
    """Somebody was to answer for tasks whose chart or request they may not open."""


def check(kind: str, user: User) -> None:
    """Raise MayNotOpen where this person may not open what such a task is about."""
    may = roles_of(kind)
    if user.role in may:
        return
    roles = ", ".join(Role(role).label.lower() for role in _CARE if role in may)
    raise MayNotOpen(f"{user} may not open what this is about: {label(kind).lower()}. Choose one of: {roles}.")


def roles_of(kind: str) -> frozenset[str]:
    """Return which roles may open such a task; of an unknown kind, those who may open a chart."""
    return MAY_OPEN.get(kind, frozenset(CLINICIANS))


def label(kind: str) -> str:
    """Return what a kind of task is called, also where this version does not know it."""
    return str(Duty.Kind(kind).label) if kind in MAY_OPEN else stored.not_known(kind)


def may_open(user: User) -> Q:
    """Return the condition of the tasks that this person may open, those of kinds not known to this version too."""
    known = Q(kind__in=[kind for kind, roles in MAY_OPEN.items() if user.role in roles])
    return known | ~Q(kind__in=list(MAY_OPEN)) if user.is_clinician else known


def people(kind: str) -> QuerySet[User]:
    """Return who works here and may open such a task."""
    return User.objects.filter(role__in=roles_of(kind), is_active=True).order_by("pk")


def first(kind: str) -> User | None:
    """Return who is asked first: the person on duty, else the first by role; None where nobody may open it."""
    duty = Duty.objects.filter(kind=kind, user__in=people(kind)).select_related("user").first()
    return duty.user if duty else next(iter(_in_order(kind, _first_roles(kind))), None)


def next_after(kind: str, owner: User) -> User | None:
    """Return who is asked after this person, each in turn and then round again; None where nobody may open it.

    Those who prescribe are asked; where fewer than two work here, everybody else who may open it too.
    """
    line = _in_order(kind, _MACHINE_LINE if kind == Duty.Kind.CLINIC else _PRESCRIBE)
    if len(line) < 2:
        line = _in_order(kind, _MACHINE if kind == Duty.Kind.CLINIC else _CARE)
    place = next((n for n, person in enumerate(line) if person.pk == owner.pk), -1)
    return line[(place + 1) % len(line)] if line else None


def kinds_nobody_answers() -> list[str]:
    """Return, in words, what nobody at the clinic may open: said to the owner, who can add a colleague."""
    roles = set(User.objects.filter(is_active=True).values_list("role", flat=True))
    return [Duty.Kind(kind).label for kind, may in MAY_OPEN.items() if not roles & may]


def _first_roles(kind: str) -> tuple[Role, ...]:
    lines: dict[str, tuple[Role, ...]] = {Duty.Kind.CLINIC: _MACHINE, Duty.Kind.ALARMS: _ALARMS}
    return lines.get(kind, _CARE)


def _in_order(kind: str, roles: tuple[Role, ...]) -> list[User]:
    return sorted((person for person in people(kind) if person.role in roles), key=lambda p: roles.index(Role(p.role)))
