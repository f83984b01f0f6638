"""The clinic's records: tables, what keeps audit rows from being changed, the chain and its anchor, nightly copies."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from euthymia.clinic.server import start
from euthymia.clinic.server.doctor.finding import Finding, look, right, wrong

_TRIGGERS: Final = {
    "sqlite": {"audit_no_update", "audit_no_delete"},
    "postgresql": {"audit_no_change", "audit_no_truncate"},
}
_OWNER: Final = """
    SELECT pg_get_userbyid(relowner), pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class
    WHERE oid = 'audit_auditevent'::regclass
"""
_ON: Final = {
    "sqlite": """
        SELECT name FROM sqlite_master
        WHERE type = 'trigger' AND tbl_name = 'audit_auditevent' AND sql LIKE '%RAISE(ABORT%'
    """,
    "postgresql": """
        SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = 'audit_auditevent'::regclass AND t.tgenabled IN ('O', 'A')
        AND p.prosrc LIKE '%RAISE EXCEPTION%'
    """,
}


def examine(settings: Mapping[str, str]) -> list[Finding]:
    """Look at the database; where its tables are not today's, at nothing more."""
    from euthymia.clinic.server.installation import migration

    steps = migration.waiting()
    if steps:
        return [wrong("tables", f"{len(steps)} steps are not done, the first {steps[0]}", "Run: euthymia migrate")]
    return [right("tables", "today's"), *_triggers(), _chain(), *_copies(settings)]


def _triggers() -> list[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ON[connection.vendor])
        missing = sorted(_TRIGGERS[connection.vendor] - {name for (name,) in cursor.fetchall()})
        if missing:
            advice = "It was taken off. Keep this database as it is, and run: euthymia audit verify"
            return [wrong("audit rows", f"{', '.join(missing)} is off: rows can be changed", advice)]
        if connection.vendor == "sqlite":
            return [right("audit rows", "the database refuses to change or delete one")]
        cursor.execute(_OWNER)
        owner, is_ours = cursor.fetchone()
    if not is_ours:
        return [right("audit rows", "the database refuses to change one, and the clinic's role cannot undo that")]
    advice = f"Let {owner} run migrate alone; let the service sign in as a role that only reads and writes."
    return [look("audit rows", f"the clinic signs in as {owner}, who owns the tables and may drop triggers", advice)]


def _chain() -> Finding:
    from django.conf import settings

    from euthymia.clinic.audit import verification

    found = verification.verify()
    if found.fault:
        return wrong("audit chain", found.fault, "Keep everything as it is, and hold it against the anchor elsewhere.")
    if found.rows and not found.anchored:
        advice = "Fetch audit.anchor from the other machine, and run: euthymia audit verify"
        return wrong("audit chain", f"{found.rows:,} rows and no anchor in {settings.AUDIT_ANCHOR.name}", advice)
    return right("audit chain", f"{found.rows:,} rows, {found.anchored:,} anchored heads: it holds")


def _copies(settings: Mapping[str, str]) -> list[Finding]:
    from django.utils import timezone

    from euthymia.clinic.tasks import copies

    into = settings.get("EUTHYMIA_BACKUP_INTO", "")
    if not into:
        return [
            wrong("copies", "no nightly copy is set up", "Run: euthymia configure backup_into /mnt/other-disk/euthymia")
        ]
    newest, overdue = copies.newest(), copies.overdue(timezone.now())
    if overdue:
        age = wrong("copies", overdue, "Read what failed: journalctl -u euthymia. By hand: euthymia backup " + into)
    elif newest is None:
        age = look("copies", "none was made yet", "Look again tomorrow, or make one: euthymia backup " + into)
    else:
        age = right("copies", f"the newest is of {timezone.localtime(newest.ended_at):%d %b %Y %H:%M}")
    return [age, place(start.home(), Path(into))]


def place(home: Path, into: Path) -> Finding:
    """Judge where copies go."""
    check = "copies: folder"
    if not into.is_dir() or not os.access(into, os.W_OK | os.X_OK):
        advice = f"Mount it, and: install -d -m 700 -o euthymia {into}. In the unit: ReadWritePaths={into}"
        return wrong(check, f"{into} cannot be written by this account", advice)
    if into.stat().st_dev == home.stat().st_dev:
        return look(check, f"{into} is on the disk of the clinic: both go together", "Name a folder on another disk.")
    return right(check, f"{into}, on another disk")
