"""Disk full, database hung: nothing is acknowledged, every page says so, alarms still show, and it recovers."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices import doorbell
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.listener import outside_the_loop
from euthymia.clinic.infusion.models import DeviceMessage, SessionEvent
from euthymia.clinic.infusion.session import bulk
from euthymia.medicine import watch
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, Line, kept, message
from tests.postgres import free_port


class Ear(threading.Thread):
    """A web process's end of the doorbell: all that it hears."""

    def __init__(self, path) -> None:
        super().__init__(daemon=True)
        self.path, self.heard = path, []
        self.start()

    def run(self) -> None:
        async def hear():
            while not self.heard:  # knock again until somebody is there, as the web's end does
                async for line in doorbell.hear(self.path):
                    self.heard.append(line)
                await asyncio.sleep(waits.KNOCK_S)

        asyncio.run(hear())

    def waits_for(self, true):
        return waits.until(lambda: next(filter(true, list(self.heard)), None), what="a line on the doorbell")


@pytest.fixture
def ear(listener, tmp_path):
    return Ear(tmp_path / "door")


def not_recording(line):
    return line.get("recording") is False and "why" in line


def low(control, n, began_s):
    return message(str(control), (SPO2, 82), at_s=began_s + n)


def test_a_commit_that_fails_is_answered_with_an_error_and_shown_with_its_alarms(listener, line, ear, monkeypatch):
    session = chairside.seat_her(listener)
    began_s = time.time() - 12
    assert line.codes(low("ok", 0, began_s)) == ["AA"]
    real = Intake.commit

    def full(intake, batch):
        raise OperationalError("disk full")

    monkeypatch.setattr(Intake, "commit", full)
    for n in range(1, 13):
        line.send(low(n, n, began_s))
        assert line.answer().code == "AE"
    said = ear.waits_for(lambda heard: not_recording(heard) and "spo2_pct:stop" in _alarms(heard, session))

    assert said["why"] == "the commit failed"
    assert not SessionEvent.objects.filter(session=session, kind="alarm raised", body__key="spo2_pct:stop").exists()

    monkeypatch.setattr(Intake, "commit", real)  # space is back: it finds out by itself
    ear.waits_for(lambda heard: heard.get("recording") and "beat_s" not in heard)
    session.refresh_from_db()
    (left,) = [a for a in watch.from_dict(session.alarm_state).alarms.values() if a.level == "not-recording"]
    assert (left.active, left.acknowledged_by, left.priority) == (False, None, "high")
    assert "SpO2 82 %" in left.condition
    assert line.codes(low("again", 20, began_s)) == ["AA"]


def _alarms(said, session):
    return {a["key"] for a in said["boards"].get(str(session.key), {}).get("alarms", [])}


@pytest.mark.alone  # the seconds until it is said are measured
def test_a_commit_that_stalls_for_two_seconds_says_so_and_then_recovers(listener, line, ear, monkeypatch):
    session = chairside.seat_her(listener)
    began_s = time.time() - 12
    assert line.codes(low("ok", 0, began_s)) == ["AA"]
    go_on, real = threading.Event(), Intake.commit

    def stalls(intake, batch):
        go_on.wait(waits.UP_S)
        return real(intake, batch)

    monkeypatch.setattr(Intake, "commit", stalls)
    asked = time.monotonic()
    for n in range(1, 13):
        line.send(low(n, n, began_s))
    said = ear.waits_for(lambda heard: not_recording(heard) and "spo2_pct:stop" in _alarms(heard, session))
    assert said["why"] == "the commit stalls"
    assert 1.5 < time.monotonic() - asked < 5

    go_on.set()
    assert [line.answer().code for _ in range(12)] == ["AA"] * 12
    ear.waits_for(lambda heard: heard.get("recording") and "beat_s" not in heard)
    assert SessionEvent.objects.filter(session=session, kind="alarm raised", body__key="spo2_pct:stop").count() == 1
    assert not SessionEvent.objects.filter(
        session=session, body__level="not-recording"
    ).exists()  # all of it was recorded


def test_one_poisonous_message_does_not_fail_its_neighbours(listener, line, monkeypatch):
    chairside.seat_her(listener)
    real = bulk.write

    def poisoned(messages, events, sessions, **how):
        if any(b"POISON" in row.raw and row.disposition == "charted" for row in messages):
            raise ValueError("no such row")
        return real(messages, events, sessions, **how)

    monkeypatch.setattr(bulk, "write", poisoned)
    stream = [message("1", (SPO2, 97)), message("POISON", (SPO2, 96)), message("3", (SPO2, 95))]
    line.socket.sendall(b"".join(chairside.frame(raw) for raw in stream))

    assert [(a.control_id, a.code) for a in (line.answer() for _ in stream)] == [
        ("1", "AA"), ("POISON", "AE"), ("3", "AA"),
    ]  # fmt: skip
    assert [disposition for disposition, _ in kept()] == ["charted", "refused", "charted"]
    assert "could not be recorded" in kept()[1][1]


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="max_page_count is SQLite's; PostgreSQL has a tmpfs below")
def test_a_full_sqlite_file_is_refused_shown_and_recovered_from(listener, line, ear):
    session = chairside.seat_her(listener)
    assert line.codes(message("ok", (SPO2, 97))) == ["AA"]

    def fill_up(connection, **_):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")

    connection_created.connect(fill_up)
    in_the_listener(listener, lambda: connection.close())
    try:
        codes = [line.codes(message(str(n), (SPO2, 97)) + b"NTE|||" + b"x" * 400_000) for n in range(8)]
        ear.waits_for(not_recording)
    finally:
        connection_created.disconnect(fill_up)
        in_the_listener(listener, lambda: connection.close())

    assert codes[-1] == ["AE"]
    ear.waits_for(lambda heard: heard.get("recording") and "beat_s" not in heard)
    assert line.codes(message("back", (SPO2, 97))) == ["AA"]
    told = [f"{n}" for n, code in enumerate(codes) if code == ["AA"]] + ["ok", "back"]
    stored = [bytes(raw).split(b"|")[9].decode() for raw in DeviceMessage.objects.values_list("raw", flat=True)]
    assert set(told) <= set(stored)
    session.refresh_from_db()
    assert any(a.level == "not-recording" for a in watch.from_dict(session.alarm_state).alarms.values())


def in_the_listener(listener, job):
    """Do a job where the listener commits."""
    done = threading.Event()

    def do() -> None:
        with outside_the_loop():
            job()
        done.set()

    listener.loop.call_soon_threadsafe(do)
    assert done.wait(waits.LINE_S)


@pytest.fixture
def small_disk():
    """A tmpfs of 40 MB, which a PostgreSQL tablespace can fill."""
    if "DATABASE_URL" not in os.environ:
        pytest.skip("for PostgreSQL; SQLite is filled by max_page_count above")
    place = Path(tempfile.mkdtemp(prefix="euthymia-small-"))
    place.chmod(0o755)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m,mode=755", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        place.rmdir()
        pytest.skip("a tmpfs cannot be mounted here: it takes root and CAP_SYS_ADMIN")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)
    place.rmdir()


def test_a_full_postgresql_disk_is_refused_and_recovered_from(small_disk, live_clinic, tmp_path):
    """Real: the whole clinic's tables lie on a tmpfs that another file fills up."""
    space = small_disk / "space"
    space.mkdir(mode=0o700)
    shutil.chown(space, "postgres", "postgres")  # a tmpfs is mounted by root alone, so the server runs as another user
    session = chairside.seated(live_clinic)
    port = free_port()
    moved = ("infusion_devicemessage", "infusion_sessionevent")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLESPACE small LOCATION '{space}'")
        for table in moved:
            cursor.execute(f"ALTER TABLE {table} SET TABLESPACE small")
    try:
        with chairside.part(tmp_path, "listener", "--devices", str(port)):
            chairside.wait_for_port(port)
            line = Line(port)
            assert line.codes(message("ok", (SPO2, 97))) == ["AA"]
            _fill(small_disk / "filler")
            big = b"NTE|||" + os.urandom(150_000).hex().encode()
            codes = []
            for n in range(8):
                line.send(message(str(n), (SPO2, 97)) + big)
                codes.append(line.answer().code)
            assert codes[-1] == "AE"
            (small_disk / "filler").unlink()
            line.send(message("back", (SPO2, 97)))
            assert line.answer().code == "AA"
    finally:
        with connection.cursor() as cursor:
            for table in moved:
                cursor.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default")
            cursor.execute("DROP TABLESPACE small")

    stored = [bytes(raw).split(b"|")[9].decode() for raw in DeviceMessage.objects.values_list("raw", flat=True)]
    assert {"ok", "back", *(str(n) for n, code in enumerate(codes) if code == "AA")} <= set(stored)
    acts.acknowledge(session, next(iter(watch.from_dict(_fresh(session).alarm_state).alarms)), by=live_clinic.nurse)


def _fresh(session):
    session.refresh_from_db()
    return session


def _fill(path):
    with contextlib.suppress(OSError), path.open("wb") as filler:
        while True:
            filler.write(b"x" * 100_000)
            filler.flush()


@pytest.mark.slow
def test_a_listener_that_is_told_to_end_ends(live_clinic, tmp_path):
    port = free_port()
    with chairside.part(tmp_path, "listener", "--devices", str(port)) as child:
        chairside.wait_for_port(port)
        Line(port)
        child.send_signal(signal.SIGTERM)
        assert child.wait(waits.UP_S) == 0
    assert not (tmp_path / "listener.sock").exists()
    assert settings.MODE == "test"
