"""What other screens show of a chair: help called, a high alarm nobody has acknowledged, nobody's screen watching it.

One place decides it, for the other chairs' pages, the overview and the menu bar alike. The chair is named, its patient
is not.
"""

import contextlib
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import uuid5

from django.utils import timezone

from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.oversight.presence import Unwatched, presence
from euthymia.clinic.infusion.session.writer import moment
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine import watch
from euthymia.medicine.readings import Channel
from euthymia.medicine.watch import Alarm, Priority

WATCHED: Final = ("running", "paused", "observing")  # a drug is in the patient: somebody's screen watches
EVERYWHERE_AFTER: Final = 2  # marks passed unacknowledged
Kind = Literal["help", "alarm", "unwatched"]


class Chair(NamedTuple):
    """A chair with a patient in it.

    session    its key
    by_device  the channels that a device reports
    help_s     when help was called, while nobody has said that help is here
    """

    session: str
    name: str
    alarms: tuple[Alarm, ...] = ()
    help_s: float | None = None
    unwatched: Unwatched | None = None
    by_device: frozenset[Channel] = frozenset()


class Notice(NamedTuple):
    """One line on other screens.

    everywhere   also in the menu bar of every staff page
    """

    session: str
    chair: str
    kind: Kind
    priority: Priority
    text: str
    since_s: float
    everywhere: bool

    @property
    def key(self) -> str:
        """What makes it the same line as a second ago: a new one sounds."""
        return f"{self.session} {self.kind} {self.since_s:.0f}"

    def shown(self) -> dict[str, Any]:
        """Give what a page draws."""
        return {"key": self.key, "kind": self.kind, "priority": self.priority, "text": self.text}


def notices(chairs: Iterable[Chair]) -> tuple[Notice, ...]:
    """Decide what other screens show: help at once; a high alarm from its first mark on, from its second everywhere.

    Help first, then alarms, then chairs that nobody's screen watches; in each the oldest first.
    """
    found = [notice for chair in chairs for notice in (*_help(chair), *_alarms(chair), *_unwatched(chair))]
    place: tuple[Kind, ...] = ("help", "alarm", "unwatched")
    return tuple(sorted(found, key=lambda notice: (place.index(notice.kind), notice.since_s)))


def menu_lines(notices: Iterable[Notice]) -> dict[Kind, dict[str, str]]:
    """Name the chairs of every staff page's bar with their session's key, a line a kind: it must stay low.

    A chair is named once a line, however many of its alarms wait.
    """
    chairs: dict[Kind, dict[str, str]] = {}
    for notice in notices:
        if notice.everywhere:
            chairs.setdefault(notice.kind, {})[notice.chair] = notice.session
    return chairs


def _help(chair: Chair) -> Iterable[Notice]:
    if chair.help_s is not None:
        text = f"{chair.name}: HELP was called at {_clock(chair.help_s)}. Go there."
        yield Notice(chair.session, chair.name, "help", "high", text, chair.help_s, everywhere=True)


def _alarms(chair: Chair) -> Iterable[Notice]:
    for one in watch.conditions(chair.alarms, by_device=chair.by_device):
        high = [alarm for alarm in one.unseen if alarm.priority == "high"]
        marks = max((len(alarm.escalated_s) for alarm in high), default=0)
        if marks:
            since_s = min(alarm.raised_s for alarm in high)
            text = f"{chair.name}: {one.text()}. Nobody has acknowledged it since {_clock(since_s)}."
            everywhere = marks >= EVERYWHERE_AFTER
            yield Notice(chair.session, chair.name, "alarm", "high", text, since_s, everywhere=everywhere)


def _unwatched(chair: Chair) -> Iterable[Notice]:
    if chair.unwatched is not None:
        since_s = chair.unwatched.since_s
        text = f"{chair.name}: nobody's screen watches it ({chair.unwatched.in_words(_clock(since_s))})."
        yield Notice(chair.session, chair.name, "unwatched", "medium", text, since_s, everywhere=False)


def _clock(at_s: float) -> str:
    return f"{timezone.localtime(moment(at_s)):%H:%M:%S}"


def call_prescriber(session: Session, escalated: Iterable[Alarm], *, at: datetime) -> None:
    """Open a task for the prescriber on duty once a high alarm has passed its last mark; one a session is enough.

    Where nobody can own it the screens still show the alarm: the watch does not stop for that.
    """
    if all(len(alarm.escalated_s) < EVERYWHERE_AFTER for alarm in escalated):
        return
    what = f"{session.chair.name}: a high alarm that nobody acknowledges. Go to the chair."
    with contextlib.suppress(tasks.NobodyOnDuty):
        tasks.open_task(
            Duty.Kind.ALARMS, what=what, at=at, by="system:silence-watch",
            patient=session.patient, subject_key=uuid5(session.key, "alarms"),
        )  # fmt: skip


def look() -> tuple[Notice, ...]:
    """Read the chairs with a live session, and decide. One query, whoever asks."""
    now_s = time.time()
    rows = list(Session.objects.filter(state__in=LIVE).select_related("chair").order_by("pk"))
    presence.keep(str(row.key) for row in rows)
    return notices(_chair(row, now_s) for row in rows)


def _chair(row: Session, now_s: float) -> Chair:
    key = str(row.key)
    return Chair(
        key,
        row.chair.name,
        watch.alarms_of(row.alarm_state),
        row.help_called_at.timestamp() if row.help_called_at else None,
        presence.of(key, began_s=row.alarm_state["phase_s"], now_s=now_s) if row.state in WATCHED else None,
        watch.by_device_of(row.alarm_state),
    )
