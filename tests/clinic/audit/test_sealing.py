"""Rows from before the chain kept hashes are sealed once, as they are found; nothing is sealed a second time."""

from datetime import UTC, datetime

import pytest

from euthymia.clinic.audit import bound, columns, contents, sealing, verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people.models import Patient
from tests.clinic import chairside
from tests.clinic.audit.test_tampering import below
from tests.clinic.conftest import drop_triggers

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def old(clinic, monkeypatch):
    """A clinic whose rows were written by a version that kept no hashes."""
    chairside.running(clinic)
    monkeypatch.setattr(verification.chain, "digest", without_content)
    with below() as cursor:
        drop_triggers()
        cursor.execute("UPDATE audit_auditevent SET content = NULL")
    return clinic


def without_content(entry, number, previous, content):
    """Take the hash as it was written: only what is bound is looked at here."""
    return entry.hash if hasattr(entry, "hash") else "0" * 64


def test_rows_that_nobody_bound_are_a_fault_until_they_are_sealed(old):
    assert "written by no audited action" in verification.verify().fault
    rows = sealing.seal(at=NOW)
    found = sealed()

    assert found == [] and rows > 20
    assert AuditEvent.objects.order_by("-number").first().detail == {"rows": rows}


def sealed() -> list[str]:
    """Hold every row against what the chain says, leaving its own hashes aside."""
    held = bound.Bound()
    for entry in AuditEvent.objects.order_by("number"):
        held.take(entry)
    return held.faults()


def test_a_row_that_changes_lawfully_after_the_seal_holds(old):
    sealing.seal(at=NOW)
    chairside.acts.write_note(chairside.Session.objects.get(), "Slept quietly", by=old.nurse)

    assert sealed() == []


def test_what_was_changed_after_the_seal_is_found_and_never_sealed_again(old):
    sealing.seal(at=NOW)
    with below() as cursor:
        cursor.execute("UPDATE people_patient SET phone = '1'")
        cursor.execute("DELETE FROM infusion_sessionevent WHERE number = 1")
        cursor.execute("DELETE FROM infusion_secondcheck")
    before = AuditEvent.objects.count()

    assert sealing.seal(at=NOW) == 0
    assert AuditEvent.objects.count() == before
    assert {fault.split()[0] for fault in sealed()} == {
        "people_patient", "infusion_sessionevent", "infusion_secondcheck",
    }  # fmt: skip


def test_verify_says_from_where_content_is_bound(old):
    sealing.seal(at=NOW)
    held = bound.Bound()
    for entry in AuditEvent.objects.order_by("number"):
        held.take(entry)
    first, second = held.notes()

    assert first.startswith(f"content is bound from row {AuditEvent.objects.count()} on")
    assert "rows as found on 2026-03-02 09:30" in second


def test_rows_that_a_migration_writes_are_sealed_when_it_is_over(clinic):
    sealing.seal(at=NOW)
    contents.migrating.begin()
    with verification.chain.atomic():
        Patient.objects.filter(pk=clinic.ruth.pk).update(phone="555 010 0102")
        verification.chain.write("moved by a migration", by="system:migrate", at=NOW)
    contents.migrating.end()
    assert verification.verify().faults != ()

    assert sealing.seal(at=NOW) == 1
    assert verification.verify().faults == ()


def test_a_clinic_that_kept_hashes_from_its_first_row_on_is_never_sealed_as_found(clinic):
    with below() as cursor:
        cursor.execute("UPDATE people_patient SET phone = '1'")
    before = AuditEvent.objects.count()

    assert sealing.seal(at=NOW) == 0
    assert AuditEvent.objects.count() == before
    assert {fault.split()[0] for fault in sealed()} == {"people_patient"}


def test_events_kept_by_an_older_version_of_the_columns_are_no_stranger_to_a_newer_one(clinic, monkeypatch):
    chairside.running(clinic)
    newer = {**columns.VERSIONS[columns.NEWEST], "infusion_sessionevent": "session_id number kind"}
    monkeypatch.setitem(columns.VERSIONS, columns.NEWEST + 1, newer)
    monkeypatch.setattr(bound, "NEWEST", columns.NEWEST + 1)

    assert sealed() == []
    with below() as cursor:
        cursor.execute(
            "INSERT INTO infusion_sessionevent (session_id, number, kind, event_at, at, actor, body)"
            " SELECT session_id, 99, kind, event_at, at, actor, body FROM infusion_sessionevent WHERE number = 1"
        )
    assert [fault.split(":")[1] for fault in sealed()] == [" written by no audited action"]
