"""What a hand enters: written once however often it is sent, with the time at which it happened."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import ManualEntry, SessionEvent
from euthymia.clinic.infusion.session import board as boards
from euthymia.demo.fill import on
from tests.clinic import chairside
from tests.clinic.conftest import signed_in


@pytest.fixture
def session(clinic):
    """Ruth, whose infusion began half an hour ago."""
    with on(datetime.now(UTC) - timedelta(minutes=30)):
        return chairside.running(clinic)


def press(user, session, button, **fields):
    return signed_in(user).post(f"/chair/{session.key}/{button}", fields, headers={"HX-Request": "true"})


def newest(session, kind="cadss"):
    return SessionEvent.objects.filter(session=session, kind=kind).order_by("number").last()


def ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


def given_mg(session):
    session.refresh_from_db()
    return boards.given_mg(session, boards.acts_of(session))


# Once


def test_the_same_press_sent_twice_is_written_once(clinic, session):
    entry = str(uuid4())

    answers = [press(clinic.nurse, session, "cadss", total="17", entry=entry).status_code for _ in range(3)]

    assert answers == [204, 204, 204]
    assert SessionEvent.objects.filter(kind="cadss").count() == 1
    assert ManualEntry.objects.get().number == newest(session).number


def test_presses_without_a_key_are_each_their_own(clinic, session):
    for _ in range(2):
        press(clinic.nurse, session, "cadss", total="17")

    assert SessionEvent.objects.filter(kind="cadss").count() == 2


def test_a_refused_press_uses_no_key_up(clinic, session):
    entry = str(uuid4())

    assert press(clinic.nurse, session, "cadss", total="93", entry=entry).status_code == 422
    assert press(clinic.nurse, session, "cadss", total="39", entry=entry).status_code == 204


def test_a_pause_sent_again_after_the_resume_does_not_pause_again(clinic, session):
    entry = str(uuid4())
    press(clinic.nurse, session, "act/pause", entry=entry)
    acts.enter_vitals(session, chairside.BEFORE, by=clinic.nurse)
    acts.act(session, "resume", by=clinic.nurse)

    assert press(clinic.nurse, session, "act/pause", entry=entry).status_code == 204
    session.refresh_from_db()
    assert session.state == "running"


def test_of_two_that_arrive_at_once_one_is_written(live_clinic):
    session = chairside.running(live_clinic)
    entry, client, codes = str(uuid4()), signed_in(live_clinic.nurse), []

    def send():
        answer = client.post(f"/chair/{session.key}/note", {"note": "Sleeps", "entry": entry})
        codes.append(answer.status_code)
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert codes == [204] * 6
    assert SessionEvent.objects.filter(kind="note").count() == ManualEntry.objects.count() == 1


def test_what_one_person_entered_is_not_recorded_under_anothers_name(clinic, session):
    answer = press(clinic.nurse2, session, "note", note="Sleeps", entry=str(uuid4()), person=str(clinic.nurse.key))

    assert answer.status_code == 422
    assert "entered by somebody else" in answer.content.decode()
    assert not SessionEvent.objects.filter(kind="note").exists()


@pytest.mark.parametrize("fields", [{"entry": "one"}, {"happened_s": "soon"}, {"happened_s": "1e400"}])
def test_a_key_or_a_time_that_cannot_be_read_is_refused_with_a_sentence(clinic, session, fields):
    answer = press(clinic.nurse, session, "cadss", total="17", **fields)

    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()


# Late


def test_what_comes_late_keeps_its_own_time_and_is_marked(clinic, session):
    happened = ago(5)

    press(clinic.nurse, session, "cadss", total="17", happened_s=str(happened.timestamp()))

    event = newest(session)
    assert abs(event.event_at - happened) < timedelta(seconds=1)
    assert event.at - event.event_at > timedelta(minutes=4)
    session.refresh_from_db()
    line = next(line for line in boards.page_board(session)["log"] if "CADSS" in line["text"])
    assert line["at_s"] == pytest.approx(happened.timestamp(), abs=1)
    assert line["late_s"] == pytest.approx(event.at.timestamp())


def test_what_comes_at_once_is_not_marked(clinic, session):
    press(clinic.nurse, session, "cadss", total="17", happened_s=str(timezone.now().timestamp() - 3))

    session.refresh_from_db()
    assert "late_s" not in boards.page_board(session)["log"][0]
    assert newest(session).event_at == newest(session).at


@pytest.mark.parametrize("minutes", [-2, 24 * 60])
def test_a_time_ahead_of_us_or_before_the_session_is_refused(clinic, session, minutes):
    answer = press(clinic.nurse, session, "note", note="Sleeps", happened_s=str(ago(minutes).timestamp()))

    assert answer.status_code == 422
    assert "The time entered is" in answer.content.decode()


def test_a_time_by_hand_is_counted_from_the_press(clinic, session):
    """Entered without network as "4 minutes ago", and sent 6 minutes later: it happened 10 minutes ago."""
    press(clinic.nurse, session, "note", note="Sleeps", minutes_ago="4", happened_s=str(ago(6).timestamp()))

    assert abs(newest(session, "note").event_at - ago(10)) < timedelta(seconds=2)


def test_a_time_of_day_by_hand_is_the_latest_that_has_been(clinic, session):
    at = timezone.localtime(ago(7))

    press(clinic.nurse, session, "note", note="Sleeps", clock=f"{at:%H:%M}")

    assert newest(session, "note").event_at == at.replace(second=0, microsecond=0)


def test_a_late_value_is_charted_and_never_current(clinic, session):
    acts.enter_vitals(session, {"systolic_mmhg": 130.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)

    fields = {"systolic_mmhg": "186", "diastolic_mmhg": "96", "minutes_ago": "4"}
    press(clinic.nurse, session, "vitals", **fields)

    session.refresh_from_db()
    board = boards.page_board(session)
    assert next(v["text"] for v in board["values"] if v["channel"] == "systolic_mmhg") == "130"
    late = [a for a in board["alarms"] if a["key"] == "systolic_mmhg:pause"]
    assert late and late[0]["ended_s"]  # a late cuff value acts within its rule: somebody sees it, and it is over
    assert 186 in boards.trend(session)["systolic_mmhg"]


# Late acts


def test_a_late_act_that_is_still_possible_moves_the_session_from_its_own_time(clinic, session):
    press(clinic.nurse, session, "act/pause", happened_s=str(ago(10).timestamp()))

    session.refresh_from_db()
    assert session.state == "paused"
    assert given_mg(session) == pytest.approx(35 / 2, abs=0.1)  # 20 of 40 min


def test_a_late_pause_does_not_pause_what_somebody_has_started_again(clinic, session):
    """One paused without network after 10 min; another paused after 15 and went on after 20. The first comes last."""
    with on(ago(15)):
        acts.act(session, "pause", by=clinic.nurse2)
    with on(ago(10)):
        acts.enter_vitals(session, chairside.BEFORE, by=clinic.nurse2)
        acts.act(session, "resume", by=clinic.nurse2)

    answer = press(clinic.nurse, session, "act/pause", happened_s=str(ago(20).timestamp()))

    assert answer.status_code == 204
    session.refresh_from_db()
    assert session.state == "running"
    event = newest(session, "late act")
    assert "It moved nothing: resume was done after it" in event.body["text"]
    assert given_mg(session) == pytest.approx(35 / 2, abs=0.1)  # the first 10 min and the last 10


def test_a_late_stop_is_not_lost_though_the_patient_has_left(clinic, session):
    from euthymia.demo.fill import ready_to_leave

    acts.act(session, "stop", by=clinic.nurse2)
    acts.pump_seen(session, by=clinic.nurse2)
    leave.leave(session, ready_to_leave(), by=clinic.nurse2)

    press(clinic.nurse, session, "act/stop", happened_s=str(ago(10).timestamp()))
    press(clinic.nurse, session, "vitals", systolic_mmhg="150", happened_s=str(ago(10).timestamp()))

    assert given_mg(session) == pytest.approx(35 / 2, abs=0.1)
    assert newest(session, "vital signs").body["readings"][0][3] == "late"
    assert press(clinic.nurse, session, "vitals", systolic_mmhg="150").status_code == 422


def test_a_late_start_still_looks_at_the_values(clinic):
    with on(ago(5)):
        session = chairside.checked(clinic)

    answer = press(clinic.nurse, session, "act/start", happened_s=str(ago(1).timestamp()))

    assert answer.status_code == 422
    assert "not measured" in answer.content.decode()


def test_a_look_at_the_pump_from_before_it_ran_again_confirms_nothing(clinic, session):
    with on(ago(15)):
        acts.act(session, "pause", by=clinic.nurse)
    acts.act(session, "stop", by=clinic.nurse)

    press(clinic.nurse, session, "pump-observed", happened_s=str(ago(10).timestamp()))
    session.refresh_from_db()
    assert not session.pump_confirmed

    press(clinic.nurse, session, "pump-observed")
    session.refresh_from_db()
    assert session.pump_confirmed
