"""May this person have ketamine here: criteria, what the chart answers, and a decision with its reasons."""

from euthymia.medicine.eligibility.chart_facts import Known
from euthymia.medicine.eligibility.criteria import CRITERIA, SELF_CHECK
from euthymia.medicine.eligibility.decision import (
    NoOverride,
    NoReason,
    NotAnAnswer,
    NothingToOverride,
    UnknownCriterion,
    decide,
    self_check,
)

__all__ = [
    "CRITERIA", "SELF_CHECK", "Known", "NoOverride", "NoReason", "NotAnAnswer", "NothingToOverride",
    "UnknownCriterion", "decide", "self_check",
]  # fmt: skip
