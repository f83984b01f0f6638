"""The wording of a rating scale as values: what a form shows beside each item number and score, letter for letter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One item's own words.

    number    the item's number on the scale ("12", "6b")
    answers   (score, words) from the least score; words "" where the form shows the bare number
    before    texts that stand before it, in order
    """

    number: str
    text: str
    answers: tuple[tuple[int, str], ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A whole form's words; `after` the texts that follow the last item."""

    questions: tuple[Question, ...]
    title: str = ""
    language: str = ""
    copyright: str = ""
    after: tuple[str, ...] = ()

    def of(self, number: int | str) -> Question | None:
        """Find an item's words by its number."""
        return next((one for one in self.questions if one.number == str(number)), None)
