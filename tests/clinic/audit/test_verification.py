"""What `euthymia audit verify` holds the chain against: its anchor, a copy of the anchor, the clock, the triggers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from euthymia.cli import main
from euthymia.clinic.audit import chain, triggers, verification
from euthymia.clinic.audit.models import AuditEvent, ChainHead
from tests.clinic.conftest import drop_triggers


def write(*actions: str, at=None) -> None:
    for action in actions:
        with chain.atomic():
            chain.write(action, by="system:test", at=at or timezone.now())


@pytest.fixture
def written(live):
    write("one", "two", "three", "four")


def test_a_missing_anchor_is_a_fault(written, settings):
    settings.AUDIT_ANCHOR.unlink()

    assert "anchor file" in verification.verify().fault and "is missing" in verification.verify().fault


def test_everything_deleted_with_its_anchor_does_not_hold(written, settings):
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")
        cursor.execute("DELETE FROM audit_chainhead")
    for left in ("", None):
        settings.AUDIT_ANCHOR.write_text(left) if left is not None else settings.AUDIT_ANCHOR.unlink()

        assert "anchor file" in verification.verify().fault


def test_a_tail_cut_with_its_anchor_is_found_by_the_copy_kept_elsewhere(written, settings, tmp_path):
    elsewhere = tmp_path / "kept elsewhere"
    elsewhere.write_text(settings.AUDIT_ANCHOR.read_text())
    drop_triggers()
    third = AuditEvent.objects.get(number=3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE number = 4")
    ChainHead.objects.filter(pk=1).update(number=3, hash=third.hash)
    settings.AUDIT_ANCHOR.write_text("".join(settings.AUDIT_ANCHOR.read_text().splitlines(keepends=True)[:3]))

    assert verification.verify().fault == ""  # what lies beside the data was cut with it
    assert "its tail was cut" in verification.verify(elsewhere).fault


def test_an_older_copy_of_the_anchor_holds(written, settings, tmp_path):
    elsewhere = tmp_path / "kept elsewhere"
    elsewhere.write_text(settings.AUDIT_ANCHOR.read_text())
    write("five")

    found = verification.verify(elsewhere)
    assert (found.rows, found.anchored, found.fault) == (5, 4, "")
    assert "is missing" in verification.verify(tmp_path / "no such file").fault


def test_a_clock_that_was_set_back_is_said_and_is_no_fault(written):
    write("five", at=timezone.now() - timedelta(days=3))
    found = verification.verify()

    assert found.fault == ""
    (note,) = [note for note in found.notes if "clock" in note]
    assert "1 times" in note and "3 days" in note and "before row 5" in note


def test_a_clock_that_only_went_on_is_not_spoken_of(written):
    assert [note for note in verification.verify().notes if "clock" in note] == []


def take_off() -> list[str]:
    if connection.vendor == "sqlite":
        return ["DROP TRIGGER audit_no_delete"]
    return ["DROP TRIGGER audit_no_truncate ON audit_auditevent"]


def put_off() -> list[str]:
    """Leave the trigger's name, and have it do nothing."""
    if connection.vendor == "sqlite":
        empty = "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditevent BEGIN SELECT 1; END"
        return ["DROP TRIGGER audit_no_delete", empty]
    return ["ALTER TABLE audit_auditevent DISABLE TRIGGER audit_no_change"]


def make_empty() -> list[str]:
    if connection.vendor == "sqlite":
        return put_off()
    return ["CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"]


@pytest.mark.parametrize("statements", [take_off, put_off, make_empty])
def test_a_trigger_that_is_off_is_found(written, statements):
    assert verification.verify(guarded=True).faults == ()
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
    faults = verification.verify(guarded=True).faults
    with connection.schema_editor() as editor:
        drop_triggers()
        triggers.create(editor)

    assert faults and all("does not refuse to change an audit row" in fault for fault in faults)
    assert verification.verify(guarded=True).faults == ()


def test_the_command_takes_a_copy_of_the_anchor(written, settings, tmp_path, capsys, monkeypatch):
    from euthymia.clinic.server import start

    monkeypatch.setattr(start, "ready", lambda: None)  # the test's database is ready
    elsewhere = tmp_path / "kept elsewhere"
    elsewhere.write_text(f"3 {'a' * 64}\n")

    assert main.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out.startswith("4 rows, 4 anchored heads: the chain holds\n")
    assert main.main(["audit", "verify", "--anchor", str(elsewhere)]) == 1
    assert "FAULT: the anchored row 3 is not in the chain" in capsys.readouterr().err
