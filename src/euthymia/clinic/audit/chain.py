"""Collect rows during an action, chain them last with the hash of what it wrote, anchor the head after the commit."""

import contextlib
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from euthymia.clinic.audit import anchors, contents, details
from euthymia.clinic.audit.actions import WITH_A_KEY, Action
from euthymia.clinic.audit.models import AuditEvent, ChainHead


class Act(NamedTuple):
    """What a row of the chain says, before it has its place in it."""

    at: datetime
    actor: str
    action: str
    subject: str
    patient_key: Any
    detail: dict[str, Any]


class Entry(NamedTuple):
    """A row of the chain as it is read back: millions of them are walked."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    patient_key: UUID | None
    detail: dict[str, Any]
    content: str | None
    hash: str


@dataclass
class Pending:
    """What one open transaction did, in the order it was written."""

    acts: list[Act] = field(default_factory=list)
    wrote: bool = False  # a guarded table was written, so at least one row is owed
    written: contents.Written = field(default_factory=contents.Written)
    head: tuple[int, str] | None = None  # of the chain, locked already with the last rows of the action


open_action: ContextVar[Pending | None] = ContextVar("open_action", default=None)


class UnauditedWrite(RuntimeError):
    """A clinic table was written outside audit.atomic, or inside it with no audit row: a fault of ours, never shown."""


@contextlib.contextmanager
def atomic() -> Iterator[None]:
    """One transaction whose audit rows commit or vanish with it. Nests: inner rows join the outer action."""
    outer = open_action.get()
    if outer is not None:
        kept, logged = len(outer.acts), len(outer.written.log)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer.acts[kept:], outer.written.log[logged:]
            raise
        return
    pending = Pending()
    with transaction.atomic():
        token = open_action.set(pending)
        try:
            yield
            if pending.wrote and not pending.acts:
                raise UnauditedWrite("A clinic table was written without an audit row.")
            if pending.written.owed:
                raise UnauditedWrite(f"{', '.join(sorted(pending.written.owed))}: written by hand and not hashed.")
            if pending.acts:
                _append(pending.acts, contents.content(pending.written), pending.head)
        finally:
            open_action.reset(token)  # before the commit: what runs after it is an action of its own


def actor_of(by: object) -> str:
    """Name who acted: a person by key, a device or a part of the system by the word given, else the public."""
    if by is None:
        return "public"
    if isinstance(by, str):
        return by
    return f"person:{by.key}"


def write(
    action: Action,
    row: models.Model | None = None,
    *,
    by: object,
    at: datetime,
    patient: Any = None,
    person_key: UUID | None = None,
    **detail: Any,
) -> None:
    """Add one row to the open action.

    person_key   whose key the stored word ends with, for an action of WITH_A_KEY
    detail       what DETAILS has for the action
    Raises UnauditedWrite outside audit.atomic, WrongDetail.
    """
    pending = open_action.get()
    if pending is None:
        raise UnauditedWrite(f"audit.write({action!r}) outside audit.atomic")
    subject = f"{row.audit_name}:{getattr(row, 'key', row.pk)}" if row is not None else ""
    if patient is None and row is not None:
        patient = row if row.audit_name == "patient" else getattr(row, "patient", None)
    key = getattr(patient, "key", patient)
    details.check(action, detail)
    word = f"{action} {person_key}" if action in WITH_A_KEY else str(action)  # a plain string, as a row has it
    pending.acts.append(Act(at, actor_of(by), word, subject, key, detail))


def digest(entry: Act | AuditEvent | Entry, number: int, previous: str, content: str) -> str:
    """HMAC-SHA256 of the row and the hash before it, by the key that lives outside the database."""
    said = [
        previous,
        number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.subject,
        str(entry.patient_key or ""),
        entry.detail,
    ]
    body = _canonical([*said, content] if content else said)  # rows of 0.2.0 have none, and keep their hash
    return hmac.new(settings.AUDIT_KEY, body.encode(), hashlib.sha256).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def written() -> contents.Written:
    """Return what the open action wrote so far, for a writer that hashes its own batch. Raises UnauditedWrite."""
    pending = open_action.get()
    if pending is None:
        raise UnauditedWrite("a batch was written outside audit.atomic")
    return pending.written


def lock() -> None:
    """Keep every other action from ending until the open one has. Its rows are chained next."""
    database = transaction.get_connection()
    with database.cursor() as cursor:
        _head(cursor, database)


def _append(acts: list[Act], content: str, head: tuple[int, str] | None) -> None:
    """Chain what was done and write it, in plain SQL: this runs at every commit of the device listener.

    content   what the action wrote, for its last row
    head      the chain's, where it is locked and read already
    """
    database = transaction.get_connection()
    with database.cursor() as cursor:
        number, last = head or _head(cursor, database)
        values: list[Any] = []
        for act in acts:
            number += 1
            bound = content if act is acts[-1] else ""
            last = digest(act, number, last, bound)
            values += (number, *_stored(act, database), bound or None, last)
        rows = _INSERT + ", ".join([_ROW] * len(acts)), values
        for sql, values in _together(database, rows, (_MOVE_HEAD, [number, last])):
            cursor.execute(sql, values)
    database.on_commit(lambda: anchors.append(number, last))


_COLUMNS = ("number", "at", "actor", "action", "subject", "patient_key", "detail", "content", "hash")
_INSERT = f"INSERT INTO audit_auditevent ({', '.join(_COLUMNS)}) VALUES "
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"
_MOVE_HEAD = "UPDATE audit_chainhead SET number = %s, hash = %s WHERE id = 1"
_KEY = AuditEvent._meta.get_field("patient_key")


def _together(database: BaseDatabaseWrapper, *statements: tuple[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    """PostgreSQL takes several statements in one round trip, unless it binds their values itself; SQLite one by one.

    They are the last of the transaction: it is committed on the same way, unless it is part of another. Django's own
    COMMIT then finds nothing open; one that fails raises here and leaves nothing open either.
    """
    if database.vendor == "sqlite" or database.settings_dict["OPTIONS"].get("server_side_binding"):
        return list(statements)
    said = [sql for sql, _ in statements] + ["COMMIT"] * (len(database.atomic_blocks) == 1)
    return [("; ".join(said), [value for _, values in statements for value in values])]


def _stored(act: Act, database: BaseDatabaseWrapper) -> tuple[Any, ...]:
    """Return the columns from `at` to `detail` as Django would write them."""
    key = None if act.patient_key is None else _KEY.get_db_prep_save(act.patient_key, database)
    at, detail = database.ops.adapt_datetimefield_value(act.at), database.ops.adapt_json_value(act.detail, None)
    return at, act.actor, act.action, act.subject, key, detail


def ask_for_head(database: BaseDatabaseWrapper) -> CursorWrapper:
    """Ask PostgreSQL to lock the head and give it, in a pipeline that its caller has opened."""
    cursor = database.cursor()
    cursor.execute(_HEAD + " FOR UPDATE")
    return cursor


def keep_head(found: tuple[int, str] | None) -> None:
    """Keep the head that the open action has locked: its rows are chained to it without asking again."""
    pending = open_action.get()
    if pending is not None and found is not None:
        pending.head = (int(found[0]), str(found[1]))


_HEAD = "SELECT number, hash FROM audit_chainhead WHERE id = 1"


def _head(cursor: CursorWrapper, database: BaseDatabaseWrapper) -> tuple[int, str]:
    """Lock the head and give it; the first row of a new clinic makes it. On SQLite the transaction is the lock."""
    lock = " FOR UPDATE" if database.features.has_select_for_update else ""
    cursor.execute(_HEAD + lock)
    found = cursor.fetchone()
    if found is not None:
        return int(found[0]), str(found[1])
    head = ChainHead.objects.select_for_update().get_or_create(pk=1)[0]
    return head.number, head.hash


def wait_for_turn() -> None:
    """Let no other action commit rows before the open one ends: for what counts on what is there already."""
    database = transaction.get_connection()
    with database.cursor() as cursor:
        _head(cursor, database)
