"""`euthymia migrate`: a copy first, nothing where nothing is to be done, and no step on a database it does not know."""

import resource
import signal
import sqlite3
from contextlib import closing

import pytest

from euthymia.clinic.server import folder
from tests.cli.operations.commands import euthymia

COPIES = "before-migrations"


LAST_STEP = "auth.0012_alter_user_first_name_max_length"  # of Django's own, which nothing of ours follows


def one_step_back(home, *, app="auth", name="0012_alter_user_first_name_max_length"):
    """Make the clinic one that lacks a step."""
    write(home, "DELETE FROM django_migrations WHERE app = ? AND name = ?", app, name)


def write(home, sql, *values):
    with closing(sqlite3.connect(home / "clinic.sqlite3")) as database, database:
        assert database.execute(sql, values).rowcount == 1


def steps(home):
    with closing(sqlite3.connect(home / "clinic.sqlite3")) as database:
        return {".".join(row) for row in database.execute("SELECT app, name FROM django_migrations")}


def test_where_nothing_is_to_be_done_nothing_is_copied(clinic_home):
    done = euthymia(clinic_home, "migrate")

    assert (done.returncode, done.stdout) == (0, "Nothing to do: the tables are today's.\n")
    assert not (clinic_home / COPIES).exists()


def test_an_older_database_is_copied_then_changed_and_every_step_is_said(clinic_home):
    one_step_back(clinic_home)

    done = euthymia(clinic_home, "migrate")

    assert done.returncode == 0, done.stderr
    (copy,) = (clinic_home / COPIES).iterdir()
    assert done.stdout.splitlines()[:3] == [
        f"copied to {copy}",
        LAST_STEP,
        "1 steps: the tables are today's.",
    ]
    assert steps(clinic_home) - steps(copy) == {LAST_STEP}
    assert (copy / "euthymia.toml").read_text() == (clinic_home / "euthymia.toml").read_text()
    assert euthymia(clinic_home, "restore", str(copy)).returncode == 0  # the copy can be given back


def test_a_clinic_that_works_is_not_changed_under_its_processes(clinic_home):
    one_step_back(clinic_home)

    with folder.alone(clinic_home):
        done = euthymia(clinic_home, "migrate")

    assert done.returncode == 2 and "a process of Euthymia works in this folder" in done.stderr
    assert LAST_STEP not in steps(clinic_home) and not (clinic_home / COPIES).exists()


@pytest.mark.parametrize("command", [("migrate",), ("serve",)])
@pytest.mark.parametrize(
    ("app", "name", "refusal"),
    [
        ("people", "9999_of_next_year", "people.9999_of_next_year is not known here"),
        ("people", "0002_policies", "made by Euthymia 0.1.0"),
    ],
)
def test_a_database_of_another_version_is_refused_and_left_as_it_is(clinic_home, command, app, name, refusal):
    one_step_back(clinic_home)
    write(clinic_home, "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2027-01-01')", app, name)

    done = euthymia(clinic_home, *command)

    assert done.returncode == 2 and refusal in done.stderr and "Traceback" not in done.stderr
    assert LAST_STEP not in steps(clinic_home) and not (clinic_home / COPIES).exists()


def test_a_step_that_fails_says_where_the_copy_is_and_the_copy_is_whole(clinic_home):
    one_step_back(clinic_home, app="sessions", name="0001_initial")  # its table is there already

    done = euthymia(clinic_home, "migrate")

    assert done.returncode == 2 and "The tables could not be changed" in done.stderr
    (copy,) = (clinic_home / COPIES).iterdir()
    assert f"euthymia restore {copy} --into" in done.stderr
    assert euthymia(clinic_home, "restore", str(copy)).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("most", [0, 60, 2_000, 300_000, 900_000])
def test_a_file_that_cannot_grow_leaves_the_clinic_as_it_was_or_a_copy_of_it(clinic_home, most):
    """As on a full disk: while it is copied nothing is changed, and afterwards a whole copy is named."""
    one_step_back(clinic_home)
    before = steps(clinic_home)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = euthymia(clinic_home, "migrate", first=limit, PYTHONDONTWRITEBYTECODE="1")

    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    if "Give the disk room" in done.stderr:
        assert steps(clinic_home) == before
    else:
        (copy,) = (clinic_home / COPIES).iterdir()
        assert str(copy) in done.stderr and euthymia(clinic_home, "restore", str(copy)).returncode == 0
    assert euthymia(clinic_home, "migrate").returncode == 0  # with room again it goes on


def test_a_database_that_lacks_a_step_before_its_last_is_refused(clinic_home):
    one_step_back(clinic_home, app="audit", name="0001_initial")

    done = euthymia(clinic_home, "migrate")

    assert done.returncode == 2 and "is applied before its dependency" in done.stderr
    assert not (clinic_home / COPIES).exists()


def test_a_new_database_is_made_without_a_copy(tmp_path):
    done = euthymia(tmp_path, "migrate", EUTHYMIA_HOSTS="clinic.example")

    assert done.returncode == 0 and "audit.0001_initial" in done.stdout
    assert not (tmp_path / COPIES).exists()
