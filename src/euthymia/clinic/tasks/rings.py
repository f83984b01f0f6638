"""A task about danger rings: its owner at once, the next person where nobody takes it, within a bounded time.

A ring is a message to the mail address of an account. It changes no owner: who has a task is said by escalation.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.messages import outbox, senders
from euthymia.clinic.messages.models import Message, Purpose, State
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks import askable
from euthymia.clinic.tasks.models import Duty, Task

CAUSE: Final = "task"
BY: Final = "system:silence-watch"
RINGS: Final = frozenset({Duty.Kind.RISK, Duty.Kind.ALARMS})  # about these somebody is rung
TOLD: Final = frozenset({Duty.Kind.CLINIC})  # about these the owner is told, once


class Rung(NamedTuple):
    """What messages about a task came to.

    lines   a sentence each, the first first
    ended   it rings, nobody has taken it, and nobody further is rung
    """

    lines: Sequence[str] = ()
    ended: bool = False


def begin(task: Task, *, at: datetime) -> None:
    """Write the first message about a new task down, in the open act that opened it."""
    if task.owner is not None and task.kind in RINGS | TOLD:
        purpose = Purpose.RING if task.kind in RINGS else Purpose.NOTICE
        outbox.enqueue(CAUSE, task.key, occurrence=0, purpose=purpose, user=task.owner, at=at)


def ring_next(now: datetime) -> int:
    """Ring the next person about each danger that nobody took in time; give how many.

    The row is locked and read again: two watches never ring twice.
    """
    if senders.in_use() is None:
        return 0
    open_ones = Task.objects.filter(kind__in=RINGS, taken_at=None, done_at=None, opened_at__gt=now - _line())
    rung = 0
    for task in open_ones.select_related("owner"):
        if _next(task, _rings(task), now) is None:
            continue
        with audit.atomic():
            locked = open_ones.filter(pk=task.pk).select_for_update(of=("self",)).select_related("owner").first()
            rings = _rings(locked) if locked else []
            person = _next(locked, rings, now) if locked else None
            if locked is None or person is None:
                continue
            outbox.enqueue(CAUSE, locked.key, occurrence=len(rings), purpose=Purpose.RING, user=person, at=now)
            audit.write(Action.RANG_NEXT, locked, by=BY, at=now, owner=str(person.key))
        rung += 1
    return rung


def of(tasks: Sequence[Task], now: datetime) -> Mapping[UUID, Rung]:
    """Return by its key what messages about each task came to."""
    messages: dict[UUID, list[Message]] = {task.key: [] for task in tasks}
    for message in outbox.about(CAUSE, messages):
        messages[message.cause_key].append(message)
    return {task.key: _said(task, messages[task.key], now) for task in tasks}


def _said(task: Task, messages: Sequence[Message], now: datetime) -> Rung:
    lines = [_line_of(message) for message in messages]
    if task.kind not in RINGS or task.taken_at or task.done_at:
        return Rung(lines)
    if not senders.server():
        return Rung([*lines, "Nobody is rung: no mail server is set."])
    over = now >= task.opened_at + _line()
    return Rung(lines, ended=over or (_waited(messages, now) and _person(task, messages) is None))


def _line_of(message: Message) -> str:
    at = timezone.localtime(message.settled_at or message.made_at)
    when, name = f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{at.day} {at:%b %H:%M}", message.user.name
    if message.state == State.HANDED_OVER:
        to = "Handed to the mail server" if message.server else "Written as a file, which nobody receives,"
        return f"{to} at {when} for {name}."
    return {
        State.WAITING: f"Not handed over yet for {name}.",
        State.REFUSED: f"The mail server did not take it for {name} ({when}).",
        State.WITHDRAWN: f"Not sent to {name}: no longer needed at {when}.",
    }.get(State(message.state), f"Whether the mail server took it for {name} is not known ({when}).")


def _rings(task: Task) -> list[Message]:
    return list(outbox.about(CAUSE, [task.key]).filter(purpose=Purpose.RING))


def _line() -> timedelta:
    return timedelta(minutes=policies.in_force("time").ring_line_min)


def _next(task: Task, rung: Sequence[Message], now: datetime) -> User | None:
    """Return who is rung now; None where the last ring still has its time, or nobody is left."""
    return _person(task, rung) if _waited(rung, now) else None


def _waited(rung: Sequence[Message], now: datetime) -> bool:
    """Return whether the last ring had its time. One that the mail server refused costs no waiting."""
    step = timedelta(minutes=policies.in_force("time").ring_next_min)
    return not rung or rung[-1].state == State.REFUSED or now >= rung[-1].made_at + step


def _person(task: Task, rung: Sequence[Message]) -> User | None:
    already = {message.user_id for message in rung}
    return next((person for person in _in_turn(task) if person.pk not in already), None)


def _in_turn(task: Task) -> Iterator[User]:
    """Yield who is rung: the owner, then each as the task would be handed on, once round."""
    first = task.owner or askable.first(task.kind)
    person, seen = first, set[int]()
    while person is not None and person.pk not in seen:
        yield person
        seen.add(person.pk)
        person = askable.next_after(task.kind, person, task.subject_key)
