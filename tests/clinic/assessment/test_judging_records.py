"""A verdict looks at what was confirmed of records, and keeps what could not be tried and what is to be asked."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.assessment.history import confirmed, imports, judging
from euthymia.clinic.assessment.models import AntidepressantTrial, ImportedLine, ResistanceVerdict
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.demo.cast import RUTH
from euthymia.medicine import resistance
from euthymia.medicine.eligibility.chart_facts import facts
from euthymia.wire.history import read_trial
from tests.clinic.conftest import signed_in
from tests.wire.fhir.made import ndjson, patient

HERS = patient(name=[{"family": RUTH.family, "given": [RUTH.given]}], birthDate=str(RUTH.born))
EARLY = {
    "drug": "citalopram", "adherence": "affirmed", "ended_for": "intolerance",
    "doses": [{"from": "2025-08-01", "to": "2025-08-08", "mg_per_day": 20}],
}  # fmt: skip


def condition(text, status="active"):
    return {
        "resourceType": "Condition", "id": text[:8], "subject": {"reference": "Patient/p"},
        "clinicalStatus": {"coding": [{"code": status}]}, "code": {"text": text},
    }  # fmt: skip


def record(clinic, *resources):
    imports.read([ndjson(HERS, *resources)], clinic.ruth, by=clinic.nurse)
    for line in ImportedLine.objects.filter(patient=clinic.ruth, decision=""):
        imports.confirm(line, by=clinic.nurse)


def judge(clinic, *trials, diagnosis="F33.2"):
    for trial in trials:
        judging.add_trial(clinic.ruth, trial, by=clinic.nurse)
    about = judging.About(episode_began=RUTH.episode_began, history_complete=True, diagnosis=diagnosis)
    rule = resistance.preset("fda")
    return judging.judge_resistance(clinic.ruth, rule=rule, about=about, by=clinic.prescriber, at=timezone.now())


@pytest.mark.parametrize(
    ("text", "status", "outcome"),
    [
        ("Bipolar I disorder", "active", "rule does not apply"),
        ("Bipolar I disorder", "resolved", "rule does not apply"),  # lifelong
        ("Suspected bipolar disorder", "active", "cannot tell"),
        ("Psoriasis", "active", "resistant"),
        ("Major depressive disorder, recurrent", "active", "resistant"),
    ],
)
def test_a_confirmed_diagnosis_is_judged_with_the_trials(clinic, text, status, outcome):
    record(clinic, condition(text, status))

    verdict = judge(clinic, *RUTH.trials)

    assert verdict.outcome == outcome
    assert bool(verdict.context["diagnoses_to_ask"]) is (outcome == "cannot tell")


def test_a_diagnosis_that_was_left_out_decides_nothing(clinic):
    imports.read([ndjson(HERS, condition("Bipolar I disorder"))], clinic.ruth, by=clinic.nurse)
    imports.leave_out(ImportedLine.objects.get(patient=clinic.ruth), by=clinic.nurse)

    assert judge(clinic, *RUTH.trials).outcome == "resistant"
    assert confirmed.diagnoses(clinic.ruth) == ()


def test_a_confirmed_diagnosis_is_asked_about_at_go_or_no_go(clinic):
    record(clinic, condition("Bipolar I disorder"))

    fact = facts(results.known(clinic.ruth, today=timezone.localdate(), infused=Infused()))["mania"]

    assert fact.answer == "unknown" and "mood stabiliser" in fact.seen


@pytest.mark.parametrize(("active", "standing"), [(True, "present"), (False, "doubtful")])
def test_a_line_kept_before_its_entries_were_is_still_read(monkeypatch, active, standing):
    content = {"said": "Bipolar I disorder", "kind": "bipolar disorder", "active": active}
    monkeypatch.setattr(confirmed, "confirmed", lambda *_: [SimpleNamespace(content=content)])

    assert [(one.kind, one.standing) for one in confirmed.diagnoses(None)] == [("bipolar disorder", standing)]


def test_what_could_not_be_tried_adequately_is_kept_and_shown(clinic):
    verdict = judge(clinic, read_trial(EARLY))

    assert verdict.context["stopped_early"] == ["citalopram"] and verdict.context["not_judged"] == []
    page = signed_in(clinic.nurse).get(reverse("assessment:history", args=[clinic.ruth.key])).content.decode()
    assert "Could not be tried adequately (1)" in page


TYPED = {
    "drug": "nortriptyline", "adherence": "affirmed", "ended_for": "no response", "helped": "less",
    "given_for": "depression", "level_value": "95", "level_unit": "ng/mL", "level_day": "2025-02-01",
    "dose_confirmed": "on", "dose-TOTAL_FORMS": "1", "dose-INITIAL_FORMS": "0", "dose-0-mg_per_day": "75",
    "dose-0-began": "2025-01-01", "dose-0-ended": "2025-03-01",
}  # fmt: skip


def test_a_trial_says_what_it_was_given_for_its_level_and_that_a_dose_was_looked_at(clinic):
    address = reverse("assessment:history", args=[clinic.ruth.key])

    assert signed_in(clinic.nurse).post(address, TYPED).status_code == 302

    trial = AntidepressantTrial.objects.get(patient=clinic.ruth).read()
    assert (trial.given_for, trial.dose_confirmed) == ("depression", True)
    assert (trial.level.value, trial.level.unit, str(trial.level.day)) == (95, "ng/mL", "2025-02-01")
    page = signed_in(clinic.nurse).get(address).content.decode()
    assert "given for: depression" in page and "level 95 ng/mL" in page


def test_without_a_level_none_is_kept(clinic):
    address = reverse("assessment:history", args=[clinic.ruth.key])
    signed_in(clinic.nurse).post(address, TYPED | {"level_value": "", "dose_confirmed": "", "given_for": ""})

    row = AntidepressantTrial.objects.get(patient=clinic.ruth)
    assert not {"level", "given_for", "dose_confirmed"} & set(row.history)
    assert not ResistanceVerdict.objects.filter(patient=clinic.ruth).exists()
