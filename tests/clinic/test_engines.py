"""What PostgreSQL does not repeat is there, has a reason, and asks for nothing in which the engines differ."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from tests.clinic import engines
from tests.clinic.conftest import drop_triggers

DIFFERS = re.compile(
    r"select_for_update|IntegrityError|cursor\(|connection\.vendor|live_clinic|"
    r"transactional|Thread\(|__date|body__|detail__"
)


@pytest.mark.parametrize("name", engines.ONCE)
def test_a_file_that_runs_once_is_about_nothing_that_differs(name):
    (path,) = Path(__file__).parent.rglob(name)
    text = path.read_text("utf-8")

    assert len(engines.ONCE[name]) > 20
    assert name == "test_backup_postgresql.py" or DIFFERS.search(text) is None


@pytest.mark.parametrize(
    ("name", "engine", "repeated"),
    [
        ("test_booking.py", "sqlite", True),
        ("test_booking.py", "postgresql", True),
        ("test_report.py", "sqlite", True),
        ("test_report.py", "postgresql", False),
    ],
)
def test_only_what_cannot_differ_is_left_out_and_only_on_postgresql(name, engine, repeated):
    assert engines.repeated(Path(name), engine) is repeated


def test_what_comes_between_live_tests_leaves_no_row(live_clinic, monkeypatch):
    assert live_clinic.ruth.pk
    drop_triggers()
    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "execute_wrappers", [])
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)

    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone() == (0,), table
