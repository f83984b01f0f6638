"""A key that was lost, exchanged or cut off: the clinic is not served with another, and nothing is written with it."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.operations.commands import euthymia

pytestmark = pytest.mark.slow
SERVE = ("serve", "--port", "0")


def rows(home):
    with closing(sqlite3.connect(home / "clinic.sqlite3")) as database:
        return database.execute("SELECT count(*), max(hash) FROM audit_auditevent").fetchone()


@pytest.mark.parametrize("command", [SERVE, ("migrate",)])
@pytest.mark.parametrize("key", ["audit.key", "second-factor.key"])
@pytest.mark.parametrize("how", ["lost", "exchanged"])
def test_a_clinic_is_not_served_with_another_key_than_its_own(clinic_home, command, key, how):
    place, before = clinic_home / "keys" / key, rows(clinic_home)
    own = place.read_text()
    place.unlink()
    if how == "exchanged":
        place.write_text("0" * 64)

    done = euthymia(clinic_home, *command)

    assert done.returncode == 2 and f"keys/{key} is not the key" in done.stderr and "Traceback" not in done.stderr
    assert rows(clinic_home) == before

    place.write_text(own)
    assert euthymia(clinic_home, "migrate").returncode == 0
    assert "the chain holds" in euthymia(clinic_home, "audit", "verify").stdout


@pytest.mark.parametrize("text", ["", "0" * 63, "not a key at all, but as long as one would be if it were a key.."])
@pytest.mark.parametrize("key", ["audit.key", "second-factor.key", "secret.key"])
def test_a_key_that_was_cut_off_is_no_key(clinic_home, key, text):
    (clinic_home / "keys" / key).write_text(text)

    for command in (SERVE, ("migrate",), ("staff", "add", "a@clinic.example", "Ann Other", "nurse")):
        done = euthymia(clinic_home, *command)
        assert done.returncode == 2 and f"{key} holds no key" in done.stderr and "Traceback" not in done.stderr


def test_a_row_that_was_tampered_with_keeps_no_clinic_from_working(clinic_home):
    """The night tells the owner; somebody in a chair is recorded all the same."""
    for number in range(3):
        euthymia(clinic_home, "staff", "add", f"n{number}@clinic.example", "Ann Other", "nurse")
    with closing(sqlite3.connect(clinic_home / "clinic.sqlite3")) as database, database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute(
            "UPDATE audit_auditevent SET actor = 'x' WHERE number = (SELECT max(number) FROM audit_auditevent)"
        )

    done = euthymia(clinic_home, "migrate")

    assert done.returncode == 0, done.stderr
    assert euthymia(clinic_home, "audit", "verify").returncode
