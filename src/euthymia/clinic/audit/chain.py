"""Collect rows during an action, chain them last, anchor the head after the commit."""

import contextlib
import hashlib
import hmac
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from euthymia.clinic.audit import details
from euthymia.clinic.audit.actions import WITH_A_KEY, Action, known
from euthymia.clinic.audit.models import AuditEvent, ChainHead


class Act(NamedTuple):
    """What a row of the chain says, before it has its place in it."""

    at: datetime
    actor: str
    action: str
    subject: str
    patient_key: Any
    detail: dict[str, Any]


@dataclass
class Pending:
    """What one open transaction did, in the order it was written."""

    acts: list[Act] = field(default_factory=list)
    wrote: bool = False  # a guarded table was written, so at least one row is owed


open_action: ContextVar[Pending | None] = ContextVar("open_action", default=None)


class UnauditedWrite(RuntimeError):
    """A clinic table was written outside audit.atomic, or inside it with no audit row: a fault of ours, never shown."""


@contextlib.contextmanager
def atomic() -> Iterator[None]:
    """One transaction whose audit rows commit or vanish with it. Nests: inner rows join the outer action."""
    outer = open_action.get()
    if outer is not None:
        kept = len(outer.acts)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer.acts[kept:]
            raise
        return
    pending = Pending()
    with transaction.atomic():
        token = open_action.set(pending)
        try:
            yield
            if pending.wrote and not pending.acts:
                raise UnauditedWrite("A clinic table was written without an audit row.")
            if pending.acts:
                _append(pending.acts)
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


def digest(entry: Act | AuditEvent, number: int, previous: str) -> str:
    """HMAC-SHA256 of the row and the hash before it, by the key that lives outside the database."""
    body = _canonical(
        [
            previous,
            number,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.actor,
            entry.action,
            entry.subject,
            str(entry.patient_key or ""),
            entry.detail,
        ]
    )
    return hmac.new(settings.AUDIT_KEY, body.encode(), hashlib.sha256).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def _append(acts: list[Act]) -> None:
    """Chain what was done and write it, in plain SQL: this runs at every commit of the device listener."""
    database = transaction.get_connection()
    with database.cursor() as cursor:
        number, last = _head(cursor, database)
        values: list[Any] = []
        for act in acts:
            number += 1
            last = digest(act, number, last)
            values += (number, *_stored(act, database), last)
        rows = _INSERT + ", ".join([_ROW] * len(acts)), values
        for sql, values in _together(database, rows, (_MOVE_HEAD, [number, last])):
            cursor.execute(sql, values)
    database.on_commit(lambda: anchor(number, last))


_COLUMNS = ("number", "at", "actor", "action", "subject", "patient_key", "detail", "hash")
_INSERT = f"INSERT INTO audit_auditevent ({', '.join(_COLUMNS)}) VALUES "
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"
_MOVE_HEAD = "UPDATE audit_chainhead SET number = %s, hash = %s WHERE id = 1"
_KEY = AuditEvent._meta.get_field("patient_key")


def _together(database: BaseDatabaseWrapper, *statements: tuple[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    """PostgreSQL takes several statements in one round trip, unless it binds their values itself; SQLite one by one."""
    if database.vendor == "sqlite" or database.settings_dict["OPTIONS"].get("server_side_binding"):
        return list(statements)
    return [("; ".join(sql for sql, _ in statements), [value for _, values in statements for value in values])]


def _stored(act: Act, database: BaseDatabaseWrapper) -> tuple[Any, ...]:
    """Give the columns from `at` to `detail` as Django would write them."""
    key = None if act.patient_key is None else _KEY.get_db_prep_save(act.patient_key, database)
    at, detail = database.ops.adapt_datetimefield_value(act.at), database.ops.adapt_json_value(act.detail, None)
    return at, act.actor, act.action, act.subject, key, detail


def _head(cursor: CursorWrapper, database: BaseDatabaseWrapper) -> tuple[int, str]:
    """Lock the head and give it; the first row of a new clinic makes it. On SQLite the transaction is the lock."""
    lock = " FOR UPDATE" if database.features.has_select_for_update else ""
    cursor.execute("SELECT number, hash FROM audit_chainhead WHERE id = 1" + lock)
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


def anchor(number: int, head_hash: str, note: str = "") -> None:
    """Append the head to the file outside the database. It may lag behind the database, never lead."""
    line = f"{number} {head_hash}{' ' + note if note else ''}\n"
    # A full disk must not stop care: verify then reports how far the anchor lags.
    with contextlib.suppress(OSError), _anchoring:
        os.write(_anchor_file(), line.encode())


def _anchor_file() -> int:
    """Give the anchor file's handle: kept open, and opened anew where another file has taken its place."""
    global _kept
    path = settings.AUDIT_ANCHOR
    with contextlib.suppress(FileNotFoundError):
        found = path.stat()
        if _kept[1:] == (path, found.st_dev, found.st_ino):
            return _kept[0]
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    found = os.fstat(handle)
    if _kept[0] >= 0:
        os.close(_kept[0])
    _kept = (handle, path, found.st_dev, found.st_ino)
    return handle


_kept: tuple[int, Path, int, int] = (-1, Path(), 0, 0)
_anchoring = threading.Lock()


@dataclass(frozen=True)
class Verification:
    """What a walk over the whole chain found. `fault` is "" when it holds.

    unknown   each action that this version does not know, with the number of its rows: no fault
    """

    rows: int
    anchored: int
    fault: str = ""
    unknown: Mapping[str, int] = field(default_factory=dict)


def verify() -> Verification:
    """Walk the chain from its first row, then hold it against its head and the anchor outside the database."""
    previous, count = "0" * 64, 0
    seen: dict[int, str] = {}
    said: Counter[str] = Counter()
    anchors, torn = _anchors()
    if torn:
        return Verification(0, len(anchors), torn)
    for entry in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if entry.number != count:
            return Verification(count, len(anchors), f"row {count} is missing; the next number is {entry.number}.")
        if not hmac.compare_digest(entry.hash, digest(entry, entry.number, previous)):
            return Verification(count, len(anchors), f"row {count} was changed, or one before it.")
        previous = entry.hash
        said[entry.action] += 1
        if count in anchors:
            seen[count] = entry.hash
    head = ChainHead.objects.filter(pk=1).first()
    if (head.number, head.hash) != (count, previous) if head else count:
        return Verification(count, len(anchors), "the head does not match the last row: rows were cut or added.")
    for number, anchored in sorted(anchors.items()):
        if seen.get(number) != anchored:
            return Verification(
                count, len(anchors), f"the anchored row {number} is not in the chain: its tail was cut."
            )
    unknown = {action: rows for action, rows in sorted(said.items()) if not known(action)}
    return Verification(count, len(anchors), unknown=unknown)


def _anchors() -> tuple[dict[int, str], str]:
    """Read the anchored heads, and what is wrong with the file itself: one number can only ever have had one hash."""
    found: dict[int, str] = {}
    if not settings.AUDIT_ANCHOR.exists():
        return found, ""
    for place, line in enumerate(settings.AUDIT_ANCHOR.read_text().splitlines(), 1):
        number, _, rest = line.partition(" ")
        head_hash = rest[:64]
        if not number.isdecimal() or len(head_hash) != 64:
            return found, f"line {place} of the anchor file cannot be read: it was torn or changed."
        if found.setdefault(int(number), head_hash) != head_hash:
            return found, f"row {number} was anchored with two hashes: the chain was cut and written anew."
    return found, ""
