"""Production settings: TLS only, strict cookies, nothing of the demo's leniency. Each runs as a process of its own."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext

import pytest

from euthymia.clinic.server.mode import UnknownMode, read_mode
from euthymia.medicine.refusal import Refusal
from tests import waits
from tests.conftest import CHECKOUT


def production(folder, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"EUTHYMIA_MODE": "production", "EUTHYMIA_HOME": str(folder), "EUTHYMIA_HOSTS": "clinic.example"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EUTHYMIA", "DATABASE", "DJANGO"))}
    before = "import django; django.setup(); from django.conf import settings\n"
    return subprocess.run(
        [sys.executable, "-c", before + code],
        env={**kept, "DJANGO_SETTINGS_MODULE": "euthymia.clinic.settings", **settings, **environment},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_own_check_for_deployment_finds_nothing(tmp_path):
    code = "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"

    done = production(tmp_path, code)

    assert done.returncode == 0, done.stderr


def test_plain_http_is_sent_to_https_and_cookies_go_over_tls_alone(tmp_path):
    code = (
        "from django.test import Client\n"
        "answer = Client(HTTP_HOST='clinic.example').get('/help')\n"
        "print(answer.status_code, answer['Location'])\n"
        "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_SAMESITE)"
    )

    assert production(tmp_path, code).stdout.split() == ["301", "https://clinic.example/help", "True", "True", "Strict"]


@pytest.mark.parametrize("mode", ["Production", "prod", "production ", " demo", "TEST", "debug", ""])
def test_a_mode_that_is_none_of_the_three_is_refused(mode):
    with pytest.raises(UnknownMode, match=f'EUTHYMIA_MODE is "{mode}".* production, demo, test'):
        read_mode({"EUTHYMIA_MODE": mode})


@pytest.mark.parametrize("words", [("serve",), ("web",), ("demo", "--no-browser")])
def test_no_command_of_the_clinic_runs_in_an_unknown_mode_nor_makes_anything(tmp_path, words):
    done = euthymia(*words, EUTHYMIA_MODE="production ", EUTHYMIA_HOME=str(tmp_path / "home"))

    assert done.returncode == 2
    assert 'EUTHYMIA_MODE is "production "' in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_demos_folder_is_not_served_in_production(tmp_path):
    (tmp_path / "demo.mark").touch()

    done = euthymia("serve", EUTHYMIA_MODE="production", EUTHYMIA_HOME=str(tmp_path), EUTHYMIA_HOSTS="clinic.example")

    assert done.returncode == 2
    assert "holds a demo" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("email", "is_production", "is_refused"),
    [
        ("nurse@demo.example", True, True),
        ("ruth@patients.example", True, True),
        ("nurse@demo.example", False, False),
        ("nurse@clinic.test", True, False),
    ],
)
def test_a_demos_accounts_are_not_served_in_production(db, settings, email, is_production, is_refused):
    from euthymia.clinic.people import staff
    from euthymia.clinic.server import start

    staff.add(email=email, name="Ann Other", role="nurse", by="system:command-line")
    settings.PRODUCTION = is_production

    with pytest.raises(start.DemoInProduction) if is_refused else nullcontext():
        start.check_own()


def euthymia(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EUTHYMIA", "DATABASE", "DJANGO"))}
    command = [sys.executable, "-m", "euthymia.cli.main", *words]
    return subprocess.run(command, env=kept | more, capture_output=True, text=True, check=False, timeout=waits.WORKED_S)


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({}, "production"),
        ({"EUTHYMIA_MODE": "production"}, "production"),
        ({"EUTHYMIA_MODE": "demo"}, "demo"),
        ({"EUTHYMIA_MODE": "test"}, "test"),
    ],
)
def test_without_a_mode_it_is_production(environment, mode):
    assert read_mode(environment) == mode


def test_a_database_of_0_1_0_is_refused_and_left_as_it_is(tmp_path):
    database = tmp_path / "clinic.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        rows = [("people", "0001_initial"), ("people", "0002_policies")]
        connection.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-01')", rows)

    done = euthymia("migrate", EUTHYMIA_HOME=str(tmp_path), EUTHYMIA_HOSTS="clinic.example")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("euthymia: This database was made by Euthymia 0.1.0")
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("django_migrations",)]


def test_keys_are_made_once_and_readable_by_the_clinics_account_alone(tmp_path):
    first = production(tmp_path, "print(settings.SECRET_KEY)").stdout
    second = production(tmp_path, "print(settings.SECRET_KEY)").stdout

    assert first == second and len(first.strip()) == 64
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "keys").iterdir()} == {0o600}


@pytest.mark.parametrize(("minutes", "stands"), [("1", False), ("2", True), ("60", True), ("61", False)])
def test_the_idle_time_is_a_policy_of_2_to_60_minutes(clinic, minutes, stands):
    from euthymia.clinic.people import policies
    from euthymia.medicine.policies.time_limits import OutOfBounds
    from tests.clinic.conftest import signed_in

    if not stands:
        with pytest.raises(OutOfBounds, match="2 to 60 minutes"):
            policies.change("time.idle_min", minutes, reason="our own protocol", by=clinic.director)
        return
    policies.change("time.idle_min", minutes, reason="our own protocol", by=clinic.director)
    browser = signed_in(clinic.nurse)
    browser.get("/today")

    assert browser.session.get_expiry_age() == int(minutes) * 60
    assert browser.cookies["sessionid"]["max-age"] == int(minutes) * 60


def test_an_idle_person_is_signed_out(clinic):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from tests.clinic.conftest import signed_in

    browser = signed_in(clinic.nurse)
    assert browser.get("/today").status_code == 200
    Session.objects.update(expire_date=timezone.now())

    assert browser.get("/today").headers["Location"].startswith("/account/login/")


def test_the_listener_serves_nothing_beyond_loopback_without_credentials(db):
    from euthymia.clinic.server import start

    with pytest.raises(Refusal, match="MLLP has no login"):
        start.listener("0.0.0.0", 1)
