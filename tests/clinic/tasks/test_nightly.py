"""The nightly copy: made and rehearsed by a part of the process tree, its result shown, the owner told of a failure."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import policies
from euthymia.clinic.server import nightly
from euthymia.clinic.server.copies import backup
from euthymia.clinic.tasks import copies
from euthymia.clinic.tasks.models import BackupRun, Duty, Task
from euthymia.demo.fill import on
from tests import waits
from tests.clinic.conftest import signed_in
from tests.clinic.server.test_backup import euthymia

GOOD = backup.Rehearsal(rows=10, tables=2, audit="10 rows: the chain holds", faults=())


@pytest.fixture
def disk(tmp_path, monkeypatch) -> Path:
    """A disk that takes every copy; what is taken and rehearsed is backup's business and has its own tests."""
    monkeypatch.setattr(backup, "take", lambda home, into, *, now: into / "copy")
    monkeypatch.setattr(backup, "rehearse", lambda copy: GOOD)
    return tmp_path


@pytest.mark.parametrize(
    ("now", "at", "due"),
    [
        ("2026-03-01 01:00", "03:30", "2026-03-01 03:30"),
        ("2026-03-01 03:30", "03:30", "2026-03-02 03:30"),
        ("2026-03-01 23:59", "00:00", "2026-03-02 00:00"),
    ],
)
def test_it_is_due_when_the_clock_shows_its_time_next(now, at, due):
    def read(text):
        return timezone.make_aware(datetime.fromisoformat(text))

    assert nightly.next_after(read(now), nightly.time_of_day(at)) == read(due)


@pytest.mark.parametrize("text", ["", "3", "24:00", "half past three"])
def test_a_time_that_is_none_is_refused(text):
    with pytest.raises(nightly.NotATime, match="like 03:30"):
        nightly.time_of_day(text)


def test_a_trusted_copy_is_kept_and_shown_and_opens_no_task(clinic, disk):
    run = nightly.copy_once(disk)

    assert (run.row_count, run.faults, run.location) == (10, [], str(disk / "copy"))
    assert not Task.objects.filter(kind=Duty.Kind.CLINIC).exists()
    assert AuditEvent.objects.get(action="made a nightly copy").actor == "system:nightly"
    page = signed_in(clinic.owner).get(reverse("front_door:clinic")).content.decode()
    assert "rehearsed, can be trusted" in page and "the chain holds" in page


def refuse(*args, **more):
    raise backup.NotWritten("/disk: no space left. Give the disk room, or name another folder.")


def break_down(*args, **more):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("name", "does", "says"),
    [
        ("take", refuse, "no space left"),
        ("take", break_down, "ZeroDivisionError"),
        ("rehearse", lambda copy: GOOD._replace(faults=("people_user has 1 rows of 2",)), "1 rows of 2"),
    ],
    ids=["the disk is full", "it breaks", "it does not rehearse"],
)
def test_a_failure_opens_one_task_to_the_owner_with_a_clock(clinic, disk, monkeypatch, name, does, says):
    monkeypatch.setattr(backup, name, does)
    nightly.copy_once(disk)
    nightly.copy_once(disk)

    task = Task.objects.get(kind=Duty.Kind.CLINIC)
    assert task.owner == clinic.owner
    assert says in task.description
    assert task.due_at - task.opened_at == timedelta(hours=24)
    assert BackupRun.objects.count() == 2
    page = signed_in(clinic.owner).get(reverse("front_door:clinic")).content.decode()
    assert "not to be trusted" in page and says in page


def test_a_copy_that_is_too_old_is_told_once_it_is_older_than_the_policy(clinic, disk):
    assert copies.overdue(timezone.now()) == ""  # nobody asked for any
    with on(timezone.now() - timedelta(hours=25)):
        nightly.copy_once(disk)
    assert not copies.tell_if_overdue(timezone.now())

    policies.change("time.backup_overdue_h", "24", reason="our own protocol", by=clinic.director)
    assert copies.tell_if_overdue(timezone.now())
    assert "older than 24 h" in Task.objects.get(kind=Duty.Kind.CLINIC).description
    assert "older than 24 h" in signed_in(clinic.owner).get(reverse("front_door:clinic")).content.decode()


def test_it_copies_when_it_is_due_and_else_looks_whether_the_newest_is_too_old(clinic, disk):
    now, at = timezone.now(), time(3, 30)
    later = now + timedelta(hours=1)
    assert nightly.look(disk, later, at) == later
    assert not BackupRun.objects.exists()
    assert nightly.look(disk, now - timedelta(seconds=1), at) > now
    assert BackupRun.objects.count() == 1


def runs_kept(home: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(home / "clinic.sqlite3")) as database:
        return database.execute("SELECT location, faults, audit_result FROM tasks_backuprun").fetchall()


@pytest.mark.slow
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="its own database is SQLite here")
def test_the_part_runs_by_itself_and_ends_when_told(tmp_path):
    """The real process on a real clinic: due in two seconds, it copies, rehearses, and writes it into the chain."""
    home = tmp_path / "home"
    assert euthymia("migrate", home=home).returncode == 0
    assert euthymia("staff", "add", "o@clinic.example", "Ola Berg", "owner", home=home).returncode == 0
    due = timezone.localtime(datetime.now(UTC) + timedelta(minutes=2)).replace(second=0, microsecond=0)
    command = [sys.executable, "-c", "from euthymia.clinic.server import start; start.ready(); "
               "from euthymia.clinic.server import nightly; nightly.LOOK_EVERY_S = 1; "
               "from django.utils import timezone; from datetime import datetime, timedelta; real = timezone.now; "
               f"ahead = datetime.fromisoformat({due.isoformat()!r}) - real() - timedelta(seconds=2); "
               "timezone.now = lambda: real() + ahead; "  # two seconds before it is due
               f"start.nightly({str(tmp_path / 'disk')!r}, {due.strftime('%H:%M')!r})"]  # fmt: skip
    environment = {**os.environ, "EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo"}
    part = subprocess.Popen(command, env=environment)
    try:
        rows = waits.until(lambda: runs_kept(home), within_s=waits.WORKED_S, what="the first nightly copy")
    finally:
        part.terminate()
    assert part.wait(waits.UP_S) == 0
    ((copy, faults, walked),) = rows
    assert (faults, Path(copy).is_dir()) == ("[]", True)
    assert "the chain holds" in walked
    assert euthymia("audit", "verify", home=home).returncode == 0


def test_the_folder_and_the_time_come_from_the_command_or_the_environment(monkeypatch):
    from euthymia.cli import main, process_tree
    from euthymia.cli.operations import migrate

    started = []
    monkeypatch.setattr(process_tree.Tree, "run", lambda self: started.append(self._commands) or 0)
    monkeypatch.setattr(migrate, "run", lambda *, quiet: 0)
    main.main(["serve"])
    main.main(["serve", "--backup-into", "/disk", "--backup-at", "02:15"])
    monkeypatch.setenv("EUTHYMIA_BACKUP_INTO", "/other")
    main.main(["serve"])

    assert [part[0] for part in started[0]] == ["web", "listener", "silence-watch", "messenger", "nightly"]
    assert started[0][-1] == ["nightly", "", "03:30"]  # the chain is verified all the same
    assert started[1][-1] == ["nightly", "/disk", "02:15"]
    assert started[2][-1] == ["nightly", "/other", "03:30"]
