"""The nightly work: what came of each copy and each walk over the chain, and a task to the owner where one failed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import policies
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import BackupRun, Duty
from euthymia.medicine.refusal import Refusal

BY: Final = "system:nightly"
# What a task is about: one open task is enough, however often it fails.
ABOUT: Final = UUID("6f0c5a44-0d3e-5c7e-9f0a-6b61636b7570")
ABOUT_CHAIN: Final = UUID("6f0c5a44-0d3e-5c7e-9f0a-000000000001")
ABOUT_REHEARSAL: Final = UUID("6f0c5a44-0d3e-5c7e-9f0a-000000000002")


class NotOurs(Refusal):
    """A copy that this clinic did not make was to count as rehearsed."""


class Run(NamedTuple):
    """What one nightly run came to.

    copy     where the copy is
    rows     how many rows it holds
    walked   what the walk over its audit chain said
    sha256   its hash, where it is one encrypted file
    faults   why it cannot be trusted; empty where it can
    """

    copy: str = ""
    rows: int = 0
    walked: str = ""
    sha256: str = ""
    faults: Sequence[str] = ()


def keep(run: Run, *, began: datetime) -> BackupRun:
    """Keep what came of one run; faults open a task to the owner."""
    copy, rows, walked, sha256, faults = run
    at = timezone.now()
    with audit.atomic():
        row = BackupRun.objects.create(
            started_at=began, ended_at=at, location=copy, row_count=rows, audit_result=walked[:200], faults=list(faults)
        )
        hashed = {"sha256": sha256} if sha256 else {}
        audit.write(Action.MADE_NIGHTLY_COPY, row, by=BY, at=at, faults=len(faults), **hashed)
        if faults:
            tell(f"The nightly copy of the clinic failed: {faults[0]}", at=at)
    return row


def newest() -> BackupRun | None:
    """The newest run, trusted or not."""
    return BackupRun.objects.first()


def overdue(now: datetime) -> str:
    """Return how old the newest trusted copy is where it is too old; "" where it is not, or none was ever asked for."""
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


def keep_walk(faults: Sequence[str]) -> None:
    """Keep that the chain was verified; what was found opens a task to the owner."""
    at = timezone.now()
    with audit.atomic():
        audit.write(Action.VERIFIED_CHAIN, by=BY, at=at, faults=len(faults))
        if faults:
            what = f"The record or its audit chain was changed below the product: {faults[0]}"
            todo = "Run `euthymia audit verify`, keep this machine as it is, and call who looks after it."
            tell(f"{what} {todo}", at=at, about=ABOUT_CHAIN)


def keep_rehearsal(day: date, copy: str, *, by: object) -> None:
    """Keep that a copy was opened on another machine. Raises NotOurs."""
    with audit.atomic():
        made = AuditEvent.objects.filter(action=Action.MADE_NIGHTLY_COPY, detail__sha256__startswith=copy)
        if not made.exists():
            raise NotOurs("No nightly copy of this clinic has that hash. Rehearse one that it made.")
        audit.write(Action.REHEARSED_COPY_ELSEWHERE, by=by, at=timezone.now(), day=day.isoformat(), copy=copy)


def keep_key(recipient: str, *, by: object) -> None:
    """Keep for which key copies are encrypted from now on."""
    with audit.atomic():
        audit.write(Action.SET_KEY_OF_COPIES, by=by, at=timezone.now(), recipient=recipient)


def unrehearsed(now: datetime, *, encrypted: bool) -> str:
    """Return since when nobody opened a copy on another machine, where that is too long ago; else "".

    encrypted   whether copies are; where they are not, that comes first
    """
    first, newest = BackupRun.objects.last(), _newest_rehearsal()
    since = newest or (first.started_at if first else None)
    days = policies.in_force("copies").rehearse_days
    if since is None or now - since <= timedelta(days=days):
        return ""
    if not encrypted:
        return (
            "The copies of the clinic are not encrypted: who takes one reads every record. Run `euthymia copies key`, "
            "and keep its private key away from here: docs/how-to/keep-copies.md."
        )
    seen = f"since {timezone.localtime(since):%d %b %Y}" if newest else f"in {(now - since).days} days of copying"
    return (
        f"Nobody opened an encrypted copy on another machine {seen}. Take the newest one and its key to a second "
        "machine, run `euthymia copies rehearse` there, and enter its receipt here: docs/how-to/keep-copies.md."
    )


def _newest_rehearsal() -> datetime | None:
    days = AuditEvent.objects.filter(action=Action.REHEARSED_COPY_ELSEWHERE).values_list("detail", flat=True)
    newest = max((detail["day"] for detail in days), default=None)
    return timezone.make_aware(datetime.fromisoformat(newest)) if newest else None


def tell_if_unrehearsed(now: datetime, *, encrypted: bool) -> bool:
    """Open a task to the owner where no copy was opened elsewhere for too long."""
    if what := unrehearsed(now, encrypted=encrypted):
        tell(what, at=now, about=ABOUT_REHEARSAL)
    return bool(what)


def tell(what: str, *, at: datetime, about: UUID = ABOUT) -> None:
    """Open the owner's task; one that is open already is enough."""
    tasks.open_task(Duty.Kind.CLINIC, what=what, at=at, by=BY, subject_key=about)
