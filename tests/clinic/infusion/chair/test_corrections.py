"""What a hand entered is corrected by a new event: the old value stays, and all that reads the record follows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.infusion.chair import acts, corrections
from euthymia.clinic.infusion.discharge import checklist
from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.session import board as boards
from euthymia.clinic.outcomes import infusions
from euthymia.demo.fill import on
from euthymia.medicine import watch
from euthymia.medicine.charting import ActsOutOfOrder
from euthymia.medicine.charting.catalogue import NoWords
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

SLIP = {"systolic_mmhg": 186.0, "diastolic_mmhg": 96.0}


@pytest.fixture
def session(clinic):
    with on(datetime.now(UTC) - timedelta(minutes=30)):
        return chairside.running(clinic)


def number_of(session, kind):
    return SessionEvent.objects.filter(session=session, kind=kind).order_by("number").last().number


def correct(clinic, session, kind, *, by=None, **sent):
    return corrections.correct(session, number_of(session, kind), {"reason": "a slip", **sent}, by=by or clinic.nurse2)


def whole_board(session):
    session.refresh_from_db()
    return boards.page_board(session)


def line(session, part):
    """The log's line with these words; a correction says them too, and is asked for by its own."""
    corrected = part.startswith("Corrected")
    log = whole_board(session)["log"]
    return next(x for x in log if part in x["text"] and x["text"].startswith("Corr") == corrected)


def shown(session, channel):
    return next(value["text"] for value in whole_board(session)["values"] if value["channel"] == channel)


def state(session):
    session.refresh_from_db()
    return watch.from_dict(session.alarm_state)


def active(session):
    return sorted(alarm.key for alarm in state(session).alarms.values() if alarm.active)


def clock(at):
    return f"{timezone.localtime(at):%H:%M:%S}"


def test_a_corrected_value_shows_with_what_it_was_and_who_said_so(clinic, session):
    acts.enter_vitals(session, SLIP, by=clinic.nurse)
    written = SessionEvent.objects.get(session=session, number=number_of(session, "vital signs"))

    correct(clinic, session, "vital signs", systolic_mmhg="126", diastolic_mmhg="96")

    kept = SessionEvent.objects.get(pk=written.pk)
    assert (kept.body, kept.event_at, kept.at) == (written.body, written.event_at, written.at)
    now = line(session, f"By hand ({clinic.nurse2.name}): Systolic 126 mmHg, Diastolic 96 mmHg")
    assert now["was"][0]["said"].startswith("Systolic 186 mmHg")
    assert now["was"][0]["by"] == clinic.nurse.name
    assert f"Corrected by {clinic.nurse2.name}" in line(session, "Corrected by")["text"]


def test_the_watch_follows_a_corrected_value(clinic, session):
    acts.enter_vitals(session, SLIP, by=clinic.nurse)
    assert "systolic_mmhg:pause" in active(session)

    correct(clinic, session, "vital signs", systolic_mmhg="126", diastolic_mmhg="80")

    assert shown(session, "systolic_mmhg") == "126"
    assert active(session) == []
    over = state(session).alarms["systolic_mmhg:pause"]
    assert over.ended_s and over.acknowledged_by is None  # it waits for a person


def test_a_corrected_value_can_raise_an_alarm(clinic, session):
    acts.enter_vitals(session, {"systolic_mmhg": 126.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)

    correct(clinic, session, "vital signs", systolic_mmhg="186", diastolic_mmhg="80")

    assert "systolic_mmhg:pause" in active(session)


def test_a_current_value_entered_by_mistake_becomes_unknown(clinic, session):
    acts.enter_vitals(session, SLIP, by=clinic.nurse)

    correct(clinic, session, "vital signs", mistake="yes")

    assert shown(session, "systolic_mmhg") == ""
    assert active(session) == []
    assert session.silence_due_at <= timezone.now()  # its silence counts from the start
    assert line(session, "Entered by mistake")["was"]
    assert 186 not in boards.trend(session)["systolic_mmhg"]


def test_an_alarm_that_a_mistaken_entry_had_ended_is_raised_again(clinic, session):
    acts.enter_vitals(session, SLIP, by=clinic.nurse)
    acts.acknowledge(session, "systolic_mmhg:pause", by=clinic.nurse)
    acts.enter_vitals(session, {"systolic_mmhg": 120.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)
    assert active(session) == []

    correct(clinic, session, "vital signs", mistake="yes")

    assert "systolic_mmhg:pause" in active(session)
    assert state(session).alarms["systolic_mmhg:pause"].acknowledged_by is None  # it is news again
    assert shown(session, "systolic_mmhg") == "186"  # the last that is known, with its own age


def test_a_slip_between_two_calm_values_raises_nothing(clinic, session):
    acts.enter_vitals(session, SLIP, by=clinic.nurse)
    acts.acknowledge(session, "systolic_mmhg:pause", by=clinic.nurse)
    acts.enter_vitals(session, {"systolic_mmhg": 120.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)
    before = SessionEvent.objects.filter(session=session, kind="alarm raised").count()

    correct(clinic, session, "vital signs", systolic_mmhg="118", diastolic_mmhg="80")

    assert active(session) == []
    assert SessionEvent.objects.filter(session=session, kind="alarm raised").count() == before


def test_a_correction_is_no_sign_of_life_of_a_monitor(clinic, session):
    before = watch.from_dict(session.alarm_state).heard
    acts.enter_vitals(session, SLIP, by=clinic.nurse)
    correct(clinic, session, "vital signs", mistake="yes")

    session.refresh_from_db()
    assert watch.from_dict(session.alarm_state).heard == before


def test_a_value_that_moves_before_a_newer_one_is_charted_and_not_current(clinic, session):
    with on(timezone.now() - timedelta(minutes=5)):
        acts.enter_vitals(session, {"resp_rate_bpm": 14.0}, by=clinic.nurse)
    acts.enter_vitals(session, {"resp_rate_bpm": 7.0}, by=clinic.nurse)

    at = timezone.now() - timedelta(minutes=8)
    correct(clinic, session, "vital signs", resp_rate_bpm="7", clock=clock(at))

    assert shown(session, "resp_rate_bpm") == ""
    assert "resp_rate_bpm:stop" not in active(session)
    assert line(session, f"By hand ({clinic.nurse2.name}): Breathing 7")["at_s"] == pytest.approx(at.timestamp(), abs=1)


def test_the_baseline_follows_its_correction(clinic):
    with on(timezone.now() - timedelta(minutes=10)):
        session = chairside.running(clinic)
    sent = {"systolic_mmhg": "142", "diastolic_mmhg": "82", "pulse_bpm": "72", "spo2_pct": "98"}

    correct(clinic, session, "vital signs", **sent)

    session.refresh_from_db()
    assert session.limits["baseline_systolic_mmhg"] == 142
    facts = checklist.facts_of(session, {})
    assert (facts.baseline_systolic_mmhg, facts.baseline_diastolic_mmhg) == (142, 82)


def test_without_its_baseline_nothing_is_a_rise(clinic, session):
    before = number_of(session, "vital signs")
    acts.enter_vitals(session, {"systolic_mmhg": 164.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)
    assert "systolic_mmhg:call-rise" in active(session)

    corrections.correct(session, before, {"reason": "another patient's", "mistake": "yes"}, by=clinic.nurse2)

    assert active(session) == []
    assert checklist.facts_of(session, {}).baseline_systolic_mmhg is None


def test_an_acts_time_is_corrected_and_the_dose_with_it(clinic, session):
    acts.act(session, "stop", by=clinic.nurse)
    stopped = timezone.now() - timedelta(minutes=10)

    correct(clinic, session, "act", clock=clock(stopped))

    mg = boards.given_mg(session, boards.acts_of(session))
    assert mg == pytest.approx(35 / 2, abs=0.1)
    assert checklist.facts_of(session, {}).minutes_since_end == pytest.approx(10, abs=0.1)


def test_the_start_that_others_read_is_the_corrected_one(clinic, session):
    began = timezone.now() - timedelta(minutes=25)

    correct(clinic, session, "act", clock=clock(began))

    row = infusions.given(Session.objects.all()).get()
    assert abs(row.started_at - began) < timedelta(seconds=1)


def test_an_act_is_not_taken_back_nor_put_out_of_order(clinic, session):
    with on(timezone.now() - timedelta(minutes=10)):
        acts.act(session, "pause", by=clinic.nurse)

    with pytest.raises(corrections.NothingToCorrect, match="record the act that undoes it"):
        correct(clinic, session, "act", mistake="yes")
    with pytest.raises(ActsOutOfOrder):
        start = SessionEvent.objects.get(session=session, kind="act", body__action="start").number
        later = clock(timezone.now() - timedelta(minutes=5))
        corrections.correct(session, start, {"reason": "a slip", "clock": later}, by=clinic.nurse)


@pytest.mark.parametrize(
    ("kind", "enter", "sent", "says"),
    [
        ("cadss", lambda s, by: acts.enter_cadss(s, 71, by=by), {"total": "17"}, "CADSS 17 of 92"),
        ("distress", lambda s, by: acts.rate(s, "distress", 4, by=by), {"level": "1"}, "Distress 1 of 4, slight"),
        (
            "adverse event",
            lambda s, by: acts.report_adverse_event(s, what="Nausea", grade=4, note="", by=by),
            {"what": "Nausea", "grade": "1", "note": "passing"},
            "Nausea, grade 1: passing",
        ),
        ("note", lambda s, by: acts.write_note(s, "Sleps", by=by), {"note": "Sleeps"}, "Note: Sleeps"),
        (
            "medication given",
            lambda s, by: acts.give_medicine(s, GIVEN, by=by),
            {**{"drug": "ondansetron", "unit": "mg", "route": "IV", "ordered_by": "Pavel Novak"}, "dose": "4"},
            "Given: Ondansetron 4 mg, IV, ordered by Pavel Novak",
        ),
    ],
)
def test_each_thing_that_a_hand_enters_is_corrected(clinic, session, kind, enter, sent, says):
    enter(session, clinic.nurse)
    form = corrections.fields(corrections.entry(session, number_of(session, kind)))
    assert {field.name for field in form} >= set(sent) - {"other"}

    correct(clinic, session, kind, **sent)

    assert line(session, says)["was"]


GIVEN = {"drug": "ondansetron", "dose": "40", "unit": "mg", "route": "IV", "ordered_by": "Pavel Novak"}


def test_a_score_that_was_corrected_is_the_one_that_leaving_reads(clinic, session):
    acts.act(session, "stop", by=clinic.nurse)
    acts.enter_cadss(session, 40, by=clinic.nurse)

    correct(clinic, session, "cadss", total="4")
    assert checklist.facts_of(session, {}).cadss == 4

    correct(clinic, session, "cadss", mistake="yes")
    assert checklist.facts_of(session, {}).cadss is None


def test_a_correction_asks_a_reason_and_a_change(clinic, session):
    acts.enter_cadss(session, 40, by=clinic.nurse)

    with pytest.raises(NoWords):
        correct(clinic, session, "cadss", total="4", reason=" ")
    with pytest.raises(corrections.NothingToCorrect, match="Nothing was changed"):
        correct(clinic, session, "cadss", total="40")
    with pytest.raises(corrections.NothingToCorrect):
        corrections.correct(session, 1, {"reason": "a slip"}, by=clinic.nurse)


def test_the_form_shows_what_stands_and_belongs_to_who_may_open_the_chart(clinic, session):
    acts.enter_cadss(session, 40, by=clinic.nurse)
    address = f"/chair/{session.key}/correct/{number_of(session, 'cadss')}/form"

    page = signed_in(clinic.nurse).get(address).content.decode()
    assert 'name="total" value="40"' in page
    assert signed_in(clinic.desk).get(address).status_code == 403
    assert signed_in(clinic.nurse).get(f"/chair/{session.key}/correct/1/form").status_code == 422
