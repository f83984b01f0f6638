"""The work-up in the chart, and what it changes on the go or no-go list and at the chair."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.eligibility import decision as eligibility_decision
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import EligibilityDecision, WorkupResult
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.audit.models import AuditEvent
from euthymia.medicine import eligibility
from euthymia.medicine.eligibility.workup import Result
from tests.clinic.conftest import signed_in

ALL_NO = {c.key: "no" for c in eligibility.CRITERIA}


def result(item="alt", value=30.0, *, ago=1, high=40.0, **more):
    fields = {"value": value, "unit": "U/L", "high": high} if value is not None else {}
    return Result(item=item, taken_on=timezone.localdate() - timedelta(days=ago), **fields, **more)


def page(clinic):
    return f"/patients/{clinic.ruth.key}/workup"


def test_a_result_is_entered_shown_with_its_range_and_struck_out(clinic):
    nurse = signed_in(clinic.nurse)
    assert "not done" in nurse.get(page(clinic)).content.decode()
    fields = {"item": "alt", "taken_on": str(timezone.localdate()), "value": "150", "unit": "U/L", "high": "40"}

    assert nurse.post(page(clinic), fields).status_code == 302

    shown = nurse.get(page(clinic)).content.decode()
    assert "150 U/L" in shown and "above the range" in shown and "0 to 40" in shown
    row = WorkupResult.objects.get(patient=clinic.ruth)
    nurse.post(f"{page(clinic)}/{row.key}/void")
    assert "150 U/L" not in nurse.get(page(clinic)).content.decode()
    assert AuditEvent.objects.filter(action="voided a result").count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"item": "alt", "value": "150"}, "has no unit"),
        ({"item": "drug-screen", "found": "clean"}, "neither positive nor negative"),
        ({"item": "ecg", "found": "normal", "taken_on": "2190-01-01"}, "still to come"),
        ({"item": "alt", "value": "many", "unit": "U/L"}, "is not a number"),
    ],
)
def test_a_result_that_cannot_be_is_said_and_what_was_typed_stays(clinic, fields, said):
    asked = {"taken_on": str(timezone.localdate())} | fields

    answer = signed_in(clinic.nurse).post(page(clinic), asked)

    assert answer.status_code == 422 and said in answer.content.decode()
    assert not WorkupResult.objects.filter(patient=clinic.ruth).exists()
    assert f'value="{asked["taken_on"]}"' in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "desk", "researcher"])
def test_nobody_else_opens_the_work_up(clinic, who):
    assert signed_in(getattr(clinic, who)).get(page(clinic)).status_code in (403, 404)


def test_a_liver_test_answers_the_list(clinic):
    results.add(clinic.ruth, result(value=160), by=clinic.nurse)

    decision = eligibility_decision.decide_eligibility(clinic.ruth, ALL_NO, {}, infused=Infused(), by=clinic.prescriber)

    line = next(one for one in decision.lines if one["key"] == "liver-enzymes")
    assert (decision.outcome, line["seen"]) == ("no-go", "From the chart: ALT or AST 4.0 times the upper limit.")
    shown = signed_in(clinic.prescriber).get(f"/patients/{clinic.ruth.key}/eligibility").content.decode()
    assert "ALT or AST 4.0 times the upper limit" in shown


def test_a_medicine_on_the_chart_is_a_line_that_a_prescriber_settles(clinic):
    acts.add_medicine(clinic.ruth, {"drug": "Lorazepam", "dose": "1 mg"}, by=clinic.nurse)
    browser, gate = signed_in(clinic.prescriber), f"/patients/{clinic.ruth.key}/eligibility"
    assert "Takes Lorazepam 1 mg (benzodiazepines)" in browser.get(gate).content.decode()

    browser.post(gate, ALL_NO)
    assert EligibilityDecision.objects.filter(patient=clinic.ruth).first().outcome == "review"
    browser.post(gate, ALL_NO | {"medicine:benzodiazepines-reason": "Held on the day by order."})
    assert EligibilityDecision.objects.filter(patient=clinic.ruth).first().outcome == "go"


def test_what_the_chart_learns_after_the_list_is_found_again(clinic):
    decision = eligibility_decision.decide_eligibility(clinic.ruth, ALL_NO, {}, infused=Infused(), by=clinic.prescriber)
    today = date.today()
    assert eligibility_decision.became_no_go(decision, today=today, infused=Infused()) == ()

    acts.add_medicine(clinic.ruth, {"drug": "Lorazepam", "dose": "1 mg"}, by=clinic.nurse)
    assert eligibility_decision.became_no_go(decision, today=today, infused=Infused()) == ()  # ordered drug by drug

    results.add(clinic.ruth, result(value=160), by=clinic.nurse)
    acts.add_medicine(clinic.ruth, {"drug": "Theophylline", "dose": "200 mg"}, by=clinic.nurse)
    assert eligibility_decision.became_no_go(decision, today=today, infused=Infused()) == (
        "From the chart: ALT or AST 4.0 times the upper limit.",
        "Takes Theophylline 200 mg (theophylline and aminophylline)",
    )
