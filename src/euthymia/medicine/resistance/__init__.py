"""Resistance: from the drugs a person has tried to a verdict, with a reason for every trial."""

from euthymia.medicine.resistance.rules import (
    CLINIC,
    DEFAULT,
    PRESETS,
    ImpossibleRule,
    Rule,
    UnknownParameter,
    UnknownRule,
    changed,
    preset,
)
from euthymia.medicine.resistance.trials import (
    HALF_OR_MORE,
    LESS_THAN_HALF,
    UNKNOWN_DAY,
    UNKNOWN_IMPROVEMENT,
    Between,
    Dose,
    ImpossibleTrial,
    Improvement,
    OverlappingDoses,
    Trial,
    course,
)
from euthymia.medicine.resistance.verdict import (
    DateInFuture,
    Finding,
    History,
    Verdict,
    judge,
)

__all__ = [
    "CLINIC", "DEFAULT", "HALF_OR_MORE", "LESS_THAN_HALF", "PRESETS", "UNKNOWN_DAY", "UNKNOWN_IMPROVEMENT",
    "Between", "DateInFuture", "Dose", "Finding", "History", "ImpossibleRule", "ImpossibleTrial", "Improvement",
    "OverlappingDoses", "Rule", "Trial", "UnknownParameter", "UnknownRule", "Verdict", "changed", "course", "judge",
    "preset",
]  # fmt: skip
