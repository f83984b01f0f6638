"""Several writers, one session: the listener, a nurse, the silence watch. Nothing is lost, nothing comes twice."""

import threading
import time

import pytest
from django.db import connection

from euthymia.clinic.audit import verification
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.models import DeviceMessage, SessionEvent
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.infusion.session import bulk
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.medicine import watch
from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import UnknownAlarm
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import PULSE, SPO2, message


def together(*jobs):
    """Run each in a thread with a connection of its own; give what went wrong."""
    faults = []

    def run(job):
        try:
            job()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(waits.WORKED_S)
    return faults


def numbers(session):
    return list(SessionEvent.objects.filter(session=session).order_by("number").values_list("number", flat=True))


def test_a_sessions_events_are_numbered_without_gap_or_repeat_by_any_writer(live_clinic):
    clinic = live_clinic
    session = chairside.running(clinic)
    chairside.device(clinic, session)

    def listener(values):
        intake = Intake()
        for n, value in enumerate(values):
            raw = message(str(n), (SPO2, value), (PULSE, 70 + n % 3), at_s=time.time())
            intake.commit([arrive(raw, time.time(), intake.roster)])
            time.sleep(0.002)

    def nurse():
        mine = type(session).objects.get(pk=session.pk)
        for n in range(25):
            acts.enter_vitals(mine, {"sedation_moaas": float(2 + n % 4)}, by=clinic.nurse)
            for key in list(watch.from_dict(mine.alarm_state).alarms):
                try:
                    acts.acknowledge(mine, key, by=clinic.nurse)
                except UnknownAlarm:
                    continue  # over, and acknowledged, a moment ago

    def silent():
        for _ in range(25):
            type(session).objects.filter(pk=session.pk).first()
            silence_watch.look_once()
            time.sleep(0.01)

    faults = together(lambda: listener([97, 96, 85, 84] * 12), lambda: listener([95] * 40), nurse, silent)

    assert faults == []
    session.refresh_from_db()
    assert numbers(session) == list(range(1, session.last_event_number + 1))
    assert replayed(session) == summary(watch.from_dict(session.alarm_state))
    assert verification.verify().fault == ""


def summary(state):
    """What of a state must be the same however it came about; times to the millisecond."""
    latest = {c: (seen.value, round(seen.at_s, 3)) for c, seen in state.latest.items()}
    alarms = {k: (a.active, a.acknowledged_by, a.times, a.condition) for k, a in state.alarms.items()}
    return latest, alarms, state.phase, set(state.runs)


def replayed(session):
    """Build the alarm state again from the session's own events and the raw messages, in their order."""
    limits, roster = limits_for(session), Intake().roster
    roster._read()
    raws = DeviceMessage.objects.filter(session=session, disposition="charted").order_by("pk")
    messages = iter([(bytes(raw), at.timestamp()) for raw, at in raws.values_list("raw", "received_at")])
    state = watch.initial(now_s=session.opened_at.timestamp(), limits=limits, phase="observing", expected=())
    for event in SessionEvent.objects.filter(session=session).order_by("number"):
        body, at_s = event.body, event.at.timestamp()
        if event.kind == "act" and body["action"] == "start":
            state = state._replace(expected=dict.fromkeys(watch.EXPECTED, at_s))
            state = watch.with_phase(state, "running", limits=limits, now_s=at_s).state
        elif event.kind == "readings":
            raw, received_s = next(messages)
            state = watch.step(state, arrive(raw, received_s, roster).readings, now_s=received_s, limits=limits).state
        elif event.kind == "vital signs":
            readings = tuple(Reading(c, value, when) for c, value, when, _ in body["readings"])
            state = watch.step(state, readings, now_s=at_s, limits=limits).state
        elif event.kind == "alarm acknowledged":
            state = watch.acknowledge(state, body["key"], by=body["name"], now_s=at_s).state
        elif event.actor == "system:silence-watch":
            state = watch.due(state, now_s=at_s, limits=limits).state
    assert next(messages, None) is None
    return summary(state)


def test_an_alarm_that_the_listener_raises_is_never_lost_under_a_nurses_hand(live_clinic):
    clinic = live_clinic
    session = chairside.running(clinic)
    chairside.device(clinic, session)
    intake, stop = Intake(), threading.Event()
    intake.commit([arrive(message("0", (SPO2, 97)), time.time(), intake.roster)])

    def nurse():
        mine = type(session).objects.get(pk=session.pk)
        while not stop.is_set():
            acts.enter_cadss(mine, 3, by=clinic.nurse)

    def listener():
        now_s = time.time()
        for n in range(30):  # eleven seconds under 88 %, then recovery, over and over, in a device's own time
            value = 80 if n % 15 < 13 else 97
            raw = message(str(n), (SPO2, value), at_s=now_s + n)
            intake.commit([arrive(raw, now_s + n, intake.roster)])
        stop.set()

    assert together(nurse, listener) == []
    session.refresh_from_db()
    raised = SessionEvent.objects.filter(session=session, kind="alarm raised", body__key="spo2_pct:stop")
    assert [e.body["times"] for e in raised] == [1, 2]
    assert numbers(session) == list(range(1, session.last_event_number + 1))
    assert watch.from_dict(session.alarm_state).alarms["spo2_pct:stop"].times == 2


def test_a_failed_batch_takes_no_number_and_keeps_no_state(live_clinic, monkeypatch):
    clinic = live_clinic
    session = chairside.running(clinic)
    chairside.device(clinic, session)
    intake = Intake()
    session.refresh_from_db()
    last = session.last_event_number
    monkeypatch.setattr(bulk, "write", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        intake.commit([arrive(message("1", (SPO2, 80)), time.time(), intake.roster)])
    monkeypatch.undo()

    intake.commit([arrive(message("2", (SPO2, 97)), time.time(), intake.roster)])
    assert numbers(session) == list(range(1, last + 2))
    assert watch.from_dict(type(session).objects.get(pk=session.pk).alarm_state).runs == {}
