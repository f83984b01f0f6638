"""What people do at a chair: each act at its moment, by whom it belongs to, checked, and written in the audit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from euthymia.clinic.assessment.eligibility import decision as eligibility_decision
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.audit import chain
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import NearMiss, Order, SecondCheck, Session, SessionEvent
from euthymia.clinic.infusion.order import signing
from euthymia.clinic.infusion.order import signing as infusion_ordering
from euthymia.clinic.infusion.session import checks, refusals
from euthymia.clinic.infusion.session import refusals as session_refusals
from euthymia.clinic.infusion.start import checklist, interlock, second_check
from euthymia.demo.fill import on, ready_to_leave, ready_to_start
from euthymia.medicine import dosing, eligibility, watch
from euthymia.medicine import session as states
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.chairside import BEFORE, FIELDS, ORDER, READ
from tests.clinic.conftest import signed_in


def sign(clinic, *, reason="", by=None, patient=None, **changed):
    fields = {**FIELDS, **({"height_cm": changed.pop("height_cm")} if "height_cm" in changed else {})}
    order = replace(ORDER, **changed)
    return signing.sign_order(
        chairside.asked(clinic, patient), order, fields=fields, reason=reason, by=by or clinic.prescriber
    )


def alarms(session):
    session.refresh_from_db()
    return watch.from_dict(session.alarm_state).alarms


# Ordering


@pytest.mark.parametrize(
    ("changed", "refusal", "says"),
    [
        ({"dose_mg_per_kg": 5.0}, dosing.DoseRefused, "decimal point"),
        ({"dose_mg_per_kg": 0.05}, dosing.DoseRefused, "below 0.1"),
        ({"duration_min": 20}, dosing.DoseRefused, "bolus"),
        ({"weight_kg": 154.3}, dosing.WeightDoubted, "BMI"),
        ({"weight_kg": 20.0}, Refusal, "outside 30 to 300"),
        ({"height_cm": None}, dosing.WeightDoubted, "no height"),
        ({"dose_mg_per_kg": 0.8}, refusals.NoReasonGiven, "Write the reason"),
    ],
    ids=[
        "tenfold dose", "a tenth of it", "too fast", "pounds typed as kg, first time", "grams or stone", "no height",
        "a soft limit without a reason",
    ],
)  # fmt: skip
def test_an_order_beyond_a_limit_is_refused(clinic, changed, refusal, says):
    with pytest.raises(refusal, match=says):
        sign(clinic, **changed)

    assert not Order.objects.exists()


@pytest.mark.parametrize("changed", [{"dose_mg_per_kg": 5.0}, {"weight_kg": 154.3}, {"dose_mg_per_kg": 0.8}])
def test_each_limit_that_was_hit_is_counted_as_a_near_miss(clinic, changed):
    with pytest.raises(Refusal):
        sign(clinic, **changed)

    assert NearMiss.objects.get().kind == "order"
    assert AuditEvent.objects.filter(action="near miss", actor=f"person:{clinic.prescriber.key}").count() == 1


def test_pounds_typed_as_kilograms_do_not_pass_against_the_last_weight(clinic):
    sign(clinic)
    with pytest.raises(dosing.WeightDoubted, match="looks like pounds"):
        sign(clinic, weight_kg=154.3, dose_mg_per_kg=0.25, height_cm=200.0)


def test_a_soft_limit_with_a_reason_is_signed_and_keeps_it(clinic):
    order = sign(clinic, dose_mg_per_kg=0.8, duration_min=70, reason="Response waned at 0.5 mg/kg")

    assert order.override_reasons == {"dose": "Response waned at 0.5 mg/kg"}


def test_only_a_prescriber_signs(clinic):
    with pytest.raises(session_refusals.NotYours):
        sign(clinic, by=clinic.nurse)


def test_an_expired_order_opens_no_session_and_starts_no_pump(clinic):
    with on(timezone.now() - timedelta(hours=25)):
        order = sign(clinic)
    with pytest.raises(infusion_ordering.OrderExpired):
        signing.open_session(order, clinic.chairs[0], by=clinic.nurse)
    session = chairside.checked(clinic)
    with on(timezone.now() + timedelta(hours=25)):
        acts.enter_vitals(session, BEFORE, by=clinic.nurse)
        with pytest.raises(infusion_ordering.OrderExpired):
            acts.act(session, "start", by=clinic.nurse)


def test_what_is_unlike_the_last_order_is_said(clinic):
    last = sign(clinic)
    assert signing.unlike(last, ORDER) == []
    assert signing.unlike(last, replace(ORDER, vial_mg_per_ml=10, weight_kg=71.5)) == [
        "weight 71.5 kg, last time 70",
        "vial 10 mg/mL, last time 50",
    ]


# The second check


def check(clinic, session, *, by=None, number=None, born=None, **entered):
    patient = session.patient
    return second_check.second_check(
        session, replace(READ, **entered), number=number or patient.number, birth_date=born or patient.birth_date,
        by=by or clinic.nurse2,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["nurse", "prescriber"])
def test_the_second_check_is_anothers_than_who_opened_or_ordered(clinic, who):
    session = chairside.opened(clinic)
    with pytest.raises(second_check.SamePerson):
        check(clinic, session, by=getattr(clinic, who))

    assert Session.objects.get().state == "ordered"


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"dose_mg": 350.0}, "Tenfold"),
        ({"rate_ml_h": 52.5}, "mg/h, not mL/h"),
        ({"concentration_mg_per_ml": 0.4}, "apart"),
        ({"weight_kg": 154.0}, "mind the unit"),
        ({"vial_mg_per_ml": 10.0}, "label"),
        ({"drug": "esketamine"}, "Stop"),
    ],
)  # fmt: skip
def test_a_difference_stops_and_is_a_near_miss(clinic, entered, says):
    session = chairside.opened(clinic)
    with pytest.raises(second_check.ChecksDiffer, match=says):
        check(clinic, session, **entered)

    assert Session.objects.get().state == "ordered"
    assert NearMiss.objects.get().kind == "second check"
    assert SecondCheck.objects.get().differences != []


@pytest.mark.parametrize("wrong", [{"number": "E99999"}, {"born": date(1978, 4, 3)}])
def test_two_identifiers_must_be_hers(clinic, wrong):
    session = chairside.opened(clinic)
    with pytest.raises(checks.NotThisPatient):
        check(clinic, session, **wrong)


def test_a_chair_has_one_live_session_and_the_database_says_so(clinic):
    chairside.checked(clinic)
    _, patient = chairside.another_chair(clinic, 7)
    other = chairside.opened(clinic, patient=patient)
    with pytest.raises(second_check.ChairTaken), transaction.atomic():
        check(clinic, other)
    with pytest.raises(IntegrityError), chain.atomic():
        Session.objects.filter(pk=other.pk).update(state="running")


def test_a_patient_is_in_one_chair_at_a_time(clinic):
    first, second = chairside.opened(clinic), chairside.opened(clinic, chair=clinic.chairs[1])
    check(clinic, first)

    with pytest.raises(second_check.ChairTaken, match="another live session"):
        check(clinic, second)


def test_an_order_against_the_list_needs_a_written_reason(clinic):
    answers = {c.key: "no" for c in eligibility.CRITERIA} | {"psychosis": "yes"}
    eligibility_decision.decide_eligibility(clinic.ruth, answers, {}, infused=Infused(), by=clinic.nurse)

    with pytest.raises(Refusal, match='says "no-go"'):
        chairside.ordered(clinic)
    assert NearMiss.objects.filter(kind="order against the list").count() == 1


def test_the_second_person_never_reads_the_first_ones_numbers(clinic):
    session = chairside.opened(clinic)
    page = signed_in(clinic.nurse2).get(f"/chair/{session.key}").content.decode()

    assert "mL/h, by" not in page
    with pytest.raises(second_check.ChecksDiffer) as refused:
        check(clinic, session, dose_mg=1.0, rate_ml_h=2.0)
    assert "35" not in str(refused.value) and "150" not in str(refused.value)


# The table of states, through the actions


def brought_to(clinic, state):
    session = chairside.opened(clinic)
    path = {
        "ordered": [], "checked": ["check"], "running": ["check", "start"], "paused": ["check", "start", "pause"],
        "observing": ["check", "start", "stop"], "discharged": ["check", "start", "stop", "discharge"],
        "cancelled": ["cancel"],
    }[state]  # fmt: skip
    for action in path:
        do(clinic, session, action)
    return session


def do(clinic, session, action):
    if action == "check":
        check(clinic, session)
        checklist.go_through(session, ready_to_start(), by=clinic.nurse)
    elif action == "discharge":
        if states.can(session.state, action):
            acts.pump_seen(session, by=clinic.nurse)
        leave.leave(session, ready_to_leave(), by=clinic.nurse)
    else:
        if action in ("start", "resume") and states.can(session.state, action):
            acts.enter_vitals(session, BEFORE, by=clinic.nurse)
        acts.act(session, action, by=clinic.nurse)
    session.refresh_from_db()


@pytest.mark.parametrize("state", list(states.TEXTS))
@pytest.mark.parametrize("action", list(states.ACTIONS))
def test_every_act_moves_as_the_table_says_or_is_refused(clinic, state, action):
    session = brought_to(clinic, state)
    last = session.last_event_number
    if states.can(state, action):
        do(clinic, session, action)
        assert session.state == states.after(state, action)
        act = SessionEvent.objects.filter(session=session, kind="act").last()
        assert (act.body["action"], act.actor.split(":")[0]) == (action, "person")
    else:
        with pytest.raises(WrongMoment):
            do(clinic, session, action)
        session.refresh_from_db()
        assert (session.state, session.last_event_number) == (state, last)


@pytest.mark.parametrize(("state", "action"), [("ordered", "check"), ("observing", "discharge")])
def test_what_has_a_list_of_its_own_is_not_done_by_a_button(clinic, state, action):
    session = brought_to(clinic, state)
    with pytest.raises(Refusal, match=r"list for leaving|on its page"):
        acts.act(session, action, by=clinic.nurse)
    assert Session.objects.get().state == state


def test_another_hand_that_was_quicker_is_respected(clinic):
    session = brought_to(clinic, "running")
    mine = Session.objects.get(pk=session.pk)
    acts.act(session, "stop", by=clinic.nurse)
    with pytest.raises(WrongMoment):
        acts.act(mine, "pause", by=clinic.nurse2)


def test_who_has_no_part_in_it_starts_nothing(clinic):
    session = brought_to(clinic, "checked")
    with pytest.raises(session_refusals.NotYours):
        acts.act(session, "start", by=clinic.desk)


# Before the pump starts, and starts again


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"systolic_mmhg": 165.0}, "Systolic 165 mmHg: above 160"),
        ({"diastolic_mmhg": 104.0}, "Diastolic 104 mmHg: above 100"),
        ({"pulse_bpm": 115.0}, "Pulse 115/min: above 110"),
        ({"pulse_bpm": 48.0}, "below 50"),
        ({"spo2_pct": 92.0}, "SpO2 92 %: below 94"),
        ({"spo2_pct": None}, "SpO2: not measured"),
        ({"systolic_mmhg": None}, "Systolic: not measured"),
    ],
)
def test_no_start_against_the_values_or_without_them(clinic, changed, says):
    session = brought_to(clinic, "checked")
    values = {c: v for c, v in {**BEFORE, **changed}.items() if v is not None}
    acts.enter_vitals(session, values, by=clinic.nurse)
    with pytest.raises(interlock.NotNow, match=says):
        acts.act(session, "start", by=clinic.prescriber, reason="I would rather start all the same")

    assert Session.objects.get().state == "checked"


def test_values_too_old_to_know_start_nothing(clinic):
    session = brought_to(clinic, "checked")
    acts.enter_vitals(session, BEFORE, by=clinic.nurse)
    with on(timezone.now() + timedelta(minutes=30)), pytest.raises(interlock.NotNow, match="not measured"):
        acts.act(session, "start", by=clinic.nurse)


def test_a_caution_takes_a_prescribers_reason_and_keeps_it(clinic):
    session = brought_to(clinic, "checked")
    acts.enter_vitals(session, {**BEFORE, "systolic_mmhg": 150.0}, by=clinic.nurse)
    for by, reason in ((clinic.nurse, "Anxious, known to settle"), (clinic.prescriber, "ok")):
        with pytest.raises(refusals.NoReasonGiven, match="Systolic 150"):
            acts.act(session, "start", by=by, reason=reason)
    acts.act(session, "start", by=clinic.prescriber, reason="Anxious, known to settle")

    body = SessionEvent.objects.filter(session=session, kind="act").last().body
    assert body["reason"] == "Anxious, known to settle"
    assert "Systolic 150" in body["cautions"][0]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"systolic_mmhg": 172.0}, "not below 170"),
        ({"spo2_pct": 90.0}, "below 92"),
        ({"pulse_bpm": 131.0}, "not below 130"),
    ],
)  # fmt: skip
def test_no_resume_before_the_values_are_back(clinic, changed, says):
    session = brought_to(clinic, "paused")
    acts.enter_vitals(session, {**BEFORE, **changed}, by=clinic.nurse)
    with pytest.raises(interlock.NotNow, match=says):
        acts.act(session, "resume", by=clinic.prescriber)
    acts.enter_vitals(session, BEFORE, by=clinic.nurse)
    acts.act(session, "resume", by=clinic.nurse)


def test_the_start_takes_the_baseline_that_a_rise_is_counted_from(clinic):
    session = brought_to(clinic, "running")
    acts.enter_vitals(session, {"systolic_mmhg": 163.0, "diastolic_mmhg": 80.0}, by=clinic.nurse)

    assert "systolic_mmhg:call-rise" in alarms(session)
    assert "systolic_mmhg:watch" not in alarms(session)
