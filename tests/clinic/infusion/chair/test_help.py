"""Help: one tap records that it was called; the sheet keeps each line to the second, to read and to print."""

from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.infusion.chair import acts, corrections
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.demo.fill import on
from euthymia.medicine.charting.catalogue import CALLED, STEPS, NotListed
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import signed_in


@pytest.fixture
def session(clinic):
    with on(timezone.now() - timedelta(minutes=20)):
        return chairside.running(clinic)


def test_help_is_recorded_and_moves_nothing(clinic, session):
    before = session.state, session.pump_confirmed

    signed_in(clinic.nurse).post(f"/chair/{session.key}/call-help")
    for group, what in (("called", CALLED[2]), ("step", STEPS[1]), ("drug", "naloxone")):
        signed_in(clinic.nurse).post(f"/chair/{session.key}/help/{group}", {"what": what})

    session.refresh_from_db()
    assert (session.state, session.pump_confirmed) == before
    said = [e.body["said"] for e in SessionEvent.objects.filter(session=session, kind__startswith="help")]
    assert said == ["HELP called", "Called: Emergency services", "Oxygen", "Naloxone given"]


def test_what_the_sheet_does_not_offer_is_refused(clinic, session):
    with pytest.raises(NotListed):
        acts.add_help_line(session, "step", "Wait and see", by=clinic.nurse)
    assert signed_in(clinic.nurse).post(f"/chair/{session.key}/help/other", {"what": "Oxygen"}).status_code == 404


def test_help_belongs_to_a_patient_in_the_chair(clinic):
    with pytest.raises(WrongMoment):
        acts.call_help(chairside.opened(clinic), by=clinic.nurse)


def test_the_sheet_shows_each_line_to_the_second_with_the_last_values(clinic, session):
    acts.call_help(session, by=clinic.nurse)
    acts.add_help_line(session, "step", "Suction", by=clinic.nurse)
    number = SessionEvent.objects.get(kind="help sheet entry").number
    corrections.correct(session, number, {"mistake": "yes", "reason": "not needed"}, by=clinic.nurse)

    page = signed_in(clinic.nurse).get(f"/chair/{session.key}/help").content.decode()

    called = SessionEvent.objects.get(kind="help called")
    assert f"{timezone.localtime(called.event_at):%H:%M:%S}" in page
    assert "HELP called" in page
    assert "entered by mistake" in page
    assert "122" in page  # the systolic pressure of before
    assert "The bedside monitor is the primary alarm" in page
