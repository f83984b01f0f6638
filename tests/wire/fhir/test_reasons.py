"""What a record says of why a drug ended and what it was for: followed, kept beside the trial, and shown."""

import pytest

from euthymia.wire.fhir import read_histories
from tests.wire.fhir.made import ndjson, patient, request, statement

INSOMNIA = {
    "resourceType": "Condition", "id": "n1", "subject": {"reference": "Patient/p"},
    "code": {"text": "Chronic insomnia"},
}  # fmt: skip


def trial_of(*resources):
    (found,), refused, _ = read_histories([ndjson(patient(), *resources)])
    assert refused == ()
    (trial,) = found.trials
    return trial


@pytest.mark.parametrize(
    ("line", "given_for", "asked"),
    [
        (statement(reasonCode=[{"text": "Low back pain"}]), "Low back pain", True),
        (statement(reasonCode=[{"text": "Recurrent depression"}]), "Recurrent depression", False),
        (request(reasonCode=[{"coding": [{"code": "F33.1"}]}]), "F33.1", False),
        (statement(reasonReference=[{"reference": "Condition/n1"}]), "Chronic insomnia", True),
        (statement(reasonReference=[{"reference": "Condition/n1/_history/2"}]), "Chronic insomnia", True),
        (statement(reasonReference=[{"reference": "Condition/lost"}]), "Condition/lost", True),
        (statement(sig="1 tablet at bedtime for sleep"), "sleep", True),
        (statement("Zyban 150 MG Extended Release Oral Tablet"), "smoking cessation", True),
        (statement(), None, False),
    ],
)
def test_what_a_drug_was_given_for_is_read_and_asked_about(line, given_for, asked):
    trial = trial_of(INSOMNIA, line)

    assert trial.get("given_for") == given_for
    assert any("for the depression too?" in said for said in trial["look_at"]) is asked


@pytest.mark.parametrize(
    ("reason", "ended_for"),
    [
        ("did not respond", "no response"),
        ("side effects", "intolerance"),
        ("Denies side effects; well tolerated", None),
        ("new heart failure, stopped by cardiology", None),
        ("prior authorization failed", None),
    ],
)
def test_why_it_ended_is_read_plainly_and_its_words_are_shown(reason, ended_for):
    trial = trial_of(statement(statusReason=[{"text": reason}]))

    assert trial.get("ended_for") == ended_for
    assert any(reason in said for said in trial["look_at"])
