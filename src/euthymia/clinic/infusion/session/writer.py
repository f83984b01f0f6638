"""Writing into a session: lock, step, number the events, keep the alarm state. Every writer goes through here.

Who writes: the listener (device readings), a nurse's or prescriber's action, the silence watch. The session's
`last_event_number` is the version of the alarm state; each writer holds the session's row while it reads, steps and
writes, so nobody steps from a state that another has moved on.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.session import bulk
from euthymia.clinic.infusion.session.bulk import Locked, Moved, Noted
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind
from euthymia.medicine.watch import Limits, Step, WatchState

# What a writer may change of a session's row, beside its state.
CHANGES: Final = (
    "last_event_number", "alarm_state", "limits", "silence_due_at", "pump_confirmed", "help_called_at", "nurse",
)  # fmt: skip


@lru_cache(maxsize=1024)
def moment(at_s: float) -> datetime:
    """Seconds since 1970 to an aware time."""
    return datetime.fromtimestamp(at_s, UTC)


@dataclass
class Pen:
    """An open, locked session: what is appended is written when the action ends."""

    session: Session | Locked
    state: WatchState
    limits: Limits
    at: datetime
    actor: str
    events: list[Noted] = field(default_factory=list)
    began: tuple[Any, ...] = ()  # what `_beside` gave when it was opened

    def note(self, kind: EventKind, body: dict[str, Any], *, event_at: datetime | None = None) -> Noted:
        """Append one event; it takes the session's next number."""
        self.session.last_event_number += 1
        word, at = str(kind), event_at or self.at  # a plain string: the listener writes it in plain SQL
        event = Noted(self.session.pk, self.session.last_event_number, word, at, self.at, self.actor, body)
        self.events.append(event)
        return event

    def step(self, step: Step) -> Step:
        """Take over a step of the alarm engine: its state, and an event for each alarm raised or ended."""
        self.state = step.state
        for kind, body in alarm_bodies(step):
            self.note(kind, body)
        return step


def alarm_bodies(step: Step) -> Iterator[tuple[EventKind, dict[str, Any]]]:
    """The alarms a step raised and ended, as event bodies."""
    changes = (
        (EventKind.ALARM_RAISED, step.raised),
        (EventKind.ALARM_ENDED, step.ended),
        (EventKind.ALARM_ESCALATED, step.escalated),
    )
    for kind, alarms in changes:
        for alarm in alarms:
            yield kind, alarm._asdict()


@contextlib.contextmanager
def writing(
    session: Session, *, at: datetime, by: object, doing: Action, person_key: UUID | None = None
) -> Iterator[Pen]:
    """Open a session for writing: one transaction, one locked row, one audit row, and the clock of its silence.

    person_key   whose key the audit row's word ends with, where it does
    """
    with audit.atomic():
        row = _locked(session.pk)
        pen = Pen(row, watch.from_dict(row.alarm_state), limits_for(row), at, audit.actor_of(by), began=_beside(row))
        yield pen
        save(pen)
        numbers = [e.number for e in pen.events]
        audit.write(doing, row, by=by, at=at, patient=session.patient, person_key=person_key, events=numbers)
    _now_as(row, session)


def _locked(pk: int) -> Session:
    """Lock a session's row and give it; in plain SQL, since every act at every chair begins here."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return Session.objects.raw(f"SELECT * FROM infusion_session WHERE id = %s{lock}", [pk])[0]


def _now_as(row: Session, session: Session) -> None:
    """Have the caller's session say what was written; what it knows of its patient, order and chair stays known."""
    for column in Session._meta.concrete_fields:
        setattr(session, column.attname, getattr(row, column.attname))


def save(pen: Pen) -> None:
    """Write the events and the state, and when its silence is due."""
    row = pen.session
    row.alarm_state = watch.as_dict(pen.state)
    row.silence_due_at = silence_due_at(pen.state, pen.limits) if row.state in LIVE else None
    if _beside(row) == pen.began:  # as the listener writes: most acts move nothing else
        bulk.write((), pen.events, [Moved(row.pk, row.last_event_number, row.alarm_state, row.silence_due_at)])
        return
    bulk.write((), pen.events, ())
    state = ("state",) if row.state != pen.began[0] else ()  # it stands in three indexes
    row.save(update_fields=CHANGES + state)


def _beside(row: Session) -> tuple[Any, ...]:
    """What a writer may change beside the events and the alarm state."""
    return row.state, row.limits, row.pump_confirmed, row.help_called_at, row.nurse_id


def silence_due_at(state: WatchState, limits: Limits) -> datetime | None:
    """When the silence watch must look at this session next; None where nothing can become due."""
    due_s = watch.next_due_s(state, limits)
    return None if due_s is None else moment(max(due_s, 0.0))  # a device may claim the year 1: due at once
