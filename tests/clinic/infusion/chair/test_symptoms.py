"""A symptom asks for stop and treat, whatever the numbers say; it is over when a person says so."""

import pytest

from euthymia.clinic.infusion.chair import acts, symptoms
from euthymia.clinic.infusion.session import board
from euthymia.medicine import watch
from euthymia.medicine.charting.catalogue import NotListed
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import signed_in


@pytest.fixture
def session(clinic):
    return chairside.running(clinic)


def alarm(session):
    session.refresh_from_db()
    return next((a for a in board.page_board(session)["alarms"] if a["key"] == "symptom:chest pain"), None)


def test_one_tap_alarms_though_every_number_is_good(clinic, session):
    signed_in(clinic.nurse).post(f"/chair/{session.key}/symptom", {"what": "chest pain"})

    assert alarm(session)["priority"] == "high"
    assert alarm(session)["text"] == "Symptom: chest pain"
    assert alarm(session)["action"] == "Stop the pump. Treat. Call emergency services."


def test_it_goes_on_until_a_person_says_that_it_is_over_and_stays_until_one_has_seen_it(clinic, session):
    symptoms.see(session, "chest pain", by=clinic.nurse)
    acts.acknowledge(session, "symptom:chest pain", by=clinic.nurse)
    assert alarm(session)["ended_s"] is None

    signed_in(clinic.nurse).post(f"/chair/{session.key}/symptom/end", {"what": "chest pain"})
    assert alarm(session) is None
    symptoms.see(session, "chest pain", by=clinic.nurse)
    symptoms.over(session, "chest pain", by=clinic.nurse)
    assert alarm(session)["ended_s"] is not None


def test_what_is_no_symptom_or_not_going_on_is_refused(clinic, session):
    with pytest.raises(NotListed):
        symptoms.see(session, "a bad dream", by=clinic.nurse)
    with pytest.raises(watch.UnknownAlarm):
        symptoms.over(session, "seizure", by=clinic.nurse)


def test_nobody_has_a_symptom_in_an_empty_chair(clinic):
    session = chairside.checked(clinic)
    acts.act(session, "cancel", by=clinic.nurse)

    with pytest.raises(WrongMoment, match="cancelled"):
        symptoms.see(session, "seizure", by=clinic.nurse)
