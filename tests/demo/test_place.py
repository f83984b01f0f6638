"""`euthymia demo` removes what an earlier demo made; each other folder is refused and left as it was."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from euthymia.clinic.server import folder
from euthymia.demo import place
from euthymia.demo.place import NotTheDemos
from tests import waits
from tests.journeys.running import Clinic

DEMOS_OWN = ("nurse@demo.example", "ruth@patients.example")


def a_file(home: Path) -> None:
    home.write_text("a letter")


def somebodys_home(home: Path) -> None:
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id").write_text("secret")
    (home / "thesis.txt").write_text("four years")


def a_clinic(home: Path) -> None:
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "audit.key").write_text("0" * 64)
    accounts(home, "owner@clinic.test")


def a_demos_folder(home: Path, *emails: str, mark: str = folder.DEMO_MARK) -> None:
    (home / "keys").mkdir(parents=True)
    (home / mark).write_text("{}")
    accounts(home, *(emails or DEMOS_OWN))


def accounts(home: Path, *emails: str) -> None:
    with closing(sqlite3.connect(home / place.DATABASE)) as database, database:
        database.execute("CREATE TABLE people_user (email text)")
        database.executemany("INSERT INTO people_user VALUES (?)", [(email,) for email in emails])


def a_demo_that_became_a_clinic(home: Path) -> None:
    a_demos_folder(home, *DEMOS_OWN, "owner@clinic.test")


def a_demo_with_a_letter(home: Path) -> None:
    a_demos_folder(home)
    (home / "letter.txt").write_text("to my daughter")


def a_demo_of_another_version(home: Path) -> None:
    a_demos_folder(home)
    with closing(sqlite3.connect(home / place.DATABASE)) as database, database:
        database.execute("ALTER TABLE people_user RENAME TO someone")


def contents(home: Path) -> dict[str, bytes]:
    files = [home] if home.is_file() else sorted(home.rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in files}


@pytest.mark.parametrize("words", [("demo", "--no-browser"), ("demo", "--no-browser", "--keep")])
@pytest.mark.parametrize(
    ("lives_there", "sentence"),
    [
        (a_file, "is a file, not a folder"),
        (somebodys_home, "is not empty, and no demo made it"),
        (a_clinic, "is not empty, and no demo made it"),
        (a_demo_that_became_a_clinic, "now has 1 account that is not the demo's"),
        (a_demo_with_a_letter, "holds letter.txt, which no demo made"),
        (a_demo_of_another_version, "its accounts cannot be read"),
    ],
)
def test_what_no_demo_made_is_refused_with_a_sentence_and_left_as_it_was(tmp_path, words, lives_there, sentence):
    home = tmp_path / "home"
    lives_there(home)
    before = contents(home)

    done = euthymia(*words, EUTHYMIA_HOME=str(home))

    assert done.returncode == 2
    assert sentence in done.stderr and "EUTHYMIA_HOME" in done.stderr and "Traceback" not in done.stderr
    assert contents(home) == before


def test_a_database_that_is_named_from_outside_is_refused_and_its_address_is_not_repeated(tmp_path):
    done = euthymia("demo", EUTHYMIA_HOME=str(tmp_path / "new"), DATABASE_URL="postgres://clinic:secret@127.0.0.1:9/x")

    assert done.returncode == 2
    assert "DATABASE_URL is set" in done.stderr and "secret" not in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("words", [("demo", "--no-browser"), ("demo", "--no-browser", "--keep")])
def test_a_folder_in_which_a_process_works_is_refused(tmp_path, words):
    a_demos_folder(tmp_path / "home")
    with folder.alone(tmp_path / "home"):
        before = contents(tmp_path / "home")

        done = euthymia(*words, EUTHYMIA_HOME=str(tmp_path / "home"))

    assert done.returncode == 2
    assert "a process of Euthymia works in this folder" in done.stderr and "Traceback" not in done.stderr
    assert contents(tmp_path / "home") == before


def euthymia(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EUTHYMIA", "DATABASE", "DJANGO"))}
    command = [sys.executable, "-m", "euthymia.cli.main", *words]
    return subprocess.run(command, env=kept | more, capture_output=True, text=True, check=False, timeout=waits.WORKED_S)


@pytest.mark.parametrize("mark", [folder.DEMO_MARK, folder.DEMO_LOGINS])
def test_what_a_demo_made_is_removed_without_following_a_link_out_of_it(tmp_path, mark):
    elsewhere = tmp_path / "elsewhere"
    somebodys_home(elsewhere)
    home = tmp_path / "home"
    a_demos_folder(home, mark=mark)
    (home / "mail").symlink_to(elsewhere)
    before = contents(elsewhere)

    place.check(home, database_url="")
    place.claim(home)
    place.clear(home)

    assert [path.name for path in home.iterdir()] == [folder.DEMO_MARK]
    assert contents(elsewhere) == before


def test_a_demo_that_was_ended_before_it_was_whole_is_a_demos_all_the_same(tmp_path):
    place.claim(tmp_path / "home")
    sqlite3.connect(tmp_path / "home" / place.DATABASE).close()

    place.check(tmp_path / "home", database_url="")


@pytest.mark.parametrize("name", ["new", "new/and/deep"])
def test_a_new_folder_is_made_and_marked(tmp_path, name):
    place.check(tmp_path / name, database_url="")
    place.claim(tmp_path / name)

    assert folder.is_demo(tmp_path / name)


def test_the_accounts_are_looked_for_where_the_clinic_keeps_them():
    from euthymia.clinic.people.models import User

    assert User._meta.db_table == place._ACCOUNTS


def test_a_foreign_account_is_found_however_many_there_are(tmp_path):
    a_demos_folder(tmp_path / "home", "a@clinic.test", "", "nurse@demo.example")

    with pytest.raises(NotTheDemos, match="2 accounts that are not the demo's"):
        place.check(tmp_path / "home", database_url="")


@pytest.mark.slow
def test_a_demo_that_runs_keeps_another_out_and_leaves_nothing_that_the_next_one_would_not_know(tmp_path):
    clinic = Clinic(tmp_path / "home")
    try:
        clinic.start_demo(speed=10)

        second = euthymia("demo", "--no-browser", EUTHYMIA_HOME=str(clinic.home))
    finally:
        ended = clinic.end()

    assert second.returncode == 2 and "a process of Euthymia works in this folder" in second.stderr
    assert ended == {"demo": 0}
    place.check(clinic.home, database_url="")


def test_a_demo_of_0_1_0_is_not_gone_on_with(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / folder.DEMO_LOGINS).write_text("{}")
    with closing(sqlite3.connect(home / place.DATABASE)) as connection, connection:
        connection.execute("CREATE TABLE people_user (email text)")
        connection.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        connection.execute("INSERT INTO django_migrations (app, name) VALUES ('people', '0002_policies')")

    done = euthymia("demo", "--keep", "--no-browser", EUTHYMIA_HOME=str(home))

    assert done.returncode == 2
    assert "made by Euthymia 0.1.0" in done.stderr
