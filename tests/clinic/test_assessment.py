"""The assessment room: drugs tried to a verdict, item 9 that acts when touched, and the go or no-go list."""

from datetime import date

import pytest
from django.utils import timezone

from euthymia.clinic.assessment import actions
from euthymia.clinic.assessment.models import ResistanceVerdict, Sheet, Touch
from euthymia.clinic.people import tasks
from euthymia.clinic.people.models import Task
from euthymia.demo.cast import NOAH, RUTH
from euthymia.medicine import eligibility, resistance
from euthymia.medicine.refusal import Refusal
from tests.clinic.conftest import signed_in

FIELDS = (
    "drug",
    "form",
    "dose_mg",
    "began",
    "ended",
    "adherence",
    "response",
    "improvement_pct",
    "stopped_for_intolerance",
)


def tell(clinic, story):
    for trial in story.trials:
        actions.add_trial(clinic.ruth, {f: getattr(trial, f) for f in FIELDS}, by=clinic.prescriber)
    return actions.judge_resistance(
        clinic.ruth,
        rule=resistance.preset("fda"),
        episode_began=story.episode_began,
        history_complete=True,
        by=clinic.prescriber,
        at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("story", "outcome", "counts"), [(RUTH, "resistant", [True, True]), (NOAH, "not shown", [False, False])]
)
def test_a_history_becomes_a_verdict_with_a_finding_per_trial(clinic, story, outcome, counts):
    verdict = tell(clinic, story)

    assert verdict.outcome == outcome
    assert [f["counts"] for f in verdict.findings] == counts
    assert all(f["reasons"] and f["sources"] for f in verdict.findings)


def test_a_new_judgement_is_a_new_row_and_the_old_one_stays(clinic):
    first = tell(clinic, RUTH)
    actions.strike_trial(clinic.ruth.trials.first(), by=clinic.prescriber)
    second = tell(clinic, NOAH)

    assert ResistanceVerdict.objects.count() == 2
    first.refresh_from_db()
    assert (first.outcome, second.pk != first.pk) == ("resistant", True)


def test_a_patient_never_reads_a_closed_door(clinic):
    tell(clinic, NOAH)

    text = signed_in(clinic.patient).get("/mine").content.decode()

    assert "Not shown yet" in text or "not shown yet" in text
    assert "not resistant" not in text.lower()


def test_an_impossible_trial_is_refused_in_words_and_the_form_keeps_what_was_typed(clinic):
    form = {
        "drug": "sertraline",
        "dose_mg": "50",
        "began": "2024-02-01",
        "ended": "2024-01-31",
        "adherence": "good",
        "response": "none",
    }

    answer = signed_in(clinic.prescriber).post(f"/patients/{clinic.ruth.key}/history", form)

    assert answer.status_code == 422
    assert "before it began" in answer.content.decode()
    assert 'value="2024-02-01"' in answer.content.decode()
    assert not clinic.ruth.trials.exists()


# PHQ-9


def touch(clinic, item: int, answer: int):
    browser = signed_in(clinic.patient)
    browser.get(f"/patients/{clinic.ruth.key}/phq9")
    sheet = Sheet.objects.get()
    return browser.post(
        f"/sheets/{sheet.key}/item/{item}", {f"item-{item}": str(answer)}, headers={"HX-Request": "true"}
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
    assert list(Touch.objects.values_list("answer", flat=True)) == [2, 0]
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
    sheet = actions.begin_phq9(clinic.ruth, by=clinic.patient)
    for item in range(1, 9):
        actions.touch(sheet, item, 2, by=clinic.patient)

    with pytest.raises(Refusal, match="item 9"):
        actions.finish_phq9(sheet, by=clinic.patient)
    assert len(sheet.answers()) == 8

    actions.touch(sheet, 9, 0, by=clinic.patient)
    assert actions.finish_phq9(sheet, by=clinic.patient).total == 16


@pytest.mark.parametrize("who", ["stranger", "desk", "researcher", None])
def test_nobody_else_touches_her_answers(clinic, who):
    sheet = actions.begin_phq9(clinic.ruth, by=clinic.patient)

    answer = signed_in(getattr(clinic, who) if who else None).post(f"/sheets/{sheet.key}/item/1", {"item-1": "3"})

    assert answer.status_code in (302, 404)
    assert not Touch.objects.exists()


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

    row = actions.decide_eligibility(clinic.ruth, answers, overrides, by=getattr(clinic, who))

    assert row.outcome == outcome
    assert all(line["reason"] for line in row.lines)


def test_only_a_prescribers_typed_reason_overrides(clinic):
    answers = {c.key: "no" for c in eligibility.CRITERIA} | {"psychosis": "yes"}
    reason = {"psychosis": "Single episode in 1999, reviewed with her psychiatrist"}

    with pytest.raises(Refusal, match="Only a prescriber"):
        actions.decide_eligibility(clinic.ruth, answers, reason, by=clinic.nurse)
    assert actions.decide_eligibility(clinic.ruth, answers, reason, by=clinic.prescriber).outcome != "no-go"


def test_dates_of_a_verdict_are_kept_as_they_were_judged(clinic):
    verdict = tell(clinic, RUTH)

    assert verdict.inputs[0]["began"] == RUTH.trials[0].began.isoformat()
    assert verdict.episode_began == RUTH.episode_began != date.today()
