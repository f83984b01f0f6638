"""kill -9, for real: whatever was acknowledged is in the table afterwards, and the chain holds.

A kill does not test the disk: beside it stand the settings by which the database itself waits for the disk.
"""

import random
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from euthymia.clinic.audit import verification
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import DeviceMessage, Session, SessionEvent
from euthymia.medicine import watch
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import PULSE, SPO2, Line, message
from tests.postgres import free_port

ROUNDS, CLIENTS = 3, 5

pytestmark = pytest.mark.slow


class Device(threading.Thread):
    """Sends one message after another and notes what was acknowledged, until the line breaks."""

    def __init__(self, port: int, name: str, sender: tuple[str, str]) -> None:
        super().__init__()
        self.port, self.title, self.sender = port, name, sender
        self.acknowledged: list[bytes] = []

    def run(self) -> None:
        n = 0
        try:
            line = Line(self.port)
            while True:
                n += 1
                raw = message(f"{self.title}.{n}", (SPO2, 90 + n % 9), (PULSE, 60 + n % 30), sender=self.sender)
                line.send(raw)
                if line.answer(within_s=waits.SOON_S).code == "AA":
                    self.acknowledged.append(raw)
        except OSError:
            return


def seat_two(clinic):
    """Two chairs, each with its monitor."""
    first = chairside.seated(clinic)
    chair, patient = chairside.another_chair(clinic, 50)
    second = chairside.running(clinic, chair=chair, patient=patient)
    chairside.device(clinic, second, sender=("MON", "CHAIR2"))
    return first, second


def test_a_killed_listener_loses_nothing_it_acknowledged(live_clinic, tmp_path):
    sessions = seat_two(live_clinic)
    acknowledged: list[bytes] = []
    chance = random.Random(1)
    for turn in range(ROUNDS):
        port = free_port()
        with chairside.part(tmp_path, "listener", "--devices", str(port)) as listener:
            chairside.wait_for_port(port)
            devices = [Device(port, f"{turn}.{n}", ("MON", f"CHAIR{1 + n % 2}")) for n in range(CLIENTS)]
            for device in devices:
                device.start()
            time.sleep(chance.uniform(0.2, 0.8))
            listener.kill()
            for device in devices:
                device.join(waits.LINE_S)
        found = [raw for device in devices for raw in device.acknowledged]
        assert found, "the round was over before anything was acknowledged"
        acknowledged += found

    stored = {bytes(raw) for raw in DeviceMessage.objects.values_list("raw", flat=True)}
    assert set(acknowledged) <= stored
    for session in sessions:
        session.refresh_from_db()
        numbers = SessionEvent.objects.filter(session=session).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, session.last_event_number + 1))
        charted = DeviceMessage.objects.filter(session=session, disposition="charted").count()
        assert SessionEvent.objects.filter(session=session, kind="readings").count() == charted
    assert verification.verify().fault == ""


def test_a_message_sent_again_after_the_kill_is_charted_once(live_clinic, tmp_path):
    """Committed but not acknowledged, the case that a device cannot tell: it sends again."""
    session = seat_two(live_clinic)[0]
    raw = message("1", (SPO2, 93))
    for _ in range(2):
        port = free_port()
        with chairside.part(tmp_path, "listener", "--devices", str(port)) as listener:
            chairside.wait_for_port(port)
            line = Line(port)
            assert line.codes(raw) == ["AA"]
            listener.kill()

    assert SessionEvent.objects.filter(session=session, kind="readings").count() == 1
    dispositions = DeviceMessage.objects.filter(session=session).order_by("pk").values_list("disposition", flat=True)
    assert list(dispositions) == ["charted", "repeat"]


NURSE = """
from euthymia.clinic.server import start
start.ready()
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.people.models import User
session, nurse = Session.objects.get(state="running"), User.objects.get(role="nurse", name="Nia Okoro")
for n in range(100_000):
    acts.enter_cadss(session, n % 93, by=nurse)
    print(session.last_event_number, flush=True)
"""


def test_what_a_nurse_was_told_is_saved_outlives_a_kill_in_the_middle_of_a_session(live_clinic, tmp_path):
    session = chairside.running(live_clinic)
    told = 0
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", NURSE], env=chairside.own_process(tmp_path), stdout=subprocess.PIPE, text=True
        ) as child:
            for _ in range(40):
                told = int(child.stdout.readline())
            child.kill()
            told = max([told, *(int(line) for line in child.stdout.read().split("\n")[:-1])])

    session.refresh_from_db()
    numbers = SessionEvent.objects.filter(session=session).order_by("number").values_list("number", flat=True)
    assert session.last_event_number >= told
    assert list(numbers) == list(range(1, session.last_event_number + 1))
    assert verification.verify().fault == ""


def test_the_alarm_state_goes_on_where_the_killed_listener_left_it(live_clinic, tmp_path):
    """Six seconds low before the kill, six after: the hold of ten seconds is counted over both."""
    session = seat_two(live_clinic)[0]
    now_s = time.time()
    for part in (range(6), range(6, 12)):
        port = free_port()
        with chairside.part(tmp_path, "listener", "--devices", str(port)) as listener:
            chairside.wait_for_port(port)
            line = Line(port)
            for n in part:
                assert line.codes(message(str(n), (SPO2, 86), at_s=now_s - 4 + n)) == ["AA"]
            listener.kill()

    session.refresh_from_db()
    alarm = watch.from_dict(session.alarm_state).alarms["spo2_pct:stop"]
    assert (alarm.active, alarm.times) == (True, 1)
    acts.acknowledge(session, "spo2_pct:stop", by=live_clinic.nurse)
    assert Session.objects.get(pk=session.pk).last_event_number == session.last_event_number


def test_the_database_waits_for_the_disk(live):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked = {"PRAGMA synchronous": 2, "PRAGMA journal_mode": "wal", "PRAGMA foreign_keys": 1}
            asked |= {"PRAGMA temp_store": 2}  # and what it keeps aside of a patient's rows is in no other file
        else:
            asked = {f"SHOW {name}": "on" for name in ("fsync", "synchronous_commit", "full_page_writes")}
        for question, answer in asked.items():
            cursor.execute(question)
            assert cursor.fetchone() == (answer,), question
