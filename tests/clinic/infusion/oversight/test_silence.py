"""The alarm for silence: raised when it is due, by one watch alone, ended when readings return; tasks escalate once."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from euthymia.clinic.audit import chain, verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.demo.fill import on
from euthymia.medicine import watch
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import PULSE, SPO2, message


def raised(session, level="stale"):
    return SessionEvent.objects.filter(session=session, kind="alarm raised", body__level=level)


def watched(clinic, began_s):
    """A session that runs since `began_s`, and an intake that its monitor speaks to."""
    with on(datetime.fromtimestamp(began_s, UTC)):
        session = chairside.running(clinic)
        chairside.device(clinic, session)
    return session, Intake()


def says(intake, at_s, control="1"):
    with on(datetime.fromtimestamp(at_s, UTC)):
        assert intake.commit([arrive(message(control, (SPO2, 97), (PULSE, 70), at_s=at_s), at_s, intake.roster)])


def looks(at_s):
    with on(datetime.fromtimestamp(at_s, UTC)):
        return silence_watch.look_once()


def state(session):
    return watch.from_dict(Session.objects.get(pk=session.pk).alarm_state)


def test_silence_is_raised_when_it_is_due_and_not_before(clinic):
    now_s = time.time() - 100
    session, intake = watched(clinic, now_s)
    says(intake, now_s + 1)

    assert looks(now_s + 10) == 0
    assert looks(now_s + 11.1) == 1
    alarm = raised(session).get(body__key="spo2_pct:stale").body
    assert (alarm["priority"], alarm["channel"]) == ("high", "spo2_pct")
    assert alarm["raised_s"] == pytest.approx(now_s + 11.1, abs=0.001)
    assert looks(now_s + 11.4) == 0


def test_a_monitor_that_spoke_each_second_is_missed_after_five(clinic):
    now_s = time.time() - 100
    session, intake = watched(clinic, now_s)
    for n in range(8):
        says(intake, now_s + n, str(n))
    assert looks(now_s + 11.9) == 0
    looks(now_s + 12.1)

    assert raised(session, "link").get().body["condition"] == "No message from the monitor for 5 s"


def test_readings_that_return_end_it_and_it_waits_for_a_person(clinic):
    now_s = time.time() - 100
    session, intake = watched(clinic, now_s)
    says(intake, now_s + 1)
    looks(now_s + 12)
    says(intake, now_s + 13, "2")

    alarm = state(session).alarms["spo2_pct:stale"]
    assert (alarm.active, alarm.acknowledged_by) == (False, None)
    acts.acknowledge(session, "spo2_pct:stale", by=clinic.nurse)
    assert "spo2_pct:stale" not in state(session).alarms


def test_a_high_alarm_that_nobody_acknowledges_escalates_at_thirty_and_sixty_seconds(clinic):
    now_s = time.time() - 200
    session, intake = watched(clinic, now_s)
    says(intake, now_s + 1)
    for at_s in (12, 30, 43, 50, 73, 90, 100):
        looks(now_s + at_s)

    escalated = SessionEvent.objects.filter(session=session, kind="alarm escalated", body__key="spo2_pct:stale")
    assert [e.event_at.timestamp() - now_s for e in escalated] == pytest.approx([43, 73], abs=0.01)


def test_a_session_that_is_over_is_not_watched(clinic):
    from euthymia.demo.fill import ready_to_leave

    session, _ = watched(clinic, time.time() - 100)
    acts.act(session, "stop", by=clinic.nurse)
    acts.pump_seen(session, by=clinic.nurse)
    leave.leave(session, ready_to_leave(), by=clinic.nurse)

    assert Session.objects.get(pk=session.pk).silence_due_at is None
    assert looks(time.time() + 10_000) == 0


def race(*jobs):
    """Start together, each with a connection of its own."""
    gate, faults = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            gate.wait(waits.PAGE_S)
            job()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(waits.UP_S)
    assert faults == []


def test_two_watches_at_once_raise_it_once(live_clinic):
    session, intake = watched(live_clinic, time.time() - 60)
    says(intake, time.time() - 40)
    race(*[silence_watch.look_once] * 6)

    assert raised(session).filter(body__key="spo2_pct:stale").count() == 1
    assert AuditEvent.objects.filter(action="checked for silent devices").count() >= 1
    assert verification.verify().fault == ""


def test_a_reading_that_comes_in_that_moment_wins_or_ends_it(live_clinic):
    session, intake = watched(live_clinic, time.time() - 60)
    says(intake, time.time() - 40)
    race(silence_watch.look_once, lambda: says(intake, time.time(), "2"), silence_watch.look_once)

    alarm = state(session).alarms.get("spo2_pct:stale")
    assert alarm is None or not alarm.active
    assert raised(session).filter(body__key="spo2_pct:stale").count() <= 1


def test_a_task_that_nobody_takes_escalates_once_though_two_watches_look(live_clinic):
    clinic = live_clinic
    at = timezone.now() - timedelta(minutes=11)
    task = tasks.open_task(Duty.Kind.RISK, what="item 9", at=at, by=clinic.prescriber, patient=clinic.ruth)
    race(*[silence_watch.look_after_tasks] * 4)

    task.refresh_from_db()
    assert (task.owner, task.escalated_at is not None) == (clinic.director, True)
    assert AuditEvent.objects.filter(action="escalated a task").count() == 1


def test_one_session_that_cannot_be_judged_leaves_the_others_watched(live_clinic):
    clinic = live_clinic
    broken, _ = watched(clinic, time.time() - 60)
    chair, patient = chairside.another_chair(clinic, 60)
    with on(timezone.now() - timedelta(minutes=10)):
        whole = chairside.running(clinic, chair=chair, patient=patient)
    with chain.atomic():
        Session.objects.filter(pk=broken.pk).update(alarm_state={"no": "state"})
        chain.write("broken for a test", by="system:test", at=timezone.now())
    silence_watch.look_once()

    assert raised(whole).exists()


def test_the_watch_runs_as_a_process_of_its_own(live_clinic, tmp_path):
    session, intake = watched(live_clinic, time.time() - 60)
    says(intake, time.time() - 40)
    with chairside.part(tmp_path, "silence-watch"):
        waits.until(raised(session).exists, within_s=waits.UP_S, what="the alarm of the watch's own process")

    assert raised(session).filter(body__key="spo2_pct:stale").count() == 1
