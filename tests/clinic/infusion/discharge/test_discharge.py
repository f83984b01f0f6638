"""Leaving: acute thoughts of suicide bring a prescriber who hands over; tomorrow's check is booked in the same step."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.discharge import checklist, leave
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.session.refusals import NoReasonGiven, NotYours
from euthymia.clinic.outcomes import actions as outcomes
from euthymia.clinic.people import signing
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.demo.fill import on, ready_to_leave
from euthymia.medicine.checklists.discharge import NotYet
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

ALL_WELL = {
    "oriented": "yes", "on_oxygen": "no", "walks": "yes", "nausea_controlled": "yes", "suicidal": "no",
    "instructions_given": "yes", "line_out": "yes", "escort_name": "Jo Winter",
}  # fmt: skip
FOUND = "Spoke at length; goes to the ward tonight"


@pytest.fixture
def session(clinic):
    """Ruth, whose infusion ended more than an hour ago, with fresh values and no CADSS."""
    then = timezone.now() - timedelta(minutes=110)
    with on(then):
        session = chairside.running(clinic)
    with on(then + timedelta(minutes=40)):
        acts.act(session, "stop", by=clinic.nurse)
        acts.pump_seen(session, by=clinic.nurse)
    acts.enter_vitals(session, {**chairside.BEFORE, "sedation_moaas": 5.0}, by=clinic.nurse)
    return session


def where(session) -> str:
    return reverse("infusion:discharge", args=[session.key])


def kinds(session) -> list[str]:
    return list(SessionEvent.objects.filter(session=session).order_by("number").values_list("kind", flat=True))


def unmet(session, **answers):
    return [line.key for line in checklist.lines_of(session, {**ALL_WELL, **answers}) if not line.met]


def test_leaving_opens_the_check_a_day_after_with_an_owner_and_a_clock(clinic, session):
    leave.leave(session, ready_to_leave(), by=clinic.nurse)

    task = Task.objects.get(kind=Duty.Kind.DAY_AFTER)
    assert (task.patient, task.subject_key, task.owner) == (clinic.ruth, session.key, clinic.director)
    assert task.due_at - task.opened_at == timedelta(hours=24)
    said = SessionEvent.objects.get(session=session, kind="discharge").body
    assert "The check a day after: Mira Castell, by" in said["text"]
    assert said["signed"] == {"by": "Nia Okoro", "role": "Nurse", "meaning": signing.LEAVING}


def test_where_nobody_can_make_the_check_nobody_leaves(clinic, session, monkeypatch):
    def nobody(kind):
        raise tasks.NobodyOnDuty("Nobody is on duty and the clinic has no medical director. Set who is on duty.")

    monkeypatch.setattr(tasks, "on_duty", nobody)
    with pytest.raises(tasks.NobodyOnDuty):
        leave.leave(session, ready_to_leave(), by=clinic.nurse)
    session.refresh_from_db()
    assert session.state == "observing"
    assert "discharge" not in kinds(session)


def test_the_check_that_was_made_closes_its_task(clinic, session):
    outcomes.rate_madrs(clinic.ruth, [4] * 10, by=clinic.prescriber, at=timezone.now() - timedelta(days=1))
    leave.leave(session, ready_to_leave(), by=clinic.nurse)
    outcomes.check_day_after(session, "yes", [], dict.fromkeys(outcomes.ASKED, 1), by=clinic.nurse)

    task = Task.objects.get(kind=Duty.Kind.DAY_AFTER)
    assert (task.outcome, task.done_at is None) == ("The check was made.", False)


def test_a_nurse_cannot_answer_for_the_prescriber(clinic, session):
    """The yes opens a task the moment it is answered, whatever button was pressed; no answer of hers closes it."""
    page = signed_in(clinic.nurse).post(where(session), {**ALL_WELL, "suicidal": "yes", "look": ""})
    assert "prescriber review and handover now" in page.content.decode()
    assert "A prescriber reviews it here" in page.content.decode()
    task = Task.objects.get(kind=Duty.Kind.RISK)
    assert (task.owner, task.patient) == (clinic.prescriber, clinic.ruth)

    assert "safety" in unmet(session, suicidal="no")  # a later no does not undo the yes
    with pytest.raises(NotYours):
        checklist.hand_over(session, FOUND, to="The ward", when=timezone.now(), by=clinic.nurse)
    with pytest.raises(NotYet, match="prescriber review and handover"):
        leave.leave(session, replace(ready_to_leave(), suicidal=True), by=clinic.nurse)
    assert kinds(session).count(checklist.RISK) == 1


def test_the_prescriber_writes_what_was_found_to_whom_and_when(clinic, session):
    prescriber = signed_in(clinic.prescriber)
    clock = timezone.localtime()
    given = {
        **ALL_WELL, "suicidal": "yes", "handed": "", "finding": FOUND, "handed_to": "Ward 3, Dr Aune",
        "handed_when": f"{clock:%H:%M}",
    }  # fmt: skip
    assert prescriber.post(where(session), given).status_code == 200
    assert kinds(session)[-3:] == [checklist.RISK, checklist.REVIEWED, checklist.HANDED]
    handed = SessionEvent.objects.get(session=session, kind=checklist.HANDED)
    assert (handed.body["to"], handed.body["by"]) == ("Ward 3, Dr Aune", clinic.prescriber.name)
    assert "safety" not in unmet(session)
    assert Task.objects.get(kind=Duty.Kind.RISK).outcome.startswith("Handed over to Ward 3, Dr Aune")


@pytest.mark.parametrize(
    "changed",
    [{"finding": "ok"}, {"handed_to": " "}, {"handed_when": "soon"}, {"handed_when": "23:59"}, {"handed_when": ""}],
    ids=["no finding", "to nobody", "no time", "a time to come", "no time at all"],
)
def test_a_handover_that_is_not_whole_is_refused_and_the_yes_stays(clinic, session, changed):
    if changed.get("handed_when") == "23:59" and timezone.localtime().strftime("%H:%M") == "23:59":
        pytest.skip("a minute before midnight there is no time to come today")
    given = {
        **ALL_WELL, "suicidal": "yes", "handed": "", "finding": FOUND, "handed_to": "Ward 3",
        "handed_when": f"{timezone.localtime():%H:%M}", **changed,
    }  # fmt: skip
    page = signed_in(clinic.prescriber).post(where(session), given)
    assert page.status_code == 422
    assert checklist.RISK in kinds(session) and checklist.HANDED not in kinds(session)


def test_nobody_hands_over_what_nobody_said_or_out_of_the_chair(clinic, session):
    with pytest.raises(checklist.NothingToReview):
        checklist.hand_over(session, FOUND, to="The ward", when=timezone.now(), by=clinic.prescriber)
    with pytest.raises(WrongMoment):
        leave.leave(session, ready_to_leave(), by=clinic.nurse)
        checklist.hand_over(session, FOUND, to="The ward", when=timezone.now(), by=clinic.prescriber)


def test_dissociation_is_set_aside_by_a_clinician_with_a_reason_and_nothing_else_is(clinic, session):
    assert unmet(session) == ["dissociation"]
    for key, reason, wrong in (
        ("dissociation", "ok", NoReasonGiven), ("escort", FOUND, NotYours), ("no such line", FOUND, NotYours),
    ):  # fmt: skip
        with pytest.raises(wrong):
            checklist.set_aside(session, key, reason, by=clinic.nurse)
    nurse = signed_in(clinic.nurse)
    aside = {"aside:dissociation": "", "reason:dissociation": "Declines the scale; speaks clearly and calmly"}
    assert nurse.post(where(session), {**ALL_WELL, **aside}).status_code == 200
    assert unmet(session) == []
    assert nurse.post(where(session), {**ALL_WELL, "leave": "", "password": PASSWORD}).status_code == 302
    (line,) = [
        one
        for one in SessionEvent.objects.get(session=session, kind="discharge").body["lines"]
        if one["key"] == "dissociation"
    ]
    assert f"Set aside by {clinic.nurse.name}: Declines the scale" in line["why"]


def test_the_page_keeps_what_was_answered_and_asks_the_password(clinic, session):
    checklist.set_aside(session, "dissociation", "Declines the scale, speaks clearly", by=clinic.nurse)
    page = signed_in(clinic.nurse).post(where(session), {**ALL_WELL, "leave": "", "password": "wrong"})
    assert page.status_code == 422
    assert "that is not your password" in page.content.decode()
    assert 'value="Jo Winter"' in page.content.decode()
    session.refresh_from_db()
    assert session.state == "observing"


def test_the_written_instructions_are_plain_and_name_whom_to_call(clinic, session):
    page = signed_in(clinic.nurse).get(reverse("infusion:instructions", args=[session.key])).content.decode()
    for words in (
        "Do not drive",
        "No alcohol",
        "night of restful sleep",
        "Do not stop or skip",
        "Call us",
        "ambulance",
    ):
        assert words in page
    assert clinic.ruth.family not in page
    assert signed_in(clinic.desk).get(reverse("infusion:instructions", args=[session.key])).status_code == 403
