"""The nightly copy as a part of its own: taken, rehearsed, its result kept; the owner is told when it fails."""

import logging
import signal
import threading
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from euthymia.clinic.server import backup
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


def copy_once(into: Path) -> BackupRun:
    """Take one copy, rehearse it, and keep what came of it: a fault is a result, never a crash."""
    began = timezone.now()
    try:
        copy = backup.take(settings.HOME, into, now=began)
        found = backup.rehearse(copy)
    except Refusal as refused:
        return copies.keep(began=began, faults=[str(refused)])
    except Exception as trouble:  # whatever it was, the owner is told
        log.exception("the nightly copy failed")
        return copies.keep(began=began, faults=[f"It failed with {type(trouble).__name__}; the log says where."])
    return copies.keep(began=began, copy=str(copy), rows=found.rows, walked=found.audit, faults=found.faults)


def run(into: Path, at: time) -> None:
    """Copy once a day until told to stop; between two copies look whether the newest one is too old."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    due = next_after(timezone.now(), at)
    while True:
        try:
            due = look(into, due, at)
        except Exception:  # the database may be away: tried again, and the page tells what is overdue
            log.exception("the nightly copy could not be kept")
            due = next_after(timezone.now(), at)
            connection.close()
        if stop.wait(LOOK_EVERY_S):
            return


def look(into: Path, due: datetime, at: time) -> datetime:
    """Copy where it is time, else see whether the newest copy is too old; give when the next one is due."""
    now = timezone.now()
    if now < due:
        copies.tell_if_overdue(now)
        return due
    copy_once(into)
    return next_after(timezone.now(), at)
