"""What every rating scale here states about itself, and the checks that all of them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from euthymia.medicine.refusal import Refusal

# A scale without a verified LOINC code carries a code of ours.
LOCAL_SYSTEM: Final = "urn:euthymia:instrument"
LOINC_SYSTEM: Final = "http://loinc.org"
LOINC_NOTICE: Final = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc. and "
    "the LOINC Committee, and is available at no cost under the license at http://loinc.org/license."
)


class MissingItem(Refusal):
    """An item has no answer; it is never read as zero."""


class AnswerOutOfRange(Refusal):
    """An answer is not one of the whole numbers the item has."""


class WrongItemCount(Refusal):
    """There are more or fewer answers than items."""


class TotalOutOfRange(Refusal):
    """A total is not one that the scale can give."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A rating scale.

    scale         what its totals may be compared with: two versions of one scale share it
    recall_days   how far back its answers look; 0 is "now"
    wording       "free": its questions are shown; "not shown": item numbers and short labels of ours alone
    bands         (lowest total, name), rising; () where no official bands exist
    """

    key: str
    name: str
    scale: str
    items: int
    item_min: int
    item_max: int
    recall: str
    recall_days: float
    wording: Literal["free", "not shown"]
    licence: str
    code_system: str
    code: str
    bands: tuple[tuple[int, str], ...] = ()

    @property
    def total_min(self) -> int:
        """Give the least total."""
        return self.items * self.item_min

    @property
    def total_max(self) -> int:
        """Give the greatest total."""
        return self.items * self.item_max

    def check_total(self, total: int) -> int:
        """Give the total back if the scale can reach it. Raises TotalOutOfRange."""
        if not _whole(total) or not self.total_min <= total <= self.total_max:
            raise TotalOutOfRange(
                f"{self.name}: total {total} is not a whole number from {self.total_min} to {self.total_max}. "
                "Check the total against the form."
            )
        return total

    def check_item(self, number: int, answer: int | None) -> int:
        """Give one answer back; `number` counts from 1. Raises MissingItem, AnswerOutOfRange."""
        if answer is None:
            raise MissingItem(f"{self.name}: item {number} has no answer. A total needs it: ask again.")
        if not _whole(answer) or not self.item_min <= answer <= self.item_max:
            raise AnswerOutOfRange(
                f"{self.name}: item {number} is {answer}, not a whole number from {self.item_min} to {self.item_max}. "
                "Choose one of the answers."
            )
        return answer

    def check_items(self, answers: Sequence[int | None]) -> tuple[int, ...]:
        """Give all answers back, in the order of the items.

        Raises WrongItemCount, AnswerOutOfRange, MissingItem naming every missing item.
        """
        if len(answers) != self.items:
            raise WrongItemCount(f"{self.name}: {len(answers)} answers for {self.items} items. Answer each item once.")
        missing = [str(n) for n, answer in enumerate(answers, 1) if answer is None]
        if missing:
            raise MissingItem(f"{self.name}: no answer to item {', '.join(missing)}. A total needs all: ask again.")
        return tuple(self.check_item(n, answer) for n, answer in enumerate(answers, 1))

    def band(self, total: int) -> str:
        """Name the band a total lies in; "" where the scale has none. Raises TotalOutOfRange."""
        self.check_total(total)
        return next((name for lowest, name in reversed(self.bands) if total >= lowest), "")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
