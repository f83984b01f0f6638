"""The assessment room: drugs tried to a verdict, item 9 that acts when touched, and the go or no-go list."""

import re
from datetime import date

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.eligibility import decision
from euthymia.clinic.assessment.history import judging
from euthymia.clinic.assessment.models import AntidepressantTrial, ItemAnswer, QuestionnaireResponse, ResistanceVerdict
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.people import policies
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Task
from euthymia.demo.cast import NOAH, RUTH
from euthymia.medicine import eligibility, resistance
from euthymia.medicine.refusal import Refusal
from euthymia.wire.history import read_trial
from tests.clinic.conftest import signed_in


def tell(clinic, story):
    for trial in story.trials:
        judging.add_trial(clinic.ruth, trial, by=clinic.prescriber)
    return judging.judge_resistance(
        clinic.ruth,
        rule=resistance.preset("fda"),
        about=judging.About(episode_began=story.episode_began, history_complete=True),
        by=clinic.prescriber,
        at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("story", "outcome", "counts"), [(RUTH, "resistant", [True, True]), (NOAH, "not resistant", [False, False])]
)
def test_a_history_becomes_a_verdict_with_a_finding_per_trial(clinic, story, outcome, counts):
    verdict = tell(clinic, story)

    assert verdict.outcome == outcome
    assert [f["counts"] for f in verdict.findings] == counts
    assert all(f["checks"] and f["sources"] for f in verdict.findings)
    assert [one["name"] for one in verdict.context["staging"]] == ["Maudsley Staging Method", "Thase-Rush", "MGH-s"]


def test_where_no_percentage_is_known_the_list_names_none(clinic):
    told = {"drug": "sertraline", "doses": [{"mg_per_day": 100}], "ended_for": "no response"}
    judging.add_trial(clinic.ruth, read_trial(told), by=clinic.prescriber)
    judging.add_trial(
        clinic.ruth, read_trial(told | {"drug": "venlafaxine", "improvement_percent": 0}), by=clinic.nurse
    )

    shown = signed_in(clinic.nurse).get(f"/patients/{clinic.ruth.key}/history").content.decode()

    assert [said.strip() for said in re.findall(r"; improvement[^<]*", shown)] == ["; improvement 0 %"]


def test_a_new_judgement_is_a_new_row_and_the_old_one_stays(clinic):
    first = tell(clinic, RUTH)
    judging.strike_trial(AntidepressantTrial.objects.filter(patient=clinic.ruth).first(), by=clinic.prescriber)
    second = tell(clinic, NOAH)

    assert ResistanceVerdict.objects.count() == 2
    first.refresh_from_db()
    assert (first.outcome, second.pk != first.pk) == ("resistant", True)


def test_a_patient_never_reads_a_closed_door(clinic):
    tell(clinic, NOAH)

    text = signed_in(clinic.patient).get("/me").content.decode()

    assert "Not shown yet" in text or "not shown yet" in text
    assert "not resistant" not in text.lower()


def test_an_impossible_trial_is_refused_in_words_and_the_form_keeps_what_was_typed(clinic):
    form = {
        "drug": "sertraline",
        "adherence": "affirmed",
        "ended_for": "no response",
        "helped": "unknown",
        **doses(("50", "2024-02-01", "2024-01-31")),
    }

    answer = signed_in(clinic.prescriber).post(f"/patients/{clinic.ruth.key}/history", form)

    assert answer.status_code == 422
    assert "before it began" in answer.content.decode()
    assert 'value="2024-02-01"' in answer.content.decode()
    assert not AntidepressantTrial.objects.filter(patient=clinic.ruth).exists()


def doses(*rows):
    """The rows of a form: mg a day, from, to."""
    fields = {"dose-TOTAL_FORMS": str(len(rows)), "dose-INITIAL_FORMS": "0"}
    for n, (mg, began, ended) in enumerate(rows):
        fields |= {f"dose-{n}-mg_per_day": mg, f"dose-{n}-began": began, f"dose-{n}-ended": ended}
    return fields


SERTRALINE = {"drug": "sertraline", "adherence": "affirmed", "ended_for": "no response", "helped": "unknown"}


def test_a_dose_that_changed_is_one_trial_and_a_month_is_enough_of_a_date(clinic):
    browser, page = signed_in(clinic.prescriber), f"/patients/{clinic.ruth.key}/history"
    rows = doses(("50", "2024-02", "2024-03-01"), ("100", "2024-03-01", "2024-06"))

    asked = browser.post(page, SERTRALINE | doses(("50", "2024-02", "2024-03-01")) | {"another": "1"})
    assert asked.status_code == 200 and 'name="dose-1-mg_per_day"' in asked.content.decode()
    assert (
        'value="2024-02"' in asked.content.decode()
        and not AntidepressantTrial.objects.filter(patient=clinic.ruth).exists()
    )

    assert browser.post(page, SERTRALINE | rows).status_code == 302
    assert AntidepressantTrial.objects.get(patient=clinic.ruth).history["doses"] == [
        {"from": "2024-02", "to": "2024-03-01", "mg_per_day": 50.0},
        {"from": "2024-03-01", "to": "2024-06", "mg_per_day": 100.0},
    ]
    shown = browser.get(page).content.decode()
    assert "100 mg" in shown and "2024-02 to 2024-03-01" in shown


def test_a_judgement_keeps_what_was_asked_and_says_what_would_decide(clinic):
    browser = signed_in(clinic.prescriber)
    judging.add_trial(clinic.ruth, RUTH.trials[0], by=clinic.prescriber)
    form = {"rule": "fda", "episode_began": "2025", "diagnosis": "F33.2", "severity": "severe", "thyroid": "no"}

    shown = browser.post(f"/patients/{clinic.ruth.key}/resistance", form).content.decode()

    verdict = ResistanceVerdict.objects.get(patient=clinic.ruth)
    assert (verdict.outcome, verdict.episode_began) == ("cannot tell", "2025")
    assert "What would decide it" in shown and "whether the list is complete" in shown
    again = browser.get(f"/patients/{clinic.ruth.key}/history").content.decode()
    assert 'value="F33.2"' in again and '<option value="severe" selected>' in again


def test_the_clinics_own_rule_is_as_its_director_signed_it(clinic):
    policies.change("resistance.weeks", "8", reason="as our board decided", by=clinic.director)

    assert judging.rule("clinic").min_weeks == 8
    assert judging.rule("clinic").parameters[0].published is False


@pytest.mark.parametrize(
    ("field", "said"),
    [({"episode_began": "last spring"}, "is not a date. Write YYYY-MM-DD"), ({"episode_began": "2190"}, "after")],
)
def test_a_judgement_that_cannot_be_made_is_said_on_the_form(clinic, field, said):
    answer = signed_in(clinic.prescriber).post(f"/patients/{clinic.ruth.key}/resistance", {"rule": "fda"} | field)

    assert answer.status_code == 422 and said in answer.content.decode()
    assert (
        field["episode_began"] in answer.content.decode()
        and not ResistanceVerdict.objects.filter(patient=clinic.ruth).exists()
    )


# PHQ-9


def touch(clinic, item: int, answer: int):
    browser = signed_in(clinic.patient)
    browser.get(f"/patients/{clinic.ruth.key}/phq9")
    sheet = QuestionnaireResponse.objects.get()
    return browser.post(
        f"/responses/{sheet.key}/item/{item}", {f"item-{item}": str(answer)}, headers={"HX-Request": "true"}
    )


@pytest.mark.parametrize(("answer", "acts"), [(0, False), (1, True), (2, True), (3, True)])
def test_item_nine_acts_the_moment_it_is_touched_finished_form_or_not(clinic, answer, acts):
    page = touch(clinic, 9, answer).content.decode()

    task = Task.objects.first()
    assert (task is not None) is acts
    assert ("If you might act on thoughts" in page) is acts
    if task:
        assert (task.owner, task.patient, task.done_at) == (clinic.prescriber, clinic.ruth, None)


def test_a_later_zero_keeps_the_task_and_both_answers(clinic):
    touch(clinic, 9, 2)
    page = touch(clinic, 9, 0).content.decode()

    assert Task.objects.filter(done_at=None).count() == 1
    assert list(ItemAnswer.objects.values_list("answer", flat=True)) == [2, 0]
    assert "Your earlier answer is kept" in page


def test_a_second_answer_joins_the_open_task(clinic):
    touch(clinic, 9, 2)
    touch(clinic, 9, 3)

    assert Task.objects.count() == 1


def test_nobody_takes_it_and_it_goes_to_the_next_named_person_once(clinic):
    touch(clinic, 9, 2)
    task = Task.objects.get()

    assert tasks.escalate_overdue(task.due_at - timezone.timedelta(seconds=1)) == 0
    assert tasks.escalate_overdue(task.due_at) == 1
    assert tasks.escalate_overdue(task.due_at) == 0

    task.refresh_from_db()
    assert task.owner == clinic.director


def test_the_first_to_take_a_task_has_it_and_the_second_reads_who(clinic):
    touch(clinic, 9, 2)
    tasks.take(Task.objects.get(), by=clinic.nurse)

    with pytest.raises(tasks.TaskTaken, match="Nia Okoro took this"):
        tasks.take(Task.objects.get(), by=clinic.prescriber)


def test_a_total_needs_every_item_and_a_refused_total_keeps_the_answers(clinic):
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.patient)
    for item in range(1, 9):
        sheets.touch(sheet, item, 2, by=clinic.patient)

    with pytest.raises(Refusal, match="item 9"):
        sheets.finish(sheet, by=clinic.patient)
    assert len(sheet.answers()) == 8

    sheets.touch(sheet, 9, 0, by=clinic.patient)
    assert sheets.finish(sheet, by=clinic.patient).total == 16


@pytest.mark.parametrize("who", ["stranger", "desk", "researcher", None])
def test_nobody_else_touches_her_answers(clinic, who):
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.patient)

    answer = signed_in(getattr(clinic, who) if who else None).post(f"/responses/{sheet.key}/item/1", {"item-1": "3"})

    assert answer.status_code in (302, 404)
    assert not ItemAnswer.objects.exists()


# Go or no-go


@pytest.mark.parametrize(
    ("changed", "overrides", "who", "outcome"),
    [
        ({}, {}, "nurse", "go"),
        ({"aneurysm": "yes"}, {}, "prescriber", "no-go"),
        ({"psychosis": "yes"}, {}, "nurse", "no-go"),
        ({"psychosis": "unknown"}, {}, "nurse", "review"),  # unknown is not "no"
    ],
)
def test_the_list_decides_with_a_reason_per_line(clinic, changed, overrides, who, outcome):
    answers = {c.key: "no" for c in eligibility.CRITERIA} | changed

    row = decision.decide_eligibility(clinic.ruth, answers, overrides, infused=Infused(), by=getattr(clinic, who))

    assert row.outcome == outcome
    assert all(line["reason"] for line in row.lines)


def test_only_a_prescribers_typed_reason_overrides(clinic):
    answers = {c.key: "no" for c in eligibility.CRITERIA} | {"psychosis": "yes"}
    reason = {"psychosis": "Single episode in 1999, reviewed with her psychiatrist"}

    with pytest.raises(Refusal, match="Only a prescriber"):
        decision.decide_eligibility(clinic.ruth, answers, reason, infused=Infused(), by=clinic.nurse)
    assert (
        decision.decide_eligibility(clinic.ruth, answers, reason, infused=Infused(), by=clinic.prescriber).outcome
        != "no-go"
    )


def test_dates_of_a_verdict_are_kept_as_they_were_judged(clinic):
    verdict = tell(clinic, RUTH)

    assert verdict.inputs[0]["doses"][0]["from"] == RUTH.trials[0].doses[0].began.isoformat()
    assert verdict.episode_began == RUTH.episode_began.isoformat() != date.today().isoformat()
