"""What goes wrong on a real day: a monitor moved to another chair, a session left open overnight."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices import pairing as infusion_pairing
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.infusion.session import board
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.demo.fill import on
from euthymia.medicine import session as states
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, message

# A monitor is moved mid-session. It says whom it watches, or says nothing: its name ties it to the chair it came from.


@pytest.fixture
def two_chairs(clinic):
    clinic.first = chairside.running(clinic)
    chair, patient = chairside.another_chair(
        clinic, 3, family="Birk", birth_date=datetime(1970, 1, 1, tzinfo=UTC).date()
    )
    clinic.second = chairside.running(clinic, chair=chair, patient=patient)
    clinic.monitor = chairside.device(clinic, clinic.first)
    clinic.intake = Intake()
    return clinic


def take(clinic, raw):
    clinic.intake.roster._read()
    (decided,) = clinic.intake.commit([arrive(raw, time.time(), clinic.intake.roster)])
    clinic.first.refresh_from_db()
    clinic.second.refresh_from_db()
    return decided.disposition, decided.reason


def pid(patient):
    return f"PID|||{patient.number}||{patient.family}^{patient.given}||{patient.birth_date:%Y%m%d}"


def charted(session):
    return SessionEvent.objects.filter(session=session, kind="readings").count()


def test_a_moved_monitor_that_names_its_new_patient_charts_nothing_to_the_first(two_chairs):
    assert take(two_chairs, message("1", (SPO2, 97))) == ("charted", "by pairing")

    moved = message("2", (SPO2, 60), pid=pid(two_chairs.second.patient))
    assert take(two_chairs, moved) == ("quarantined", "another person's identity")
    assert (charted(two_chairs.first), charted(two_chairs.second)) == (1, 0)
    page = board.page_board(two_chairs.first)
    assert page["senders"]["monitor"]["apart"] == "another person's identity"
    assert [a["priority"] for a in page["alarms"]] == ["medium"]


def test_let_go_here_set_up_and_paired_there_it_charts_there_alone_and_both_pages_say_so(two_chairs):
    from euthymia.clinic.infusion.devices import pairing, setting_up

    take(two_chairs, message("1", (SPO2, 97)))
    setting_up.move(two_chairs.monitor, to=two_chairs.second.chair, by=two_chairs.owner)
    assert take(two_chairs, message("2", (SPO2, 96))) == (
        "quarantined", "no identity, and not paired with this chair's patient",
    )  # fmt: skip
    patient = two_chairs.second.patient
    infusion_pairing.pair(
        two_chairs.second, two_chairs.monitor, number=patient.number, birth_date=patient.birth_date, by=two_chairs.nurse
    )
    assert take(two_chairs, message("3", (SPO2, 95))) == ("charted", "by pairing")
    assert (charted(two_chairs.first), charted(two_chairs.second)) == (1, 1)

    first, second = board.page_board(two_chairs.first), board.page_board(two_chairs.second)
    assert first["senders"] == {}
    assert first["log"][0]["text"] == f"Monitor moved to {two_chairs.second.chair.name} by {two_chairs.owner.name}"
    assert any("Monitor paired" in line["text"] for line in second["log"])
    with pytest.raises(pairing.NotPaired):
        pairing.unpair(two_chairs.first, two_chairs.monitor, by=two_chairs.nurse)


# A session is left open overnight


def told():
    return Task.objects.filter(kind=Duty.Kind.SESSIONS).order_by("pk")


def looks(hours, opened_at):
    with on(opened_at + timedelta(hours=hours)):
        silence_watch.look_once()
        silence_watch.look_after_tasks()


def test_a_session_left_open_is_told_to_its_nurse_and_the_medical_director(clinic):
    session = chairside.running(clinic)
    looks(3.9, session.opened_at)
    assert not told()

    looks(4.1, session.opened_at)
    looks(4.2, session.opened_at)
    found = told()
    assert {task.owner for task in found} == {clinic.nurse, clinic.director}
    assert {task.description for task in found} == {
        "Chair 1: a session is still open after 4 h (The infusion runs). Look at the chair, then close the session."
    }


def test_in_the_morning_it_still_has_an_owner_and_a_way_out(clinic):
    session = chairside.running(clinic)
    looks(14, session.opened_at)
    session.refresh_from_db()

    assert states.OWNERS[session.state] == "nurse"
    acts.act(session, "stop", by=clinic.nurse)
    assert "discharge" in board.possible(session)
    assert "spo2_pct:stale" in {a["key"] for a in board.page_board(session)["alarms"]}


def test_a_task_closed_while_the_session_stays_open_comes_again(clinic):
    session = chairside.running(clinic)
    looks(4.1, session.opened_at)
    with on(session.opened_at + timedelta(hours=4.5)):
        for task in told():
            tasks.finish(task, outcome="Looked: she sleeps", by=clinic.nurse)
    looks(8, session.opened_at)
    assert told().count() == 2

    looks(8.2, session.opened_at)
    assert told().filter(done_at=None).count() == 2


def test_a_session_that_was_closed_is_told_to_nobody(clinic):
    session = chairside.opened(clinic)
    acts.act(session, "cancel", by=clinic.nurse)

    looks(24, session.opened_at)
    assert not Task.objects.exists()
