"""The research forecast at the chair: off until signed on, apart from what is measured, and nothing waits for it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.chair import acts, corrections
from euthymia.clinic.infusion.discharge import checklist
from euthymia.clinic.infusion.forecast import crowds, pages, shown
from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people import policies
from euthymia.demo.fill import on
from euthymia.medicine import watch
from euthymia.medicine.declaration import NotASwitch
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

CUFF = {"systolic_mmhg": 131.0, "diastolic_mmhg": 80.0, "pulse_bpm": 78.0}


@pytest.fixture
def session(clinic):
    """Twenty minutes of an infusion, with two cuff readings after the one before the start."""
    began = datetime.now(UTC) - timedelta(minutes=20)
    with on(began):
        session = chairside.running(clinic)
    for minutes in (8, 17):
        with on(began + timedelta(minutes=minutes)):
            acts.enter_vitals(session, CUFF, by=clinic.nurse)
    session.refresh_from_db()
    return session


def sign_on(clinic):
    policies.change("forecast.shown", "1", reason="we want to look at it", by=clinic.director)


def part(clinic, session, *, who=None):
    return signed_in(who or clinic.nurse).get(reverse("infusion:forecast", args=[session.key]))


def ask(clinic, session, **sent):
    return signed_in(clinic.nurse).post(reverse("infusion:what_if", args=[session.key]), sent)


def words(answer):
    return " ".join(answer.content.decode().split())


# Off


def test_it_is_off_until_a_director_signs_it_on(clinic, session):
    assert part(clinic, session).status_code == 404
    assert ask(clinic, session, kind="stop").status_code == 404
    page = signed_in(clinic.nurse).get(reverse("infusion:chair", args=[session.key])).content.decode()
    assert "forecast" not in page.replace("forecast.js", "")
    with pytest.raises(policies.NotTheDirector):
        policies.change("forecast.shown", "1", reason="we want to look at it", by=clinic.prescriber)
    with pytest.raises(NotASwitch):
        policies.change("forecast.shown", "3", reason="we want to look at it", by=clinic.director)


LOADS = """
import os, sys
os.environ.setdefault("EUTHYMIA_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "euthymia.clinic.settings")
import django; django.setup()
import euthymia.clinic.urls
import euthymia.clinic.infusion.devices.listener, euthymia.clinic.infusion.oversight.silence_watch
print([name for name in sys.modules if name == "numba" or name.startswith("euthymia.pharmacology.forecast.")])
from euthymia.clinic.infusion.forecast import shown
print("numba" in sys.modules)
"""


def test_nothing_of_the_model_is_loaded_by_the_pages_the_listener_or_the_silence_watch():
    """Nor does the forecast itself, where it is on, load a compiler."""
    done = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, check=False)

    assert done.stdout.split("\n")[:2] == ["[]", "False"], done.stderr[-500:]


# On


def test_the_panel_stands_apart_and_says_what_it_is(clinic, session):
    sign_on(clinic)
    page = words(signed_in(clinic.nurse).get(reverse("infusion:chair", args=[session.key])))

    assert "Not measured, and no alarm." in page
    assert "It never silences or delays an alarm and never shortens observation." in page
    assert "The bedside monitor is the primary alarm." in page
    assert 'class="research"' in page


def test_the_next_hour_is_shown_with_intervals_grounds_and_what_was_measured(clinic, session):
    sign_on(clinic)
    said = words(part(clinic, session))

    assert "3 cuff readings used" in said
    assert said.count("<circle") == 6  # two dots a reading
    assert "No concentration is measured; pressure barely informs it." in said
    assert "have narrowed its interval by" in said
    assert "Sedation is not drawn" in said
    assert "Assumed: the pump goes on as signed until the dose is given." in said
    assert "made of S-ketamine; the racemate is drawn as one drug with it" in said
    assert 'style="' not in said and "<script" not in said


def test_two_looks_at_one_chair_say_the_same_and_so_does_one_made_again(clinic, session):
    """Followed from reading to reading, or begun from the record: the same bands."""
    now_s = session.opened_at.timestamp() + 1500
    followed = shown.panel(session, now_s=now_s)["tables"]
    assert shown.panel(session, now_s=now_s)["tables"] == followed
    crowds.forget()
    assert shown.panel(session, now_s=now_s)["tables"] == followed


def test_a_new_reading_moves_it_and_one_taken_back_moves_it_back(clinic, session):
    now_s = session.opened_at.timestamp() + 1500
    before = shown.panel(session, now_s=now_s)
    acts.enter_vitals(session, CUFF | {"systolic_mmhg": 158.0}, by=clinic.nurse)
    session.refresh_from_db()
    after = shown.panel(session, now_s=now_s)
    number = SessionEvent.objects.filter(session=session, kind="vital signs").order_by("number").last().number
    corrections.correct(session, number, {"reason": "a slip", "mistake": "yes"}, by=clinic.nurse2)
    session.refresh_from_db()

    assert after["readings"] == before["readings"] + 1
    assert after["tables"] != before["tables"]
    assert shown.panel(session, now_s=now_s)["tables"] == before["tables"]


@pytest.mark.parametrize(
    ("act", "says"),
    [("pause", "the pump stays paused"), ("stop", "nothing more is given")],
)
def test_what_is_assumed_follows_the_record_of_the_pump(clinic, session, act, says):
    sign_on(clinic)
    acts.act(session, act, by=clinic.nurse)

    assert says in words(part(clinic, session))


def test_a_medicine_that_the_model_does_not_know_stops_pressure_and_says_so(clinic, session):
    sign_on(clinic)
    sent = {"drug": "labetalol", "dose": "10", "unit": "mg", "route": "IV", "ordered_by": "Dr Reyes"}
    acts.give_medicine(session, sent, by=clinic.nurse)

    said = words(part(clinic, session))
    assert "Labetalol was given in this session. The model does not know it." in said
    assert "Pressure, mmHg" not in said
    assert "Ketamine in the blood, ng/mL" in said


def test_a_pump_that_says_otherwise_than_the_record_stops_it_all(clinic, session):
    sign_on(clinic)
    with writing(session, at=datetime.now(UTC), by=clinic.nurse, doing=Action.WROTE_NOTE) as pen:
        raised = watch.begin_condition(pen.state, "symptom", "chest pain", now_s=1.0).state
        alarm = next(iter(raised.alarms.values()))._replace(key="pump-runs-on", condition="The pump runs on")
        pen.state = raised._replace(alarms={"pump-runs-on": alarm})

    said = words(part(clinic, session))
    assert "The whole forecast: not forecast." in said
    assert "<svg" not in said


def test_before_the_start_it_waits(clinic):
    session = chairside.checked(clinic)
    sign_on(clinic)

    assert "It begins when the start of the pump is recorded" in words(part(clinic, session))


def test_a_failure_says_so_in_its_own_place(clinic, session, monkeypatch):
    sign_on(clinic)
    monkeypatch.setattr(shown, "panel", lambda *_, **__: 1 / 0)

    answer = part(clinic, session)
    assert answer.status_code == 200
    assert pages.FAILED in words(answer)
    assert signed_in(clinic.nurse).get(reverse("infusion:chair", args=[session.key])).status_code == 200


@pytest.mark.parametrize("who", ["desk", "researcher", "stranger"])
def test_only_who_may_see_the_chair_sees_it(clinic, session, who):
    sign_on(clinic)

    assert part(clinic, session, who=getattr(clinic, who)).status_code in (403, 404)


# What if


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"kind": "pause", "minutes": "10"}, 200, "In all 35.0 mg would be given, in place of 35.0 mg"),
        ({"kind": "stop"}, 200, "in place of 35.0 mg"),
        ({"kind": "rate", "ml_per_h": "75"}, 200, "in place of 35.0 mg"),
        ({"kind": "rate", "ml_per_h": "160"}, 422, "160 mL/h: faster than the 150 mL/h that were signed"),
        ({"kind": "rate", "ml_per_h": "75", "minutes": "30"}, 422, "min at the pump are left of what was signed"),
        ({"kind": "rate", "ml_per_h": "fast"}, 422, "is not a number"),
        ({"kind": "pause"}, 422, "enter more than 0 and up to 60"),
        ({}, 422, "Nothing was asked"),
    ],
)
def test_a_question_inside_the_signed_order_is_answered_and_another_refused(clinic, session, sent, status, says):
    sign_on(clinic)
    answer = ask(clinic, session, **sent)

    assert (answer.status_code, says in words(answer)) == (status, True), words(answer)


def test_after_a_stop_for_good_nothing_is_answered(clinic, session):
    sign_on(clinic)
    acts.act(session, "stop", by=clinic.nurse)

    assert ask(clinic, session, kind="rate", ml_per_h="75").status_code == 422


def test_a_question_writes_nothing_and_changes_nothing(clinic, session):
    sign_on(clinic)
    before = _all_there_is(session)
    ask(clinic, session, kind="stop")
    part(clinic, session)

    assert _all_there_is(session) == before


def _all_there_is(session):
    now = Session.objects.get(pk=session.pk)
    return now.last_event_number, now.alarm_state, SessionEvent.objects.count(), board.page_board(now)["actions"]


# It touches nothing else


def _through(clinic, *, watched, chair, patient):
    """One course of a session that climbs and alarms; `watched` asks for the forecast after every step."""
    began = datetime.now(UTC) - timedelta(minutes=30)
    with on(began):
        session = chairside.running(clinic, chair=chair, patient=patient)
    for minutes, systolic in ((5, 128.0), (10, 151.0), (15, 176.0), (20, 188.0), (25, 190.0)):
        with on(began + timedelta(minutes=minutes)):
            acts.enter_vitals(session, CUFF | {"systolic_mmhg": systolic}, by=clinic.nurse)
            if watched:
                assert part(clinic, session).status_code == 200
    with on(began + timedelta(minutes=27)):
        session.refresh_from_db()
        acts.act(session, "stop", by=clinic.nurse)
        watched and part(clinic, session)
    session.refresh_from_db()
    return session


def _told(session):
    """Kind and words of every event but its moments and names, and the rules of leaving."""
    kinds = [
        (e.kind, e.body.get("key"), e.body.get("condition"), e.body.get("priority"), e.body.get("said"))
        for e in SessionEvent.objects.filter(session=session).order_by("number")
    ]
    alarms = sorted((a.key, a.priority, a.active) for a in watch.from_dict(session.alarm_state).alarms.values())
    lines = [(line.key, line.met) for line in checklist.lines_of(session, {})]
    return json.dumps([kinds, alarms, session.silence_due_at is not None, session.limits, lines], default=str)


def test_alarms_and_the_rules_of_leaving_are_the_same_with_and_without_it(clinic):
    chair, patient = chairside.another_chair(clinic, 7)
    other_chair, other = chairside.another_chair(clinic, 8)
    without = _told(_through(clinic, watched=False, chair=chair, patient=patient))
    sign_on(clinic)

    with_it = _told(_through(clinic, watched=True, chair=other_chair, patient=other))

    assert with_it == without
    assert "systolic" in without and "alarm raised" in without
