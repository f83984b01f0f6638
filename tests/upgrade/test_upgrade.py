"""A clinic that a release left behind is brought to today's tables: its rows, its chain and its words are whole.

Each VERSION-ENGINE.tar.xz beside this file is a copy of a small clinic, made by `python -m tests.upgrade.make VERSION`
when that version was released. It stays as it is; the next release adds its own.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from euthymia.clinic.server.copies import backup, postgres
from tests.conftest import CHECKOUT

FOLDER = Path(__file__).parent
# Django's own lists of the steps and of the tables that there are: they grow with each that is added.
DJANGOS = {"django_migrations", "django_content_type", "auth_permission"}
MOST_BYTES = 300_000
UNSEALED = "0.2.0"  # its chain did not yet speak of what rows hold
ARCHIVES = sorted(path.name for path in FOLDER.glob("*.tar.xz"))
SQLITE = [name for name in ARCHIVES if name.endswith("-sqlite.tar.xz")]
POSTGRESQL = [name for name in ARCHIVES if name.endswith("-postgresql.tar.xz")]

# What Django writes down of migrations and models: a new one adds rows there.

# Reads every row of every table of ours through today's models, by its fields.
READS = """
import django; django.setup()
from django.apps import apps
ours = [m for m in apps.get_models() if m.__module__.startswith("euthymia.")]
print(*(m._meta.db_table for m in ours if not sum(1 for _ in m.objects.all())))
"""


def euthymia(*words: str, home: Path, url: str = "") -> str:
    """Run one command of this version in a folder; give what it printed. Fails with what it said."""
    command = [sys.executable, "-m", "euthymia.cli.main", *words]
    return run(command, home, url)


def run(command: list[str], home: Path, url: str = "") -> str:
    settings = {"EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo", "DATABASE_URL": url}
    environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "euthymia.clinic.settings"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def unpacked(name: str, into: Path) -> tuple[Path, dict[str, int]]:
    """Restore an archive into a new folder; give it and the rows of each table by the archive's own count."""
    with tarfile.open(FOLDER / name) as archive:
        archive.extractall(into, filter="data")
    rows = json.loads((into / "copy" / backup.MANIFEST).read_text())["rows"]
    return backup.restore(into / "copy", into / "home"), rows


def schema(home: Path) -> list[tuple[str, str]]:
    """Return every table, index and trigger of a folder's SQLite database with the text that makes it."""
    with closing(sqlite3.connect(home / backup.DATABASE)) as database:
        asked = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"
        return database.execute(asked).fetchall()


def counted(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / backup.DATABASE)) as database:
        tables = [name for name, sql in schema(home) if sql.startswith("CREATE TABLE")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def test_each_release_left_a_small_clinic_for_both_engines():
    versions = {name.partition("-")[0] for name in ARCHIVES}

    assert "0.2.0" in versions and len(ARCHIVES) == 2 * len(versions)
    assert [name for name in ARCHIVES if (FOLDER / name).stat().st_size > MOST_BYTES] == []


@pytest.mark.parametrize("name", SQLITE)
def test_a_clinic_on_sqlite_is_brought_to_todays_tables(name, tmp_path):
    home, rows = unpacked(name, tmp_path)
    euthymia("migrate", home=home)
    fresh = tmp_path / "fresh"
    euthymia("migrate", home=fresh)

    assert schema(home) == schema(fresh)
    kept = counted(home)
    kept["audit_auditevent"] -= name.startswith(UNSEALED)  # the row that seals the others as found
    assert {table: kept[table] for table in rows if table not in DJANGOS} == {
        table: count for table, count in rows.items() if table not in DJANGOS
    }
    assert "the chain holds" in euthymia("audit", "verify", home=home)


@pytest.mark.parametrize("name", SQLITE)
def test_every_table_of_that_release_has_a_row_and_todays_models_read_it(name, tmp_path):
    home, rows = unpacked(name, tmp_path)
    euthymia("migrate", home=home)

    empty = run([sys.executable, "-c", READS], home).split()
    assert [table for table in empty if table in rows] == []


def columns(url: str) -> list[tuple[str, ...]]:
    """Return every column, constraint and trigger of a PostgreSQL database."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        ).fetchall()
        found += connection.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace"
        ).fetchall()
        found += connection.execute(
            "SELECT indexname, indexdef, tablename, '' FROM pg_indexes WHERE schemaname = 'public'"
        ).fetchall()
        found += connection.execute(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '' FROM pg_trigger WHERE NOT tgisinternal"
        ).fetchall()
    return sorted(tuple(_plain(text) for text in row) for row in found)


def _plain(text: str) -> str:
    """PostgreSQL writes a condition back with other casts once it was dumped and restored."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)


def new_database(cluster: str, name: str) -> str:
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{cluster.rpartition('/')[0]}/{name}"


@pytest.mark.parametrize("name", POSTGRESQL)
def test_a_clinic_on_postgresql_is_brought_to_todays_tables(name, tmp_path, cluster):
    home, rows = unpacked(name, tmp_path)
    old, fresh = (new_database(cluster, f"{which}_{name.partition('-')[0]}") for which in ("old", "fresh"))
    command = [postgres.program("pg_restore"), "--no-owner", f"--dbname={old}", str(home / backup.DUMP)]
    subprocess.run(command, check=True, capture_output=True)
    euthymia("migrate", home=home, url=old)
    euthymia("migrate", home=tmp_path / "fresh", url=fresh)

    assert columns(old) == columns(fresh)
    assert "the chain holds" in euthymia("audit", "verify", home=home, url=old)
    empty = run([sys.executable, "-c", READS], home, old).split()
    assert [table for table in empty if rows.get(table)] == []


def test_the_archives_are_in_the_repository():
    """What lies in the folder and is not committed would be missed by the next release alone."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("no git here")
    kept = subprocess.run(["git", "ls-files", str(FOLDER)], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert [name for name in ARCHIVES if f"tests/upgrade/{name}" not in kept.stdout.split()] == []
