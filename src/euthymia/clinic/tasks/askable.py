"""Who can be asked about each kind of task: only people who may open what it is about."""

from collections.abc import Callable, Collection
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import CARE_IN_ORDER, ROLES, Capability, Role, may
from euthymia.clinic.tasks import kinds
from euthymia.clinic.tasks.kinds import KINDS
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine import stored
from euthymia.medicine.refusal import Refusal


class MayNotOpen(Refusal):
    """Somebody was to answer for tasks whose chart or request they may not open."""


def check(kind: str, user: User) -> None:
    """Raise MayNotOpen where this person may not open what such a task is about."""
    capability = opens(kind)
    if user.may(capability):
        return
    roles = ", ".join(role.label.lower() for role in CARE_IN_ORDER if may(role, capability))
    raise MayNotOpen(f"{user} may not open what this is about: {label(kind).lower()}. Choose one of: {roles}.")


def opens(kind: str) -> Capability:
    """Return what a person must be able to do to open such a task; of an unknown kind, to open a chart."""
    return kinds.of(kind).opens


def label(kind: str) -> str:
    """Return what a kind of task is called, also where this version does not know it."""
    return str(Duty.Kind(kind).label) if kind in KINDS else stored.not_known(kind)


def may_open(user: User) -> Q:
    """Return the condition of the tasks that this person may open, those of kinds not known to this version too."""
    known = Q(kind__in=[kind for kind, of in KINDS.items() if user.may(of.opens)])
    return known | ~Q(kind__in=list(KINDS)) if user.may(Capability.OPEN_CHARTS) else known


def people(kind: str) -> QuerySet[User]:
    """Return who works here and may open such a task."""
    return User.objects.filter(role__in=ROLES[opens(kind)], is_active=True).order_by("pk")


def first(kind: str, *, other_than: Collection[int] = ()) -> User | None:
    """Return who is asked first: the person on duty, else the first by role; None where nobody may open it.

    other_than  whom it is not for, by their primary keys
    """
    duty = Duty.objects.filter(kind=kind, user__in=people(kind)).exclude(user__in=other_than)
    on_duty = duty.select_related("user").first()
    if on_duty:
        return on_duty.user
    of = kinds.of(kind)
    line = (*_in_order(kind, of.first), *(_in_order(kind, of.widely) if other_than else ()))
    return next((person for person in line if person.pk not in other_than), None)


_LEFT_OUT: Final[dict[str, Callable[[UUID], Collection[int]]]] = {}


def leave_out(kind: str, whom: Callable[[UUID], Collection[int]]) -> None:
    """Let a room of the clinic say whom such a task is not for, by what it is about: by their primary keys."""
    _LEFT_OUT[kind] = whom


def next_after(kind: str, owner: User, about: UUID | None = None) -> User | None:
    """Return who is asked after this person, each in turn and then round again; None where nobody may open it.

    about  what the task is about, where somebody may have to be left out for that
    Those who prescribe are asked; where fewer than two work here, everybody else who may open it too.
    """
    apart = _LEFT_OUT[kind](about) if about is not None and kind in _LEFT_OUT else ()
    line = [person for person in _in_order(kind, kinds.of(kind).then) if person.pk not in apart]
    if len(line) < 2:
        line = [person for person in _in_order(kind, kinds.of(kind).widely) if person.pk not in apart]
    place = next((n for n, person in enumerate(line) if person.pk == owner.pk), -1)
    return line[(place + 1) % len(line)] if line else None


def kinds_nobody_answers() -> list[str]:
    """Return, in words, what nobody at the clinic may open: said to the owner, who can add a colleague."""
    roles = set(User.objects.filter(is_active=True).values_list("role", flat=True))
    return [Duty.Kind(kind).label for kind, of in KINDS.items() if not roles & ROLES[of.opens]]


def _in_order(kind: str, roles: tuple[Role, ...]) -> list[User]:
    return sorted((person for person in people(kind) if person.role in roles), key=lambda p: roles.index(Role(p.role)))
