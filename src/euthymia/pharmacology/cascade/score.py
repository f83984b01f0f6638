"""From strength to the score a rater writes down: placebo and expectation by context, the drug's own effect, noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.synapse import Dynamics, strength_at

MOST: Final = 60.0  # of the Montgomery-Asberg scale
Context = Literal["open", "midazolam", "saline", "masked"]
CONTEXTS: Final[tuple[Context, ...]] = ("open", "midazolam", "saline", "masked")


@dataclass(frozen=True, slots=True, eq=False)
class Minds:
    """What each person brings; arrays (..., n).

    baseline      score before the first session
    placebo       share of it that goes without the drug, in time
    relief        share of the rest that strength at its fullest takes away
    loss_per_day  how fast strength wears off; 0 where it lasts
    """

    baseline: Any
    placebo: Any
    relief: Any
    loss_per_day: Any


@dataclass(frozen=True, slots=True, eq=False)
class Typical:
    """What the calibration gives: numbers, or arrays (d, 1) of draws that broadcast over people.

    placebo_logit  of this context;  belief  what believing in having had the drug adds to it (prior only)
    """

    gain: Any
    relief_logit: Any
    loss_per_day: Any
    onset_days: Any
    placebo_logit: Any
    placebo_per_day: Any
    omega_placebo: Any
    omega_relief: Any
    omega_loss: Any
    durable: Any
    noise: Any
    belief: Any = 0.0


def typical_of(values: Mapping[str, Any], context: str) -> Typical:
    """Make the typical person of parameters on their priors' scales (`parameters`), in a context."""
    return Typical(
        gain=np.exp(values["gain"]),
        relief_logit=values["relief"],
        loss_per_day=np.exp(values["loss"]),
        onset_days=np.exp(values["onset"]) / 24.0,
        placebo_logit=values[f"placebo_{context}"],
        placebo_per_day=np.exp(values["placebo_speed"]),
        omega_placebo=values["omega_placebo"],
        omega_relief=values["omega_relief"],
        omega_loss=values["omega_loss"],
        durable=values["durable"],
        noise=values["noise"],
        belief=values["belief"],
    )


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """What a person is drawn with: standard normals (..., n), `lasts` uniform in 0 to 1. Chance is the caller's."""

    placebo: Any
    relief: Any
    loss: Any
    lasts: Any


def logistic(value: Any) -> Any:
    """Turn a logit into a share."""
    return 1.0 / (1.0 + np.exp(-np.asarray(value)))


def minds(baseline: Any, typical: Typical, chance: Chance, *, believes: float, study: Any = 0.0) -> Minds:
    """Draw people around the typical one.

    believes  0 to 1, how far they believe in having had the drug: an input, no study here measured it
    study     how far this study lies from others, on the logit of relief
    """
    lasts = np.asarray(chance.lasts) < typical.durable
    return Minds(
        baseline=baseline,
        placebo=logistic(typical.placebo_logit + typical.belief * believes + typical.omega_placebo * chance.placebo),
        relief=logistic(typical.relief_logit + study + typical.omega_relief * chance.relief),
        loss_per_day=np.where(lasts, 0.0, typical.loss_per_day * np.exp(typical.omega_loss * chance.loss)),
    )


def expected(
    people: Minds,
    typical: Typical,
    *,
    sessions_days: Sequence[float],
    drive: Sequence[Any],
    visits_days: Sequence[float],
) -> Numbers:
    """Return each person's score at each visit before noise, (v, ..., n). Days count from the first session.

    Raises UnorderedTimes.
    """
    dynamics = Dynamics(typical.gain, people.loss_per_day, typical.onset_days)
    shown = strength_at(sessions_days, drive, visits_days, dynamics)
    grown = np.array([1.0 - np.exp(-typical.placebo_per_day * max(day, 0.0)) for day in visits_days])
    if grown.ndim == 1:
        grown = grown.reshape(grown.shape + (1,) * (shown.ndim - 1))
    found: Numbers = people.baseline * (1.0 - people.placebo * grown) * (1.0 - people.relief * shown)
    return found


def rated(expected_scores: Numbers, noise: Any, standard: Numbers) -> Numbers:
    """Add a rater's noise, within the scale. standard (v, ..., n) normal numbers; chance is the caller's."""
    found: Numbers = np.clip(expected_scores + noise * standard, 0.0, MOST)
    return found
