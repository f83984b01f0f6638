"""The audit chain: a row changed, deleted, reordered or cut is found, and no write goes without one."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from euthymia.clinic.audit import anchors, chain, guard, verification
from euthymia.clinic.audit.models import AuditEvent, ChainHead
from euthymia.clinic.people.models import Patient
from tests.clinic.conftest import drop_triggers


def write(*actions: str) -> None:
    for action in actions:
        with chain.atomic():
            chain.write(action, by="system:test", at=timezone.now())


@pytest.fixture
def written(live):
    write("one", "two", "three", "four")


def test_an_untouched_chain_holds(written):
    found = verification.verify()

    assert (found.rows, found.fault) == (4, "")
    assert found.anchored == 4


@pytest.mark.parametrize(
    ("tampering", "says"),
    [
        ("UPDATE audit_auditevent SET action = 'else' WHERE number = 2", "row 2 was changed"),
        ("UPDATE audit_auditevent SET actor = 'person:x' WHERE number = 4", "row 4 was changed"),
        ("DELETE FROM audit_auditevent WHERE number = 2", "row 2 is missing"),
        ("DELETE FROM audit_auditevent WHERE number = 4", "rows were cut"),
        ("UPDATE audit_auditevent SET number = -number WHERE number IN (2, 3)", "is missing"),
    ],
)
def test_tampering_below_the_database_is_found(written, tampering, says):
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute(tampering)

    assert says in verification.verify().fault


def test_swapping_two_rows_is_found(written):
    drop_triggers()
    with connection.cursor() as cursor:
        for step in ("2 TO -2", "3 TO 2", "-2 TO 3"):
            old, new = step.split(" TO ")
            cursor.execute(f"UPDATE audit_auditevent SET number = {new} WHERE number = {old}")

    assert "was changed" in verification.verify().fault


def test_a_tail_cut_together_with_its_head_is_found_by_the_anchor(written):
    drop_triggers()
    third = AuditEvent.objects.get(number=3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE number = 4")
    ChainHead.objects.filter(pk=1).update(number=3, hash=third.hash)

    assert "its tail was cut" in verification.verify().fault


def test_the_anchor_may_lag(written, settings):
    lines = settings.AUDIT_ANCHOR.read_text().splitlines()
    settings.AUDIT_ANCHOR.write_text("\n".join(lines[:-2]) + "\n")

    assert verification.verify().fault == ""


def test_a_file_put_in_the_anchors_place_is_the_one_written_to(written, settings):
    """The handle is kept open between commits, and a file that was moved away must not go on being written to."""
    moved = settings.AUDIT_ANCHOR.rename(settings.AUDIT_ANCHOR.with_suffix(".kept"))
    before = moved.read_text()
    anchors.append(5, "0" * 64)

    assert moved.read_text() == before
    assert settings.AUDIT_ANCHOR.read_text() == f"5 {'0' * 64}\n"


@pytest.mark.parametrize("statement", ["UPDATE audit_auditevent SET action = 'x'", "DELETE FROM audit_auditevent"])
def test_the_database_itself_refuses_to_change_or_delete(written, statement):
    with pytest.raises(DatabaseError, match="never changed or deleted"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_clinic_table_cannot_be_written_outside_an_audited_action(live_clinic):
    clinic = live_clinic
    with pytest.raises(chain.UnauditedWrite):
        Patient.objects.filter(pk=clinic.ruth.pk).update(phone="1")
    with pytest.raises(chain.UnauditedWrite), chain.atomic():
        Patient.objects.filter(pk=clinic.ruth.pk).update(phone="1")

    clinic.ruth.refresh_from_db()
    assert clinic.ruth.phone == ""


def test_a_connection_that_is_opened_again_is_guarded_once(live):
    for _ in range(3):
        connection.close()
        connection.ensure_connection()

    assert connection.execute_wrappers.count(guard.refuse_unaudited) == 1


def test_rows_of_a_failed_action_vanish_with_it(clinic):
    before = AuditEvent.objects.count()
    with pytest.raises(RuntimeError), chain.atomic():
        chain.write("half done", by="system:test", at=timezone.now())
        raise RuntimeError

    assert AuditEvent.objects.count() == before


def test_an_inner_failure_drops_only_its_own_rows(clinic):
    with chain.atomic():
        chain.write("outer", by="system:test", at=timezone.now())
        with pytest.raises(RuntimeError), chain.atomic():
            chain.write("inner", by="system:test", at=timezone.now())
            raise RuntimeError

    assert not AuditEvent.objects.filter(action="inner").exists()
    assert AuditEvent.objects.filter(action="outer").exists()
    assert verification.verify().fault == ""


def test_no_audit_row_carries_a_name(clinic):
    text = " ".join(str(e.detail) + e.subject + e.actor for e in AuditEvent.objects.all())

    assert clinic.ruth.family not in text
    assert transaction.get_connection().vendor in {"sqlite", "postgresql"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"4 {'a' * 64}", "anchored with two hashes"),  # the tail was cut, and its number used again
        ("4 torn", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_an_anchor_file_that_contradicts_itself_is_found(written, settings, line, says):
    with settings.AUDIT_ANCHOR.open("a") as file:
        file.write(line + "\n")

    assert says in verification.verify().fault


def test_an_action_commits_on_the_way_of_its_audit_row_unless_it_is_part_of_another(live):
    sent = []

    def note(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        write("one")
        alone, sent[:] = sent[-1], []
        with pytest.raises(LookupError), transaction.atomic():
            write("two")
            inside = sent[-1]
            raise LookupError

    assert alone.endswith("; COMMIT") == (connection.vendor == "postgresql")
    assert "COMMIT" not in inside
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["one"]
    write("three")
    assert verification.verify().fault == ""
