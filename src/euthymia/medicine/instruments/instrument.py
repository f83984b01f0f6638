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
    maxima        the greatest answer to each item, where they differ; () where all are item_max
    domains       item numbers that count once, as their greatest answer; () where every item adds
    either        items of which one is answered, the other left empty
    labels        short neutral labels of ours, in the items' order; () where only numbers may be shown
    rated_by      whose judgement the answers are
    risk_items    items about suicide: an answer above the least is for a clinician to see at once
    unscored      how many items follow the scored ones: asked and kept, never added
    tally         of a checklist, which has no score: what its count of answers is called; "" for a scale
    source        the key of items, ranges and bands
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
    maxima: tuple[int, ...] = ()
    domains: tuple[tuple[int, ...], ...] = ()
    either: tuple[tuple[int, int], ...] = ()
    labels: tuple[str, ...] = ()
    rated_by: Literal["clinician", "self"] = "clinician"
    source: str = ""
    risk_items: tuple[int, ...] = ()
    unscored: int = 0
    tally: str = ""

    @property
    def asked(self) -> range:
        """Return the numbers of all items that are asked, scored or not."""
        return range(1, self.items + self.unscored + 1)

    @property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups of items that add to the total, each by its greatest answer."""
        return self.domains or tuple((n,) for n in range(1, self.items + 1))

    @property
    def total_min(self) -> int:
        """Return the least total."""
        return len(self.parts) * self.item_min

    @property
    def total_max(self) -> int:
        """Return the greatest total."""
        return sum(max(self.greatest(n) for n in part) for part in self.parts)

    def greatest(self, number: int) -> int:
        """Return the greatest answer an item has; `number` counts from 1."""
        return self.maxima[number - 1] if self.maxima and number <= self.items else self.item_max

    def label(self, number: int) -> str:
        """Return an item's label, or "" where only its number may be shown."""
        return self.labels[number - 1] if self.labels else ""

    def total(self, answers: Sequence[int | None]) -> int:
        """Add the answers as the scale does: one by one, or a domain by its greatest.

        answers    in the items' order; of two items marked "either" one may be None
        Raises WrongItemCount, AnswerOutOfRange, MissingItem.
        """
        given = self._given(answers)
        return sum(max(given[n] for n in part if n in given) for part in self.parts)

    def check_total(self, total: int) -> int:
        """Return the total back if the scale can reach it. Raises TotalOutOfRange."""
        if not _whole(total) or not self.total_min <= total <= self.total_max:
            raise TotalOutOfRange(
                f"{self.name}: total {total} is not a whole number from {self.total_min} to {self.total_max}. "
                "Check the total against the form."
            )
        return total

    def check_item(self, number: int, answer: int | None) -> int:
        """Return one answer back; `number` counts from 1. Raises MissingItem, AnswerOutOfRange."""
        if answer is None:
            raise MissingItem(f"{self.name}: item {number} has no answer. A total needs it: ask again.")
        if not _whole(answer) or not self.item_min <= answer <= self.greatest(number):
            raise AnswerOutOfRange(
                f"{self.name}: item {number} is {answer}, not a whole number from {self.item_min} to "
                f"{self.greatest(number)}. Choose one of the answers."
            )
        return answer

    def check_items(self, answers: Sequence[int | None]) -> tuple[int, ...]:
        """Return all answers back, in the order of the items.

        Raises WrongItemCount, AnswerOutOfRange, MissingItem naming every missing item.
        """
        if len(answers) != self.items:
            raise WrongItemCount(f"{self.name}: {len(answers)} answers for {self.items} items. Answer each item once.")
        missing = [str(n) for n, answer in enumerate(answers, 1) if answer is None]
        if missing:
            raise MissingItem(f"{self.name}: no answer to item {', '.join(missing)}. A total needs all: ask again.")
        return tuple(self.check_item(n, answer) for n, answer in enumerate(answers, 1))

    def _given(self, answers: Sequence[int | None]) -> dict[int, int]:
        if not self.either or len(answers) != self.items:
            return dict(enumerate(self.check_items(answers), 1))
        filled = list(answers)
        spared = {n for pair in self.either for n in pair if answers[n - 1] is None}
        spared -= {n for pair in self.either if spared.issuperset(pair) for n in pair}
        for n in spared:
            filled[n - 1] = self.item_min
        checked = self.check_items(filled)
        return {n: answer for n, answer in enumerate(checked, 1) if n not in spared}

    def band(self, total: int) -> str:
        """Name the band a total lies in; "" where the scale has none. Raises TotalOutOfRange."""
        self.check_total(total)
        return next((name for lowest, name in reversed(self.bands) if total >= lowest), "")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
