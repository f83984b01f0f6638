"""Diagnoses at go or no-go: lifelong means shown and asked, never silently excluding."""

import pytest

from euthymia.medicine.diagnoses import read_words
from euthymia.medicine.eligibility import CRITERIA, Known, decide
from euthymia.medicine.eligibility.diagnosis_questions import facts, questions

ALL_NO = {c.key: "no" for c in CRITERIA}


@pytest.mark.parametrize(
    ("diagnosis", "criterion", "answer"),
    [
        ("Bipolar I disorder, in remission", "mania", "unknown"),  # asked: stabiliser, last mania, today
        ("Suspected bipolar disorder", "mania", "unknown"),
        ("Schizophrenia, in remission", "psychosis", "yes"),
        ("Schizoaffective disorder", "psychosis", "yes"),
        ("Brief psychotic disorder", "psychosis", "unknown"),
        ("History of postpartum psychosis", "psychosis", "unknown"),
        ("Steroid-induced psychosis", "psychosis", "unknown"),
        ("Severe depression with psychotic features", "psychosis", "yes"),
        ("Depression with psychotic features in remission", "psychosis", "unknown"),  # of their own episode
        ("Alzheimer's disease", "dementia", "yes"),
        ("Mild cognitive impairment", "dementia", "unknown"),
        ("Pseudodementia", "dementia", "unknown"),
    ],
)
def test_a_diagnosis_answers_or_asks_its_line(diagnosis, criterion, answer):
    found = facts(read_words(diagnosis))[criterion]

    assert found.answer == answer and diagnosis in found.seen and "?" in found.seen


@pytest.mark.parametrize("diagnosis", ["Bipolar disorder ruled out", "Mother: schizophrenia", "MDD", "Asthma"])
def test_what_is_denied_or_another_persons_asks_nothing(diagnosis):
    assert questions(read_words(diagnosis)) == ()


def test_bipolar_disorder_alone_excludes_nobody():
    known = Known(diagnoses=read_words("Bipolar II disorder"))

    assert decide(ALL_NO, overrides={}, known=known).outcome == "go"
    assert decide({}, overrides={}, known=known).outcome == "review"
