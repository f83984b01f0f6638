"""Pressure and heart rate in a session: anticipation, the drug, what wanders, and the cuff.

A study's statistic is modelled, not the curve alone: cuff noise by itself makes the highest of ten readings rise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade import parameters
from euthymia.pharmacology.cascade.occupancy import Numbers

ANTICIPATION_MIN: Final = 30.0
SIGNS: Final = ("systolic", "diastolic", "heart rate")


class ImpossibleWandering(Refusal):
    """Neighbouring readings cannot hang together more than wholly."""


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """One of the three. mmHg, or beats a minute.

    per_100       rise per 100 ng/mL at the effect site, of a typical person; omega of its log between people
    anticipation  above the resting value at the beginning, gone as exp(-t / 30 min)
    wander        SD of what drifts; kept from one reading to the next in this share
    cuff          SD of one reading
    """

    per_100: Any
    omega: Any
    anticipation: Any
    wander: Any
    kept: Any
    cuff: Any


def sign_of(values: Mapping[str, Any], sign: str) -> Sign:
    """Make one of the three signs of parameters on their priors' scales."""
    name = sign.replace(" ", "_")
    return Sign(
        per_100=np.exp(values[name]),
        omega=values["omega_acute"],
        anticipation=values[f"anticipation_{name}"],
        wander=parameters.WANDER_SD,
        kept=parameters.WANDER_KEPT,
        cuff=values[f"cuff_{name}"],
    )


def wandering(standard: Numbers, kept: Any) -> Numbers:
    """Return an AR(1) of unit SD along the first axis. standard (m, ..., n) normal. Raises ImpossibleWandering."""
    if not np.all(np.abs(kept) < 1):
        raise ImpossibleWandering(f"{kept} of a reading kept to the next: it is under 1. Correct it.")
    found = [standard[0]]
    for fresh in standard[1:]:
        found.append(kept * found[-1] + np.sqrt(1.0 - np.square(kept)) * fresh)
    return np.array(found)


def readings(
    sign: Sign,
    *,
    resting: Any,
    effect_ng_per_ml: Numbers,
    times_min: Numbers,
    own: Numbers,
    chance: tuple[Numbers, Numbers],
) -> Numbers:
    """Return what the cuff shows, (m, ..., n).

    effect_ng_per_ml  (m, ..., n);  own  (..., n) normal, correlated across the three signs by the caller
    chance            normals (m, ..., n) for what wanders and for the cuff
    """
    shape = (len(times_min),) + (1,) * (np.ndim(effect_ng_per_ml) - 1)
    fades = np.exp(-np.asarray(times_min).reshape(shape) / ANTICIPATION_MIN)
    drug = sign.per_100 * np.exp(sign.omega * own) * effect_ng_per_ml / 100.0
    drift = sign.wander * wandering(chance[0], sign.kept)
    return np.asarray(resting + sign.anticipation * fades + drug + drift + sign.cuff * chance[1])


def largest_rise(shown: Numbers) -> Numbers:
    """Return each person's largest rise over the first reading, the one before the drug, (..., n)."""
    return np.asarray(shown[1:].max(axis=0) - shown[0])


def rise_of_the_mean(shown: Numbers) -> Numbers:
    """Return the largest rise of everybody's mean over the first reading, (...)."""
    means = shown.mean(axis=-1)
    return np.asarray(means[1:].max(axis=0) - means[0])
