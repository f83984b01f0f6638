"""The table of validation: each figure beside what the fit expected of it, and beside a naive mean. Misses stay in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from euthymia.pharmacology.cascade.studies import CALIBRATING, VALIDATING, Figure, Study
from euthymia.research.calibration import naive, predict
from euthymia.research.calibration.points import Numbers

LOW, HIGH = 0.05, 0.95
ALPHA: Final = 0.1
PERFECT: Final = (
    "A perfect model has 90% or more of 20 independent figures inside only 68% of the time; "
    "figures of one study hang together, so these are fewer than they look."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its 90% predictive interval, and the naive one where there is any."""

    study: Study
    figure: Figure
    low: float
    high: float
    middle: float
    naive: tuple[float, float] | None

    @property
    def inside(self) -> bool:
        """Return whether the figure lies in its interval."""
        return self.low <= self.figure.value <= self.high

    @property
    def score(self) -> float:
        """Return its interval score: width, and a fine for a miss. Less is better."""
        return interval_score(self.low, self.high, self.figure.value)

    @property
    def naive_score(self) -> float | None:
        """Return the same of the naive interval."""
        return interval_score(*self.naive, self.figure.value) if self.naive else None


def interval_score(low: float, high: float, value: float) -> float:
    """Return the width, and 2 / alpha times how far the value lies outside."""
    return (high - low) + 2 / ALPHA * (max(low - value, 0.0) + max(value - high, 0.0))


def rows(studies: Sequence[Study] = VALIDATING) -> Iterator[Row]:
    """Predict every figure that is scored, study by study."""
    for study in studies:
        for figure, drawn in predict.of_study(study).items():
            yield _row(study, figure, drawn)


def fitted_rows() -> Iterator[Row]:
    """Predict the figures that were fitted: a check of the fit, no validation."""
    return rows(CALIBRATING)


def _row(study: Study, figure: Figure, drawn: Numbers) -> Row:
    there = drawn[~np.isnan(drawn)]
    low, middle, high = np.quantile(there, [LOW, 0.5, HIGH], method="inverted_cdf")
    return Row(study, figure, float(low), float(high), float(middle), naive.interval(figure, study))


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of the figures were inside, and the mean scores where both have an interval."""

    figures: int
    inside: int
    compared: int
    inside_compared: int
    naive_inside: int
    score_ratio: float


def summary(found: Iterable[Row]) -> Summary:
    """Sum up a table. score_ratio is the geometric mean of the model's interval score over the naive one."""
    table = list(found)
    both = [row for row in table if row.naive_score is not None and np.isfinite(row.score)]
    ratios = [np.log(row.score / (row.naive_score or 1.0)) for row in both]
    return Summary(
        figures=len(table),
        inside=sum(row.inside for row in table),
        compared=len(both),
        inside_compared=sum(row.inside for row in both),
        naive_inside=sum(
            interval_score(*row.naive, row.figure.value) == row.naive[1] - row.naive[0] for row in both if row.naive
        ),
        score_ratio=float(np.exp(np.mean(ratios))) if ratios else float("nan"),
    )


SHARES: Final = ("response", "remission", "relapsed by", "above a limit", "dissociation noted", "remission on tablets")


def said(figure: Figure, value: float) -> str:
    """Return a figure as its study prints it: shares in percent, points with a digit."""
    if not np.isfinite(value):
        return "never"
    return f"{100 * value:.0f}%" if figure.statistic in SHARES else f"{value:.1f}"
