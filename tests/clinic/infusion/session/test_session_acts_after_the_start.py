"""While the infusion runs, and the way out: scores, side effects, the pump seen still, the list for leaving."""

from dataclasses import replace

import pytest

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import Pairing, Session, SessionEvent
from euthymia.demo.fill import ready_to_leave
from euthymia.medicine import session as states
from euthymia.medicine import watch
from euthymia.medicine.checklists import discharge
from euthymia.medicine.instruments.instrument import TotalOutOfRange
from euthymia.medicine.refusal import Refusal
from tests.clinic import chairside


@pytest.fixture
def session(clinic):
    return chairside.running(clinic)


@pytest.mark.parametrize("total", [-1, 93])
def test_a_cadss_total_is_0_to_92(clinic, session, total):
    with pytest.raises(TotalOutOfRange):
        acts.enter_cadss(session, total, by=clinic.nurse)
    acts.enter_cadss(session, 92, by=clinic.nurse)

    assert SessionEvent.objects.get(kind="cadss").body["total"] == 92


@pytest.mark.parametrize(("level", "alarm"), [(3.0, "sedation_moaas:prompt"), (2.0, "sedation_moaas:stop")])
def test_deep_sedation_raises_its_alarm_at_once(clinic, session, level, alarm):
    acts.enter_vitals(session, {"sedation_moaas": level}, by=clinic.nurse)
    session.refresh_from_db()

    assert watch.from_dict(session.alarm_state).alarms[alarm].active
    assert SessionEvent.objects.filter(session=session, kind="alarm raised", body__key=alarm).count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"spo2_pct": float("nan")},
        {"spo2_pct": float("inf")},
        {"spo2_pct": 980.0},  # a slip of the hand
        {"systolic_mmhg": 1200.0},
        {"systolic_mmhg": 60.0, "diastolic_mmhg": 120.0},  # the two exchanged
    ],
)
def test_what_is_no_value_is_refused(clinic, session, values):
    with pytest.raises(Refusal):
        acts.enter_vitals(session, values, by=clinic.nurse)


@pytest.mark.parametrize("grade", [0, 6])
def test_a_side_effect_is_graded_1_to_5(clinic, session, grade):
    with pytest.raises(Refusal, match="not 1 to 5"):
        acts.report_adverse_event(session, what="Nausea", grade=grade, note="", by=clinic.nurse)
    acts.report_adverse_event(session, what="Nausea", grade=2, note="", by=clinic.nurse)


def test_an_alarm_is_acknowledged_by_a_named_person_and_stays_until_it_is_over(clinic, session):
    acts.enter_vitals(session, {"sedation_moaas": 2.0}, by=clinic.nurse)
    acts.acknowledge(session, "sedation_moaas:stop", by=clinic.nurse2)
    acts.acknowledge(session, "sedation_moaas:stop", by=clinic.nurse)  # a second one changes nothing
    session.refresh_from_db()

    alarm = watch.from_dict(session.alarm_state).alarms["sedation_moaas:stop"]
    assert (alarm.active, alarm.acknowledged_by) == (True, clinic.nurse2.name)
    said = SessionEvent.objects.filter(kind="alarm acknowledged").order_by("number").values_list("body", flat=True)
    assert [body["key"] for body in said] == ["sedation_moaas:stop", "sedation_moaas:prompt"]  # what it covered
    with pytest.raises(watch.UnknownAlarm):
        acts.acknowledge(session, "no:such", by=clinic.nurse)


@pytest.mark.parametrize("action", ["pause", "stop"])
def test_after_a_pause_or_stop_the_pump_may_run_until_somebody_saw_it_stand(clinic, session, action):
    acts.act(session, action, by=clinic.nurse)
    assert states.pump_may_run(session.state, session.pump_confirmed)
    acts.pump_seen(session, by=clinic.nurse)

    assert not states.pump_may_run(session.state, session.pump_confirmed)


def test_nobody_leaves_before_somebody_saw_the_pump_stand_still(clinic, session):
    acts.act(session, "stop", by=clinic.nurse)

    assert states.pump_may_run(session.state, session.pump_confirmed)
    with pytest.raises(Refusal, match="nobody has seen it stand still"):
        leave.leave(session, ready_to_leave(), by=clinic.nurse)


def test_who_has_left_takes_no_more_values(clinic, session):
    acts.act(session, "stop", by=clinic.nurse)
    acts.pump_seen(session, by=clinic.nurse)
    leave.leave(session, ready_to_leave(), by=clinic.nurse)

    with pytest.raises(states.WrongMoment, match="not in the chair"):
        acts.enter_vitals(session, {"sedation_moaas": 5.0}, by=clinic.nurse)


MISSING = {
    "minutes_since_end": None, "sedation_moaas": None, "oriented": None, "systolic_mmhg": None,
    "baseline_systolic_mmhg": None, "vitals_age_min": 40.0, "spo2_pct": None, "cadss": None, "walks": None,
    "nausea_controlled": None, "line_out": None, "suicidal": None, "escort_name": "", "instructions_given": None,
}  # fmt: skip


@pytest.mark.parametrize("fact", MISSING)
def test_nobody_leaves_with_a_line_open(clinic, session, fact):
    acts.act(session, "stop", by=clinic.nurse)
    acts.pump_seen(session, by=clinic.nurse)
    with pytest.raises(discharge.NotYet):
        leave.leave(session, replace(ready_to_leave(), **{fact: MISSING[fact]}), by=clinic.nurse)

    assert Session.objects.get().state == "observing"


def test_leaving_ends_the_pairing_and_the_watch(clinic, session):
    chairside.device(clinic, session)
    acts.act(session, "stop", by=clinic.nurse)
    acts.pump_seen(session, by=clinic.nurse)
    leave.leave(session, ready_to_leave(), by=clinic.nurse)

    assert Pairing.objects.get().ended_at is not None
    assert Session.objects.get().silence_due_at is None
    assert len(SessionEvent.objects.get(kind="discharge").body["lines"]) == 12


def test_every_act_is_audited_with_the_person_who_did_it(clinic, session):
    """One row an act, naming a person by key, and never the patient by name."""
    before = AuditEvent.objects.count()
    done = {
        "entered vital signs": lambda: acts.enter_vitals(session, {"sedation_moaas": 2.0}, by=clinic.nurse),
        "acknowledged an alarm": lambda: acts.acknowledge(session, "sedation_moaas:stop", by=clinic.nurse),
        "entered CADSS": lambda: acts.enter_cadss(session, 4, by=clinic.nurse),
        "reported an adverse event": lambda: acts.report_adverse_event(
            session, what="Nausea", grade=1, note="", by=clinic.nurse
        ),
        "recorded: pause": lambda: acts.act(session, "pause", by=clinic.nurse),
        "recorded: stop": lambda: acts.act(session, "stop", by=clinic.nurse),
        "saw the pump stand still": lambda: acts.pump_seen(session, by=clinic.nurse),
        "discharged": lambda: leave.leave(session, ready_to_leave(), by=clinic.nurse),
    }
    for act in done.values():
        act()

    rows = list(AuditEvent.objects.order_by("number"))[before:]
    assert [row.action for row in rows] == [*list(done)[:-1], "opened a task", "discharged"]  # the check a day after
    assert {row.actor for row in rows} == {f"person:{clinic.nurse.key}"}
    assert {row.patient_key for row in rows} == {clinic.ruth.key}
    assert not any(clinic.ruth.family in str(row.detail) for row in rows)
    assert verification.verify().fault == ""
