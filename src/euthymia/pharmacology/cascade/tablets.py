"""Antidepressant tablets over weeks: Shigetome 2025 (paroxetine), as published. There was no placebo arm."""

from typing import Any, Final

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.occupancy import Numbers

LABEL: Final = "course on the drug: no placebo arm, so nothing of it is known to be the drug's own"
EMAX_PERCENT: Final = 90.9
EMAX_VARIANCE, ET50_VARIANCE, NOISE_POINTS = 0.150, 0.486, 13.8
REPORTED: Final = {1: 25.9, 2: 45.7, 4: 57.5, 6: 64.2}  # weeks: % reduction as observed
BASELINE_MEAN, BASELINE_SD = 39.6, 9.7


class ImpossibleWeek(Refusal):
    """A week before the first tablet."""


def half_weeks(week_1_score: Any) -> Any:
    """Return ET50, weeks, by the score at week 1.   Source: shigetome:2025"""
    return 0.984 + (np.asarray(week_1_score) / 28.64) ** 2.38


def emax_percent(auc: Any) -> Any:
    """Return the largest reduction, %, by exposure (AUC in the unit of 2610.43).   Source: shigetome:2025"""
    return EMAX_PERCENT - (np.asarray(auc) / 2610.43) ** -8.56


def reduction_percent(
    weeks: Any, week_1_score: Any, *, emax: Any = EMAX_PERCENT, standard: tuple[Any, Any] = (0.0, 0.0)
) -> Numbers:
    """Return the reduction of the Montgomery-Asberg score, %: Emax t / (ET50 + t).

    weeks     0 or more;  standard  normals (..., n) for Emax and ET50, proportional. Chance is the caller's
    Raises ImpossibleWeek.   Source: shigetome:2025
    """
    if np.any(np.asarray(weeks) < 0):
        raise ImpossibleWeek(f"Week {weeks}: count weeks from the first tablet, 0 or more.")
    most = emax * np.maximum(1.0 + np.sqrt(EMAX_VARIANCE) * np.asarray(standard[0]), 0.0)
    half = half_weeks(week_1_score) * np.maximum(1.0 + np.sqrt(ET50_VARIANCE) * np.asarray(standard[1]), 0.05)
    return np.asarray(most * weeks / (half + weeks))
