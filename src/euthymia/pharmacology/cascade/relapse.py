"""Relapse, by each study's own definition, on the scores at its own visits. Further sessions are the caller's input."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.occupancy import Numbers


class TooFewVisits(Refusal):
    """A definition asks for more visits in a row than there are."""


class Definition(NamedTuple):
    """What counts as relapse.

    improvement_below  of the baseline, as a share; None where the score itself decides
    score_least        the score that counts; None where improvement decides
    in_a_row           visits
    """

    says: str
    source: str
    improvement_below: float | None = None
    score_least: float | None = None
    in_a_row: int = 2


LOST_HALF: Final = Definition(
    "improvement under half of the baseline at two visits in a row", "murrough:2013-bp", improvement_below=0.5
)
SUSTAIN: Final = Definition(
    "a score of 22 or more at two visits in a row (hospital and attempts are not simulated)",
    "sustain:relapse",
    score_least=22.0,
)


def relapse_days(
    scores: Numbers, baseline: Numbers, visits_days: Sequence[float] | Numbers, definition: Definition = LOST_HALF
) -> Numbers:
    """Return the day on which relapse is seen, (..., n): the last of the visits in a row; infinity for never.

    scores  (v, ..., n) at the visits after treatment
    Raises TooFewVisits.
    """
    row = definition.in_a_row
    if len(visits_days) < row:
        raise TooFewVisits(f"{len(visits_days)} visits, and relapse is {row} in a row. Add visits.")
    bad = _bad(scores, baseline, definition)
    runs = np.all([bad[n : len(bad) - row + 1 + n] for n in range(row)], axis=0)
    first = np.argmax(runs, axis=0)
    days = np.asarray(visits_days, dtype=np.float64)[first + row - 1]
    return np.where(runs.any(axis=0), days, np.inf)


def _bad(scores: Numbers, baseline: Numbers, definition: Definition) -> NDArray[np.bool_]:
    if definition.improvement_below is not None:
        return np.asarray(baseline - scores < definition.improvement_below * np.asarray(baseline))
    return np.asarray(scores >= np.asarray(definition.score_least, dtype=np.float64))
