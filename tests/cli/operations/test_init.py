"""`euthymia init`: a clinic from an empty folder, whole or not at all."""

import os
import pty
import re
import resource
import select
import signal
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing

import pytest

from euthymia.clinic.server import folder
from euthymia.clinic.server.installation import creation
from tests import waits
from tests.cli.operations.commands import OWNER, bare, euthymia, made


def test_it_makes_settings_keys_database_and_owner(tmp_path):
    home = tmp_path / "clinic"

    said = made(home, "--time-zone", "Europe/Berlin").stdout

    assert {"euthymia.toml", "keys", "clinic.sqlite3", "audit.anchor"} <= {path.name for path in home.iterdir()}
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in [*(home / "keys").iterdir(), home / "euthymia.toml"]} == {0o600}
    settings = tomllib.loads((home / "euthymia.toml").read_text())
    assert settings == {"mode": "production", "hosts": ["clinic.example"], "time_zone": "Europe/Berlin"}
    with closing(sqlite3.connect(home / "clinic.sqlite3")) as database:
        people = database.execute("SELECT email, name, role FROM people_user").fetchall()
    assert people == [("owner@clinic.example", "Ann Other", "owner")]
    assert re.search(r"^password {12}\S{20}$", said, re.M) and re.search(
        r"^authenticator key {3}[A-Z2-7]{32}$", said, re.M
    )
    assert "the chain holds" in euthymia(home, "audit", "verify").stdout


def test_a_password_of_ones_own_is_taken_and_not_printed(tmp_path):
    done = euthymia(
        tmp_path / "clinic", "init", "--no-questions", *OWNER, "--password-file", "-", stdin="orange-kettle-seven\n"
    )

    assert done.returncode == 0, done.stderr
    assert "orange-kettle" not in done.stdout and "password  " not in done.stdout


@pytest.mark.parametrize(
    ("words", "stdin", "refusal"),
    [
        (("--hosts", "clinic.example"), "", "Missing: --owner-email, --owner-name"),
        ((), "", "Missing: --hosts, --owner-email, --owner-name"),
        ((*OWNER, "--mode", "Production"), "", 'EUTHYMIA_MODE is "Production"'),
        ((*OWNER, "--mode", "demo"), "", "run in production"),
        ((*OWNER, "--mode", "test"), "", "run in production"),
        ((*OWNER, "--hosts", "https://clinic.example"), "", "is not a host name"),
        ((*OWNER, "--hosts", "*"), "", "is not a host name"),
        ((*OWNER, "--time-zone", "Berlin"), "", "is not a time zone"),
        ((*OWNER, "--owner-email", "owner"), "", "is not a mail address"),
        ((*OWNER, "--backup-into", "copies"), "", "is no whole path"),
        ((*OWNER, "--password-file", "-"), "", "is empty"),
        ((*OWNER, "--password-file", "-"), "password1234\n", "too common"),
        ((*OWNER, "--password-file", "-"), "short\n", "too short"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(tmp_path, words, stdin, refusal):
    home = tmp_path / "clinic"

    done = euthymia(home, "init", "--no-questions", *words, stdin=stdin)

    assert (done.returncode, done.stdout) == (2, "")
    assert refusal in done.stderr and "Traceback" not in done.stderr
    assert not home.exists() or {path.name for path in home.iterdir()} <= {folder.LOCK}


@pytest.mark.parametrize("name", [folder.DEMO_MARK, folder.DEMO_LOGINS, "clinic.sqlite3", "letter.txt", ".making-abc"])
def test_a_folder_with_anything_in_it_is_refused(tmp_path, name):
    (tmp_path / name).touch()

    with pytest.raises(creation.FolderInUse, match="demo" if "demo" in name else "half made|not empty"):
        creation.check_free(tmp_path)


def test_a_file_and_a_folder_in_which_a_process_works_are_refused(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "busy").mkdir()

    with pytest.raises(creation.FolderInUse, match="is a file"):
        creation.check_free(tmp_path / "file")
    with folder.alone(tmp_path / "busy"):
        done = euthymia(tmp_path / "busy", "init", "--no-questions", *OWNER)
    assert done.returncode == 2 and "a process of Euthymia works in this folder" in done.stderr


def test_of_two_at_once_one_makes_the_clinic(tmp_path):
    home = tmp_path / "clinic"
    command = [sys.executable, "-m", "euthymia.cli.main", "init", "--no-questions", *OWNER]
    both = [subprocess.Popen(command, env=bare(home), stdout=-1, stderr=-1, text=True) for _ in range(2)]
    said = [process.communicate(timeout=waits.WORKED_S) for process in both]

    assert sorted(process.returncode for process in both) == [0, 2], said
    (refusal,) = (err for (_, err), process in zip(said, both, strict=True) if process.returncode)
    assert "works in this folder" in refusal or "is not empty" in refusal or "half made" in refusal
    with closing(sqlite3.connect(home / "clinic.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM people_user").fetchone() == (1,)
    assert "the chain holds" in euthymia(home, "audit", "verify").stdout


def whole_or_nothing(home, done):
    """Check that what an init left is a clinic, or nothing that could be taken for one."""
    assert "Traceback" not in done.stderr, done.stderr
    names = {path.name for path in home.iterdir()} if home.exists() else set()
    if done.returncode == 0:
        assert "the chain holds" in euthymia(home, "audit", "verify").stdout
        return True
    assert names <= {folder.LOCK}, names
    assert "Give the disk room" in done.stderr or "could not be written" in done.stderr, done.stderr
    assert "authenticator key" not in done.stdout
    return False


@pytest.mark.slow
@pytest.mark.parametrize("size", ["4k", "16k", "40k", "200k", "800k", "1200k", "2000k", "6000k"])
def test_a_full_disk_at_any_step_leaves_nothing_half_made(tmp_path, size):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("a tmpfs cannot be mounted here: it takes root and CAP_SYS_ADMIN")
    try:
        done = euthymia(disk / "clinic", "init", "--no-questions", *OWNER)

        assert whole_or_nothing(disk / "clinic", done) == (size == "6000k")
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


@pytest.mark.parametrize("most", [0, 60, 2000, 4096, 300_000])
def test_a_file_that_cannot_grow_leaves_nothing_half_made(tmp_path, most):
    """The same without a disk of its own: the system lets no file grow beyond so many bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = euthymia(tmp_path / "clinic", "init", "--no-questions", *OWNER, first=limit, PYTHONDONTWRITEBYTECODE="1")

    assert not whole_or_nothing(tmp_path / "clinic", done)


def test_a_half_made_folder_is_not_served(tmp_path):
    (tmp_path / ".making-abc").mkdir()

    done = euthymia(tmp_path, "serve", EUTHYMIA_HOSTS="clinic.example")

    assert done.returncode == 2 and "half made" in done.stderr


def test_a_clinic_that_works_is_not_served_a_second_time(clinic_home):
    with folder.alone(clinic_home):
        done = euthymia(clinic_home, "serve")

    assert done.returncode == 2 and "a process of Euthymia works in this folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clinic_whose_database_has_gone_is_not_served_as_an_empty_one(clinic_home):
    (clinic_home / "clinic.sqlite3").unlink()

    done = euthymia(clinic_home, "serve")

    assert done.returncode == 2 and "has settings and no database" in done.stderr
    assert not (clinic_home / "clinic.sqlite3").exists()


def test_a_postgresql_with_accounts_is_refused_and_its_address_is_kept_as_a_secret(cluster, tmp_path):
    import psycopg

    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS made")
        connection.execute("CREATE DATABASE made")
    url = cluster.rpartition("/")[0] + "/made"

    first = euthymia(tmp_path / "one", "init", "--no-questions", *OWNER, DATABASE_URL=url)
    second = euthymia(tmp_path / "two", "init", "--no-questions", *OWNER, DATABASE_URL=url)

    assert first.returncode == 0, first.stderr
    assert second.returncode == 2 and "holds accounts already" in second.stderr
    assert not (tmp_path / "two" / "keys").exists()
    secrets = tmp_path / "one" / "keys" / "secrets.toml"
    assert tomllib.loads(secrets.read_text()) == {"database": url} and secrets.stat().st_mode & 0o777 == 0o600
    assert "database" not in tomllib.loads((tmp_path / "one" / "euthymia.toml").read_text())
    assert "the chain holds" in euthymia(tmp_path / "one", "audit", "verify").stdout


ANSWERS = [
    (b"Name that people type", b"https://clinic.example\n"),
    (b"Name that people type", b"clinic.example\n"),
    (b"Time zone [UTC]", b"\n"),
    (b"Folder on another disk", b"\n"),
    (b"mail address", b"owner@clinic.example\n"),
    (b"owner's name", b"Ann Other\n"),
    (b"Password", b"short\n"),
    (b"The same again", b"short\n"),
    (b"Password", b"orange-kettle-seven\n"),
    (b"The same again", b"orange-kettle-seven\n"),
]


def test_at_a_terminal_it_asks_and_asks_again(tmp_path):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "euthymia.cli.main", "init"], env=bare(tmp_path / "clinic"),
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    for question, answer in ANSWERS:
        seen = _until(ours, question)
        os.write(ours, answer)
    seen += _until(ours, b"Next, with")
    os.close(ours)

    assert process.wait(waits.WORKED_S) is not None
    assert b"orange-kettle" not in seen
    assert (tmp_path / "clinic" / "euthymia.toml").exists()


def _until(terminal: int, text: bytes) -> bytes:
    seen = b""
    while text not in seen:
        ready, _, _ = select.select([terminal], [], [], waits.WORKED_S)
        assert ready, f"{text!r} was not asked; seen: {seen!r}"
        seen += os.read(terminal, 4096)
    return seen
