"""The nightly copies: what came of each, and a task to the owner where one failed or is overdue."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import BackupRun, Duty

BY: Final = "system:nightly"
ABOUT: Final = UUID("6f0c5a44-0d3e-5c7e-9f0a-6b61636b7570")  # one open task is enough, however often it fails


def keep(*, began: datetime, copy: str = "", rows: int = 0, walked: str = "", faults: Sequence[str] = ()) -> BackupRun:
    """Keep what came of one run; faults open a task to the owner."""
    at = timezone.now()
    with audit.atomic():
        row = BackupRun.objects.create(
            started_at=began, ended_at=at, location=copy, row_count=rows, audit_result=walked[:200], faults=list(faults)
        )
        audit.write(Action.MADE_NIGHTLY_COPY, row, by=BY, at=at, faults=len(faults))
        if faults:
            tell(f"The nightly copy of the clinic failed: {faults[0]}", at=at)
    return row


def newest() -> BackupRun | None:
    """The newest run, trusted or not."""
    return BackupRun.objects.first()


def overdue(now: datetime) -> str:
    """Say how old the newest trusted copy is where it is too old; "" where it is not, or none was ever asked for."""
    first, trusted = BackupRun.objects.last(), BackupRun.objects.filter(faults=[]).first()
    if first is None:
        return ""
    hours = policies.in_force("time").backup_overdue_h
    since = trusted.ended_at if trusted else first.started_at
    if now - since <= timedelta(hours=hours):
        return ""
    seen = f"is of {timezone.localtime(since):%d %b %Y %H:%M}" if trusted else "was never made"
    return f"The newest copy that can be trusted {seen}: older than {hours:g} h. Look at the disk and the log."


def tell_if_overdue(now: datetime) -> bool:
    """Open a task to the owner where the newest trusted copy is too old."""
    if what := overdue(now):
        tell(what, at=now)
    return bool(what)


def tell(what: str, *, at: datetime) -> None:
    """Open the owner's task; one that is open already is enough."""
    tasks.open_task(Duty.Kind.CLINIC, what=what, at=at, by=BY, subject_key=ABOUT)
