"""What somebody who tells us of danger is promised: who reads it and by when, by true state only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from django.utils import timezone

from euthymia.clinic.front_door import hours
from euthymia.clinic.tasks.models import Duty, Task

State = Literal["seen", "later", "overdue", "nobody", "closed", "unknown", "due"]


class Promise(NamedTuple):
    """Where an answer stands.

    state   seen: somebody took it; later: they took it before the newest answer came; overdue: nobody did in time;
            nobody: nobody here may open it; closed: nobody reads it before we open; unknown: no opening hours are set;
            due: somebody is due to read it
    when    seen at, was due by, opens at, or is due by: in words
    name    who saw it, or on whose list it stands
    """

    state: State
    when: str = ""
    name: str = ""


def before(week: Mapping[str, str], at: datetime, *, within: timedelta, somebody: bool) -> Promise:
    """Return what is true before the question, at this local time.

    somebody   at least one colleague may open the answer
    """
    if not somebody:
        return Promise("nobody")
    return _waiting(week, at, asked_at=at, within=within)


def after(task: Task, week: Mapping[str, str], at: datetime) -> Promise:
    """Return what is true of an answer whose task was opened, at this local time."""
    if task.taken_at and task.taken_by:
        return Promise("seen", in_words(timezone.localtime(task.taken_at), at), task.taken_by.name)
    if task.owner is None:
        return Promise("nobody")
    asked_at = timezone.localtime(task.opened_at)
    promise = _waiting(week, at, asked_at=asked_at, within=task.due_at - task.opened_at)
    return promise._replace(name=task.owner.name) if promise.state == "due" else promise


def of_answer(key: UUID, week: Mapping[str, str], *, answered_at: datetime) -> Promise | None:
    """Return what is true of the newest answer about danger of this sheet or request; None where it opened no task."""
    tasks = Task.objects.filter(kind=Duty.Kind.RISK, subject_key=key).select_related("owner", "taken_by")
    newest = tasks.order_by("-opened_at", "-pk").first()
    if newest is None:
        return None
    promise = after(newest, week, timezone.localtime())
    unseen = newest.taken_at is not None and answered_at > newest.taken_at
    return promise._replace(state="later") if unseen else promise


def _waiting(week: Mapping[str, str], at: datetime, *, asked_at: datetime, within: timedelta) -> Promise:
    due_by = hours.read_by(week, asked_at, within)
    if due_by is None:
        return Promise("unknown")
    if at > due_by:
        return Promise("overdue", in_words(due_by, at))
    opens = hours.opens_next(week, at)
    if opens and not hours.is_open(week, at):
        return Promise("closed", in_words(opens, at))
    return Promise("due", in_words(due_by, at))


def in_words(moment: datetime, at: datetime) -> str:
    """Write a local time as somebody reads it now: the clock alone today, the weekday for the week to come."""
    if moment.date() == at.date():
        return f"{moment:%H:%M}"
    if timedelta() < moment - at < timedelta(days=6):
        return f"{moment:%A %H:%M}"
    return f"{moment.day} {moment:%b %H:%M}"
