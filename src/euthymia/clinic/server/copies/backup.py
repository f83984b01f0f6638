"""A copy of the whole clinic that can be given back: taken while it works, rehearsed before it is trusted.

A copy holds the keys: a person who reads it reads everything. `clinic.server.copies` encrypts it.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from euthymia.clinic.server.configuration import reading
from euthymia.clinic.server.copies import postgres
from euthymia.clinic.server.copies.postgres import Failed
from euthymia.medicine.refusal import Refusal

DATABASE: Final = "clinic.sqlite3"
DUMP: Final = "clinic.dump"  # what pg_dump writes, where the database is PostgreSQL
MANIFEST: Final = "manifest.json"
_PIECE_BYTES: Final = 1 << 20
REGISTRY: Final = "registry"  # the snapshots of the de-identified registry


class NotEmpty(Refusal):
    """A folder that a clinic lives in already was named to be restored into."""


class BadCopy(Refusal):
    """A copy is not whole, or not as it was when it was taken."""


class NotWritten(Refusal):
    """The disk would not take the copy."""


class Rehearsal(NamedTuple):
    """What a restore into a scratch folder showed; `faults` is empty where the copy can be trusted."""

    rows: int
    tables: int
    audit: str
    faults: tuple[str, ...]


def take(home: Path, into: Path, *, now: datetime) -> Path:
    """Copy the clinic in `home` into a new folder under `into`, while it works; give that folder.

    Raises NoTools, BadCopy, NotWritten; what was written by then stays, without its manifest it is no copy.
    """
    url = reading.read().get("DATABASE_URL", "")
    if url:
        postgres.program("pg_dump")
    elif not (home / DATABASE).exists():
        raise BadCopy(f"{home} holds no {DATABASE}: nothing to copy. Name the clinic's folder by EUTHYMIA_HOME.")
    copy = _free(into, now)
    try:
        _write(home, copy, now, url)
    except (OSError, sqlite3.Error, psycopg.Error, Failed) as trouble:
        raise NotWritten(f"{copy}: {trouble}. Give the disk room, or name another folder.") from trouble
    return copy


def _free(into: Path, now: datetime) -> Path:
    """Return the folder of a copy of this second; of a later one where it is there: one that failed leaves its own."""
    copy = into / f"euthymia-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    return _free(into, now + timedelta(seconds=1)) if copy.exists() else copy


def _write(home: Path, copy: Path, now: datetime, url: str) -> None:
    """The anchor is copied before the database: it may lag behind it, never lead."""
    copy.mkdir(parents=True, mode=0o700)
    shutil.copytree(home / "keys", copy / "keys")
    if (home / REGISTRY).exists():
        shutil.copytree(home / REGISTRY, copy / REGISTRY)
    for name in ("audit.anchor", reading.FILE):
        if (home / name).exists():
            shutil.copy2(home / name, copy / name)
    rows = postgres.dump(url, copy / DUMP) if url else _copy_sqlite(home / DATABASE, copy / DATABASE)
    manifest = {"at": now.isoformat(), "rows": rows, "files": _sums(copy)}
    (copy / MANIFEST).write_text(json.dumps(manifest, indent=1))
    for path in copy.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _copy_sqlite(source: Path, target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(source)) as theirs, closing(sqlite3.connect(target)) as ours:
        theirs.backup(ours)
        ours.execute("PRAGMA journal_mode=DELETE")
    return _counts(target)


def restore(copy: Path, into: Path) -> Path:
    """Put a copy back into an empty folder, each file compared with its sum on the way. Raises BadCopy, NotEmpty.

    Every sign-in and every link of before ends: the key that they were signed with is left out, and made new.
    """
    sums = _manifest(copy)["files"]
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise NotEmpty(
            f"{into} is not an empty folder. Restore into a new folder, look at it, then point EUTHYMIA_HOME at it."
        )
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    if faults := list(_given_back(copy, into, sums)):
        for path in into.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise BadCopy(f"{copy}: {'; '.join(faults)}. Take another copy.")
    (into / "keys" / "secret.key").unlink(missing_ok=True)
    return into


def _given_back(copy: Path, into: Path, sums: dict[str, str]) -> Iterator[str]:
    """Copy every file that the manifest names, and give what is wrong with one. Each is read once."""
    there = {str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()}
    for name, wanted in sums.items():
        if name not in there:  # nor anything beside the copy, whatever a manifest says
            yield f"{name} is missing"
            continue
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _copied(copy / name, target) != wanted:
            yield f"{name} was changed"


def _copied(source: Path, target: Path) -> str:
    """Copy a file; give the SHA-256 of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        target.chmod(0o600)
        while piece := read.read(_PIECE_BYTES):
            digest.update(piece)
            write.write(piece)
    return digest.hexdigest()


def rehearse(copy: Path) -> Rehearsal:
    """Restore a copy into a scratch folder, count its rows against the manifest, and walk its audit chain there."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=copy.parent) as scratch:  # where there is room for it
        home = restore(copy, Path(scratch) / "home")
        try:
            found, damage, walked = _rehearse_postgres(home) if (home / DUMP).exists() else _rehearse_sqlite(home)
        except (OSError, psycopg.Error, Failed) as trouble:
            return Rehearsal(0, 0, "not walked", (f"it could not be restored: {trouble}",))
    faults = [
        f"{table} has {found.get(table, 0):,} rows of {rows:,}"
        for table, rows in _manifest(copy)["rows"].items()
        if found.get(table) != rows
    ]
    if damage:
        faults.append(f"the database is damaged: {damage}")
    status, audit = walked
    if status:
        faults.append(f"the audit chain: {audit}")
    return Rehearsal(sum(found.values()), len(found), audit, tuple(faults))


Rehearsed = tuple[dict[str, int], str, tuple[int, str]]  # rows by table, what is damaged, what the walk said


def _rehearse_sqlite(home: Path) -> Rehearsed:
    """The chain is walked by a process of its own; meanwhile this one looks at the file."""
    with _walking(home) as walk:
        with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()[0]
        counted = _counts(home / DATABASE)
        return counted, "" if whole == "ok" else whole, _said(walk)


def _rehearse_postgres(home: Path) -> Rehearsed:
    """Restore into a database of its own on the same server, look at it there, and drop it."""
    url = reading.read().get("DATABASE_URL", "")
    if not url:
        raise Failed("the copy is of PostgreSQL, and no DATABASE_URL names a server to rehearse it on")
    with postgres.scratch(url) as there:
        postgres.load(home / DUMP, there)
        with _walking(home, DATABASE_URL=there) as walk:
            return postgres.counts(there), "", _said(walk)


@contextmanager
def _walking(home: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Walk the chain of a restored clinic in a process that has that clinic for its own; it ends with the block."""
    environment = {**os.environ, "DATABASE_URL": "", "EUTHYMIA_HOME": str(home), **more}  # never the clinic's own
    command = [sys.executable, "-m", "euthymia.cli.main", "audit", "verify"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as walk:
        try:
            yield walk
        finally:
            walk.kill()  # it has ended, but where the block did not wait for it


def _said(walk: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a walk; give its status, and its first line."""
    out, trouble = walk.communicate()
    said = (out or trouble).strip().splitlines()
    return walk.returncode, said[0] if said else f"ended with status {walk.returncode} and said nothing"


def _manifest(copy: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads((copy / MANIFEST).read_text())
    except (OSError, ValueError):
        raise BadCopy(f"{copy} has no {MANIFEST} that can be read: it is not a whole copy of ours.") from None
    return read


def _sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file but the manifest, by its path in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        tables = sorted(name for (name,) in named.fetchall())
        return {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
