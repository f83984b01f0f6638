"""The night's work: the chain is verified whether or not copies are made, and the owner is told what is wrong."""

from datetime import date, time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from euthymia.clinic.audit import triggers, verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import policies
from euthymia.clinic.server import nightly
from euthymia.clinic.tasks import copies
from euthymia.clinic.tasks.models import BackupRun, Duty, Task
from tests.clinic.audit.test_tampering import below
from tests.clinic.conftest import signed_in


@pytest.fixture
def guarded(clinic):
    """A clinic whose database has its triggers, as all but a test's have."""
    with below() as cursor:
        for statement in triggers._SQLITE if connection.vendor == "sqlite" else triggers._POSTGRESQL:
            cursor.execute(statement)
    return clinic


def test_without_a_folder_for_copies_the_chain_is_verified_all_the_same(guarded):
    nightly.look(None, timezone.now() - timedelta(seconds=1), time(3, 30))
    row = AuditEvent.objects.get(action="verified the chain")

    assert (row.actor, row.detail) == ("system:nightly", {"faults": 0})
    assert not Task.objects.filter(kind=Duty.Kind.CLINIC).exists() and not BackupRun.objects.exists()


def test_what_was_changed_below_the_product_is_told_the_owner_in_the_morning(guarded):
    with below() as cursor:
        cursor.execute("UPDATE people_user SET role = 'medical_director' WHERE email LIKE 'nurse@%'")
    nightly.verify_once()
    nightly.verify_once()
    task = Task.objects.get(kind=Duty.Kind.CLINIC)

    assert task.owner == guarded.owner
    assert "people_user" in task.description and "euthymia audit verify" in task.description
    assert AuditEvent.objects.filter(action="verified the chain").last().detail == {"faults": 1}


def test_sessions_that_ran_out_are_cleared(guarded):
    signed_in(guarded.nurse)
    with below() as cursor:
        cursor.execute("UPDATE django_session SET expire_date = '2020-01-01 00:00:00+00:00'")
    nightly.look(None, timezone.now() - timedelta(seconds=1), time(3, 30))

    assert not Session.objects.exists()


# Is a copy ever opened elsewhere?

OLD = timedelta(days=91)


def test_after_90_days_the_owner_is_asked_to_rehearse_a_copy_elsewhere(guarded):
    now = timezone.now()
    assert not copies.tell_if_unrehearsed(now, encrypted=True)  # nobody asked for copies
    copies.keep(copies.Run("a", 1, "holds", "ab" * 32), began=now - OLD)

    assert not copies.tell_if_unrehearsed(now - timedelta(days=2), encrypted=True)
    assert copies.tell_if_unrehearsed(now, encrypted=True)
    assert "in 91 days of copying" in Task.objects.get(kind=Duty.Kind.CLINIC).description


def test_a_receipt_quiets_it_until_its_day_is_as_old(guarded):
    now = timezone.now()
    copies.keep(copies.Run("a", 1, "holds", "ab" * 32), began=now - OLD)
    with pytest.raises(copies.NotOurs):
        copies.keep_rehearsal(date(2026, 1, 1), "cd" * 8, by="system:command-line")
    copies.keep_rehearsal((now - timedelta(days=10)).date(), "ab" * 8, by="system:command-line")

    assert copies.unrehearsed(now, encrypted=True) == ""
    later = copies.unrehearsed(now + timedelta(days=81), encrypted=True)
    assert f"since {now - timedelta(days=10):%d %b %Y}" in later


def test_how_often_is_a_policy(guarded):
    copies.keep(copies.Run("a", 1, "holds", "ab" * 32), began=timezone.now() - timedelta(days=31))
    assert copies.unrehearsed(timezone.now(), encrypted=True) == ""

    policies.change("copies.rehearse_days", "30", reason="our own protocol", by=guarded.director)
    assert copies.unrehearsed(timezone.now(), encrypted=True) != ""


def test_copies_that_are_not_encrypted_are_told_as_such(guarded):
    copies.keep(copies.Run("a", 1, "holds"), began=timezone.now() - OLD)

    assert "not encrypted" in copies.unrehearsed(timezone.now(), encrypted=False)


def test_the_hash_of_an_encrypted_copy_is_in_the_chain(guarded):
    copies.keep(copies.Run("a", 1, "holds", "ab" * 32), began=timezone.now())

    assert AuditEvent.objects.get(action="made a nightly copy").detail == {"faults": 0, "sha256": "ab" * 32}
    assert verification.verify().faults == ()
