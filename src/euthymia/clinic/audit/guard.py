"""No clinic table is written outside an audited action, and each row that is written is bound to its audit row.

Both are done at the cursor, so no model method and no plain SQL slips by: a statement is asked which rows it wrote.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from euthymia.clinic.audit.chain import UnauditedWrite, open_action
from euthymia.clinic.audit.columns import BATCHED
from euthymia.clinic.audit.contents import Row, Written, only_left_out

_WRITE = re.compile(
    r"\b(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"
    r'(?:"?main"?\.|"?public"?\.)?"?(\w+)',
    re.IGNORECASE,
)
_SET = re.compile(r'(?:\bSET|,)\s+"?(\w+)"?\s+=\s', re.IGNORECASE)
_EXEMPT = {
    "audit_auditevent",
    "audit_chainhead",
    # Counts of tries and of refusals, which stand before any act: what they come to is written to the chain.
    "people_trycounter",
    "people_refusalcount",
    # Whose turn it is to hand a message over, and how often it was tried: what came of it is an act.
    "outbox_lease",
}
# Writes outside any act, each nothing but this: Django notes the time of a sign-in, whose row people.sign_in writes; a
# migration of allauth's puts addresses into small letters, before anybody is there; one of ours counts the devices that
# stand at a chair, before the rows are sealed.
_NOT_OURS = re.compile(
    r'UPDATE "people_user" SET ("last_login" = %s|"email" = LOWER\("people_user"\."email"\)) WHERE '
    r"|UPDATE infusion_device SET number = 1 \+ \(SELECT COUNT\(\*\) FROM infusion_device AS beside WHERE "
)
_READS: Final = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN")


class Statement(NamedTuple):
    """What is known of a statement that writes a clinic table.

    columns     what an update sets; more than that where a value contains what reads like it
    rows        how many rows an insert names
    returning   whether it asks for something back
    """

    verb: str
    table: str
    columns: frozenset[str]
    rows: int
    returning: bool


def watch_writes(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Install the guard on a new connection: once, since one that is closed and opened again keeps it."""
    if refuse_unaudited not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unaudited)


def refuse_unaudited(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Raise UnauditedWrite for a write to a clinic table outside an audited action; inside keep which rows it wrote."""
    statement = None if sql.startswith(_READS) else _written(sql)
    if statement is None:
        return execute(sql, params, many, context)
    pending = open_action.get()
    if pending is None:
        raise UnauditedWrite(f"{statement.table} was written outside audit.atomic")
    pending.wrote = True
    written, table = pending.written, statement.table
    if table in written.by_hand:
        written.owed.add(table)
    elif not only_left_out(table, statement.columns):
        return _kept(statement, written, _Call(execute, sql, params, many, context))
    return execute(sql, params, many, context)


class _Call(NamedTuple):
    """A statement on its way to the database, as Django hands it to a wrapper."""

    execute: Callable[..., Any]
    sql: str
    params: Any
    many: bool
    context: dict[str, Any]


def _kept(statement: Statement, written: Written, call: _Call) -> Any:
    """Run a statement and keep the ids of the rows that it wrote."""
    verb, table, cursor = statement.verb, statement.table, call.context["cursor"]
    if call.many or (table in BATCHED and verb != "INSERT"):
        raise UnauditedWrite(f"{table}: rows of it are never changed, and none is written by executemany.")
    if statement.returning:
        done = call.execute(*call[1:])
        ids = _inserted(call.context["connection"], cursor, statement)
    else:
        done = call.execute(f'{call.sql} RETURNING "{table}"."id"', *call[2:])
        ids = [row[0] for row in cursor.fetchall()]
    written.log += [Row(table, pk) for pk in ids]
    return done


def _inserted(database: BaseDatabaseWrapper, cursor: Any, statement: Statement) -> list[int]:
    """Return the ids of rows just inserted, and leave what the statement returned to its caller."""
    if statement.verb != "INSERT":
        raise UnauditedWrite(f"{statement.table}: a change or deletion that returns columns hides which rows it wrote.")
    if database.vendor == "sqlite":  # one statement's rows follow each other, and it knows the last
        last = cursor.lastrowid
        return list(range(last - statement.rows + 1, last + 1))
    ids = [row[0] for row in cursor.fetchall()]
    cursor.scroll(0, mode="absolute")
    return ids


@lru_cache(maxsize=512)
def _written(sql: str) -> Statement | None:
    """Read a statement that writes a clinic table. The listener sends the same few all day."""
    if _NOT_OURS.match(sql):
        return None
    for match in _WRITE.finditer(sql):
        if match[2] in _ours():
            verb = match[1].split()[0].upper()
            returned = re.search(r'\bRETURNING\s+(?:"?\w+"?\.)?"?(\w+)', sql, re.IGNORECASE)
            if returned and returned[1] != "id":
                raise UnauditedWrite(f"{match[2]}: what it returns first is not the id of what it wrote.")
            changed = frozenset(_SET.findall(sql)) if verb == "UPDATE" else frozenset()
            return Statement(verb, match[2], changed, sql.count("), (") + 1, returned is not None)
    return None


@cache
def _ours() -> frozenset[str]:
    ours = (m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("euthymia."))
    return frozenset({m._meta.db_table for m in ours} - _EXEMPT)
