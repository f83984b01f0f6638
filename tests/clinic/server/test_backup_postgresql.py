"""A clinic on PostgreSQL is copied from one snapshot, and rehearsed in a scratch database that is gone afterwards."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import psycopg
import pytest

from euthymia.clinic.server.copies import backup, postgres
from tests.postgres import free_port

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def euthymia(*words: str, home, url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo", "DATABASE_URL": url}
    command = [sys.executable, "-m", "euthymia.cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory, cluster):
    """A clinic of its own in a temporary cluster: its folder and its database's address."""
    home = tmp_path_factory.mktemp("clinic") / "home"
    assert euthymia("migrate", home=home, url=cluster).returncode == 0
    assert euthymia("staff", "add", "a@clinic.example", "Ann Other", "owner", home=home, url=cluster).returncode == 0
    return home, cluster


@pytest.fixture
def copy(clinic, tmp_path, monkeypatch):
    home, url = clinic
    monkeypatch.setenv("DATABASE_URL", url)
    return backup.take(home, tmp_path, now=NOW)


def databases(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}


def test_a_copy_is_taken_and_rehearsed_and_the_scratch_database_is_gone(clinic, tmp_path):
    home, url = clinic
    before = databases(url)
    done = euthymia("backup", str(tmp_path / "disk"), home=home, url=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the chain holds" in done.stdout
    assert databases(url) == before
    (copy,) = (tmp_path / "disk").iterdir()
    assert (copy / backup.DUMP).is_file() and (copy / "keys" / "audit.key").is_file()
    assert {path.stat().st_mode & 0o077 for path in (copy, *copy.rglob("*"))} == {0}

    given_back = euthymia("restore", str(copy), "--into", str(tmp_path / "new"), home=home, url=url)
    assert "pg_restore --no-owner --dbname=NEW_DATABASE" in given_back.stdout


def test_what_is_counted_is_the_snapshot_that_was_dumped(clinic, copy):
    """A colleague who comes after the copy was taken is not in it, and not missed."""
    home, url = clinic
    assert euthymia("staff", "add", "b@clinic.example", "Bo Later", "nurse", home=home, url=url).returncode == 0

    found = backup.rehearse(copy)
    assert found.faults == ()
    assert found.tables > 20


def test_a_torn_dump_is_a_fault_and_leaves_no_database_behind(clinic, copy):
    import json

    dumped = copy / backup.DUMP
    dumped.write_bytes(dumped.read_bytes()[:-2000])
    manifest = json.loads((copy / backup.MANIFEST).read_text())
    (copy / backup.MANIFEST).write_text(json.dumps({**manifest, "files": backup._sums(copy)}))
    before = databases(clinic[1])

    (fault,) = backup.rehearse(copy).faults
    assert "could not be restored: pg_restore" in fault
    assert databases(clinic[1]) == before


def test_a_server_that_is_away_is_said_with_what_to_do(clinic, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgres://clinic@127.0.0.1:{free_port()}/none")
    with pytest.raises(backup.NotWritten, match="Give the disk room"):
        backup.take(clinic[0], tmp_path, now=NOW)


def test_a_password_is_in_no_list_of_processes(monkeypatch, tmp_path):
    seen = {}

    def run(command, *, env, **more):
        seen.update(command=command, password=env["PGPASSWORD"])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    postgres.load(tmp_path, "postgres://clinic:not-for-eyes@127.0.0.1/there")
    assert seen["password"] == "not-for-eyes"
    assert not any("not-for-eyes" in word for word in seen["command"])
