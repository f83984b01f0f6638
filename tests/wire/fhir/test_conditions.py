"""Conditions of a record: what counts, what is asked about, what is listed and what is refused; none is dropped."""

import orjson
import pytest

from euthymia.cli import screen
from euthymia.wire.fhir import read_histories
from tests.wire.fhir.made import bundle, ndjson, patient, statement

GERMAN = "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit"


def condition(text="", *, code="", system="http://hl7.org/fhir/sid/icd-10-cm", status="active", sure="", **members):
    coding = [{"system": system, "code": code}] if code else []
    return {
        "resourceType": "Condition", "id": members.pop("id", "c"), "subject": {"reference": "Patient/p"},
        "code": {"coding": coding, "text": text}, "clinicalStatus": {"coding": [{"code": status}] if status else []},
        "verificationStatus": {"coding": [{"code": sure}] if sure else []},
    } | members  # fmt: skip


def read(*conditions):
    (found,), refused, _ = read_histories([ndjson(patient(), *conditions)])
    return found, refused


def certainty(code):
    coding = {
        "system": "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "code": "F31.3",
        "extension": [{"url": GERMAN, "valueCoding": {"code": code}}],
    }  # fmt: skip
    return condition(status="") | {"code": {"coding": [coding]}}


@pytest.mark.parametrize(
    ("one", "kind", "effect"),
    [
        (condition("Bipolar disorder", status="remission"), "bipolar disorder", "rules out"),
        (condition(code="F31.9", status="resolved"), "bipolar disorder", "rules out"),
        (condition("Paranoid schizophrenia", status="inactive"), "psychotic disorder", "rules out"),
        (condition("Brief psychotic disorder", status="", abatementDateTime="2011-03"), "psychotic disorder", "asks"),
        (condition("Bipolar II disorder", sure="provisional"), "bipolar disorder", "asks"),
        (condition(code="F20.0", sure="differential"), "psychotic disorder", "asks"),
        (condition("Recurrent depression", sure="unconfirmed"), "major depression", "asks unless depressed"),
        (condition(code="F33.1", status="resolved"), "major depression", "asks unless depressed"),
        (certainty("G"), "bipolar disorder", "rules out"),
        (certainty("V"), "bipolar disorder", "asks"),
        (certainty("Z"), "bipolar disorder", "rules out"),  # the state after it: lifelong
    ],
)  # fmt: skip
def test_the_status_of_a_condition_says_how_it_stands(one, kind, effect):
    found, refused = read(one)

    assert refused == () and [(d.kind, e.effect) for d in found.diagnoses for e in d.entries] == [(kind, effect)]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (condition("Bipolar I disorder", sure="refuted"), "refuted"),
        (condition(code="F20.0", sure="entered-in-error"), "entered-in-error"),
        (certainty("A"), "excluded"),
        (condition(), "names no condition"),
    ],
)
def test_what_is_no_diagnosis_is_refused_with_its_reason(one, reason):
    found, refused = read(one)

    assert reason in refused[0].reason and found.diagnoses == ()


def test_a_condition_that_is_not_read_is_listed_by_its_words_or_its_code():
    found, _ = read(
        condition("Borderline personality disorder", id="a"), condition("Asthma", id="b"), condition("Asthma", id="d"),
        condition(code="PSY-77", system="urn:oid:1.2.3.4", id="e"),
    )  # fmt: skip

    assert found.conditions == {"Borderline personality disorder": 1, "Asthma": 2, "urn:oid:1.2.3.4 PSY-77": 1}
    assert found.as_dict()["other_conditions"] == list(found.conditions)


def judged(*conditions):
    tried = [
        statement("escitalopram 20 MG Oral Tablet", start="2019-03-04", end="2019-08-26", id="s1",
                  statusReason=[{"text": "no response"}]),
        statement("fluoxetine 40 MG Oral Capsule", start="2020-02-10", end="2020-07-13", id="s2",
                  statusReason=[{"text": "no response"}]),
    ]  # fmt: skip
    told = screen._record(orjson.loads(bundle(patient(), *tried, *conditions)), {"as_of": "2024-01-01"})
    return screen.resistance.judge(screen.form.read(told.form), rule=screen.resistance.preset("elekt-d"))


@pytest.mark.parametrize(
    ("conditions", "outcome"),
    [
        ([], "resistant"),  # no diagnosis at all: assumed, and said to be
        ([condition(code="F33.1")], "resistant"),
        ([condition(code="F33.1"), condition("Asthma", id="b")], "resistant"),
        ([condition(code="F33.1"), condition("Suspected bipolar disorder", id="b")], "cannot tell"),
        ([condition(code="F33.1"), condition("Bipolar disorder", id="b", status="remission")], "rule does not apply"),
        ([condition(code="F33.1"), condition("Schizophrenia", id="b")], "rule does not apply"),
        ([condition(code="F33.1"), condition("Family history of bipolar disorder", id="b")], "resistant"),
        ([condition(code="F33.42")], "cannot tell"),  # in full remission: is there an episode now?
        ([condition("Asthma")], "cannot tell"),  # conditions, and no depression among them
    ],
)
def test_every_condition_of_a_record_is_weighed(conditions, outcome):
    verdict = judged(*conditions)

    assert verdict.outcome == outcome
    assert ("assumed" in verdict.about_diagnosis) is (not conditions)


def test_a_question_about_a_diagnosis_is_named_in_the_verdict():
    verdict = judged(condition(code="F33.1"), condition("Suspected bipolar disorder", id="b"))

    assert verdict.would_decide[0] == 'diagnosis: "Suspected bipolar disorder" (bipolar disorder, not certain)'
    assert "Suspected bipolar disorder" in verdict.sentence and "talks with you" in verdict.patient_sentence
    assert screen.form.verdict(verdict)["diagnoses"][1]["effect"] == "asks"
