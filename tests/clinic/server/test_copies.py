"""Copies that survive theft and fire: encrypted for a key kept elsewhere, compared before, pruned, rehearsed."""

import json
import os
import resource
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.clinic.server.copies import backup, encryption, making, manifest, pruning, rehearsal
from euthymia.medicine.policies.copies import CopyLimits
from euthymia.medicine.refusal import Refusal
from tests.clinic.server.test_backup import euthymia, home  # noqa: F401 - a fixture

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
KEY = b"the clinic's audit key"
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="its own database is SQLite here")


@pytest.fixture(scope="module")
def pair(home):  # noqa: F811
    """The clinic's key pair: its private half, as somebody kept it."""
    shown: list[str] = []
    encryption.make_pair(home, show=shown.append, ask=lambda asked: part(shown[0], asked))
    return shown[0]


def part(private: str, asked: str) -> str:
    first, last = (int(word) for word in asked.split() if word.isdigit())
    return private[first - 1 : last]


def plan(home: Path, into: Path, **more) -> making.Plan:  # noqa: F811
    key = (home / "keys" / "audit.key").read_text().strip().encode()
    usual = {"public": encryption.recipient(home), "key": key, "send": "", "limits": CopyLimits()}
    return making.Plan(home, into, **(usual | more))


@pytest.fixture(scope="module")
def night(home, pair, tmp_path_factory) -> making.Made:  # noqa: F811
    return making.make(plan(home, tmp_path_factory.mktemp("night") / "disk"), now=NOW)


@pytest.fixture
def made(night, tmp_path) -> making.Made:
    """A night's copy on a disk of the test's own."""
    disk = shutil.copytree(night.where.parent, tmp_path / "disk")
    return night._replace(where=disk / night.where.name)


@pytest.fixture
def trusted(monkeypatch):
    """Each copy is found good, without looking: what a look finds has tests of its own."""
    good = backup.Rehearsal(1, 1, "the chain holds", ())
    monkeypatch.setattr(backup, "rehearse", lambda copy: good)


# The key pair


def test_the_private_half_lies_nowhere_on_the_server(home, pair):  # noqa: F811
    files = [path for path in home.rglob("*") if path.is_file()]

    assert pair.startswith("AGE-SECRET-KEY-1") and encryption.recipient(home).startswith("age1")
    assert not any(pair[16:40].encode() in path.read_bytes() for path in files)


def test_a_key_that_was_not_kept_is_not_set(home):  # noqa: F811
    before = encryption.recipient(home)
    with pytest.raises(encryption.KeyNotKept, match="Nothing was set"):
        encryption.make_pair(home, show=lambda _: None, ask=lambda _: "")
    assert encryption.recipient(home) == before


# A night's copy


def test_nothing_readable_lies_with_the_copies_nor_stays_on_the_server(home, made):  # noqa: F811
    disk = made.where.parent
    assert made.where.name == "euthymia-20260102-030405.tar.age" and made.found.faults == ()
    assert {path.suffix for path in disk.iterdir()} == {".age", ".json"}
    assert b"SQLite" not in made.where.read_bytes() and b"Ann Other" not in made.where.read_bytes()
    assert list(home.glob("copying-*")) == []
    assert {path.stat().st_mode & 0o077 for path in disk.iterdir()} == {0}


def test_the_copy_is_compared_before_it_is_encrypted(home, pair, tmp_path, monkeypatch):  # noqa: F811
    """After that nobody here can look into it: one that does not rehearse must not take an older one's place."""
    bad = backup.Rehearsal(0, 0, "broken", ("people_user has 1 rows of 2",))
    monkeypatch.setattr(backup, "rehearse", lambda copy: bad)
    monkeypatch.setattr(pruning, "prune", lambda *_: pytest.fail("an old copy was removed for a bad one"))
    found = making.make(plan(home, tmp_path / "disk"), now=NOW)

    assert found.found.faults == bad.faults and not (tmp_path / "disk").exists()
    assert list(home.glob("copying-*")) == []


@pytest.fixture
def no_file_beyond():
    """Let no file grow beyond so many bytes, as on a full disk, and let it grow again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("beyond", [-100_000, 2_000])
def test_a_disk_that_fills_up_leaves_no_copy_at_all(home, pair, tmp_path, no_file_beyond, beyond):  # noqa: F811
    """While it is copied, or while it is encrypted: with keys and settings that is more than the database alone."""
    into = tmp_path / "disk"
    no_file_beyond((home / "clinic.sqlite3").stat().st_size + beyond)

    with pytest.raises((Refusal, OSError)):
        making.make(plan(home, into), now=NOW)

    no_file_beyond(resource.RLIM_INFINITY)
    assert [path.name for path in into.rglob("*") if path.is_file()] == []
    assert making.make(plan(home, into), now=NOW).where.exists()  # with room again it goes on


def test_the_private_key_opens_it_whole_and_another_does_not(made, pair, tmp_path):
    copy = encryption.decrypt(made.where, tmp_path / "opened", pair)
    assert backup.rehearse(copy).faults == ()

    for private in (str(pyrage.x25519.Identity.generate()), "no key"):
        with pytest.raises(encryption.NotOpened):
            encryption.decrypt(made.where, tmp_path / "other", private)
    assert list((tmp_path / "other").iterdir()) == []


def test_the_snapshots_of_the_registry_are_in_it(home, pair, tmp_path, trusted):  # noqa: F811
    (home / "registry" / "one").mkdir(parents=True)
    (home / "registry" / "one" / "sessions.parquet").write_bytes(b"rows")
    copied = making.make(plan(home, tmp_path / "disk"), now=NOW)
    copy = encryption.decrypt(copied.where, tmp_path / "opened", pair)

    assert (copy / "registry" / "one" / "sessions.parquet").read_bytes() == b"rows"


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-1] + b"x"), "was changed"),
        (lambda file: file.unlink(), "is missing"),
        (lambda file: manifest.of(file).unlink(), "no manifest"),
        (lambda file: manifest.write(file, sha256="", rows=1, at="", key=b"another key"), "not written by this clinic"),
        (lambda file: edit(manifest.of(file), rows=0), "not written by this clinic"),
    ],
    ids=["a byte", "gone", "no manifest", "another's copy", "a number"],
)
def test_a_copy_that_was_exchanged_or_changed_is_found(home, made, harm, says):  # noqa: F811
    key = plan(home, made.where.parent).key
    assert list(manifest.faults(made.where.parent, key=key)) == []
    harm(made.where)

    (fault,) = manifest.faults(made.where.parent, key=key)
    assert says in fault


def edit(path: Path, **changes) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_clinics_own_command_takes_it_elsewhere(home, pair, tmp_path, trusted):  # noqa: F811
    away = tmp_path / "away"
    away.mkdir()
    send = f"cp {{copy}} {{manifest}} {{anchor}} {away}"
    sent = making.make(plan(home, tmp_path / "disk", send=send), now=NOW)

    assert sent.found.faults == ()
    assert {path.name for path in away.iterdir()} == {sent.where.name, manifest.of(sent.where).name, "audit.anchor"}


@pytest.mark.parametrize("send", ["false {copy}", "/no/such/program {copy}", "ls /no/such/folder"])
@pytest.mark.usefixtures("pair", "trusted")
def test_a_copy_that_did_not_leave_is_a_fault_and_no_old_one_goes(home, tmp_path, monkeypatch, send):  # noqa: F811
    monkeypatch.setattr(pruning, "prune", lambda *_: pytest.fail("an old copy was removed"))
    (fault,) = making.make(plan(home, tmp_path / "disk", send=send), now=NOW).found.faults

    assert "not sent elsewhere" in fault


# What a restore ends


def test_a_restore_ends_every_sign_in_and_every_link(home, tmp_path):  # noqa: F811
    copy = backup.take(home, tmp_path, now=NOW)
    restored = backup.restore(copy, tmp_path / "new")
    assert not (restored / "keys" / "secret.key").exists()
    assert euthymia("audit", "verify", home=restored).returncode == 0

    before, after = ((folder / "keys" / "secret.key").read_text() for folder in (home, restored))
    assert before != after  # what sessions, links and the cookies of locked chairs are signed with
    for name in ("audit.key", "second-factor.key"):
        assert (restored / "keys" / name).read_text() == (home / "keys" / name).read_text()


# Which are kept


def test_a_week_of_days_then_weeks_then_months_are_kept():
    nights = [datetime(2026, 6, 30, 3, 30, tzinfo=UTC) - timedelta(days=n) for n in range(500)]
    kept = sorted(pruning.kept(nights, CopyLimits()), reverse=True)

    assert kept[:7] == nights[:7]
    weeks = [at for at in kept if at < nights[6]][:4]
    assert {at.weekday() for at in weeks if at.day not in (31, 30, 28)} <= {6}  # the last night of its week
    assert len(kept) <= 7 + 5 + 12 and kept[-1] == datetime(2025, 7, 31, 3, 30, tzinfo=UTC)


@given(st.sets(st.integers(0, 50_000).map(lambda hours: NOW + timedelta(hours=hours)), max_size=60))
def test_the_newest_is_always_kept_and_nothing_is_kept_that_was_not_there(times):
    kept = pruning.kept(times, CopyLimits())

    assert kept <= times and (not times or max(times) in kept)
    assert pruning.kept(kept, CopyLimits()) == kept  # pruned twice is pruned once
    assert len({at.date() for at in kept}) >= min(7, len({at.date() for at in times}))


def test_nothing_but_copies_is_removed(tmp_path):
    for day in range(1, 29):
        file = tmp_path / f"euthymia-202601{day:02}-033000.tar.age"
        file.write_text("x")
        manifest.of(file).write_text("{}")
    (tmp_path / "euthymia-20250101-033000").mkdir()
    for name in ("letter to my daughter", "euthymia-notes.txt", "euthymia-20250101-033000.tar.age.kept"):
        (tmp_path / name).write_text("x")
    gone = pruning.prune(tmp_path, CopyLimits())

    left = {path.name for path in tmp_path.iterdir()}
    assert {"letter to my daughter", "euthymia-notes.txt", "euthymia-20250101-033000.tar.age.kept"} <= left
    assert "euthymia-20260128-033000.tar.age" in left and "euthymia-20250101-033000" in left  # the month's only one
    assert "euthymia-20260106-033000.tar.age" in gone and "euthymia-20260106-033000.json" not in left


# On another machine


def test_a_rehearsal_elsewhere_prints_a_receipt_that_the_clinic_knows(home, made, pair):  # noqa: F811
    found, receipt = rehearsal.rehearse(made.where, pair, today=date(2026, 3, 1))
    key = plan(home, made.where.parent).key

    assert found.faults == ()
    assert rehearsal.read(f" {receipt.upper()} ", key=key) == (date(2026, 3, 1), made.sha256[:16])
    for wrong in (receipt.replace("2026", "2027"), receipt[:-1] + "x", "", "yes"):
        with pytest.raises(rehearsal.NoReceipt):
            rehearsal.read(wrong, key=key)
    with pytest.raises(rehearsal.NoReceipt):
        rehearsal.read(receipt, key=KEY)


def test_a_copy_forged_by_who_has_the_public_key_alone_does_not_rehearse(home, made, pair, tmp_path):  # noqa: F811
    """Who reads the server's disk can encrypt for it, and yet not write what the chain and the manifest hold."""
    copy = encryption.decrypt(made.where, tmp_path / "opened", pair)
    with closing(sqlite3.connect(copy / backup.DATABASE)) as database, database:
        database.execute("UPDATE people_user SET role = 'medical_director'")
    said = json.loads((copy / backup.MANIFEST).read_text())
    (copy / backup.MANIFEST).write_text(json.dumps({**said, "files": backup._sums(copy)}))
    forged = encryption.encrypt(copy, made.where.parent, encryption.recipient(home))
    found, _ = rehearsal.rehearse(forged, pair, today=date(2026, 3, 1))

    assert any("people_user" in fault and "changed" in fault for fault in found.faults)
    assert any(f"{forged.name} was changed" in fault for fault in found.faults)


@pytest.mark.slow
def test_the_commands_from_the_key_to_the_receipt(home, pair, made, tmp_path):  # noqa: F811
    (tmp_path / "key").write_text(pair)
    key = ("--key", str(tmp_path / "key"))
    opened = euthymia("copies", "open", str(made.where), "--into", str(tmp_path / "opened"), *key, home=home)
    assert (opened.returncode, opened.stderr) == (0, "") and "euthymia restore" in opened.stdout
    assert not tarfile.is_tarfile(made.where)

    elsewhere = tmp_path / "elsewhere"
    rehearsed = euthymia("copies", "rehearse", str(made.where), *key, home=elsewhere)
    assert (rehearsed.returncode, rehearsed.stderr) == (0, "")
    receipt = rehearsed.stdout.partition("receipt: ")[2].split()[0]
    refused = euthymia("copies", "rehearsed", receipt, home=home)
    assert refused.returncode == 2 and "No nightly copy of this clinic" in refused.stderr  # the night never kept it
    assert euthymia("copies", "check", str(made.where.parent), home=home).returncode == 0
