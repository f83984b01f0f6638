"""A session that nobody closed: its nurse and the one who answers for open sessions are told, each by a task."""

import contextlib
from datetime import datetime, timedelta
from uuid import UUID

from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.medicine import session as states

BY = "system:silence-watch"


def tell(now: datetime) -> int:
    """Open the tasks of each session open for longer than its policy says; give how many sessions were told of.

    A task that was closed while the session stayed open comes again after the same time.
    """
    rows = Session.objects.filter(state__in=LIVE).select_related("nurse", "chair", "patient")
    late = [row for row in rows if row.opened_at + _patience(row) <= now]
    if not late:
        return 0
    told = _told(late, now)
    return sum(_tell(row, now) for row in late if row.key not in told)


def _patience(session: Session) -> timedelta:
    return timedelta(hours=limits_for(session).left_open_h)


def _told(late: list[Session], now: datetime) -> set[UUID | None]:
    """Name the sessions whose task stands, or was opened less than one patience ago."""
    found = Task.objects.filter(kind=Duty.Kind.SESSIONS, subject_key__in=[row.key for row in late])
    patience = {row.key: _patience(row) for row in late}
    return {
        task.subject_key
        for task in found
        if task.done_at is None or (task.subject_key and task.opened_at + patience[task.subject_key] > now)
    }


def _tell(session: Session, now: datetime) -> bool:
    hours = (now - session.opened_at).total_seconds() / 3600
    what = (
        f"{session.chair.name}: a session is still open after {hours:.0f} h ({states.TEXTS[session.state]}). "
        "Look at the chair, then close the session."
    )
    owners = {session.nurse}
    with contextlib.suppress(tasks.NobodyOnDuty):
        owners.add(tasks.on_duty(Duty.Kind.SESSIONS))
    for owner in owners:
        tasks.open_task(
            Duty.Kind.SESSIONS, what=what, at=now, by=BY,
            patient=session.patient, subject_key=session.key, owner=owner,
        )  # fmt: skip
    return True
