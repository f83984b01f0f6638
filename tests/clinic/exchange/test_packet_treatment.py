"""The packet after treatment: infusions, doses and scores in it, and a FHIR document without anything empty."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle

from euthymia.clinic.assessment.history import judging
from euthymia.clinic.exchange import packet, packet_treatment
from euthymia.clinic.infusion import dose_shown
from euthymia.medicine import resistance
from euthymia.wire.history import read_trial
from tests.clinic.conftest import signed_in
from tests.clinic.given import infusion, madrs

NOW = timezone.now().replace(microsecond=0)
TRIALS = (
    {"drug": "sertraline"},
    {"drug": "citalopram", "doses": [{"from": "2024-01", "to": "2024-03"}]},
    {"drug": "venlafaxine", "doses": [{"from": "2025-01-01", "to": "2025-01-09", "mg_per_day": 75}],
     "ended_for": "intolerance"},
    {"drug": "mirtazapine", "doses": [{"from": "2025-02-01", "mg_per_day": 30}], "ended_for": "ongoing"},
    {"drug": "bupropion", "doses": [{"from": "2024-05-01", "to": "2024-09-01", "mg_per_day": 150}, {}],
     "ended_for": "no response"},
)  # fmt: skip


@pytest.fixture
def treated(clinic):
    """Five trials, of which little is known, two infusions, and ratings before and after."""
    for told in TRIALS:
        judging.add_trial(clinic.ruth, read_trial(told), by=clinic.prescriber)
    rule = resistance.preset("fda")
    judging.judge_resistance(clinic.ruth, rule=rule, about=judging.About(), by=clinic.prescriber, at=NOW)
    madrs(clinic, 34, NOW - timedelta(days=20))
    infusion(clinic, NOW - timedelta(days=10))
    infusion(clinic, NOW - timedelta(days=7))
    madrs(clinic, 15, NOW - timedelta(days=6))
    return clinic


def document_of(clinic):
    row = packet.sign(clinic.ruth, clinic="The clinic", by=clinic.prescriber)
    return json.loads(signed_in(clinic.prescriber).get(f"/packets/{row.key}.json").content)


def of_kind(found, kind):
    return [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == kind]


def empty_parts(value, place=""):
    """Walk the JSON and name every place that holds nothing."""
    if value in (None, "", [], {}):
        return [place]
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [hit for key, one in children for hit in empty_parts(one, f"{place}/{key}")]


def test_nothing_in_the_document_is_empty_and_it_is_valid(treated):
    found = document_of(treated)

    assert empty_parts(found) == []
    Bundle.model_validate(found)


def test_each_trial_has_the_status_that_is_known_of_it(treated):
    statements = {
        one["medicationCodeableConcept"]["text"]: one for one in of_kind(document_of(treated), "MedicationStatement")
    }

    assert {drug: one["status"] for drug, one in statements.items()} == {
        "sertraline": "unknown",
        "citalopram": "completed",
        "venlafaxine": "stopped",
        "mirtazapine": "active",
        "bupropion": "completed",
    }
    assert "dosage" not in statements["citalopram"] and "dosage" not in statements["sertraline"]
    assert statements["venlafaxine"]["statusReason"] == [{"text": "intolerance"}]


def test_infusions_doses_and_scores_after_treatment_are_in_it(treated):
    content = packet.gather(treated.ruth, clinic="The clinic", today=timezone.localdate())

    assert [(one["total"], one["after_infusions"]) for one in content["scores"]] == [(34, 0), (15, 2)]
    words = dict(packet.sections(content))
    assert len(words["Infusions"]) == 2 and "mg/kg) over" in words["Infusions"][0][1]
    assert "before treatment" in words["Scores"][0][1] and "after 2 infusions" in words["Scores"][1][1]
    given = of_kind(document_of(treated), "MedicationAdministration")
    assert [one["status"] for one in given] == ["completed", "completed"]
    assert all(one.get("dosage", {"dose": 1})["dose"] for one in given)


def test_no_dose_is_shown_while_an_order_waits_for_its_second_check(treated, monkeypatch):
    row = packet.sign(treated.ruth, clinic="The clinic", by=treated.prescriber)
    monkeypatch.setattr(dose_shown, "waits_for_a_check", lambda _: True)

    hidden = packet_treatment.as_readable(row.content, treated.ruth, by=treated.nurse)

    assert all(one[name] is None for one in hidden["infusions"] for name in packet_treatment.DOSES)
    assert "hidden until the second check" in dict(packet.sections(hidden))["Infusions"][0][1]
    nurse = signed_in(treated.nurse)
    assert "mg/kg" not in nurse.get(f"/patients/{treated.ruth.key}/packet").content.decode()
    administered = of_kind(json.loads(nurse.get(f"/packets/{row.key}.json").content), "MedicationAdministration")
    assert not any("dosage" in one for one in administered)
    assert packet_treatment.as_readable(row.content, treated.ruth, by=treated.prescriber) == row.content
