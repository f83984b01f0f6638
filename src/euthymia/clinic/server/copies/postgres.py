"""PostgreSQL's own programs for a copy: one snapshot is dumped and counted, a scratch database made and dropped."""

import contextlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from euthymia.medicine.refusal import Refusal

PLACES: tuple[str, ...] = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")  # where systems keep them out of the path

COMPRESSED = 1  # of 9: the least, which is most of what there is to gain at a fraction of the time
AT_ONCE = 2  # tables that are put back at a time


class NoTools(Refusal):
    """The clinic's database is PostgreSQL, and its own programs for this are not on this machine."""


class Failed(RuntimeError):
    """One of the programs did not do it, with what it said."""


def program(name: str) -> str:
    """Find one of PostgreSQL's programs, the newest first. Raises NoTools."""
    found = sorted(str(path) for place in PLACES for path in Path("/").glob(f"{place.lstrip('/')}/{name}"))
    if path := (found[-1] if found else shutil.which(name)):
        return path
    raise NoTools(
        f"This clinic's database is PostgreSQL, and {name} is not on this machine. Install PostgreSQL's client "
        "programs, of the server's version or a newer one, then try again."
    )


def dump(url: str, into: Path) -> dict[str, int]:
    """Write one snapshot of the database to a file, and count its rows by table in the very same snapshot."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
        rows = _counts(connection)
        snapshot = exported[0] if exported else ""
        words = ("--format=custom", f"--compress={COMPRESSED}", "--no-owner", f"--snapshot={snapshot}")
        _run(url, program("pg_dump"), *words, f"--file={into}")
    return rows


def load(dumped: Path, url: str) -> None:
    """Put a dump into an empty database."""
    name = conninfo_to_dict(url)["dbname"]
    words = ("--no-owner", "--no-privileges", "--exit-on-error", f"--jobs={AT_ONCE}", f"--dbname={name}")
    _run(url, program("pg_restore"), *words, str(dumped))


def counts(url: str) -> dict[str, int]:
    """Count the rows of every table."""
    with psycopg.connect(url) as connection:
        return _counts(connection)


@contextlib.contextmanager
def scratch(url: str) -> Iterator[str]:
    """Make a database of its own beside the clinic's, give its address, and drop it whatever happens."""
    name = f"euthymia_rehearsal_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    counted = {}
    for (table,) in tables:
        found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        counted[table] = found[0] if found else 0
    return counted


def _run(url: str, *command: str) -> None:
    """Run a program on a database; its password goes by the environment, where no list of processes shows it."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    given = {names[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in names and value}
    done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise Failed(f"{Path(command[0]).name}: {said[-1]}")
