"""What came of it: the baseline, the check a day after, and the course on one page."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.assessment.scales import wordings
from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.outcomes import actions, curves
from euthymia.clinic.outcomes.infusions import given
from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.tasks.models import Task
from euthymia.demo.cast import RUTH
from euthymia.medicine.instruments.instrument import AnswerOutOfRange, MissingItem, WrongItemCount
from euthymia.medicine.instruments.madrs import AskedOver24Hours
from tests.clinic.conftest import signed_in
from tests.clinic.given import infusion, madrs, phq9
from tests.wire.fhir.questionnaires_made import data

NOW = timezone.now().replace(microsecond=0)
ASKED_OF_RUTH = {n: RUTH.day_after[n - 1] for n in actions.ASKED}


def ago(**time) -> object:
    return NOW - timedelta(**time)


def course_of(patient) -> str:
    return reverse("outcomes:course", args=[patient.key])


# The baseline


def test_a_baseline_is_ten_items_and_their_sum(clinic):
    row = actions.rate_madrs(clinic.ruth, RUTH.madrs, by=clinic.prescriber, at=NOW)

    assert (row.total, row.items) == (sum(RUTH.madrs), list(RUTH.madrs))
    assert AuditEvent.objects.last().action == "rated MADRS"
    assert verification.verify().fault == ""


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        ((1,) * 9, WrongItemCount),
        ((1,) * 9 + (None,), MissingItem),
        ((1,) * 9 + (7,), AnswerOutOfRange),
    ],
    ids=["nine items", "one without an answer", "a seven"],
)
def test_a_baseline_that_is_not_whole_is_refused(clinic, items, refusal):
    with pytest.raises(refusal):
        actions.rate_madrs(clinic.ruth, items, by=clinic.prescriber, at=NOW)

    assert not ClinicianRating.objects.exists()


# A day after


def test_the_check_a_day_after_carries_sleep_and_appetite_from_the_baseline(clinic):
    baseline = actions.rate_madrs(clinic.ruth, RUTH.madrs, by=clinic.prescriber, at=ago(days=3))
    session = infusion(clinic, ago(days=1))

    check = actions.check_day_after(session, "yes", ["headache"], ASKED_OF_RUTH, by=clinic.nurse, at=NOW)

    assert check.items == list(RUTH.day_after)  # items 4 and 5 as they were before
    assert (check.total, check.baseline, check.side_effects) == (15, baseline, ["headache"])
    assert not Task.objects.exists()
    assert verification.verify().fault == ""


def test_what_is_carried_is_from_before_that_infusion(clinic):
    actions.rate_madrs(clinic.ruth, RUTH.madrs, by=clinic.prescriber, at=ago(days=9))
    session = infusion(clinic, ago(days=1))
    actions.rate_madrs(clinic.ruth, [0] * 10, by=clinic.prescriber, at=ago(hours=1))  # too late to be a baseline

    check = actions.check_day_after(session, "yes", [], ASKED_OF_RUTH, by=clinic.nurse, at=NOW)

    assert check.items[3:5] == [4, 2]


@pytest.mark.parametrize(("safe", "word"), [("no", "no"), ("unsure", "not sure")])
def test_someone_who_does_not_feel_safe_has_an_owner_at_once(clinic, safe, word):
    madrs(clinic, 30, ago(days=3))
    session = infusion(clinic, ago(days=1))

    actions.check_day_after(session, safe, [], ASKED_OF_RUTH, by=clinic.nurse, at=NOW)

    task = Task.objects.get()
    assert (task.owner, task.patient, task.kind) == (clinic.prescriber, clinic.ruth, "risk")
    assert f"“{word}”" in task.description
    assert "Ruth" not in task.description


def test_an_answer_about_safety_acts_even_where_the_check_is_refused(clinic):
    session = infusion(clinic, ago(days=1))

    with pytest.raises(actions.NoBaseline):
        actions.check_day_after(session, "no", [], ASKED_OF_RUTH, by=clinic.nurse, at=NOW)

    assert Task.objects.count() == 1
    assert not NextDayCheck.objects.exists()


@pytest.mark.parametrize(
    ("state", "safe", "items", "refusal"),
    [
        ("discharged", "perhaps", ASKED_OF_RUTH, actions.SafetyNotAnswered),
        ("discharged", "", ASKED_OF_RUTH, actions.SafetyNotAnswered),
        ("running", "yes", ASKED_OF_RUTH, actions.NotOver),
        ("cancelled", "yes", ASKED_OF_RUTH, actions.NotOver),
        ("discharged", "yes", {**ASKED_OF_RUTH, 11: 1}, WrongItemCount),
        ("discharged", "yes", {**ASKED_OF_RUTH, 4: 1}, AskedOver24Hours),
        ("discharged", "yes", {**ASKED_OF_RUTH, 10: None}, MissingItem),
        ("discharged", "yes", {1: 2}, MissingItem),
        ("discharged", "yes", {**ASKED_OF_RUTH, 10: 7}, AnswerOutOfRange),
    ],
)
def test_a_check_that_cannot_be_is_refused(clinic, state, safe, items, refusal):
    madrs(clinic, 30, ago(days=3))
    session = infusion(clinic, ago(days=1), state=state)

    with pytest.raises(refusal):
        actions.check_day_after(session, safe, [], items, by=clinic.nurse, at=NOW)

    assert not NextDayCheck.objects.exists()


def test_an_infusion_has_one_check(clinic):
    madrs(clinic, 30, ago(days=3))
    session = infusion(clinic, ago(days=1))
    actions.check_day_after(session, "yes", [], ASKED_OF_RUTH, by=clinic.nurse, at=NOW)

    with pytest.raises(actions.CheckedAlready):
        actions.check_day_after(session, "yes", [], ASKED_OF_RUTH, by=clinic.nurse, at=NOW)


# Which sessions are infusions


@pytest.mark.parametrize(
    ("state", "is_one"),
    [("ordered", False), ("checked", False), ("cancelled", False), ("running", True), ("observing", True)],
)
def test_a_session_is_an_infusion_once_it_has_begun(clinic, state, is_one):
    infusion(clinic, ago(days=1), state=state)

    assert given(Session.objects.filter(patient=clinic.ruth)).exists() is is_one


def test_an_infusion_begins_when_a_hand_starts_the_pump(clinic):
    infusion(clinic, ago(days=3), started=False)
    infusion(clinic, ago(days=1))

    began = [s.started_at for s in given(Session.objects.filter(patient=clinic.ruth))]

    assert began == [ago(days=3, minutes=30), ago(days=1)]


# The course


def test_the_course_says_what_each_score_is(clinic):
    madrs(clinic, 32, ago(days=31))
    phq9(clinic, 21, ago(days=31))
    infusion(clinic, ago(days=30))
    madrs(clinic, 15, ago(days=22))
    phq9(clinic, 9, ago(days=25))
    phq9(clinic, 8, ago(days=2))

    found = {c.scale: c for c in curves.curves(curves.scores_of(clinic.ruth), [ago(days=30)])}

    assert [line.note for line in found["madrs"].lines] == ["baseline", "after infusion 1"]
    assert [line.note for line in found["phq9"].lines] == [
        "baseline",
        "answered 5 days after infusion 1; not the result of that infusion (looks back the last 2 weeks)",
        "after infusion 1",
    ]
    assert (found["madrs"].course.response, found["madrs"].course.remission) == (True, False)
    assert [line.point.fall_pct for line in found["phq9"].lines][:2] == [None, None]


def test_the_chart_keeps_what_is_no_result_apart(clinic):
    phq9(clinic, 20, ago(days=31))
    phq9(clinic, 9, ago(days=25))
    phq9(clinic, 8, ago(days=2))
    began = [ago(days=30)]

    chart = curves.chart(curves.curves(curves.scores_of(clinic.ruth), began), began)

    assert {s["kind"]: s["totals"] for s in chart["series"]} == {
        "total": [20, None, 8],
        "early": [None, 9, None],
        "half": [10, 10, 10],
    }
    assert chart["sessions"] == [ago(days=30).timestamp()]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("prescriber", 200),
        ("nurse", 200),
        ("director", 404),  # a clinician, not on the care team: the locked chart
        ("owner", 403),
        ("desk", 403),
        ("researcher", 403),
        ("patient", 403),
        ("stranger", 403),
        (None, 302),
    ],
)
def test_who_sees_the_course(clinic, who, status):
    session = infusion(clinic, ago(days=1))
    browser = signed_in(getattr(clinic, who) if who else None)

    assert browser.get(course_of(clinic.ruth)).status_code == status
    if status != 200:
        for name, key in (("rate", clinic.ruth.key), ("next_day_check", session.key)):
            asked = browser.post(reverse(f"outcomes:{name}", args=[key]), {"safe": "no"})
            assert asked.status_code == status
    assert not ClinicianRating.objects.exists() and not NextDayCheck.objects.exists()


def test_opening_the_course_is_written(clinic):
    signed_in(clinic.nurse).get(course_of(clinic.ruth))

    row = AuditEvent.objects.last()
    assert (row.action, row.patient_key) == ("opened the outcome", clinic.ruth.key)


def test_without_a_score_the_page_says_how_to_begin(clinic):
    page = signed_in(clinic.nurse).get(course_of(clinic.ruth)).content.decode()

    assert "No score yet" in page
    assert "course-data" not in page


def test_the_page_has_the_chart_and_the_same_numbers_in_a_table(clinic):
    madrs(clinic, 32, ago(days=31))
    phq9(clinic, 21, ago(days=31))
    infusion(clinic, ago(days=30))
    phq9(clinic, 9, ago(days=25))
    madrs(clinic, 9, ago(days=22))

    page = signed_in(clinic.nurse).get(course_of(clinic.ruth)).content.decode()

    chart = json.loads(re.search(r'id="course-data" type="application/json">(.*?)</script>', page)[1])
    table = page[page.index("The same in numbers") :]
    for total in (32, 21, 9):
        assert any(total in series["totals"] for series in chart["series"])
        assert f'<td class="number">{total} of ' in table
    assert "not the result of that infusion" in table
    assert "remission" in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def rating(**items) -> dict[str, object]:
    return {f"madrs-item_{n}": answer for n, answer in enumerate(RUTH.madrs, 1)} | items


def test_a_clinician_rates_the_baseline_on_the_page(clinic):
    answer = signed_in(clinic.prescriber).post(reverse("outcomes:rate", args=[clinic.ruth.key]), rating())

    assert answer.status_code == 302
    assert ClinicianRating.objects.get().total == sum(RUTH.madrs)


@pytest.mark.parametrize(
    ("item", "said"), [("", "Item 3 has no answer"), ("7", "7 is not between 0 and 6"), ("2.5", "whole number")]
)
def test_a_rating_that_is_not_whole_is_shown_again_with_what_is_wrong(clinic, item, said):
    answer = signed_in(clinic.nurse).post(
        reverse("outcomes:rate", args=[clinic.ruth.key]), rating(**{"madrs-item_3": item})
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ClinicianRating.objects.exists()


def check(session, *, items=ASKED_OF_RUTH, **fields) -> dict[str, object]:
    prefix = f"check-{session.key}"
    rated = {f"{prefix}-item_{n}": answer for n, answer in items.items()}
    return rated | {f"{prefix}-{name}": value for name, value in fields.items()}


def test_a_nurse_makes_the_check_on_the_page(clinic):
    madrs(clinic, 30, ago(days=3))
    session = infusion(clinic, ago(days=1))
    nurse = signed_in(clinic.nurse)
    assert "A day after: the infusion of" in nurse.get(course_of(clinic.ruth)).content.decode()

    told = check(session, safe="yes", side_effects=["headache", "nausea"], other="itchy hands")
    answer = nurse.post(reverse("outcomes:next_day_check", args=[session.key]), told)

    assert answer.status_code == 302
    assert NextDayCheck.objects.get().side_effects == ["headache", "nausea", "itchy hands"]
    page = nurse.get(course_of(clinic.ruth)).content.decode()
    assert "A day after: the infusion of" not in page
    assert "MADRS, 24 hours" in page and "itchy hands" in page


@pytest.mark.parametrize("with_baseline", [True, False])
def test_not_safe_acts_on_the_page_though_the_form_is_not_filled_in(clinic, with_baseline):
    if with_baseline:
        madrs(clinic, 30, ago(days=3))
    session = infusion(clinic, ago(days=1))

    told = check(session, safe="no", items=dict.fromkeys(actions.ASKED, ""))
    answer = signed_in(clinic.nurse).post(reverse("outcomes:next_day_check", args=[session.key]), told)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert Task.objects.get().owner == clinic.prescriber
    assert "Feeling safe, a day after an infusion" in page and "Owner: Pavel Novak" in page
    assert ("has no answer" if with_baseline else "No MADRS from before this infusion") in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, "This field is required"), ({"safe": "yes"}, "No MADRS from before this infusion")],
)
def test_a_check_that_is_refused_says_why_beside_the_form(clinic, fields, said):
    session = infusion(clinic, ago(days=1))

    answer = signed_in(clinic.nurse).post(
        reverse("outcomes:next_day_check", args=[session.key]), check(session, **fields)
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not NextDayCheck.objects.exists()


def test_a_second_nurse_reads_that_the_check_is_made(clinic):
    madrs(clinic, 30, ago(days=3))
    session = infusion(clinic, ago(days=1))
    address, told = reverse("outcomes:next_day_check", args=[session.key]), check(session, safe="yes")
    signed_in(clinic.nurse).post(address, told)

    answer = signed_in(clinic.nurse2).post(address, told)

    assert answer.status_code == 422
    assert "This infusion has its check" in answer.content.decode()


# Risk at the item


@pytest.mark.parametrize(("answer", "acts"), [("0", False), ("1", True), ("6", True), ("7", False), ("", False)])
@pytest.mark.parametrize("scale", ["madrs", "madrs-24h"])
def test_item_10_acts_the_moment_it_is_touched(clinic, scale, answer, acts):
    where = reverse("outcomes:answer_item_10", args=[clinic.ruth.key, scale])

    said = signed_in(clinic.nurse).post(where, {"madrs-item_10": answer}).content.decode()

    assert Task.objects.filter(kind="risk", patient=clinic.ruth).exists() is acts
    assert ("Speak with the person now" in said) is acts
    assert 'data-into="beside-madrs-item_10"' in said


def test_item_10_acts_though_the_rest_of_the_form_is_refused(clinic):
    where = reverse("outcomes:rate", args=[clinic.ruth.key])

    assert signed_in(clinic.nurse).post(where, {"madrs-item_10": "2"}).status_code == 422
    assert "MADRS item 10 was answered above zero" in Task.objects.get(patient=clinic.ruth).description


def test_item_10_is_nobody_elses(clinic):
    where = reverse("outcomes:answer_item_10", args=[clinic.ruth.key, "madrs"])
    for who, status in (("patient", 403), ("desk", 403), ("owner", 403)):
        assert signed_in(getattr(clinic, who)).post(where, {"madrs-item_10": "6"}).status_code == status
    assert not Task.objects.exists()


def test_the_madrs_shows_the_clinics_wording_where_it_is_on_and_scores_by_number(clinic):
    licence = wordings.Licence("Made-up press", "Use here", timezone.localdate())
    wordings.turn_on(wordings.load("madrs", data("madrs"), licence, by=clinic.director), by=clinic.director)
    browser = signed_in(clinic.prescriber)
    assert "10. Made-up question 10?" in browser.get(course_of(clinic.ruth)).content.decode()

    browser.post(reverse("outcomes:rate", args=[clinic.ruth.key]), {f"madrs-item_{n}": "2" for n in range(1, 11)})

    assert ClinicianRating.objects.get(patient=clinic.ruth).total == 20
