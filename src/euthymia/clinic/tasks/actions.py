"""Tasks with a named owner and a clock. Silence escalates: nobody has to notice that nobody noticed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import askable, kinds, rings
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.medicine.refusal import Refusal


def time_to_take(kind: str) -> timedelta:
    """Return how soon somebody takes a task of this kind, as the clinic's policies have it.

    One of a kind that this version does not know is as urgent as the most urgent.
    """
    return kinds.of(kind).take(policies.in_force("time"))


class NobodyOnDuty(Refusal):
    """No one can own the task: nobody who works here may open what it is about."""


class TaskTaken(Refusal):
    """Someone else took the task first."""


def on_duty(kind: str) -> User:
    """Return who owns a new task of this kind: the person on duty, else the medical director, prescriber or nurse.

    Of the clinic's own machine it is the owner first, of alarms at a chair a prescriber. Nobody is asked who may not
    open what the task is about. Raises NobodyOnDuty.
    """
    owner = askable.first(kind)
    if owner is None:
        raise NobodyOnDuty("Nobody here may open what this is about. Add a colleague who may, or set who is on duty.")
    return owner


def set_duty(kind: str, user: User, *, by: object) -> Duty:
    """Return who is on duty for a kind of task. Raises MayNotOpen."""
    askable.check(kind, user)
    with audit.atomic():
        duty, _ = Duty.objects.update_or_create(kind=kind, defaults={"user": user})
        audit.write(Action.SET_WHO_IS_ON_DUTY, duty, by=by, at=timezone.now(), kind=kind, user=str(user.key))
    return duty


def open_task(
    kind: str,
    *,
    what: str,
    at: datetime,
    by: object,
    patient: Patient | None = None,
    subject_key: UUID | None = None,
    owner: User | None = None,
) -> Task:
    """Open a task; one open task a kind and subject is enough, so a second answer joins the first.

    owner   a person named for this one, who then has a task of their own; else who is on duty
    """
    with audit.atomic():
        standing_ones = Task.objects.filter(kind=kind, subject_key=subject_key, done_at=None)
        standing = (standing_ones.filter(owner=owner) if owner else standing_ones).first()
        if subject_key is not None and standing:
            return standing
        due = at + time_to_take(kind)
        task = Task.objects.create(
            kind=kind,
            description=what,
            patient=patient,
            subject_key=subject_key,
            owner=owner or _asked(kind),
            opened_at=at,
            due_at=due,
        )
        rings.begin(task, at=at)
        audit.write(Action.OPENED_TASK, task, by=by, at=at, owner=_key(task), kind=kind)
    return task


def _asked(kind: str) -> User | None:
    try:
        return on_duty(kind)
    except NobodyOnDuty:
        if kinds.of(kind).without_owner:
            return None
        raise


def _key(task: Task) -> str:
    return str(task.owner.key) if task.owner else "nobody"


def take(task: Task, *, by: User) -> Task:
    """Take a task: "I have this". The first one wins; the second reads who has it. Raises MayNotOpen, TaskTaken."""
    askable.check(task.kind, by)
    at = timezone.now()
    with audit.atomic():
        won = Task.objects.filter(pk=task.pk, taken_at=None).update(taken_by=by, taken_at=at, owner=by)
        task.refresh_from_db()
        if not won and task.taken_by_id != by.pk:
            raise TaskTaken(f"{task.taken_by.name} took this at {timezone.localtime(task.taken_at):%H:%M}.")
        audit.write(Action.TOOK_TASK, task, by=by, at=at)
    return task


def finish(task: Task, *, outcome: str, by: User) -> Task:
    """Close a task with what was done."""
    if not outcome.strip():
        raise Refusal("What was done is empty. Write in a few words what you did.")
    at = timezone.now()
    with audit.atomic():
        task.done_at, task.outcome = at, outcome.strip()
        task.taken_by, task.taken_at = task.taken_by or by, task.taken_at or at
        task.save()
        audit.write(Action.FINISHED_TASK, task, by=by, at=at)
    return task


def finish_about(kind: str, subject_key: UUID, *, outcome: str, by: User) -> None:
    """Close the task of this kind about one thing, where one is open: what it asked for has been done."""
    for task in Task.objects.filter(kind=kind, subject_key=subject_key, done_at=None):
        finish(task, outcome=outcome, by=by)


def escalate_overdue(now: datetime) -> int:
    """Hand every task that nobody took in time to the next person, and on from them after the same time again.

    A task that waits for somebody who may open it goes to the first who may, at once. The row is locked: two watches
    never do it twice.
    """
    late = Q(due_at__lte=now) | Q(owner=None)
    waiting = Task.objects.filter(late, taken_at=None, done_at=None)
    moved = 0
    for pk, kind, owner, escalated_at in list(waiting.values_list("pk", "kind", "owner", "escalated_at")):
        if owner is not None and escalated_at is not None and now - escalated_at < time_to_take(kind):
            continue
        with audit.atomic():
            as_seen = waiting.filter(pk=pk, owner=owner, escalated_at=escalated_at)
            task = as_seen.select_for_update(of=("self",)).select_related("owner").first()
            if task is not None:  # else another watch was quicker, or somebody took it
                moved += _hand_on(task, now)
    return moved


def _hand_on(task: Task, now: datetime) -> bool:
    before = task.owner
    task.owner = askable.next_after(task.kind, before, task.subject_key) if before else askable.first(task.kind)
    if task.owner is None and before is None:
        return False
    task.escalated_at = now if task.due_at <= now else None
    task.save(update_fields=["escalated_at", "owner"])
    audit.write(Action.ESCALATED_TASK, task, by="system:silence-watch", at=now, owner=_key(task))
    return True


def without_owner() -> int:
    """Count the tasks that wait for somebody who may open them."""
    return Task.objects.filter(owner=None, done_at=None).count()


def open_tasks(user: User) -> list[Task]:
    """List what is open for this person: their own first, then what nobody has taken, by the clock."""
    rows = Task.objects.filter(askable.may_open(user), done_at=None)
    rows = rows.select_related("owner", "taken_by", "patient")
    if not user.is_clinician:
        rows = rows.filter(Q(owner=user) | Q(kind=Duty.Kind.CONSULTS))
    return sorted(rows, key=lambda t: (t.owner_id != user.pk, t.due_at))
