"""A locked page takes what cannot wait, in nobody's name; a person confirms it in their own, and only then it acts."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as DjangoSession
from django.utils import timezone

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts, locked
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.oversight import notices, silence_watch
from euthymia.clinic.infusion.session import board
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.demo.fill import on
from euthymia.medicine import watch
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

ALARM = "systolic_mmhg:pause"


@pytest.fixture
def session(clinic):
    """An infusion that runs, with a high alarm; nobody has acknowledged it."""
    with on(timezone.now() - timedelta(minutes=1)):
        session = chairside.running(clinic)
    return acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 88.0}, by=clinic.nurse)


@pytest.fixture
def page(clinic, session):
    """A browser in which the nurse opened the chair, and whose sign-in has run out since."""
    browser = signed_in(clinic.nurse)
    browser.get(f"/chair/{session.key}")
    DjangoSession.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    del browser.cookies["sessionid"]
    return browser


def take(page, session, what, **sent):
    return page.post(f"/chair/{session.key}/locked/{what}", sent).status_code


def unconfirmed(session):
    session.refresh_from_db()
    return board.page_board(session)["unconfirmed"]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("acknowledge", "Alarm seen: Systolic 186 mmHg"),
        ("stop", "The pump was stopped"),
        ("pump-observed", "The pump stands still"),
        ("help", "HELP called"),
    ],
)
def test_what_a_locked_page_takes_is_nobodys_and_a_task_for_the_sessions_nurse(clinic, session, page, what, said):
    before = session.state, session.pump_confirmed

    assert take(page, session, what, alarm=ALARM) == 204

    [waiting] = unconfirmed(session)
    assert waiting["said"].startswith(said)
    event = SessionEvent.objects.get(session=session, number=waiting["number"])
    assert event.actor == AuditEvent.objects.filter(action__startswith="taken at a locked page").get().actor
    assert event.actor == "at Chair 1, unconfirmed"
    assert (session.state, session.pump_confirmed) == before
    task = Task.objects.get(kind=Duty.Kind.ALARMS)
    assert (task.owner, task.patient) == (session.nurse, clinic.ruth)


def test_an_alarm_seen_by_nobody_known_goes_on_to_others_all_the_same(clinic, session, page):
    take(page, session, "acknowledge", alarm=ALARM)
    session.refresh_from_db()
    [alarm] = [a for a in board.page_board(session)["alarms"] if a["key"] == ALARM]
    assert (alarm["acknowledged_by"], bool(alarm["at_chair_s"])) == (None, True)

    with on(timezone.now() + timedelta(seconds=61)):
        silence_watch.look_once()
    assert [n.everywhere for n in notices.look() if n.kind == "alarm"] == [True]
    assert Task.objects.filter(kind=Duty.Kind.ALARMS, owner=clinic.prescriber).exists()


def test_help_from_a_locked_page_shows_elsewhere_at_once(session, page):
    take(page, session, "help")
    assert "help" in [n.kind for n in notices.look()]


def test_confirming_acts_by_name_with_the_time_at_which_it_was_taken(clinic, session, page):
    take(page, session, "acknowledge", alarm=ALARM)
    take(page, session, "stop")
    take(page, session, "pump-observed")
    stopped_s = unconfirmed(session)[1]["at_s"]

    for waiting in unconfirmed(session):
        signed_in(clinic.nurse2).post(f"/chair/{session.key}/confirm/{waiting['number']}")

    assert unconfirmed(session) == []
    assert (session.state, session.pump_confirmed) == ("observing", True)
    assert watch.from_dict(session.alarm_state).alarms[ALARM].acknowledged_by == clinic.nurse2.name
    assert SessionEvent.objects.get(kind="act", body__action="stop").event_at.timestamp() == stopped_s
    assert Task.objects.get(kind=Duty.Kind.ALARMS, owner=session.nurse).done_at is not None


def test_what_is_confirmed_already_is_not_confirmed_twice(clinic, session, page):
    take(page, session, "help")
    [waiting] = unconfirmed(session)
    locked.confirm(session, waiting["number"], by=clinic.nurse)
    with pytest.raises(locked.NothingToConfirm):
        locked.confirm(session, waiting["number"], by=clinic.nurse2)


def test_an_alarm_raised_again_has_been_seen_by_nobody(clinic, session, page):
    take(page, session, "acknowledge", alarm=ALARM)
    acts.enter_vitals(session, {"systolic_mmhg": 130.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)
    acts.enter_vitals(session, {"systolic_mmhg": 187.0, "diastolic_mmhg": 88.0}, by=clinic.nurse)
    assert {a["at_chair_s"] for a in board.page_board(session)["alarms"] if a["key"] == ALARM} == {None}


def signs_out(clinic, session, page):
    DjangoSession.objects.all().delete()


def another_password(clinic, session, page):
    from tests.clinic.infusion.chair.test_stream_rights import has_another_password

    has_another_password(clinic, None)


def never_opened(clinic, session, page):
    del page.cookies["chair_page"]


def made_up(clinic, session, page):
    page.cookies["chair_page"] = page.cookies["chair_page"].value[:-2] + "xx"


@pytest.mark.parametrize("what", [signs_out, another_password, never_opened, made_up])
def test_a_page_takes_nothing_once_its_right_has_ended(clinic, session, page, what):
    what(clinic, session, page)
    assert take(page, session, "help") == 404
    assert not SessionEvent.objects.filter(kind="help called").exists()


def test_a_session_that_is_over_takes_nothing(clinic, session, page):
    session.state = "discharged"
    with pytest.raises(WrongMoment):
        locked.take(session, "help", opened_by=clinic.nurse)


@pytest.mark.parametrize(("opened", "status"), [(True, 200), (False, 404)])
def test_a_page_whose_sign_in_ran_out_follows_the_chair_still(live_clinic, opened, status):
    session, browser = chairside.running(live_clinic), signed_in(live_clinic.nurse)
    if opened:
        browser.get(f"/chair/{session.key}")
    del browser.cookies["sessionid"]

    assert browser.get(f"/chair/{session.key}/stream?after=0").status_code == status
    followed = AuditEvent.objects.filter(action="followed the chair, locked", actor=f"person:{live_clinic.nurse.key}")
    assert followed.exists() is opened


def test_the_same_password_unlocks_and_signs_in_again(clinic, session, page):
    assert "_auth_user_id" not in page.session
    answer = page.post(f"/chair/{session.key}/unlock", {"password": PASSWORD})

    assert answer.json()["csrf"]
    assert page.session["_auth_user_id"] == str(clinic.nurse.pk)
    kept = page.session
    kept["second_factor"] = True  # which the cast of the tests has not set up
    kept.save()
    assert AuditEvent.objects.filter(action="unlocked the chair's page", actor=f"person:{clinic.nurse.key}").exists()
    assert take(page, session, "help") == 204  # and the page goes on


def test_another_password_leaves_it_locked(session, page):
    answer = page.post(f"/chair/{session.key}/unlock", {"password": "something else"})
    assert answer.status_code == 422
    assert "Still locked" in answer.content.decode()
    assert page.get("/today").status_code == 302


def test_signing_in_again_leads_back_to_the_chair(session, page):
    answer = page.post(f"/chair/{session.key}/sign-in-again")
    assert answer.headers["Location"] == f"/account/login/?next=%2Fchair%2F{session.key}"


def test_who_is_on_no_care_team_confirms_nothing(clinic, session, page):
    take(page, session, "help")
    number = unconfirmed(session)[0]["number"]
    assert signed_in(clinic.director).post(f"/chair/{session.key}/confirm/{number}").status_code == 404
    assert time.time() - unconfirmed(session)[0]["at_s"] < 60
