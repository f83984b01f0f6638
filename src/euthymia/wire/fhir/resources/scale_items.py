"""What a Questionnaire must ask to be a scale's wording: each item's number, scores and codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from euthymia.medicine import instruments
from euthymia.medicine.instruments import cssrs, gad7, phq9

CSSRS: Final = "cssrs"
_FREQUENCY: Final = {answer.loinc: answer.score for answer in phq9.ANSWERS}
_DIFFICULTY: Final = {answer.loinc: answer.score for answer in phq9.DIFFICULTY_ANSWERS}
_YES_NO: Final = {cssrs.YES_LOINC: 1, cssrs.NO_LOINC: 0}
_LOINC: Final[dict[str, tuple[str, ...]]] = {
    "phq9": (*(item.loinc for item in phq9.ITEMS), phq9.DIFFICULTY.loinc),
    "gad7": tuple(code for _, code in gad7.ITEMS),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One item of a scale.

    scores   what its answers add
    scored   scores by the code of an answer, where a code alone tells it
    needed   whether a wording without it is refused
    """

    number: str
    scores: tuple[int, ...]
    loinc: str = ""
    scored: Mapping[str, int] = field(default_factory=dict)
    needed: bool = True


def items_of(key: str) -> tuple[Expected, ...]:
    """List the items of a scale, or of the C-SSRS screener. Raises UnknownInstrument."""
    if key == CSSRS:
        return tuple(Expected(item, (0, 1), loinc, _YES_NO) for item, loinc in cssrs.ITEMS.items())
    scale, codes = instruments.find(key), _LOINC.get(key, ())
    return tuple(
        Expected(
            str(n),
            tuple(range(scale.item_min, scale.greatest(n) + 1)),
            codes[n - 1] if codes else "",
            (_FREQUENCY if n <= scale.items else _DIFFICULTY) if codes else {},
            needed=n <= scale.items,
        )
        for n in scale.asked
    )
