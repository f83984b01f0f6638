"""What the pages of several rooms show of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.tasks import about, actions, askable
from euthymia.clinic.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one colleague.

    unanswered      what nobody here may open, in words; without_owner: how many tasks wait for somebody who may.
                    Both only for those to whom it falls to mend it: no name, no patient
    """

    rows: Sequence[about.Row]
    unanswered: Sequence[str] = ()
    without_owner: int = 0


def of_user(user: User, *, asking: about.Asking) -> Waiting:
    """Return what waits for this colleague; one read row in the audit names everybody who may be recognised.

    asking   reads who asked for a consult, in a room after this one
    """
    rows = about.rows(actions.open_tasks(user), by=user, asking=asking)
    if not user.may(Capability.MEND_GAPS):
        return Waiting(rows)
    return Waiting(rows, askable.kinds_nobody_answers(), actions.without_owner())


def of_patient(patient: Patient) -> tuple[Task, ...]:
    """Return the open tasks about this person, by the clock."""
    return tuple(Task.objects.filter(patient=patient, done_at=None).select_related("owner"))
