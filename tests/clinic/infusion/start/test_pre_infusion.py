"""The list before the start: signed by a nurse, opened by a prescriber where it must be, and no start without it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.start import checklist, interlock, second_check
from euthymia.clinic.tasks.models import Task
from euthymia.demo.fill import on, ready_to_start
from euthymia.medicine.checklists.pre_infusion import NotReady
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

ANSWERS = {
    "consent": "yes", "suicidal": "no", "medicines_as_ordered": "yes", "kit_checked": "yes", "call_tested": "yes",
    "alarm_heard": "yes", "promised": "yes", "pregnancy": "not due", "hours_since_food": "8", "hours_since_fluids": "3",
    "escort_name": "Jo Winter", "acls_name": "Pavel Novak",
}  # fmt: skip


def unmet(session, **changed):
    return [line.key for line in checklist.lines_of(session, {**ANSWERS, **changed}) if not line.met]


def test_no_pump_is_started_before_the_list_is_signed_or_long_after(clinic):
    session = chairside.opened(clinic)
    second_check.second_check(
        session, chairside.READ, number=clinic.ruth.number, birth_date=clinic.ruth.birth_date, by=clinic.nurse2
    )
    acts.enter_vitals(session, chairside.BEFORE, by=clinic.nurse)
    with pytest.raises(interlock.NotNow, match="not signed"):
        acts.act(session, "start", by=clinic.nurse)

    checklist.go_through(session, ready_to_start(), by=clinic.nurse)
    with on(timezone.now() + timedelta(minutes=61)), pytest.raises(interlock.NotNow, match="holds for 60 min"):
        acts.act(session, "start", by=clinic.nurse)
    acts.enter_vitals(session, chairside.BEFORE, by=clinic.nurse)
    assert acts.act(session, "start", by=clinic.nurse).state == "running"


def test_what_is_not_met_is_named_and_nothing_is_signed(clinic):
    session = chairside.opened(clinic)
    with pytest.raises(NotReady, match="Nobody named: no infusion today"):
        checklist.go_through(session, replace(ready_to_start(), escort_name=""), by=clinic.nurse)
    assert not SessionEvent.objects.filter(session=session, kind="pre-infusion checklist").exists()


def test_the_signed_list_keeps_every_line(clinic):
    session = checklist.go_through(chairside.opened(clinic), ready_to_start(), by=clinic.nurse)
    body = SessionEvent.objects.get(session=session, kind="pre-infusion checklist").body
    assert len(body["lines"]) == 12
    assert body["text"] == f"Ready to start, signed by {clinic.nurse.name}"


def test_a_list_is_for_a_session_that_has_not_begun(clinic):
    with pytest.raises(WrongMoment, match="is over"):
        checklist.go_through(chairside.running(clinic), ready_to_start(), by=clinic.nurse)


def test_thoughts_of_suicide_bring_a_named_prescriber_and_do_not_end_the_visit(clinic):
    session = chairside.opened(clinic)
    with pytest.raises(NotReady, match="prescriber is to come now"):
        checklist.go_through(session, replace(ready_to_start(), suicidal=True), by=clinic.nurse)
    task = Task.objects.get(subject_key=session.key)
    assert (task.owner, task.patient) == (clinic.prescriber, clinic.ruth)

    with pytest.raises(Refusal, match="Only a prescriber"):
        checklist.review_risk(session, "Spoke at length, safe here", by=clinic.nurse)
    checklist.review_risk(session, "Spoke at length, safe here", by=clinic.prescriber)
    assert "risk" not in unmet(session, suicidal="yes")


def test_a_later_no_does_not_undo_the_yes(clinic):
    session = chairside.opened(clinic)
    checklist.bring_the_prescriber(session, checklist.facts_of(session, {"suicidal": "yes"}), by=clinic.nurse)

    assert "risk" in unmet(session, suicidal="no")
    assert "present" in next(line.why for line in checklist.lines_of(session, ANSWERS) if line.key == "risk")
    assert SessionEvent.objects.filter(session=session, kind="risk reported").count() == 1


@pytest.mark.parametrize("then", ["a yes", "a higher item 9"])
def test_a_review_covers_only_what_was_known_by_then(clinic, then):
    session = chairside.opened(clinic)
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.nurse)
    sheets.touch(sheet, 9, 1, by=clinic.nurse)
    checklist.review_risk(session, "Spoke at length, safe here", by=clinic.prescriber)
    assert "risk" not in unmet(session)

    if then == "a yes":
        checklist.bring_the_prescriber(session, checklist.facts_of(session, {"suicidal": "yes"}), by=clinic.nurse)
    else:
        sheets.touch(sheet, 9, 3, by=clinic.nurse)
    assert "risk" in unmet(session)
    checklist.review_risk(session, "Spoke again, stays with us", by=clinic.prescriber)
    assert "risk" not in unmet(session, suicidal="yes")


@pytest.mark.parametrize("told", ["another scale", "the screener"])
def test_what_waits_on_the_page_of_danger_holds_the_list_until_a_prescriber_reviewed_or_somebody_judged(clinic, told):
    session = chairside.opened(clinic)
    if told == "another scale":
        sheets.touch(sheets.begin(clinic.ruth, "qids", by=clinic.nurse), 12, 2, by=clinic.nurse)
    else:
        assessment.touch(assessment.begin(clinic.ruth, by=clinic.nurse), "4", yes=True, by=clinic.nurse)
    assert "risk" in unmet(session)
    checklist.review_risk(session, "Spoke at length, safe here", by=clinic.prescriber)
    assert "risk" not in unmet(session)

    assessment.touch(assessment.begin(clinic.ruth, by=clinic.nurse), "5", yes=True, by=clinic.nurse)
    assert "risk" in unmet(session)
    words = {"level": "low", "words": "Spoke again, plan renewed", "seen_until": timezone.now()}
    assessment.judge(clinic.ruth, **words, by=clinic.prescriber)
    assert "risk" not in unmet(session)


def test_item_nine_of_the_newest_questionnaire_counts_and_a_later_zero_does_not_undo_it(clinic):
    session = chairside.opened(clinic)
    assert "risk" not in unmet(session)
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.nurse)
    for answer in (2, 0):
        sheets.touch(sheet, 9, answer, by=clinic.nurse)
    assert "risk" in unmet(session)
    assert checklist.facts_of(session, ANSWERS).item_9 == 2


def test_without_a_go_on_the_chart_a_prescriber_decides_in_writing(clinic):
    session = chairside.opened(clinic)
    assert unmet(session) == ["evaluated"]
    for key, reason, by in (
        ("evaluated", "Seen this morning", clinic.nurse),
        ("evaluated", "ok", clinic.prescriber),
        ("consent", "Said so at the door", clinic.prescriber),
        ("no such line", "Said so at the door", clinic.prescriber),
    ):
        with pytest.raises(Refusal):
            checklist.set_aside(session, key, reason, by=by)
    checklist.set_aside(session, "evaluated", "Seen in person this morning", by=clinic.prescriber)
    assert unmet(session) == []
    assert (
        SessionEvent.objects.get(session=session, kind="overridden before start").body["reason"]
        == "Seen in person this morning"
    )


def test_the_page_keeps_what_was_answered_and_signs_when_all_is_met(clinic):
    session = chairside.opened(clinic)
    where = reverse("infusion:pre_infusion", args=[session.key])
    nurse, prescriber = signed_in(clinic.nurse), signed_in(clinic.prescriber)
    page = nurse.post(where, {**ANSWERS, "sign": "", "password": PASSWORD})
    assert page.status_code == 422
    assert "No go or no-go list is on the chart" in page.content.decode()
    assert 'value="Jo Winter"' in page.content.decode()
    assert "Set this line aside" not in page.content.decode()

    aside = {**ANSWERS, "aside:evaluated": "", "reason:evaluated": "Seen in person this morning"}
    assert prescriber.post(where, aside).status_code == 200
    assert nurse.post(where, {**ANSWERS, "sign": "", "password": PASSWORD}).status_code == 302
    assert SessionEvent.objects.filter(session=session, kind="pre-infusion checklist").count() == 1


def test_a_prescriber_at_the_chair_writes_down_the_yes_and_reviews_it_in_one_go(clinic):
    session = chairside.opened(clinic)
    where = reverse("infusion:pre_infusion", args=[session.key])
    said = {**ANSWERS, "suicidal": "yes", "review": "", "finding": "Spoke at length, safe here"}
    assert signed_in(clinic.prescriber).post(where, said).status_code == 200

    assert list(session.events.values_list("kind", flat=True)) == ["risk reported", "risk reviewed"]
    assert "risk" not in unmet(session)


@pytest.mark.parametrize("hours", ["two", "-1", "73", "nan"])
def test_hours_that_are_none_are_refused_with_what_was_read(clinic, hours):
    session = chairside.opened(clinic)
    page = signed_in(clinic.nurse).post(
        reverse("infusion:pre_infusion", args=[session.key]),
        {**ANSWERS, "hours_since_food": hours, "sign": "", "password": PASSWORD},
    )
    assert page.status_code == 422
    assert "Hours since food" in page.content.decode()
    assert not SessionEvent.objects.filter(session=session, kind="pre-infusion checklist").exists()
