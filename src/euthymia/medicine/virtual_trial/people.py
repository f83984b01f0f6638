"""Who is let into a virtual trial: body, severity, and the ratings that open the door. Chance is the caller's."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from euthymia.medicine.cascade.occupancy import Numbers
from euthymia.medicine.cascade.score import MOST
from euthymia.medicine.virtual_trial.design import Population

_LEAST: float = 1.0  # nobody without any symptom is let in
_FAR = 8.0  # SDs: a threshold further off lets in nobody that arithmetic could draw


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """Women True (n,), and weights, kg (n,)."""

    female: Any
    weights_kg: Numbers


def bodies(population: Population, *, sex: Numbers, weight: Numbers) -> Bodies:
    """Draw bodies: lognormal by sex, cut at the population's bounds by inversion, so that each keeps its own number.

    sex, weight  (n,) uniform in (0, 1)
    """
    female = sex < population.female_share
    found = np.where(female, _cut(population, population.women_kg, weight), _cut(population, population.men_kg, weight))
    return Bodies(female, found)


def _cut(population: Population, moments: tuple[float, float], share: Numbers) -> Numbers:
    mean, sd = moments
    wide = np.sqrt(np.log1p((sd / mean) ** 2))
    middle = np.log(mean) - wide**2 / 2
    low, high = ndtr((np.log(population.weights_within_kg) - middle) / wide)
    weights_kg = np.exp(middle + wide * ndtri(low + share * (high - low)))
    return np.asarray(np.clip(weights_kg, *population.weights_within_kg), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """Points, (n,): each person's own severity; the rating that let her in; the first rating of the trial itself."""

    severity: Numbers
    screening: Numbers
    baseline: Numbers


def enter(population: Population, noise: Any, *, door: Numbers, own: Numbers, rater: Numbers) -> Entered:
    """Draw the people whom the threshold lets in: exactly, by the law of those above it, not by trying.

    noise  SD of a rating, points;  door (n,) uniform;  own, rater (n,) standard normal
    A rating beyond the scale is written down at its end.
    """
    mean, sd = population.severity_mean, population.severity_sd
    wide = np.sqrt(sd**2 + np.square(noise))
    screening = mean + wide * _above(population, mean, wide, door)
    kept = sd**2 / wide**2  # how much of a distance at the door is the person's own
    severity = mean + kept * (screening - mean) + sd * np.sqrt(1.0 - kept) * own
    severity = np.clip(severity, _LEAST, MOST)
    return Entered(severity, np.clip(screening, 0.0, MOST), np.clip(severity + noise * rater, _LEAST, MOST))


def _above(population: Population, mean: float, wide: Any, share: Numbers) -> Any:
    """Give a standard normal above the threshold, from the far side, where small shares are exact."""
    least = -np.inf if population.entry_least is None else (population.entry_least - mean) / wide
    return -ndtri(share * ndtr(-np.minimum(least, _FAR)))
