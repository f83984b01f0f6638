"""Allergies of a record: by name or code, what happened, when and who said it; or the answer that none is known."""

import pytest

from tests.wire.fhir.made import patient
from tests.wire.fhir.test_history import read


def test_an_allergy_keeps_what_happened():
    allergy = {
        "resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"},
        "code": {"text": "Ketamine"}, "reaction": [{"manifestation": [{"text": "rash"}], "severity": "mild"}],
        "lastOccurrence": "2019-04-02", "asserter": {"reference": "Patient/p"},
    }  # fmt: skip

    (found,) = read(allergy)[0]
    assert [(a.substance, a.reaction, a.severity) for a in found.allergies] == [("Ketamine", "rash", "mild")]
    assert [(str(a.on), a.said_by) for a in found.allergies] == [("2019-04-02", "Patient")]


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


@pytest.mark.parametrize(
    ("code", "reacted_to", "read_as"),
    [
        ({"text": "Ketamin"}, {}, "Ketamin"),
        ({"coding": [{"system": "http://snomed.info/sct", "code": "373464007"}]}, {}, "ketamine"),
        ({"coding": [{"system": RXNORM, "code": "6130"}]}, {}, "ketamine"),
        ({"coding": [{"system": RXNORM, "code": "2119365"}]}, {}, "esketamine"),
        ({"coding": [{"system": "http://www.whocc.no/atc", "code": "N01AX14"}]}, {}, "esketamine"),
        ({"coding": [{"system": "http://www.whocc.no/atc", "code": "N06AX27"}], "text": "Nasenspray"}, {},
         "esketamine (Nasenspray)"),
        ({"coding": [{"code": "1", "display": "KETAMINE"}], "text": "narcosis drug"}, {}, "KETAMINE (narcosis drug)"),
        ({"text": "anaesthetic"}, {"coding": [{"system": RXNORM, "code": "6130"}]}, "ketamine (anaesthetic)"),
        ({"coding": [{"system": "http://example.org/local", "code": "6130"}]}, {}, "6130"),  # not the number alone
    ],
)  # fmt: skip
def test_an_allergy_to_ketamine_is_named_wherever_a_name_or_a_code_says_it(code, reacted_to, read_as):
    reaction = [{"substance": reacted_to, "manifestation": [{"text": "wheeze"}]}]
    allergy = {"resourceType": "AllergyIntolerance", "id": "a", "code": code, "reaction": reaction}

    (found,) = read(allergy)[0]

    assert [a.substance for a in found.allergies] == [read_as]


@pytest.mark.parametrize(
    ("text", "none"),
    [("No known allergies", True), ("NKA", True), ("Keine bekannten Allergien", True), ("Known peanut allergy", False)],
)
def test_that_no_allergy_is_known_is_no_allergy_to_it(text, none):
    (found,) = read({"resourceType": "AllergyIntolerance", "id": "a", "code": {"text": text}})[0]

    assert [a.none_known for a in found.allergies] == [none]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ({"text": "No known allergy to penicillin"}, "says nothing of medicines"),
        ({"coding": [{"code": "no-allergy-info", "display": "No information"}]}, "nobody has asked"),
        ({"text": "Not on File"}, "nobody has asked"),
    ],
)
def test_an_answer_that_is_none_leaves_the_question_open(code, reason):
    found, refused, _ = read(patient(), {"resourceType": "AllergyIntolerance", "id": "a", "code": code})

    assert found[0].allergies == () and reason in refused[0].reason
