"""A chart opened with a reason: the owner and the medical director hear of it at once, each by a task of their own."""

from datetime import timedelta
from typing import Any, Final

from django.dispatch import receiver

from euthymia.clinic.people import doors
from euthymia.clinic.people.models import BreakGlass, User
from euthymia.clinic.people.roles import ROLES, Capability
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import askable
from euthymia.clinic.tasks.models import Duty

KIND: Final = Duty.Kind.CLINIC
COUNTED: Final = timedelta(hours=1)


@receiver(doors.glass_broken)
def tell(glass: BreakGlass, **_: Any) -> None:
    """Open a task for the first of each role that reviews; where nobody does, for who is on duty for the clinic."""
    for person in _told(glass.user) or [tasks.on_duty(KIND)]:
        tasks.open_task(KIND, what=_words(glass), at=glass.at, by=glass.user, subject_key=glass.key, owner=person)


@receiver(doors.glass_reviewed)
def done(glass: BreakGlass, **_: Any) -> None:
    """Close both tasks: one review is enough."""
    tasks.finish_about(KIND, glass.key, outcome="Reviewed under Opened charts", by=glass.reviewed_by)


def _told(opener: User) -> list[User]:
    """Return the first of each role that reviews opened charts, never who opened this one."""
    people = [person for person in askable.people(KIND) if person.pk != opener.pk]
    firsts = (
        next((p for p in people if p.role == role), None) for role in sorted(ROLES[Capability.REVIEW_OPENED_CHARTS])
    )
    return [person for person in firsts if person is not None]


def _words(glass: BreakGlass) -> str:
    since = glass.at - COUNTED
    count = BreakGlass.objects.filter(user=glass.user, at__gt=since, at__lte=glass.at).count()
    often = f" It is the {count}. within an hour." if count > 1 else ""
    return f"{glass.user} opened a chart with a reason.{often} Read it under Opened charts, and write what you found."
