"""What other screens show of a chair: help called, a high alarm nobody has acknowledged, nobody's screen watching it.

One place decides it, for the other chairs' pages, the overview and the menu bar alike. The chair is named, its patient
is not.
"""

import contextlib
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID, uuid5

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.oversight.presence import Unwatched, presence
from euthymia.clinic.infusion.session.writer import moment
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import askable
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.medicine import watch
from euthymia.medicine.readings import Channel
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch import Alarm, Priority

WATCHED: Final = ("running", "paused", "observing")  # a drug is in the patient: somebody's screen watches
EVERYWHERE_AFTER: Final = 2  # marks passed unacknowledged
Kind = Literal["help", "second", "alarm", "unwatched"]


class Chair(NamedTuple):
    """A chair with a patient in it.

    session    its key
    by_device  the channels that a device reports
    help_s     when help was called, while nobody has said that help is here
    nurse      whose chair it is, by the primary key
    """

    session: str
    name: str
    alarms: tuple[Alarm, ...] = ()
    help_s: float | None = None
    unwatched: Unwatched | None = None
    by_device: frozenset[Channel] = frozenset()
    nurse: int = 0


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
        """Return what a page draws."""
        shown = {"key": self.key, "kind": self.kind, "priority": self.priority, "text": self.text}
        return shown | ({"take_over": reverse("infusion:take_over", args=[self.session])} if self.asks else {})

    @property
    def asks(self) -> bool:
        """Return whether it asks for a person who takes over."""
        return self.kind == "second"


def notices(chairs: Iterable[Chair], *, called: str = "", asks: bool = False) -> tuple[Notice, ...]:
    """Decide what other screens show: help at once; a high alarm from its first mark on, from its second everywhere.

    called  who was called as a second person, in words; said where two unseen high alarms ask for one
    asks    nobody else has taken over: it is offered everywhere at once
    Help first, then what asks for a second person, then alarms, then chairs that nobody's screen watches; in each the
    oldest first.
    """
    chairs = tuple(chairs)
    together = {chair.session for chair in asking_for_a_second(chairs)}
    found = [
        notice
        for chair in chairs
        for notice in (
            *_help(chair),
            *(_second(chair) if asks and chair.session in together else ()),
            *_alarms(chair, is_second=chair.session in together, called=called),
            *_unwatched(chair),
        )
    ]
    place: tuple[Kind, ...] = ("help", "second", "alarm", "unwatched")
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


def asking_for_a_second(chairs: Iterable[Chair]) -> tuple[Chair, ...]:
    """Return the chairs whose unseen high alarms ask for a second person; none where one person can see to them.

    Two chairs at once do so, since nobody is at both; two conditions of one chair once both have passed their first
    mark: what begins together is often one event, and the person there has that long to say so.
    Source: house:second-person
    """
    waiting = {chair: tuple(_unseen(chair)) for chair in chairs}
    waiting = {chair: unseen for chair, unseen in waiting.items() if unseen}
    if len(waiting) > 1:
        return tuple(waiting)
    return tuple(chair for chair, unseen in waiting.items() if sum(bool(marks) for *_, marks in unseen) > 1)


def _unseen(chair: Chair) -> Iterable[tuple[watch.Condition, float, int]]:
    """Yield the high conditions that nobody has acknowledged, since when, and the marks that each has passed."""
    for one in watch.conditions(chair.alarms, by_device=chair.by_device):
        high = [alarm for alarm in one.unseen if alarm.priority == "high"]
        if high:
            yield one, min(alarm.raised_s for alarm in high), max(len(alarm.escalated_s) for alarm in high)


def _second(chair: Chair) -> Iterable[Notice]:
    since_s = max(since_s for _, since_s, _ in _unseen(chair))
    text = f"{chair.name}: one of two or more high alarms that nobody has acknowledged. A second person is needed."
    yield Notice(chair.session, chair.name, "second", "high", text, since_s, everywhere=True)


def _alarms(chair: Chair, *, is_second: bool, called: str) -> Iterable[Notice]:
    for one, since_s, marks in _unseen(chair):
        if marks:
            text = f"{chair.name}: {one.text()}. Nobody has acknowledged it since {_clock(since_s)}."
            if is_second:
                text = f"{text} Two or more high alarms are unseen. {called}".rstrip()
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


def call_second(at: datetime) -> None:
    """Open a task where two unseen high alarms ask for a second person: one for each chair whose alarm was the last.

    It is opened once for the same alarms, also where its owner closes it before anybody has acknowledged them.
    """
    rows = {str(row.key): row for row in _live()}
    asking = asking_for_a_second(_chair(row, at.timestamp()) for row in rows.values())
    if not asking:
        return
    last_s, last = max((since_s, chair.session) for chair in asking for _, since_s, _ in _unseen(chair))
    about = [second_of(rows[chair.session]) for chair in asking]
    if Task.objects.filter(kind=Duty.Kind.ALARMS, subject_key__in=about, opened_at__gte=moment(last_s)).exists():
        return
    second = askable.first(Duty.Kind.ALARMS, other_than=_nurses(asking))
    if second is not None:  # else the screens say that nobody has a task for it
        _open(rows[last], asking, second, at=at, by="system:silence-watch")


def _open(session: Session, asking: Iterable[Chair], second: User, *, at: datetime, by: object) -> Task:
    names = " and ".join(chair.name for chair in asking)
    what = f"{names}: two or more high alarms that nobody acknowledges. A second person is needed. Go there."
    return tasks.open_task(
        Duty.Kind.ALARMS,
        what=what,
        at=at,
        by=by,
        patient=session.patient,
        subject_key=second_of(session),
        owner=second,
    )


def _nurses(asking: Iterable[Chair]) -> frozenset[int]:
    """Return whose chairs ask: none of them is a second person."""
    return frozenset(chair.nurse for chair in asking)


def not_a_second(about: UUID) -> frozenset[int]:
    """Return who is not the second person that a task asks for, by what it is about; nobody, where it asks for none."""
    rows = _live()
    mine = next((row for row in rows if second_of(row) == about), None)
    if mine is None:
        return frozenset()
    return _nurses(asking_for_a_second(_chair(row, time.time()) for row in rows)) | {mine.nurse_id}


def take_over(session: Session, *, by: User) -> None:
    """Take the task of a second person, from any screen; one is opened where nobody has it.

    Nothing happens where the alarms do not ask for one any more. Raises AtThisChair, TaskTaken, MayNotOpen.
    """
    now = timezone.now()
    rows = {str(row.key): row for row in _live()}
    asking = asking_for_a_second(_chair(row, now.timestamp()) for row in rows.values())
    if str(session.key) not in {chair.session for chair in asking}:
        return
    if by.pk in _nurses(asking):
        raise AtThisChair("You are the nurse of one of these chairs. A second person takes over.")
    with audit.atomic():
        task = _task(rows.values(), asking)
        if task is None or task.done_at is not None:
            task = _open(session, asking, by, at=now, by=by)
        tasks.take(task, by=by)


class AtThisChair(Refusal):
    """The nurse of a chair that alarms would be the second person to go there."""


def second_of(session: Session) -> UUID:
    """Return what a task for a second person is about."""
    return uuid5(session.key, "a second person")


def _task(rows: Iterable[Session], asking: Iterable[Chair]) -> Task | None:
    """Return the newest task for a second person, of these alarms."""
    first = {chair.session: min(since_s for _, since_s, _ in _unseen(chair)) for chair in asking}
    about = [second_of(row) for row in rows if str(row.key) in first]
    these = Q(done_at=None) | Q(opened_at__gte=moment(min(first.values())))
    found = Task.objects.filter(these, kind=Duty.Kind.ALARMS, subject_key__in=about)
    return found.select_related("owner").order_by("-opened_at").first()


def _called(task: Task | None, asking: Iterable[Chair]) -> str:
    """Return who was called as a second person; that nobody was, where nobody was or only who is at these chairs."""
    if task is None or task.owner is None or task.owner.pk in _nurses(asking):
        return "Nobody else has a task for it: call a second person."
    return f"{task.owner.name} has a task for it, opened at {_clock(task.opened_at.timestamp())}."


def look() -> tuple[Notice, ...]:
    """Read the chairs with a live session, and decide: by one query, by two where a second person is needed."""
    now_s = time.time()
    rows = _live()
    presence.keep(str(row.key) for row in rows)
    chairs = [_chair(row, now_s) for row in rows]
    asking = asking_for_a_second(chairs)
    if not asking:
        return notices(chairs)
    task = _task(rows, asking)
    has_taken = task is not None and task.taken_by_id is not None and task.taken_by_id not in _nurses(asking)
    return notices(chairs, called=_called(task, asking), asks=not has_taken)


def _live() -> list[Session]:
    return list(Session.objects.filter(state__in=LIVE).select_related("chair", "patient").order_by("pk"))


def _chair(row: Session, now_s: float) -> Chair:
    key = str(row.key)
    return Chair(
        key,
        row.chair.name,
        watch.alarms_of(row.alarm_state),
        row.help_called_at.timestamp() if row.help_called_at else None,
        presence.of(key, began_s=row.alarm_state["phase_s"], now_s=now_s) if row.state in WATCHED else None,
        watch.by_device_of(row.alarm_state),
        row.nurse_id,
    )
