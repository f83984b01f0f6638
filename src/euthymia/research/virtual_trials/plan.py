"""How a virtual trial is run: how many people, how often, what is taken to be true. And the blocks it is cut into."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.virtual_trial import Trial
from euthymia.pharmacology.virtual_trial.befalls import refuse_unless
from euthymia.research.virtual_trials.drawn import MOST_PEOPLE, MOST_TRIALS, Doubt, check_apart

IN_A_BLOCK: Final = 4096
IN_A_BLOCK_OF_TRIALS: Final = 512  # fewer: an analysis costs far more than its people, and a bar should move
MOST_IN_AN_ARM: Final = 20_000  # of a trial that is analysed: all of it stays in memory
MOST_SEED: Final = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Raises ImpossibleTrial.

    per_arm      people in an arm, rising: each smaller trial is the first people of the largest
    trials       how often it is run; 0 asks about the people alone: everybody in every arm, none compared in groups
    doubt        point: parameters at the mean of the fit (power); drawn: one draw of the fit a trial (assurance)
    effect       False for a world where neither drug nor belief does anything to the score (type I error)
    worse_points what is added to filled-in scores of the arm held against the control, for the tipping point
    """

    design: Trial
    per_arm: tuple[int, ...]
    trials: int = 0
    doubt: Doubt = "drawn"
    effect: bool = True
    worse_points: tuple[float, ...] = (0.0,)
    alpha: float = 0.05
    seed: int = 1

    def __post_init__(self) -> None:
        seen = ", ".join(f"{n:,}" for n in self.per_arm)
        rising = bool(self.per_arm) and all(a < b for a, b in pairwise(self.per_arm))
        refuse_unless(rising and self.per_arm[0] >= 1, f"people an arm: {seen or 'none'}; whole numbers that rise.")
        refuse_unless(0 <= self.trials < MOST_TRIALS, f"{self.trials:,} trials: from 0 to {MOST_TRIALS - 1:,}.")
        most = MOST_IN_AN_ARM if self.trials else MOST_PEOPLE
        refuse_unless(self.per_arm[-1] < most, f"{self.per_arm[-1]:,} people an arm: under {most:,}. Ask for fewer.")
        refuse_unless(0 < self.alpha < 0.5, f"alpha {self.alpha:g}: above 0 and under 0.5.")
        refuse_unless(0 <= self.seed < MOST_SEED, f"seed {self.seed}: a whole number from 0 on.")
        worse = self.worse_points
        refuse_unless(
            bool(worse) and worse[0] == 0 and all(a < b for a, b in pairwise(worse)),
            "worse_points begin with 0 and rise, such as [0, 2, 4, 6].",
        )
        if self.trials:
            refuse_unless(len(self.design.arms) > 1, "One arm alone is held against nothing. Add an arm, or trials: 0.")
            refuse_unless(self.per_arm[0] >= 5, f"{self.per_arm[0]} people an arm: 5 are the least that is analysed.")
            check_apart(tuple(arm.name for arm in self.design.arms))

    @property
    def largest(self) -> int:
        """Return the largest number of people an arm."""
        return self.per_arm[-1]

    @property
    def trials_in_a_block(self) -> int:
        """Return how many whole trials a block holds."""
        return max(1, IN_A_BLOCK_OF_TRIALS // self.largest)

    @property
    def people(self) -> int:
        """Return everybody in one arm, over all trials."""
        return self.largest * max(self.trials, 1)

    def blocks(self) -> list["Block"]:
        """Cut the work: whole trials, or people; the same cuts no matter who runs them."""
        return list(self._blocks())

    def whereabouts(self, block: "Block") -> "Whereabouts":
        """Return everybody of a block."""
        if not self.trials:
            places = np.arange(block.first, block.last)
            return Whereabouts(np.zeros(len(places), np.int64), places)
        trials = np.repeat(np.arange(block.first, block.last), self.largest)
        return Whereabouts(trials, np.tile(np.arange(self.largest), block.last - block.first))

    def _blocks(self) -> Iterator["Block"]:
        step = self.trials_in_a_block if self.trials else IN_A_BLOCK
        total = self.trials or self.largest
        for number, first in enumerate(range(0, total, step)):
            yield Block(number, first, min(first + step, total))


class Whereabouts(NamedTuple):
    """Of everybody in an arm, (n,): the number of the trial, and the place in it."""

    trials: Any
    places: Any


class Block(NamedTuple):
    """One piece of work: trials, or people, from `first` to before `last`."""

    number: int
    first: int
    last: int
