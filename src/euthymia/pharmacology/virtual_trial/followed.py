"""Everybody through the visits of a trial: rated, rescued, lost. What was never seen is kept beside, for the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.score import MOST, logistic
from euthymia.pharmacology.virtual_trial.befalls import DropOut, Rescue


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Scores of one arm's people, (visits, n), beside their first rating `baseline` (n,).

    unrescued    had there been no rescue, and nobody been lost
    as_treated   with what rescue did, had nobody been lost
    seen         what raters have: NaN from the day a person is lost
    rescued_day, lost_day  (n,) infinity for never; lost from that visit on
    """

    visits_days: tuple[float, ...]
    baseline: Numbers
    unrescued: Numbers
    as_treated: Numbers
    seen: Numbers
    rescued_day: Numbers
    lost_day: Numbers


def follow(
    expected: Numbers,
    baseline: Numbers,
    visits_days: Sequence[float],
    noise: Any,
    *,
    rater: Numbers,
    losing: Numbers,
    drop_out: DropOut,
    rescue: Rescue | None,
) -> Followed:
    """Follow everybody from visit to visit.

    expected  (visits, n) before noise;  noise  SD of a rating;  rater  (visits, n) normal;  losing  (visits, n) uniform
    """
    unrescued = np.clip(expected + noise * rater, 0.0, MOST)
    people = baseline.shape
    rescued_day, lost_day, last = np.full(people, np.inf), np.full(people, np.inf), baseline
    as_treated, seen = np.empty_like(unrescued), np.empty_like(unrescued)
    for row, day in enumerate(visits_days):
        lost_day = np.where(np.isinf(lost_day) & (losing[row] < _chance(drop_out, last - baseline)), day, lost_day)
        relief = rescue.relief if rescue else 0.0
        helped = expected[row] * np.where(rescued_day < day, 1.0 - relief, 1.0)
        as_treated[row] = np.clip(helped + noise * rater[row], 0.0, MOST)
        here = lost_day > day
        seen[row] = np.where(here, as_treated[row], np.nan)
        last = np.where(here, as_treated[row], last)
        if rescue and day >= rescue.from_day:
            rescued_day = np.where(np.isinf(rescued_day) & here & (last >= rescue.least), day, rescued_day)
    return Followed(tuple(visits_days), baseline, unrescued, as_treated, seen, rescued_day, lost_day)


def _chance(drop_out: DropOut, worse_points: Numbers) -> Any:
    if drop_out.per_visit == 0:
        return 0.0
    logit = np.log(drop_out.per_visit / (1 - drop_out.per_visit))
    return logistic(logit + np.log(drop_out.odds_per_10) * worse_points / 10.0)
