"""What a diagnosis asks at go or no-go. Lifelong means always shown and asked, never silently excluding.

Bipolar disorder excludes nobody by its name: mania now, or type I without a mood stabiliser, does. A primary psychosis
and dementia answer their line; what is brief, after childbirth, induced, doubtful or mild is asked.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from euthymia.medicine.diagnoses import Entry
from euthymia.medicine.eligibility.fact import Answer, Fact

SOURCE: Final = "house:diagnosis"
_BIPOLAR: Final = (
    "type I or II?", "a mood stabiliser now?", "when was the last mania or hypomania?", "polarity and YMRS today?",
)  # fmt: skip
_PSYCHOSIS: Final = (
    "one short episode, or lasting?",
    "after childbirth, a drug or delirium?",
    "psychotic symptoms today?",
)
_COGNITION: Final = ("a cognitive assessment?", "capacity to consent?")


class DiagnosisQuestion(NamedTuple):
    """One diagnosis beside its line of the list: the answer it gives, and what is asked of it."""

    criterion: str
    entry: Entry
    answer: Answer
    asks: tuple[str, ...]


def questions(entries: Sequence[Entry]) -> tuple[DiagnosisQuestion, ...]:
    """Return a question for every diagnosis that matters at go or no-go.   Source: house:diagnosis"""
    return tuple(found for entry in entries if entry.standing != "none" and (found := _question(entry)))


def _question(entry: Entry) -> DiagnosisQuestion | None:
    sure = entry.standing != "doubtful" and not entry.passing and not entry.induced
    if entry.kind == "bipolar disorder":
        return DiagnosisQuestion("mania", entry, "unknown", _BIPOLAR)
    if entry.kind == "psychotic disorder":
        return DiagnosisQuestion("psychosis", entry, "yes" if sure else "unknown", _PSYCHOSIS)
    if entry.kind == "major depression with psychotic features":
        return DiagnosisQuestion("psychosis", entry, "yes" if entry.standing == "present" else "unknown", _PSYCHOSIS)
    if entry.kind == "schizotypal disorder":
        return DiagnosisQuestion("psychosis", entry, "unknown", _PSYCHOSIS)
    if entry.kind in ("dementia", "impaired cognition"):
        dementia = entry.kind == "dementia" and entry.standing != "doubtful"
        return DiagnosisQuestion("dementia", entry, "yes" if dementia else "unknown", _COGNITION)
    return None


def facts(entries: Sequence[Entry]) -> dict[str, Fact]:
    """Answer the lines that diagnoses touch; the surest diagnosis of a line answers it, and all are shown."""
    by_line: dict[str, list[DiagnosisQuestion]] = {}
    for question in questions(entries):
        by_line.setdefault(question.criterion, []).append(question)
    return {key: _fact(found) for key, found in by_line.items()}


def _fact(found: Sequence[DiagnosisQuestion]) -> Fact:
    answer: Answer = "yes" if any(question.answer == "yes" for question in found) else "unknown"
    named = ", ".join(dict.fromkeys(question.entry.sentence for question in found))
    asked = " ".join(dict.fromkeys(ask for question in found for ask in question.asks))
    return Fact(answer, f"diagnosis {named}. Ask: {asked}")
