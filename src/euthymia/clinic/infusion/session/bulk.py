"""A batch's rows in as few statements as the database allows: what a device message costs is mostly its rows.

SQLite takes one statement a table; its values are bound as they are. PostgreSQL takes the three tables in one round
trip, its rows as one JSON text: binding each value by itself costs more than the server's work on it.
What it sends it hashes for the audit row, instead of reading it back as the guard would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import orjson
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.canonical import bytes_text, moment_text


class Kept(NamedTuple):
    """One row of infusion_devicemessage."""

    received_at: datetime
    device_id: int | None
    session_id: int | None
    disposition: str
    reason: str
    raw: bytes


class Noted(NamedTuple):
    """One row of infusion_sessionevent."""

    session_id: int
    number: int
    kind: str
    event_at: datetime
    at: datetime
    actor: str
    body: dict[str, Any]


class Moved(NamedTuple):
    """What a batch changes of a session's row."""

    id: int
    last_event_number: int
    alarm_state: dict[str, Any]
    silence_due_at: datetime | None


@dataclass(slots=True)
class Locked:
    """What a writer of many sessions needs of each row it has locked."""

    pk: int
    last_event_number: int
    state: str


def lock(ids: Sequence[int]) -> list[Locked]:
    """Lock sessions in the order of their ids. On SQLite the transaction itself is the lock."""
    database = transaction.get_connection()
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute(f"{_LOCK} IN (SELECT value FROM json_each(%s)) ORDER BY id", (_json(ids),))
        else:
            with database.wrap_database_errors, database.connection.pipeline():  # BEGIN goes with it
                wanted = f"{{{','.join(map(str, ids))}}}"
                cursor.execute(f"{_LOCK} = ANY(%s::bigint[]) ORDER BY id FOR UPDATE", (wanted,))
        return [Locked(*row) for row in cursor.fetchall()]


def write(
    messages: Sequence[Kept], events: Sequence[Noted], sessions: Sequence[Moved], *, is_last: bool = False
) -> None:
    """Write what a batch brings, inside the caller's transaction.

    is_last   the action writes nothing more but its audit row: where it costs a way to the server, the chain's head is
              locked and read on the same way
    """
    database = transaction.get_connection()
    written = audit.written()
    with written.hashing(_BY_HAND):
        if database.vendor == "sqlite":
            message_ids, event_ids = _by_sqlite(database, messages, events, sessions)
        else:
            message_ids, event_ids = _by_postgresql(database, messages, events, sessions, with_head=is_last)
    if messages:
        hashed = [(_moment(m[0]), *m[1:5], bytes_text(m[5])) for m in messages]
        written.add_batch("infusion_devicemessage", message_ids, hashed)
    if events:
        told = [(*e[:3], _moment(e[3]), _moment(e[4]), *e[5:]) for e in events]
        written.add_batch("infusion_sessionevent", event_ids, told)


_BY_HAND: Final = frozenset({"infusion_devicemessage", "infusion_sessionevent"})
Ids = Sequence[int]


def _by_sqlite(
    database: BaseDatabaseWrapper, messages: Sequence[Kept], events: Sequence[Noted], sessions: Sequence[Moved]
) -> tuple[Ids, Ids]:
    # Its own cursor, which takes SQLite's question marks as they are: Django's looks for its marks in each text.
    with database.make_cursor(database.connection.cursor()) as cursor:
        message_ids = _insert(cursor, _MESSAGES, [(_text(m[0]), *m[1:]) for m in messages])
        timed = [(*e[:3], _text(e[3]), _text(e[4]), e[5], _json(e[6])) for e in events]
        event_ids = _insert(cursor, _EVENTS, timed)
        if sessions:
            moved = [(s[1], _json(s[2]), _text(s[3]), s[0]) for s in sessions]
            cursor.executemany(_SESSIONS.sqlite, moved)  # row by row: of one for all SQLite notes how to undo it
    return message_ids, event_ids


def _by_postgresql(
    database: BaseDatabaseWrapper,
    messages: Sequence[Kept],
    events: Sequence[Noted],
    sessions: Sequence[Moved],
    *,
    with_head: bool,
) -> tuple[Ids, Ids]:
    hexed = [(str(m[0]), *m[1:5], f"\\x{m[5].hex()}") for m in messages]
    timed = [(*e[:3], str(e[3]), str(e[4]), *e[5:]) for e in events]
    moved = [(*s[:3], s[3] and str(s[3])) for s in sessions]
    tables = [(_MESSAGES, hexed), (_EVENTS, timed), (_SESSIONS, moved)]
    message_ids, event_ids, _ = _send(database, tables, with_head=with_head)
    return message_ids, event_ids


class _Table(NamedTuple):
    """How one table takes many rows."""

    columns: tuple[str, ...]
    sqlite: str
    postgresql: str


_LOCK = "SELECT id, last_event_number, state FROM infusion_session WHERE id"
_MESSAGES = _Table(
    Kept._fields,
    "INSERT INTO infusion_devicemessage (received_at, device_id, session_id, disposition, reason, raw) VALUES {rows}",
    "INSERT INTO infusion_devicemessage (received_at, device_id, session_id, disposition, reason, raw) "
    "SELECT received_at, device_id, session_id, disposition, reason, raw FROM json_to_recordset(%s::json) AS r"
    "(received_at timestamptz, device_id bigint, session_id bigint, disposition text, reason text, raw bytea) "
    "RETURNING id",
)
_EVENTS = _Table(
    Noted._fields,
    "INSERT INTO infusion_sessionevent (session_id, number, kind, event_at, at, actor, body) VALUES {rows}",
    "INSERT INTO infusion_sessionevent (session_id, number, kind, event_at, at, actor, body) "
    "SELECT session_id, number, kind, event_at, at, actor, body FROM json_to_recordset(%s::json) AS r"
    "(session_id bigint, number int, kind text, event_at timestamptz, at timestamptz, actor text, body jsonb) "
    "RETURNING id",
)
_SESSIONS = _Table(
    Moved._fields,
    "UPDATE infusion_session SET last_event_number = ?, alarm_state = ?, silence_due_at = ? WHERE id = ?",
    "UPDATE infusion_session AS s SET last_event_number = r.last_event_number, alarm_state = r.alarm_state, "
    "silence_due_at = r.silence_due_at "
    "FROM json_to_recordset(%s::json) AS r(id bigint, last_event_number int, alarm_state jsonb, "
    "silence_due_at timestamptz) "
    "WHERE s.id = r.id",
)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_AT_ONCE = 1000  # rows a statement: SQLite binds at most 32,766 values in one

Rows = Sequence[tuple[Any, ...]]


def _insert(cursor: CursorWrapper, table: _Table, rows: Rows) -> list[int]:
    """Write rows; give the ids of what was inserted: those of one statement follow each other."""
    ids: list[int] = []
    for begin in range(0, len(rows), _AT_ONCE):
        some = rows[begin : begin + _AT_ONCE]
        cursor.execute(_worded(table.sqlite, len(some), len(some[0])), list(chain.from_iterable(some)))
        last = cursor.lastrowid or 0
        ids += range(last - len(some) + 1, last + 1)
    return ids


@lru_cache(maxsize=1024)
def _worded(sql: str, rows: int, columns: int) -> str:
    return sql.format(rows=", ".join([f"({', '.join('?' * columns)})"] * rows))


@lru_cache(maxsize=1024)  # most moments of a batch are one: when a message came is when its event was
def _moment(moment: datetime) -> str:
    return moment_text(moment)


def _text(moment: datetime | None) -> str | None:
    """Write a time as Django does on SQLite: in UTC, without its offset, a whole second without a fraction."""
    if moment is None:
        return None
    text = _moment(moment)
    return f"{text[:10]} {text[11:26] if moment.microsecond else text[11:19]}"


def _send(database: BaseDatabaseWrapper, rows: Sequence[tuple[_Table, Rows]], *, with_head: bool) -> list[list[int]]:
    """Send one statement a table without waiting between them; an error shows at the end, as Django's own.

    The server binds the text: as a literal of the statement it would be read twice. It plans each statement once.
    Gives the ids of what was inserted.
    """
    from django.db.backends.postgresql.base import ServerBindingCursor

    cursors: list[CursorWrapper | None] = []
    database.connection.prepare_threshold = 0  # the first time already
    with database.wrap_database_errors, database.connection.pipeline():
        for table, some in rows:
            cursor = database.make_cursor(ServerBindingCursor(database.connection)) if some else None
            if cursor:
                text = _json([dict(zip(table.columns, row, strict=True)) for row in some])
                cursor.execute(table.postgresql, (text,))
            cursors.append(cursor)
        head = audit.ask_for_head(database) if with_head else None
    if head is not None:
        audit.keep_head(head.fetchone())
    return [[pk for (pk,) in cursor.fetchall()] if cursor and cursor.description else [] for cursor in cursors]
