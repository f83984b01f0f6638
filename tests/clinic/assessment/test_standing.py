"""A verdict and a decision are never stale: each says what it stands on, how old it is and what has changed since."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.assessment.eligibility import decision
from euthymia.clinic.assessment.eligibility.since import since
from euthymia.clinic.assessment.history import imports, judging, standing
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import AntidepressantTrial, ImportedLine
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.exchange import packet
from euthymia.clinic.exchange.models import Packet
from euthymia.clinic.infusion.start import checklist
from euthymia.demo.cast import RUTH
from euthymia.medicine import eligibility, resistance
from tests.clinic.conftest import PASSWORD, signed_in
from tests.wire.fhir.made import ndjson, patient

HERS = patient(name=[{"family": RUTH.family, "given": [RUTH.given]}], birthDate=str(RUTH.born))
BIPOLAR = {
    "resourceType": "Condition", "id": "b", "subject": {"reference": "Patient/p"},
    "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Bipolar I disorder"},
}  # fmt: skip
MORE = resistance.course("mirtazapine", 30, RUTH.trials[0].doses[0].began, RUTH.trials[0].doses[0].ended)


def judge(clinic):
    about = judging.About(episode_began=RUTH.episode_began, history_complete=True, diagnosis="F33.2")
    rule = resistance.preset("fda")
    return judging.judge_resistance(clinic.ruth, rule=rule, about=about, by=clinic.prescriber, at=timezone.now())


@pytest.fixture
def judged(clinic):
    for trial in RUTH.trials:
        judging.add_trial(clinic.ruth, trial, by=clinic.prescriber)
    judge(clinic)
    return clinic


def add(clinic):
    judging.add_trial(clinic.ruth, MORE, by=clinic.nurse)


def strike(clinic):
    judging.strike_trial(AntidepressantTrial.objects.filter(patient=clinic.ruth).first(), by=clinic.nurse)


def confirm_bipolar(clinic):
    imports.read([ndjson(HERS, BIPOLAR)], clinic.ruth, by=clinic.nurse)
    imports.confirm(ImportedLine.objects.get(patient=clinic.ruth), by=clinic.nurse)


def test_a_verdict_of_today_says_what_it_judged_and_no_change(judged):
    found = standing.latest(judged.ruth)

    assert found.judged[0].startswith("sertraline (100 mg, 2025-07-01") and len(found.judged) == 2
    assert (found.changes, found.sentence) == ((), "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (add, "mirtazapine (30 mg, 2025-07-01 to 2025-10-15) added"),
        (strike, "sertraline (100 mg, 2025-07-01 to 2025-10-15) gone"),
        (confirm_bipolar, 'diagnosis "Bipolar I disorder" (bipolar disorder, present) added'),
    ],
)
def test_what_changed_is_said_everywhere_and_an_old_judgement_is_not_signed(judged, change, said):
    change(judged)

    found = standing.latest(judged.ruth)
    assert found.changes == (said,) and found.sentence.startswith("Judged on ")
    browser = signed_in(judged.prescriber)
    for name in ("assessment:history", "pages:chart", "exchange:packet"):
        page = browser.get(reverse(name, args=[judged.ruth.key])).content.decode()
        assert "changed since" in page and said.split(" (")[0].replace('"', "&quot;") in page
    answer = browser.post(reverse("exchange:sign_packet", args=[judged.ruth.key]), {"password": PASSWORD})
    assert answer.status_code == 422 and "Judge again under Drugs tried" in answer.content.decode()
    assert not Packet.objects.exists()

    judge(judged)
    assert standing.latest(judged.ruth).changes == ()
    assert packet.sign(judged.ruth, clinic="The clinic", by=judged.prescriber).content["changed"] == ""


def test_what_is_put_back_is_no_change(judged):
    strike(judged)
    judging.add_trial(judged.ruth, RUTH.trials[0], by=judged.nurse)

    assert standing.latest(judged.ruth).changes == ()


def test_another_way_of_judging_or_another_number_of_the_rule_is_a_change(judged):
    verdict = standing.latest(judged.ruth).verdict
    verdict.rule_version = "resistance-1"
    verdict.context["parameters"][0]["value"] = "something else"

    assert standing.standing(verdict).changes == (
        "the way of judging, then resistance-1, now resistance-3",
        "the numbers of rule fda",
    )


def decide(clinic):
    answers = {criterion.key: "no" for criterion in eligibility.CRITERIA}
    return decision.decide_eligibility(clinic.ruth, answers, {}, infused=Infused(), by=clinic.prescriber)


def test_a_go_shows_its_age_and_what_the_chart_has_learnt_since(judged):
    row = decide(judged)
    today = timezone.localdate()
    assert since(row, today=today, infused=Infused()) == (0, ())
    assert since(row, today=today + timedelta(days=9), infused=Infused()).age == "9 days ago"

    acts.add_medicine(judged.ruth, {"drug": "Theophylline", "dose": "1 mg"}, by=judged.nurse)
    confirm_bipolar(judged)

    changes = since(row, today=today, infused=Infused()).changes
    assert any(one.startswith("new: Takes Theophylline") for one in changes)
    assert any("to be asked" in one and "mood stabiliser" in one for one in changes)
    assert any("what the verdict of resistance stands on" in one for one in changes)
    for name in ("pages:chart", "pages:eligibility"):
        page = signed_in(judged.prescriber).get(reverse(name, args=[judged.ruth.key])).content.decode()
        assert "Decided today" in page and "Changed since" in page and "Theophylline" in page


def test_an_answer_about_death_after_the_go_is_named_beside_it(judged):
    row = decide(judged)
    sheet = sheets.begin(judged.ruth, "phq9", by=judged.prescriber)
    sheets.touch(sheet, 9, 2, by=judged.prescriber)

    changes = since(row, today=timezone.localdate(), infused=Infused()).changes

    assert any(one.startswith("danger: ") for one in changes)


def test_a_new_verdict_after_the_go_is_named_beside_it(judged):
    row = decide(judged)
    judge(judged)

    changes = since(row, today=timezone.localdate(), infused=Infused()).changes

    assert len(changes) == 1 and changes[0].endswith(": resistant")


def test_the_list_before_the_start_says_it(judged):
    decide(judged)
    assert checklist.since_decided(judged.ruth).changes == ()
    add(judged)

    assert "mirtazapine" in checklist.since_decided(judged.ruth).changes[0]
