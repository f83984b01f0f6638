"""The silence watch: a small loop that asks only whose silence is due, and hands over tasks that nobody took."""

import logging
import signal
import threading
import time

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.oversight import left_open, notices
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people.guessing import refusals, tries
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import rings
from euthymia.medicine import watch

log = logging.getLogger("euthymia.silence")
EVERY_S = 0.25
SECOND_EVERY_S = 1.0
TASKS_EVERY_S = 5.0


def look_once() -> int:
    """Raise what is due in each session whose time has come; give how many sessions that was.

    The time in the row may be a little early, never late: the listener does not work it out at every message. The row
    is locked and its alarm state read again before the step, so a reading that came meanwhile wins.
    """
    now = timezone.now()
    early = Session.objects.filter(state__in=LIVE, silence_due_at__lte=now).select_related("patient")
    due = [session for session in early if _is_due(session, now.timestamp())]
    for session in due:
        try:
            with writing(session, at=now, by="system:silence-watch", doing=Action.CHECKED_FOR_SILENT_DEVICES) as pen:
                step = pen.step(watch.due(pen.state, now_s=now.timestamp(), limits=pen.limits))
                notices.call_prescriber(session, step.escalated, at=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # one session that cannot be stepped must not leave the others unwatched
            log.exception("one session's silence could not be judged")
    return len(due)


def look_after_tasks() -> None:
    """Hand on what nobody took, ring the next, and tell of open sessions: a matter of minutes, not for every look."""
    now = timezone.now()
    left_open.tell(now)
    assessment.tell_unfinished(now)
    tasks.escalate_overdue(now)
    rings.ring_next(now)
    refusals.close(int(now.timestamp() // 60))
    tries.clear_old(now)


def _is_due(session: Session, now_s: float) -> bool:
    try:
        due_s = watch.next_due_s(watch.from_dict(session.alarm_state), limits_for(session))
    except Exception:
        return True  # said and logged where it is stepped
    return due_s is not None and due_s <= now_s


def run() -> None:
    """Look four times a second until told to stop. What fails is tried again, and logged once."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    failing, tasks_s, second_s = False, 0.0, 0.0
    while not stop.wait(EVERY_S):
        try:
            look_once()
            if time.monotonic() - second_s >= SECOND_EVERY_S:
                second_s = time.monotonic()
                notices.call_second(timezone.now())
            if time.monotonic() - tasks_s >= TASKS_EVERY_S:
                tasks_s = time.monotonic()
                look_after_tasks()
            failing = False
        except Exception:
            if not failing:
                log.exception("the silence watch could not look")
            failing = True
            connection.close()
