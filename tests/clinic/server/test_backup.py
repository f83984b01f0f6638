"""Backup and restore: a copy taken while the clinic works, given back whole, and never trusted unrehearsed."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from euthymia.clinic.server.copies import backup, postgres
from euthymia.medicine.refusal import Refusal

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="PostgreSQL brings its own tools for this")
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def euthymia(*words: str, home: Path, first: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "euthymia.cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, preexec_fn=first)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A clinic's folder with a colleague in it, and so with an audit chain."""
    home = tmp_path_factory.mktemp("clinic") / "home"
    assert euthymia("migrate", home=home).returncode == 0
    assert euthymia("staff", "add", "a@clinic.example", "Ann Other", "nurse", home=home).returncode == 0
    return home


@pytest.fixture
def copy(home, tmp_path) -> Path:
    return backup.take(home, tmp_path, now=NOW)


@pytest.mark.slow
def test_a_copy_is_rehearsed_as_it_is_taken_and_given_back_whole(home, tmp_path):
    done = euthymia("backup", str(tmp_path / "disk"), home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the chain holds" in done.stdout
    (copy,) = (tmp_path / "disk").iterdir()

    assert euthymia("restore", str(copy), "--into", str(tmp_path / "new"), home=home).returncode == 0
    again = euthymia("audit", "verify", home=tmp_path / "new")
    assert (again.returncode, again.stdout) == (0, euthymia("audit", "verify", home=home).stdout)


def test_a_copy_taken_while_somebody_writes_holds_what_was_committed(home, tmp_path):
    with closing(sqlite3.connect(home / backup.DATABASE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE people_user SET name = 'half written'")
        copy = backup.take(home, tmp_path, now=NOW)
        writer.execute("ROLLBACK")

    assert backup.rehearse(copy).faults == ()
    with closing(sqlite3.connect(copy / backup.DATABASE)) as database:
        assert database.execute("SELECT name FROM people_user").fetchone()[0] == "Ann Other"


def test_a_copy_is_for_the_clinics_own_account_alone(copy):
    assert copy.name == "euthymia-20260102-030405"
    assert {path.stat().st_mode & 0o077 for path in (copy, *copy.rglob("*"))} == {0}


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda copy: (copy / "audit.anchor").unlink(), "audit.anchor is missing"),
        (lambda copy: (copy / "keys" / "audit.key").write_text("0" * 64), "audit.key was changed"),
        (lambda copy: (copy / backup.DATABASE).write_bytes(b"torn"), "clinic.sqlite3 was changed"),
        (lambda copy: (copy / backup.MANIFEST).write_text("{"), "no manifest.json that can be read"),
    ],
    ids=["a file missing", "another key", "a torn database", "no manifest"],
)
def test_a_damaged_copy_is_refused_with_what_is_wrong(copy, tmp_path, harm, says):
    harm(copy)
    with pytest.raises(backup.BadCopy, match=says):
        backup.restore(copy, tmp_path / "new")


def test_a_copy_whose_chain_does_not_hold_is_not_to_be_trusted(copy):
    """Somebody changed a row and the sums with it: the chain tells."""
    with sqlite3.connect(copy / backup.DATABASE) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit_auditevent SET actor = 'nobody' WHERE number = 1")
    database.close()
    manifest = json.loads((copy / backup.MANIFEST).read_text())
    (copy / backup.MANIFEST).write_text(json.dumps({**manifest, "files": backup._sums(copy)}))

    (fault,) = backup.rehearse(copy).faults
    assert "row 1 was changed" in fault


def test_rows_that_are_gone_are_counted(copy):
    manifest = json.loads((copy / backup.MANIFEST).read_text())
    manifest["rows"]["people_user"] += 1
    (copy / backup.MANIFEST).write_text(json.dumps(manifest))

    assert backup.rehearse(copy).faults == ("people_user has 1 rows of 2",)


def test_nothing_is_restored_over_a_clinic_nor_over_a_file(copy, home, tmp_path):
    (tmp_path / "letter").write_text("to my daughter")

    for into in (home, tmp_path / "letter"):
        done = euthymia("restore", str(copy), "--into", str(into), home=home)

        assert done.returncode == 2
        assert "is not an empty folder" in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "letter").read_text() == "to my daughter"


def test_a_disk_that_will_not_take_it_is_said(home, tmp_path):
    (tmp_path / "disk").write_text("a file, where a folder should be")
    done = euthymia("backup", str(tmp_path / "disk"), home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Give the disk room, or name another folder" in done.stderr


@pytest.mark.slow
def test_a_copy_of_the_same_second_lies_beside_the_one_that_failed(home, tmp_path):
    (tmp_path / f"euthymia-{NOW:%Y%m%d-%H%M%S}").mkdir()  # it has no manifest

    copy = backup.take(home, tmp_path, now=NOW)

    assert copy.name == f"euthymia-{NOW + timedelta(seconds=1):%Y%m%d-%H%M%S}"
    assert (copy / backup.MANIFEST).exists()


@pytest.mark.parametrize("most", [0, 40, 2_000, 100_000, 600_000])
def test_a_file_that_cannot_grow_leaves_no_copy_that_would_be_trusted(home, tmp_path, most):
    """As on a full disk, at each step: the keys, the anchor, the database, the manifest."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = euthymia("backup", str(tmp_path / "disk"), home=home, first=limit)

    assert done.returncode == 2 and "Give the disk room" in done.stderr and "Traceback" not in done.stderr
    for copy in (tmp_path / "disk").iterdir():
        assert euthymia("restore", str(copy), home=home).returncode


def test_a_folder_without_a_clinic_and_postgresql_are_said(tmp_path, home, monkeypatch):
    with pytest.raises(Refusal, match="nothing to copy"):
        backup.take(tmp_path, tmp_path / "disk", now=NOW)
    monkeypatch.setenv("DATABASE_URL", "postgres://clinic")
    monkeypatch.setattr(postgres, "PLACES", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(postgres.NoTools, match="pg_dump is not on this machine"):
        backup.take(home, tmp_path / "disk", now=NOW)
