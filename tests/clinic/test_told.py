"""A drug tried before its doses could change is kept as it was told."""

import importlib
from datetime import date
from types import SimpleNamespace

import pytest

from euthymia.medicine.resistance import HALF_OR_MORE, LESS_THAN_HALF, Dose, Improvement
from euthymia.wire import history

MIGRATION = importlib.import_module("euthymia.clinic.assessment.migrations.0006_history_as_told")
OLD = {
    "drug": "paroxetine", "form": "", "dose_mg": 20.0, "began": date(2025, 1, 1), "ended": date(2025, 4, 1),
    "adherence": "good", "response": "none", "improvement_pct": None, "stopped_for_intolerance": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "adherence", "ended_for", "improvement"),
    [
        ({}, "affirmed", "no response", Improvement()),
        ({"response": "partial"}, "affirmed", "other", LESS_THAN_HALF),
        ({"response": "remission"}, "affirmed", "other", HALF_OR_MORE),
        ({"stopped_for_intolerance": True}, "affirmed", "intolerance", Improvement()),
        ({"improvement_pct": 20.0, "adherence": "poor"}, "poor", "no response", Improvement(20, 20)),
        ({"ended": None, "adherence": "unknown"}, "unknown", "ongoing", LESS_THAN_HALF),
    ],
)
def test_a_row_of_one_dose_becomes_a_trial(change, adherence, ended_for, improvement):
    trial = history.read_trial(MIGRATION._told(SimpleNamespace(**OLD | change)))

    assert trial.doses == (Dose(date(2025, 1, 1), (OLD | change)["ended"], 20.0),)
    assert (trial.adherence, trial.ended_for, trial.improvement) == (adherence, ended_for, improvement)
