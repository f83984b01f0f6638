"""What a typed reason must be, wherever one is asked for."""

import unicodedata
from typing import Final

from euthymia.medicine.refusal import Refusal

LEAST_REASON: Final = 10  # characters of a reason that somebody else will read
MOST_REASON: Final = 2000
LEAST_DIFFERENT: Final = 4  # letters: one key held down is no reason


class NoReason(Refusal):
    """A reason was empty, too short to say anything, too long to be read, or no words."""


def check_reason(text: str, what_to_do: str, *, least: int = LEAST_REASON) -> str:
    """Return a typed reason without what nobody can see. Raises NoReason.

    what_to_do   the sentence that says what to write
    """
    said = seen(text)
    if len(said) > MOST_REASON:
        raise NoReason(f"This reason has {len(said):,} characters. Write at most {MOST_REASON:,}.")
    letters = [letter for letter in said.casefold() if letter.isalpha()]
    if len(said) < least or len(set(letters)) < LEAST_DIFFERENT:
        raise NoReason(f'Read as "{said}". {what_to_do}')
    return said


def seen(text: str) -> str:
    """Return what a reader sees of a text: no control, format or unassigned characters, blanks at either end gone.

    Line ends stay. The joiners of Arabic and Indic scripts stay between letters.
    """
    kept = [
        letter
        for place, letter in enumerate(text)
        if letter in "\n\t" or unicodedata.category(letter)[0] != "C" or _joins(text, place)
    ]
    return "".join(kept).strip()


def _joins(text: str, place: int) -> bool:
    """Return whether this is a joiner (U+200C, U+200D) between two letters or marks."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return (
        text[place] in "\u200c\u200d" and len(around) == 2 and all(unicodedata.category(x)[0] in "LM" for x in around)
    )
