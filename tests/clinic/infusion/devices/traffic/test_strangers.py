"""Whoever is no device of the clinic: counted by address, with one sample, and cleared; never a row a message."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.links import Link
from euthymia.clinic.infusion.devices.traffic import strangers
from euthymia.clinic.infusion.devices.traffic.arriving import arrive, unreadable
from euthymia.clinic.infusion.models import DeviceMessage, Stranger
from euthymia.clinic.people import policies
from euthymia.clinic.server import nightly
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, message

WHO = ("WHO", "")
NOW_S = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def intake(clinic):
    return Intake()


def takes(intake, *raws, address="10.0.0.9", at_s=NOW_S, line=0):
    """Commit messages from an address as one batch."""
    link = Link(address)
    batch = [arrive(raw, at_s, intake.roster, link=link)._replace(line=line) for raw in raws]
    return intake.commit(batch)


def rows():
    return list(Stranger.objects.order_by("address").values_list("address", "messages", "reason"))


def test_a_thousand_messages_of_a_stranger_are_one_row_and_few_rows_of_the_chain(intake):
    before = AuditEvent.objects.count()
    for n in range(100):
        assert (
            takes(intake, *(message(f"{n}.{m}", (SPO2, 97), sender=WHO) for m in range(10)))[0].disposition == "refused"
        )
    intake.write_counts()

    assert rows() == [("10.0.0.9", 1000, "unknown sender: no device is configured with this name")]
    assert not DeviceMessage.objects.exists()
    assert AuditEvent.objects.count() - before <= 2
    assert (
        sum(row.detail["messages"] for row in AuditEvent.objects.filter(action="counted strangers' messages")) == 1000
    )
    assert verification.verify().faults == ()


def test_the_first_of_a_quiet_minute_is_written_at_once_and_the_rest_with_the_next(intake, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    takes(intake, message("1", sender=WHO))
    intake.commit([])  # as the listener does each second
    assert rows()[0][1] == 1

    takes(intake, message("2", sender=WHO))
    clock[0] += strangers.EVERY_S - 1
    intake.commit([])
    assert rows()[0][1] == 1
    clock[0] += 1
    intake.commit([])
    assert rows()[0][1] == 2


def test_a_row_has_its_first_and_last_time_and_the_beginning_of_the_newest_message(intake):
    takes(intake, message("OLD", sender=WHO))
    intake.write_counts()
    takes(intake, message("NEW", sender=WHO) + b"x" * 10_000, at_s=NOW_S + 3600)
    intake.write_counts()

    row = Stranger.objects.get()
    assert (row.messages, row.last_at - row.first_at) == (2, timedelta(hours=1))
    assert len(row.sample) == 4096 and b"|NEW|" in bytes(row.sample)


def test_addresses_without_end_share_one_row(intake, monkeypatch):
    monkeypatch.setattr(strangers, "MOST_ADDRESSES", 3)
    for n in range(10):
        takes(intake, message("1", sender=WHO), address=f"10.0.0.{n}")
    intake.write_counts()
    takes(intake, message("2", sender=WHO), address="10.0.1.1")
    takes(intake, message("2", sender=WHO), address="10.0.0.1")
    intake.write_counts()

    assert [row[:2] for row in rows()] == [("10.0.0.0", 1), ("10.0.0.1", 2), ("10.0.0.2", 1), ("others", 8)]


def test_garbage_is_kept_whole_on_a_device_s_line_and_counted_on_any_other(clinic, intake):
    chairside.seated(clinic)
    now_s = time.time()
    takes(intake, message("1", (SPO2, 97), at_s=now_s), address="127.0.0.1", at_s=now_s, line=7)
    for line in (7, 8):
        intake.commit([unreadable(b"noise", now_s, "It is no message.")._replace(line=line)])
    intake.write_counts()

    assert list(DeviceMessage.objects.values_list("disposition", "reason").order_by("pk")) == [
        ("charted", "by pairing"), ("refused", "It is no message."),
    ]  # fmt: skip
    assert rows() == [("127.0.0.1", 1, "It is no message.")]


def test_a_stranger_does_not_make_it_seem_that_recording_works_again(intake):
    takes(intake, message("1", sender=WHO))

    assert not intake.is_proven  # nothing was written to the database
    intake.commit([])
    assert intake.is_proven


def test_what_a_commit_that_fails_would_have_written_is_counted_still(intake, monkeypatch):
    takes(intake, message("1", sender=WHO))
    monkeypatch.setattr(strangers.audit, "write", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        intake.commit([])
    monkeypatch.undo()
    intake.commit([])

    assert rows()[0][1] == 1


def test_it_is_cleared_after_30_days_of_silence_by_the_night_and_the_days_are_a_policy(clinic, intake):
    takes(intake, message("1", sender=WHO))
    takes(intake, message("1", sender=WHO), address="10.0.0.1", at_s=NOW_S + 86_400)
    intake.write_counts()
    at = datetime.fromtimestamp(NOW_S, UTC)

    assert strangers.clear_old(at + timedelta(days=30)) == 0
    assert strangers.clear_old(at + timedelta(days=30, seconds=1)) == 1
    assert [row[0] for row in rows()] == ["10.0.0.1"]
    policies.change("time.strangers_kept_days", "2", reason="our own rule", by=clinic.director)
    assert strangers.clear_old(at + timedelta(days=4)) == 1
    assert AuditEvent.objects.filter(action="cleared strangers").last().detail == {"addresses": 1}
    assert verification.verify().faults == ()


def test_the_night_clears(clinic, intake):
    takes(intake, message("1", sender=WHO), at_s=time.time() - 31 * 86_400)
    intake.write_counts()
    now = datetime.now(UTC)
    nightly.look(None, now - timedelta(seconds=1), now.time())

    assert rows() == []


def test_a_listener_s_strangers_are_in_the_table_within_seconds_and_answered(listener, line):
    assert line.codes(message("1", sender=WHO)) == ["AR"]
    waits.until(rows, what="the stranger's row")

    assert rows()[0][::2] == ("127.0.0.1", "unknown sender: no device is configured with this name")
    assert not DeviceMessage.objects.exists()
