"""Whom a task is about, as its row shows it to somebody who may open it: name, number to call, where it opens."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import kinds, rings
from euthymia.clinic.tasks.models import Task


class Person(NamedTuple):
    """Whom a task is about.

    number   of the clinic's record; "" for somebody who only asked for a consult
    opens    what the link opens, in words
    """

    name: str
    phone: str
    url: str
    opens: str
    number: str = ""


class Row(NamedTuple):
    """A task on the list of today; `person` is None where the reader may not open what it is about.

    rung   whom messages about it were for, and what came of each
    """

    task: Task
    person: Person | None
    rung: rings.Rung


# A room after this one reads who asked for a consult, by the keys of the requests.
Asking = Callable[[User, Collection[UUID]], Mapping[UUID, Person]]


def rows(tasks: Sequence[Task], *, by: User, asking: Asking) -> list[Row]:
    """Return each task with whom it is about; one read row in the audit names everybody who may be recognised."""
    keys = [task.subject_key for task in tasks if task.patient is None and task.subject_key is not None]
    people = asking(by, keys) if keys else {}
    doors.patients_listed(
        by, [task.patient for task in tasks if task.patient], doing=Action.LISTED_TODAY, requests=people
    )
    opened = doors.opened_by(by, {task.patient_id for task in tasks if task.patient_id})
    rung = rings.of(tasks, timezone.now())
    return [Row(task, _person(task, people, opened, by), rung[task.key]) for task in tasks]


def _person(task: Task, asking: Mapping[UUID, Person], opened: Collection[int], by: User) -> Person | None:
    if task.patient is None:
        return asking.get(task.subject_key) if task.subject_key else None
    mine = by.is_clinician and by.pk in (task.owner_id, task.taken_by_id)
    return _patient(task.patient, task.kind) if mine or task.patient_id in opened else None


def _patient(patient: Patient, kind: str) -> Person:
    page, opens = kinds.of(kind).page
    return Person(patient.name, patient.phone, reverse(page, args=[patient.key]), opens, patient.number)
