"""Limits of one patient at the chair: who changes them, what shows, what acts, and that they end with the session."""

import pytest
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.session import board as boards
from euthymia.clinic.infusion.session import patient_limits
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.refusals import NoReasonGiven, NotYours
from euthymia.medicine import watch
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

WHY = "Known high pressure, usual 160/95"


@pytest.fixture
def session(clinic):
    return chairside.running(clinic)


def test_a_changed_limit_shows_with_reason_name_and_time(clinic, session):
    patient_limits.change(session, {"systolic_watch_mmhg": 170.0}, reason=WHY, by=clinic.prescriber)

    board = boards.page_board(session)
    (shown,) = board["limits"]
    assert shown["text"] == (
        f"Systolic: watch from 170 mmHg, looser than the clinic's 165. {WHY} ({clinic.prescriber.name})"
    )
    assert (shown["looser"], shown["at_s"] > 0) == (True, True)
    assert board["log"][0]["text"] == f"Systolic: watch from 170 mmHg (was 165), by {clinic.prescriber.name}: {WHY}"
    assert AuditEvent.objects.filter(action="changed a patient's limits").count() == 1


def test_the_new_limit_acts_at_once_and_on_the_next_value(clinic, session):
    acts.enter_vitals(session, {"systolic_mmhg": 172.0, "diastolic_mmhg": 90.0}, by=clinic.nurse)
    patient_limits.change(session, {"systolic_pause_mmhg": 170.0}, reason=WHY, by=clinic.nurse)

    assert "systolic_mmhg:pause" in {a["key"] for a in boards.page_board(session)["alarms"]}
    assert limits_for(session).systolic_pause_mmhg == 170


def test_a_nurse_tightens_and_only_a_prescriber_loosens(clinic, session):
    patient_limits.change(session, {"spo2_pause_below_pct": 94.0}, reason=WHY, by=clinic.nurse)
    with pytest.raises(NotYours, match="SpO2: pause below"):
        patient_limits.change(session, {"spo2_pause_below_pct": 90.0}, reason=WHY, by=clinic.nurse)
    # Back to the clinic's own is no loosening beyond it.
    patient_limits.change(session, {"spo2_pause_below_pct": 92.0}, reason=WHY, by=clinic.nurse)

    assert boards.page_board(session)["limits"] == []
    patient_limits.change(session, {"spo2_pause_below_pct": 90.0}, reason=WHY, by=clinic.prescriber)
    assert boards.page_board(session)["limits"][0]["looser"]


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"systolic_pause_mmhg": 150.0}, watch.LimitsOutOfOrder),
        ({"spo2_pause_below_pct": 120.0}, watch.NotPossible),
        ({"continuous_stale_s": 60.0}, watch.NotPersonal),
        ({"systolic_pause_mmhg": 180.0}, Refusal),  # nothing changed
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(clinic, session, wanted, refusal):
    with pytest.raises(refusal):
        patient_limits.change(session, wanted, reason=WHY, by=clinic.prescriber)
    session.refresh_from_db()
    assert boards.page_board(session)["limits"] == []


def test_a_reason_is_asked(clinic, session):
    with pytest.raises(NoReasonGiven):
        patient_limits.change(session, {"systolic_watch_mmhg": 160.0}, reason=" ", by=clinic.prescriber)


def test_they_end_with_the_session(clinic, session):
    patient_limits.change(session, {"systolic_watch_mmhg": 170.0}, reason=WHY, by=clinic.prescriber)
    session.state = "discharged"
    with pytest.raises(WrongMoment):
        patient_limits.change(session, {"systolic_watch_mmhg": 160.0}, reason=WHY, by=clinic.prescriber)

    with chain.atomic():
        session.save()
        chain.write("left for a test", session, by="system:test", at=timezone.now())
    assert limits_for(chairside.opened(clinic)).systolic_watch_mmhg == 165


def test_the_page_changes_what_was_filled_in_and_keeps_what_was_typed_where_it_is_refused(clinic, session):
    page, address = signed_in(clinic.prescriber), f"/chair/{session.key}/limits"

    refused = page.post(address, {"systolic_pause_mmhg": "150", "reason": WHY})
    assert refused.status_code == 422
    assert 'value="150"' in refused.content.decode()
    done = page.post(address, {"systolic_pause_mmhg": "175", "reason": WHY})
    assert (done.status_code, done["Location"]) == (302, f"/chair/{session.key}")
    session.refresh_from_db()
    assert session.limits["systolic_pause_mmhg"] == 175


def test_the_page_is_for_clinicians_who_may_open_the_chart(clinic, session):
    address = f"/chair/{session.key}/limits"

    assert signed_in(clinic.desk).get(address).status_code == 403
    assert signed_in(clinic.stranger).get(address).status_code in (302, 403, 404)
    assert signed_in(clinic.nurse).get(address).status_code == 200
