"""What befalls people in a trial: they are lost, or given another treatment. Every figure of it is an assumption."""

from dataclasses import dataclass
from typing import Final

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.score import MOST

LAST_DAY: Final = 2700.0  # a visit's own chance is keyed by its hour


class ImpossibleTrial(Refusal):
    """A design that nobody could run."""


def refuse_unless(holds: bool, sentence: str) -> None:
    """Raise ImpossibleTrial with the sentence."""
    if not holds:
        raise ImpossibleTrial(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOut:
    """Who is lost: at random given what was seen, for it depends on the last rating seen alone. Raises ImpossibleTrial.

    per_visit    chance before each visit of a person who stands where she began
    odds_per_10  what ten points worse than at the beginning multiply its odds by
    """

    per_visit: float = 0.0
    odds_per_10: float = 1.0

    def __post_init__(self) -> None:
        refuse_unless(0 <= self.per_visit < 1, f"drop-out {self.per_visit:g} a visit: from 0 to under 1.")
        refuse_unless(0 < self.odds_per_10 <= 100, f"drop-out odds {self.odds_per_10:g} per 10 points: above 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescue:
    """Who gets another treatment on the way. Raises ImpossibleTrial.

    from_day, least  at a visit from this day on, at this score or more
    relief           share of the score that it takes away from the next visit on: assumed, no study here measured it
    """

    from_day: float
    least: float
    relief: float = 0.0

    def __post_init__(self) -> None:
        refuse_unless(0 <= self.from_day <= LAST_DAY, f"rescue from day {self.from_day:g}: from 0 on.")
        refuse_unless(0 < self.least <= MOST, f"rescue at {self.least:g} points: above 0 and up to {MOST:g}.")
        refuse_unless(0 <= self.relief < 1, f"rescue takes {self.relief:g} of the score: from 0 to under 1.")
