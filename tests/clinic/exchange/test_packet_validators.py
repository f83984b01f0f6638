"""The packet's FHIR document is held against two validators by other hands, which find what is spoilt."""

import json
import shutil
import subprocess
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.workup import results
from euthymia.medicine.eligibility.workup import Result
from tests import waits
from tests.clinic.exchange.test_packet_treatment import document_of, of_kind, treated  # noqa: F401 a fixture
from tests.conftest import CHECKOUT

VALIDATE = Path(__file__).with_name("validate.cjs")
MODULES = CHECKOUT / "node_modules"

pytestmark = [
    pytest.mark.skipif(not shutil.which("node"), reason="Node is not on this machine: ./set-up.sh test brings it"),
    pytest.mark.skipif(not (MODULES / "@medplum" / "core").is_dir(), reason="node_modules lacks @medplum/core: npm ci"),
]


def said_of(resources):
    """Return what both validators say of each resource."""
    ran = subprocess.run(
        ["node", VALIDATE], input=json.dumps(resources), capture_output=True, text=True, check=True, cwd=CHECKOUT,
        timeout=waits.WORKED_S,
    )  # fmt: skip
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture
def document(treated):  # noqa: F811
    day = timezone.localdate() - timedelta(days=1)
    for result in (
        Result(item="alt", taken_on=day, value=55, unit="U/L", low=0, high=40),
        Result(item="tsh", taken_on=day, value=2.1, unit="as we write it"),
        Result(item="drug-screen", taken_on=day, found="positive", substance="phencyclidine"),
        Result(item="ecg", taken_on=day, found="normal"),
    ):
        results.add(treated.ruth, result, by=treated.nurse)
    return document_of(treated)


def test_two_validators_find_nothing_in_the_packet(document):
    resources = [entry["resource"] for entry in document["entry"]]

    found = said_of([document, *resources])

    assert len(found) == len(resources) + 1 and len(resources) > 15
    assert [one for one in found if one["medplum"] or one["fhir"]] == []


def without(name):
    return lambda resource: resource.pop(name)


def put(name, value):
    return lambda resource: resource.__setitem__(name, value)


SPOILT = (
    ("MedicationStatement", without("subject")),
    ("MedicationStatement", without("medicationCodeableConcept")),
    ("MedicationStatement", put("dose", "50 mg")),
    ("MedicationAdministration", without("effectiveDateTime")),
    ("MedicationAdministration", put("dosage", {"dosis": "35 mg"})),
    ("Observation", without("code")),
    ("Observation", put("status", 1)),
    ("Composition", without("title")),
    ("Patient", put("birthdate", "1980-01-01")),
)


def test_both_validators_find_what_is_spoilt(document):
    spoilt = []
    for kind, spoil in SPOILT:
        spoilt.append(deepcopy(of_kind(document, kind)[0]))
        spoil(spoilt[-1])

    found = said_of(spoilt)

    assert [one for one in found if not one["medplum"] or not one["fhir"]] == []


def test_values_carry_ucum_and_public_codes_where_they_are_verified(document):
    dosages = [rate for one in of_kind(document, "MedicationStatement") for rate in one.get("dosage", [])]
    assert dosages and all(rate["doseAndRate"][0]["rateRatio"]["numerator"]["code"] == "mg" for rate in dosages)

    units = {one["code"]["text"]: one["valueQuantity"] for one in of_kind(document, "Observation")
             if "valueQuantity" in one}  # fmt: skip
    assert units["ALT"]["code"] == "U/L" and "code" not in units["TSH"]
    assert units["MADRS total"]["code"] == "{score}"

    drugs = {one["medicationCodeableConcept"]["text"]: one["medicationCodeableConcept"].get("coding", [])
             for one in of_kind(document, "MedicationStatement")}  # fmt: skip
    assert [coding["system"] for coding in drugs["sertraline"]] == ["http://www.nlm.nih.gov/research/umls/rxnorm"]
