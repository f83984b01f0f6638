"""What the words beside a disorder say of it: denied, doubtful, past, another person's; each reaches only its own part.

A part ends at a comma, semicolon, bracket, full stop, dash or "but". What stands before a disorder (without, no,
history of, suspected) reaches it inside its part; what stands after it (ruled out, negative, in remission) reaches
back. A part of such words alone speaks of the part before it, or, at the beginning, of the next.
"""

import re
from collections.abc import Sequence
from typing import Final

from euthymia.medicine.diagnoses.modifiers import (
    ABBREVIATIONS,
    ENDS_NEGATION,
    FAMILY,
    MODIFIERS,
    SELF,
    STILL_THERE,
    Modifier,
    Says,
)

NO_DENIAL: Final = re.compile(
    r"\b(?:no|non|not|nicht|keine?|sin|sans|geen) (?:respon\w*|improve\w*|adher\w*|benefit|effect)\b"
)
_STRONG: Final = re.compile(r"[;\n]|\.(?=\s|$)|(?<![\w])(?:but|aber|sondern|mais|pero|sino|maar|however)(?![\w])")
_WEAK: Final = re.compile(r"[,()\[\]]|\s[-–—]\s|(?<=\w)[–—](?=\w)")


def sentences(text: str) -> list[list[str]]:
    """Cut plain text into sentences, and each into its parts."""
    for pattern, words in ABBREVIATIONS:
        text = pattern.sub(words, text)
    text = NO_DENIAL.sub(" ", STILL_THERE.sub(" ", text))
    return [[part.strip() for part in _WEAK.split(one) if part.strip()] for one in _STRONG.split(text) if one.strip()]


_FILLER: Final = re.compile(
    r"[\d\W_]+|\b(?:in|is|was|were|has|been|be|to|by|the|a|an|of|for|and|now|type|since|dx|diagnos\w*|history|full"
    r"|complete|early|sustained|ist|wurde|im|jahr|und|am|den|der|de|la|le|il|el|o|en|em|op|hcc|hx|mental health)\b"
)
# How an episode is, which says nothing of whether it is there.
_COURSE: Final = re.compile(
    r"\b(?:recurr\w*|single|chronic\w*|current\w*|present\w*|episodes?|most recent|mild|moderate\w*|severe\w*|acute"
    r"|last|late|rezidiv\w*|gegenwartig\w*|aktuell\w*|derzeit|episodio|leicht\w*|mittel\w*|schwer\w*|leve|grave|lieve?"
    r"|ernstig\w*|actuel\w*|actual\w*|attual\w*|atual\w*|onset|unspecified|disorders?|features?|symptoms?"
    r"|with anxious distress)\b"
)
_JOINS: Final = re.compile(r"(?<!\w)(?:or|nor|and|oder|und|ou|et|o|y|u|e|of|en|ni|noch|ne)(?!\w)")


def says_alone(part: str) -> bool:
    """Return whether a part holds nothing but words that speak of a disorder beside it: "ruled out", "(mother)"."""
    left = part
    for modifier in reversed(MODIFIERS):  # "not confirmed" before "not"
        left = modifier.words.sub(" ", left)
    left = FAMILY.sub(" ", left)
    return left.split() != part.split() and is_empty(left)


def is_empty(part: str) -> bool:
    """Return whether nothing is left of a part but small words and how an episode is."""
    return not _FILLER.sub("", _COURSE.sub(" ", part)).strip()


def joins(part: str) -> bool:
    """Return whether a part ends a list: "or psychosis"."""
    return _JOINS.search(part) is not None


def without_joins(part: str) -> str:
    """Return a part without the words that join a list."""
    return _JOINS.sub(" ", part)


def said_of(part: str, place: tuple[int, int], *, others: Sequence[int] = (), beside: str = "") -> Says | None:
    """Return what a part says of the disorder that stands at a place of it; None where nothing is said.

    others  where other disorders of the part begin;  beside  parts of such words alone, before or after it
    """
    if FAMILY.search(part) or FAMILY.search(beside):
        return "doubtful" if SELF.search(f"{part} {beside}") else "another's"
    found = {m.says for m in MODIFIERS if _reaches(m, part, place, others) or m.words.search(beside)}
    if "looked for" in found and re.search(r"\bpositiv", part + beside):
        return "doubtful"
    if "doubtful" in found and "denied" in found and not _plainly_denied(part, place, others, beside):
        return "doubtful"
    order: tuple[Says, ...] = ("denied", "looked for", "doubtful", "past")
    return next((says for says in order if says in found), None)


def _reaches(modifier: Modifier, part: str, place: tuple[int, int], others: Sequence[int]) -> bool:
    begins, ends = place
    for hit in modifier.words.finditer(part):
        if hit.end() <= begins and modifier.reach != "before":
            if modifier.says != "denied" or not ENDS_NEGATION.search(part[hit.end() : begins]):
                return True
        elif hit.start() >= ends and modifier.reach != "after":
            return modifier.reach != "either" or not any(other >= hit.end() for other in others)
    return False


def _plainly_denied(part: str, place: tuple[int, int], others: Sequence[int], beside: str) -> bool:
    """Return whether a denial stands apart from the words of doubt: "not confirmed" denies nothing."""
    for doubt in (m.words for m in MODIFIERS if m.says == "doubtful"):
        part = doubt.sub(lambda hit: " " * len(hit[0]), part)
        beside = doubt.sub(" ", beside)
    denials = [m for m in MODIFIERS if m.says == "denied"]
    return any(_reaches(m, part, place, others) or m.words.search(beside) for m in denials)
