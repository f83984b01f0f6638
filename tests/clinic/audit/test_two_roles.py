"""The two roles of the how-to: the one that a clinic runs with works, and cannot loosen the audit chain."""

import subprocess
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.clinic.server.test_backup_postgresql import euthymia
from tests.conftest import CHECKOUT
from tests.upgrade.test_upgrade import new_database

SETUP = (CHECKOUT / "docs/how-to/two-roles.sql").read_text()


def as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}@{where}"))


@pytest.fixture(scope="module")
def clinic(cluster, tmp_path_factory):
    """A clinic brought up by the owner's role; its folder and the address by which it runs."""
    url, home = new_database(cluster, "two_roles"), tmp_path_factory.mktemp("roles") / "home"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SETUP)
    assert euthymia("migrate", home=home, url=as_role(url, "euthymia_owner")).returncode == 0
    return home, as_role(url, "euthymia")


def ran(clinic, *words: str) -> subprocess.CompletedProcess[str]:
    return euthymia(*words, home=clinic[0], url=clinic[1])


def test_the_clinic_runs_with_the_smaller_role(clinic, tmp_path):
    assert ran(clinic, "staff", "add", "a@clinic.example", "Ann Other", "nurse").returncode == 0
    assert ran(clinic, "migrate").returncode == 0  # as serve does: there is nothing to bring up
    verified = ran(clinic, "audit", "verify")

    assert (verified.returncode, verified.stderr) == (0, "")
    assert "the chain holds" in verified.stdout and "could take its triggers off" not in verified.stdout
    copied = ran(clinic, "backup", str(tmp_path / "disk"))
    assert (copied.returncode, copied.stderr) == (0, "")


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER audit_no_change ON audit_auditevent",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "SET session_replication_role = replica",
        "UPDATE audit_auditevent SET action = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
    ],
)
def test_the_smaller_role_cannot_loosen_the_chain(clinic, statement):
    with psycopg.connect(clinic[1]) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(statement)
    assert refused.value.sqlstate in {"42501", "P0001"}  # no privilege, or the trigger's own refusal


def test_verify_says_where_the_role_could_take_the_triggers_off(clinic):
    owner = clinic[1].replace("euthymia@", "euthymia_owner@")
    verified = euthymia("audit", "verify", home=clinic[0], url=owner)

    assert verified.returncode == 0
    assert "owns the audit table and could take its triggers off" in verified.stdout
