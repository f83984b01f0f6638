"""The database's own refusal to change or delete an audit row. The product has no way to take it off."""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON audit_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed or deleted'); END"
    for verb in ("UPDATE", "DELETE")
]
_REFUSES = " BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted'; END "
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSES}$$",
    "CREATE OR REPLACE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditevent "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
]


def create(editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement, params=None)


def missing(database: BaseDatabaseWrapper) -> list[str]:
    """Return what is wrong with the triggers: not there, put off, or doing something else."""
    with database.cursor() as cursor:
        wrong = _sqlite(cursor) if database.vendor == "sqlite" else _postgresql(cursor)
    return [f"the database does not refuse to change an audit row: {name} {how}" for name, how in wrong]


def _sqlite(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditevent'")
    found = dict(cursor.fetchall())
    ours = {text.split()[5]: text.replace("IF NOT EXISTS ", "") for text in _SQLITE}
    return [
        (name, "was changed" if name in found else "is missing")
        for name, text in ours.items()
        if found.get(name) != text
    ]


def _postgresql(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT tgname, tgenabled, tgtype, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgrelid = 'audit_auditevent'::regclass AND NOT tgisinternal"
    )
    found = {name: tuple(rest) for name, *rest in cursor.fetchall()}
    wrong = []
    for name, events in _EVENTS.items():
        enabled, kind, body = found.get(name, ("", 0, ""))
        if name not in found:
            wrong.append((name, "is missing"))
        elif enabled not in ("O", "A"):
            wrong.append((name, "was put off"))
        elif (kind, body) != (events, _REFUSES):
            wrong.append((name, "was changed"))
    return wrong


# pg_trigger.tgtype, by PostgreSQL's pg_trigger.h: row 1, before 2, delete 8, update 16, truncate 32
_EVENTS: Final = {"audit_no_change": 1 + 2 + 8 + 16, "audit_no_truncate": 2 + 32}


def notes(database: BaseDatabaseWrapper) -> list[str]:
    """Return where the role that the product runs with could take the triggers off."""
    if database.vendor == "sqlite":
        return []
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class "
            "WHERE oid = 'audit_auditevent'::regclass"
        )
        owns = cursor.fetchone()[0]
    if not owns:
        return []
    return ["this database role owns the audit table and could take its triggers off: docs/how-to/run-a-clinic.md"]
