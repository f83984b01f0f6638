"""Does a rule for depression apply to the diagnoses of a person, and what may look like resistance."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from euthymia.medicine.diagnoses import Entry, read_words

Applies = Literal["applies", "does not apply", "assumed", "asked"]
Answer = Literal["yes", "no", "unknown"]


class Reading(NamedTuple):
    """Whether the rule applies, the sentence that says why, and what a person is asked before it can be told."""

    applies: Applies
    reason: str
    asks: tuple[str, ...] = ()


def read(diagnosis: str, others: Sequence[Entry] = ()) -> Reading:
    """Read the diagnosis as written, and the others of a record, for a rule of unipolar depression.

    Bipolar and psychotic disorders, psychotic features included, are judged by other rules. What is doubtful, or is not
    read as a depression, is asked about. Where nothing at all is written, major depressive disorder is assumed and said
    to be.   Source: house:diagnosis
    """
    return _read(diagnosis, tuple(others)) if others else _read_alone(diagnosis)


@lru_cache(maxsize=1024)  # most histories carry one diagnosis, in the same few words
def _read_alone(diagnosis: str) -> Reading:
    return _read(diagnosis, ())


def _read(diagnosis: str, others: Sequence[Entry]) -> Reading:
    entries = [*(read_words(diagnosis) if diagnosis.strip() else ()), *others]
    if not entries:
        return Reading("assumed", "No diagnosis was given; major depressive disorder is assumed.")
    ruling = [entry for entry in entries if entry.effect == "rules out"]
    if ruling:
        return Reading(
            "does not apply",
            f"The diagnosis is {_named(ruling)}. The rule is for depression that is neither bipolar nor psychotic; "
            "an adequate trial is another one there.",
        )
    depressed = [entry for entry in entries if entry.effect == "names depression"]
    asks = [e for e in entries if e.effect == "asks" or (e.effect == "asks unless depressed" and not depressed)]
    if asks:
        words = "Whether the rule applies is not known: ask about each, and write the answer as the diagnosis."
        return Reading("asked", f"To be asked: {_named(asks)}. {words}", tuple(entry.sentence for entry in asks))
    if not depressed:
        question = f"{_named(entries)} is not read as a depressive disorder: say whether there is one now"
        return Reading("asked", f"{question}.", (question,))
    return Reading("applies", f"The diagnosis is {_named(depressed)}.")


def _named(entries: Sequence[Entry]) -> str:
    return ", ".join(dict.fromkeys(entry.sentence for entry in entries[:_NAMED])) + (
        f" and {len(entries) - _NAMED} more" if len(entries) > _NAMED else ""
    )


_NAMED: Final = 8  # diagnoses in one sentence


class Cause(NamedTuple):
    """Something that can look like resistance: to be asked beside the verdict, never instead of it."""

    key: str
    answer: Answer
    sentence: str


# Likely causes of depression that only looks resistant.   Source: house:diagnosis
CAUSES: Final[Mapping[str, str]] = {
    "thyroid": "an underactive thyroid: is TSH normal",
    "alcohol": "alcohol or drugs: how much is used",
    "sleep_apnoea": "sleep apnoea: is there snoring, or tiredness by day",
    "poor_adherence": "medicines not taken regularly",
}


def other_causes(answers: Mapping[str, Answer], *, poorly_taken: tuple[str, ...]) -> tuple[Cause, ...]:
    """List the likely causes with what is known of each; a cause nobody has asked about is unknown.

    poorly_taken  the drugs that were not taken regularly
    """
    found = []
    for key, words in CAUSES.items():
        answer = answers.get(key, "unknown")
        if key == "poor_adherence" and poorly_taken:
            answer, words = "yes", f"{words}: {', '.join(poorly_taken)}"
        found.append(Cause(key, answer, f"{words} ({_SAID[answer]})"))
    return tuple(found)


_SAID: Final = {"yes": "found", "no": "asked, not found", "unknown": "not asked yet"}
