"""The diagnosis as somebody wrote it: does a rule for depression apply to it, and what may look like resistance."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Applies = Literal["applies", "does not apply", "assumed"]
Answer = Literal["yes", "no", "unknown"]

SOURCE: Final = "house:diagnosis"

_BUT_NOT: Final = re.compile(r"\b(?:without|no|not|non)\b[\s-]*(?:mood-congruent\s+)?(?:psycho|bipolar|mani)\w*")

_ICD: Final = re.compile(r"\b(?:f2\d(?:\.\d+)?|f3[01](?:\.\d+)?|f3[23]\.3)\b")
_OTHER: Final = re.compile(r"bipolar|cyclothym|\bmani[ac]|hypomani|\bmixed\b|schizo|psycho(?:sis|tic)|delusional")
_DEPRESSION: Final = re.compile(r"depress|\bmdd\b|\bf3[23](?:\.\d+)?\b|dysthym|melanchol")


class Reading(NamedTuple):
    """Whether the rule applies to a diagnosis, and the sentence that says why."""

    applies: Applies
    reason: str


@lru_cache(maxsize=1024)  # many histories carry the same few words
def read(diagnosis: str) -> Reading:
    """Read a diagnosis by its name or ICD-10 code.   Source: house:diagnosis

    Bipolar and psychotic disorders, psychotic features included, are judged by other rules; so is what is no
    depression. Where nothing is written, major depressive disorder is assumed and said to be.
    """
    if not diagnosis.strip():
        return Reading("assumed", "No diagnosis was given; major depressive disorder is assumed.")
    words = _BUT_NOT.sub(" ", diagnosis.lower())
    if _ICD.search(words) or _OTHER.search(words):
        return Reading(
            "does not apply",
            f'The diagnosis is "{diagnosis}". The rule is for depression that is neither bipolar nor psychotic; '
            "an adequate trial is another one there.",
        )
    if not _DEPRESSION.search(words):
        return Reading(
            "does not apply",
            f'The diagnosis is "{diagnosis}", which is not read as a depressive disorder. The rule is for depression: '
            "write the depressive diagnosis, or judge by another rule.",
        )
    return Reading("applies", f"The diagnosis is {diagnosis}.")


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
