"""The open lines of a chair: an acknowledged alarm's acts stay on the page until they are done, in somebody's name."""

import pytest

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.session import board
from euthymia.medicine.charting import NotOwed
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

RECHECK = "Recheck the cuff pressure"


@pytest.fixture
def session(clinic):
    """Her infusion runs; a pressure of 186 was seen."""
    session = chairside.running(clinic)
    acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 84.0}, by=clinic.nurse)
    return acts.acknowledge(session, "systolic_mmhg:pause", by=clinic.nurse)


def open_lines(session):
    return sorted(line["text"] for line in board.page_board(session)["owed"])


def test_seen_is_not_done(clinic, session):
    assert open_lines(session) == ["Call the prescriber", "Pause the pump", "Physician to the bedside", RECHECK]
    acts.act(session, "pause", by=clinic.nurse)
    acts.say_done(session, "physician", by=clinic.nurse)
    acts.say_done(session, "prescriber", by=clinic.nurse)
    assert open_lines(session) == [RECHECK]
    acts.enter_vitals(session, {"systolic_mmhg": 150.0, "diastolic_mmhg": 84.0}, by=clinic.nurse)
    assert open_lines(session) == []


def test_the_record_says_who_did_it(clinic, session):
    answer = signed_in(clinic.nurse).post(f"/chair/{session.key}/asked/done", {"what": "prescriber"})

    assert answer.status_code in (204, 302)
    line = SessionEvent.objects.get(kind="act an alarm asks for done")
    assert line.body["text"] == f"Done: Call the prescriber ({clinic.nurse.name})"


@pytest.mark.parametrize("what", ["pause", "recheck", "", "no such act"])
def test_a_hand_says_only_what_is_asked_and_what_no_record_shows(clinic, session, what):
    with pytest.raises(NotOwed):
        acts.say_done(session, what, by=clinic.nurse)


def test_what_is_done_is_not_said_twice(clinic, session):
    acts.say_done(session, "prescriber", by=clinic.nurse)
    with pytest.raises(NotOwed):
        acts.say_done(session, "prescriber", by=clinic.nurse)


def test_nothing_is_owed_before_anybody_has_seen_the_alarm(clinic):
    session = chairside.running(clinic)
    acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 84.0}, by=clinic.nurse)

    assert open_lines(session) == []
