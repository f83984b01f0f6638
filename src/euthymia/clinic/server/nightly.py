"""The night's work as a part of its own: the chain verified, a copy made; the owner is told when either fails."""

import logging
import signal
import threading
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from euthymia.clinic.audit import verification
from euthymia.clinic.infusion.devices.traffic import strangers
from euthymia.clinic.people import policies
from euthymia.clinic.server.copies import encryption, making
from euthymia.clinic.tasks import copies
from euthymia.clinic.tasks.models import BackupRun
from euthymia.medicine.refusal import Refusal

log = logging.getLogger("euthymia.nightly")
LOOK_EVERY_S: Final = 30.0


class NotATime(Refusal):
    """The time of day cannot be read."""


def time_of_day(text: str) -> time:
    """Read a time of day as it was typed. Raises NotATime."""
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a clock face, given its day later
    except ValueError:
        raise NotATime(f'Time of the nightly copy read as "{text[:10]}". Give hours and minutes, like 03:30.') from None


def next_after(now: datetime, at: time) -> datetime:
    """The next time that the clinic's clock shows `at`; a run that is due this very minute is the next day's."""
    today = timezone.localtime(now).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def verify_once() -> None:
    """Walk the audit chain and hold it against the rows it speaks of; faults open a task to the owner."""
    copies.keep_walk(verification.verify(guarded=True).faults)


def copy_once(into: Path) -> BackupRun:
    """Make one copy and keep what came of it: a fault is a result, never a crash."""
    began = timezone.now()
    try:
        made = making.make(_plan(into), now=began)
    except Refusal as refused:
        return copies.keep(copies.Run(faults=[str(refused)]), began=began)
    except Exception as trouble:  # whatever it was, the owner is told
        log.exception("the nightly copy failed")
        faults = [f"It failed with {type(trouble).__name__}; the log says where."]
        return copies.keep(copies.Run(faults=faults), began=began)
    found = made.found
    return copies.keep(copies.Run(str(made.where), found.rows, found.audit, made.sha256, found.faults), began=began)


def _plan(into: Path) -> making.Plan:
    send = settings.SET.get("EUTHYMIA_BACKUP_SEND", "")
    public, limits = encryption.recipient(settings.HOME), policies.in_force("copies")
    return making.Plan(settings.HOME, into, public, settings.AUDIT_KEY, send, limits)


def run(into: Path | None, at: time) -> None:
    """Do the night's work once a day until told to stop; meanwhile look whether a copy or a rehearsal is overdue.

    into   where copies go; without one the chain is verified alone
    """
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    due = next_after(timezone.now(), at)
    while True:
        try:
            due = look(into, due, at)
        except Exception:  # the database may be away: tried again, and the page tells what is overdue
            log.exception("the night's work could not be kept")
            due = next_after(timezone.now(), at)
            connection.close()
        if stop.wait(LOOK_EVERY_S):
            return


def look(into: Path | None, due: datetime, at: time) -> datetime:
    """Do the night's work where it is time, else see whether something is overdue; give when it is next due."""
    now = timezone.now()
    if now < due:
        copies.tell_if_overdue(now)
        copies.tell_if_unrehearsed(now, encrypted=bool(encryption.recipient(settings.HOME)))
        return due
    verify_once()
    call_command("clearsessions")
    strangers.clear_old(now)
    if into:
        copy_once(into)
    return next_after(timezone.now(), at)
