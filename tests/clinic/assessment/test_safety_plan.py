"""The safety plan: versions that stay, on the person's own page, and one tap calls."""

import pytest

from euthymia.clinic.assessment.danger import safety_plan
from euthymia.clinic.assessment.models import SafetyPlan
from euthymia.clinic.audit.models import AuditEvent
from tests.clinic.conftest import signed_in

PLAN = {"signs": "I stop answering the phone", "people": "Mira, sister, 555 010 0199\nTom next door"}


def page(clinic):
    return f"/patients/{clinic.ruth.key}/safety-plan"


def test_each_save_is_a_new_version_and_the_old_one_stays(clinic):
    nurse = signed_in(clinic.nurse)
    assert "No safety plan yet" in nurse.get(page(clinic)).content.decode()
    assert nurse.post(page(clinic), PLAN).status_code == 302
    assert nurse.post(page(clinic), PLAN | {"own": "Walk by the river"}).status_code == 302

    first, second = SafetyPlan.objects.order_by("pk")
    assert ("own" in first.sections, first.sections["own"], second.sections["own"]) == (True, "", "Walk by the river")
    assert AuditEvent.objects.filter(action="wrote a safety plan").count() == 2
    assert "the one in use" in nurse.get(page(clinic)).content.decode()


def test_the_person_reads_the_newest_version_on_her_own_page_and_a_tap_calls(clinic):
    patient = signed_in(clinic.patient)
    assert "There is no plan yet" in patient.get("/me/safety-plan").content.decode()
    safety_plan.write(clinic.ruth, PLAN, by=clinic.nurse)

    shown = patient.get("/me/safety-plan").content.decode()
    assert 'href="tel:5550100199"' in shown and "Call Mira, sister" in shown
    assert "Tom next door" in shown and "I stop answering the phone" in shown
    assert "/me/safety-plan" in patient.get("/me").content.decode()


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("Mira 555 010 0199", "5550100199"),
        ("Mira +44 (0)20 5550 0199", "+4402055500199"),
        ("Mira, flat 12", ""),
        ("Since 2019", ""),
        ("Line 11 61 23", "116123"),
        ("DEMO line 999, day and night", "999"),
        ("Flat 122, then 555 010 0199", "5550100199"),
    ],
)
def test_a_line_with_a_number_somebody_could_dial_is_called_by_a_tap(line, call):
    plan = SafetyPlan(sections={"people": line})

    assert safety_plan.shown(plan)[0][1] == [(line, call)]


def test_a_number_elsewhere_in_the_plan_is_only_read():
    assert safety_plan.shown(SafetyPlan(sections={"signs": "I count to 1000"}))[0][1] == [("I count to 1000", "")]


@pytest.mark.parametrize(
    ("told", "said"), [({"signs": "  "}, "safety plan is empty"), ({"signs": "so long " * 300}, "longer than 2000")]
)
def test_an_empty_or_endless_plan_is_refused_and_what_was_typed_stays(clinic, told, said):
    refused = signed_in(clinic.nurse).post(page(clinic), told)

    assert refused.status_code == 422 and said in refused.content.decode()
    assert told["signs"].strip() in refused.content.decode()
    assert not SafetyPlan.objects.exists()


def test_nobody_reads_another_persons_plan(clinic):
    safety_plan.write(clinic.ruth, PLAN, by=clinic.nurse)

    assert "555 010" not in signed_in(clinic.stranger).get("/me/safety-plan").content.decode()
    assert signed_in(clinic.nurse).get("/me/safety-plan").status_code == 404
    for user in (clinic.stranger, clinic.patient, clinic.desk):
        assert signed_in(user).get(page(clinic)).status_code == 403
