"""Each kind of task in one table: who may open it, how soon it is taken, who is asked, where it opens."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from euthymia.clinic.people.roles import (
    ALARMS_IN_ORDER,
    CARE_IN_ORDER,
    MACHINE_HANDED_ON,
    MACHINE_IN_ORDER,
    PRESCRIBERS_FIRST,
    Capability,
    Role,
)
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine.policies.time_limits import TimeLimits

Roles = tuple[Role, ...]


class TaskKind(NamedTuple):
    """What the product knows of one kind of task.

    opens          what a person must be able to do to open what it is about
    take           how soon it is taken, from the policies in force
    first          the roles asked first, in order, where nobody is on duty
    then           the roles asked in turn where nobody took it; `widely` where fewer than two of them work here
    without_owner  kept even where nobody may open it: it then waits without an owner
    page           the page that its row opens, and what that opens in words
    """

    opens: Capability
    take: Callable[[TimeLimits], timedelta]
    first: Roles = CARE_IN_ORDER
    then: Roles = PRESCRIBERS_FIRST
    widely: Roles = CARE_IN_ORDER
    without_owner: bool = False
    page: tuple[str, str] = ("pages:chart", "the chart")


KINDS: Final[Mapping[str, TaskKind]] = {
    Duty.Kind.RISK: TaskKind(
        Capability.OPEN_CHARTS,
        lambda limits: timedelta(minutes=limits.risk_take_min),
        without_owner=True,
        page=("assessment:risk", "what to do now"),
    ),
    Duty.Kind.CONSULTS: TaskKind(
        Capability.BOOK, lambda limits: timedelta(hours=limits.consult_take_h), without_owner=True
    ),
    Duty.Kind.SESSIONS: TaskKind(Capability.OPEN_CHARTS, lambda limits: timedelta(minutes=limits.session_take_min)),
    Duty.Kind.DAY_AFTER: TaskKind(Capability.OPEN_CHARTS, lambda limits: timedelta(hours=limits.day_after_h)),
    Duty.Kind.ALARMS: TaskKind(
        Capability.OPEN_CHARTS,
        lambda limits: timedelta(minutes=limits.alarm_take_min),
        first=ALARMS_IN_ORDER,
        without_owner=True,
    ),
    Duty.Kind.CLINIC: TaskKind(
        Capability.HEAR_OF_THE_MACHINE,
        lambda limits: timedelta(hours=limits.clinic_take_h),
        first=MACHINE_IN_ORDER,
        then=MACHINE_HANDED_ON,
        widely=MACHINE_IN_ORDER,
    ),
}


def of(kind: str) -> TaskKind:
    """Return what is known of a kind. One of another version opens as a chart does, and is as urgent as the most."""
    return KINDS.get(kind, _UNKNOWN)


def _soonest(limits: TimeLimits) -> timedelta:
    return min(known.take(limits) for known in KINDS.values())


_UNKNOWN: Final = TaskKind(Capability.OPEN_CHARTS, _soonest)
