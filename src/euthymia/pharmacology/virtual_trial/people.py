"""Who is let into a virtual trial: body, severity, and the ratings that open the door. Chance is the caller's."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.score import MOST
from euthymia.pharmacology.virtual_trial.design import Population

_LEAST: float = 1.0  # nobody without any symptom is let in
_AT_ONCE = 256
_FAR = 8.0  # SDs: a threshold further off lets in nobody that arithmetic could draw


def weights(population: Population, *, sex: Numbers, weight: Numbers) -> Numbers:
    """Draw weights, kg: lognormal by sex, cut at the population's bounds by inversion: each keeps its own number.

    sex, weight  (n,) uniform in (0, 1)
    """
    women, men = (_cut(population, moments, weight) for moments in (population.women_kg, population.men_kg))
    return np.where(sex < population.female_share, women, men)


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


def enter_observed(
    population: Population, noise: Any, *, door: Numbers, own: Numbers, rater: Numbers
) -> tuple[Numbers, Entered]:
    """Deal everybody one of the user's own people, as often as the threshold lets each in; give weights, kg, too.

    noise  as in `enter`;  door (n,) uniform: which row;  own (n,) normal: of the rating that let in
    """
    weights_kg, severities = np.array(population.observed).T
    least = -_FAR * 10 if population.entry_least is None else population.entry_least
    noises = np.broadcast_to(np.asarray(noise, np.float64), door.shape)
    rows = np.concatenate(
        [
            _dealt(severities, least, noises[at : at + _AT_ONCE], door[at : at + _AT_ONCE])
            for at in range(0, len(door), _AT_ONCE)
        ]
    )
    severity = severities[rows]
    above = np.clip((least - severity) / noises, -_FAR, _FAR)
    screening = severity + noises * -ndtri(ndtr(own) * ndtr(-above))
    baseline = np.clip(severity + noises * rater, _LEAST, MOST)
    return weights_kg[rows], Entered(severity, np.clip(screening, 0.0, MOST), baseline)


def _dealt(severities: Numbers, least: float, noise: Numbers, share: Numbers) -> Any:
    """Return the row of each person: rows are dealt in proportion to the chance that a rating lets them in."""
    let_in = np.cumsum(ndtr((severities[None, :] - least) / noise[:, None]), axis=1)
    return np.minimum((let_in < (share * let_in[:, -1])[:, None]).sum(axis=1), len(severities) - 1)


def _above(population: Population, mean: float, wide: Any, share: Numbers) -> Any:
    """Return a standard normal above the threshold, from the far side, where small shares are exact."""
    least = -np.inf if population.entry_least is None else (population.entry_least - mean) / wide
    return -ndtri(share * ndtr(-np.minimum(least, _FAR)))
