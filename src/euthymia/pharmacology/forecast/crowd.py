"""The crowd: people drawn from the fitted model, each weighted by how well it would have shown these readings.

Chance is the caller's: who is in the crowd and how it is stirred comes in as arguments.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade import parameters
from euthymia.pharmacology.cascade.dissociation import tolerance
from euthymia.pharmacology.cascade.posterior import ACUTE
from euthymia.pharmacology.cascade.pressure import ANTICIPATION_MIN, SIGNS
from euthymia.pharmacology.forecast.blood import Bodies, bodies, follow
from euthymia.pharmacology.kinetics import DEFAULT, Schedule
from euthymia.pharmacology.kinetics.exact import Numbers

_SHORT: Final = ("systolic", "diastolic", "heart_rate")
_KINETIC: Final = ("v1", "cl")  # what varies between people and reaches the blood's ketamine
_EFFECT_HALF_MIN: Final = (0.5, 12.0)  # as the cascade was fitted with
OWN: Final = len(_KINETIC) + 1 + len(SIGNS) + 1  # normals a person: kinetics, delay, three signs, dissociation
DRAWS: Final = len(ACUTE.draws["exposure"])
_NAMES: Final = tuple(ACUTE.draws)


class TooFewPeople(Refusal):
    """Chance was handed over in a shape that makes no crowd."""


class ImpossibleReading(Refusal):
    """A reading that is no pressure, or does not come after the one before it."""


class Reading(NamedTuple):
    """One cuff reading at the chair. Minutes since the start; below 0 before it. The heart rate may be NaN: none."""

    at_min: float
    systolic: float
    diastolic: float
    heart_rate: float = math.nan


class Who(NamedTuple):
    """Whom the crowd is drawn for, and which of this person's sessions it is, from 1 on."""

    weight_kg: float
    session: int = 1


class Drawn(NamedTuple):
    """Random numbers of n people: own (OWN, n) standard normal, shares (2, n) uniform in (0, 1)."""

    own: Numbers
    shares: Numbers


class People(NamedTuple):
    """Who they are: own (OWN, n) standard normal; draw (n,) of the fit each depends on; none (n,) uniform: any."""

    own: Numbers
    draw: NDArray[np.int64]
    none: Numbers


class Traits(NamedTuple):
    """What a person's readings and scores depend on, beside the blood; (3, n) by sign, or (n,)."""

    per_ng_per_ml: Numbers
    anticipation: Numbers
    cuff: Numbers
    exposure: Numbers
    points_per_ng_per_ml: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """n people and their weights after m readings.

    people       who they are;  traits, bodies  what follows from that
    log_weight   (n,);  log_likelihood (n,) of all readings so far
    effect       (m, n) ng/mL at the effect site at each reading
    """

    who: Who
    people: People
    traits: Traits
    bodies: Bodies
    log_weight: Numbers
    log_likelihood: Numbers
    effect: Numbers
    readings: tuple[Reading, ...] = ()

    def __len__(self) -> int:
        return len(self.log_weight)

    @property
    def weights(self) -> Numbers:
        """Return the weights, which add up to 1."""
        found = np.exp(self.log_weight - self.log_weight.max())
        return np.asarray(found / found.sum())

    @property
    def effective(self) -> float:
        """Return how many people of equal weight the crowd is worth."""
        return float(1.0 / np.square(self.weights).sum())

    @property
    def times_min(self) -> Numbers:
        """Return when the readings were taken."""
        return np.array([one.at_min for one in self.readings])

    def picked(self, which: NDArray[np.int64]) -> "Crowd":
        """Return the crowd of these, each with the same weight."""
        return replace(
            self,
            people=People(*_those(self.people, which)),
            traits=Traits(*_those(self.traits, which)),
            bodies=Bodies(*_those(self.bodies, which)),
            log_weight=np.zeros(len(which)),
            log_likelihood=self.log_likelihood[which],
            effect=np.take(self.effect, which, axis=1),
        )


def _those(columns: Iterable[Any], which: NDArray[np.int64]) -> Iterator[Any]:
    return (np.take(one, which, axis=-1) for one in columns)  # dense, as [..., which] is not


def begin(who: Who, drawn: Drawn) -> Crowd:
    """Draw the crowd of the population, before any reading. Raises TooFewPeople, ImpossiblePerson."""
    count = drawn.own.shape[-1]
    if drawn.own.shape != (OWN, count) or drawn.shares.shape != (2, count) or not count:
        raise TooFewPeople(f"Random numbers of shapes {drawn.own.shape} and {drawn.shares.shape}: {OWN} and 2 by n.")
    people, zero = People(drawn.own, drawn_of(drawn.shares[0]), drawn.shares[1]), np.zeros(count)
    return Crowd(who, people, traits_of(who, people), bodies_of(who, people), zero, zero, np.zeros((0, count)))


def drawn_of(share: Numbers) -> NDArray[np.int64]:
    """Turn shares into numbers of posterior draws."""
    return np.minimum((share * DRAWS).astype(np.int64), DRAWS - 1)


def traits_of(who: Who, people: People) -> Traits:
    """Return what the drug does to each person."""
    here = dict(zip(_NAMES, np.take(_table(), people.draw, axis=1), strict=True))
    omega = here["omega_acute"]
    per_100 = np.array([here[one] for one in _SHORT])
    left = tolerance(who.session, floor=here["floor"], fading=np.exp(here["fading"]))
    points = np.exp(here["points"] + omega * people.own[6]) * left / 100.0
    return Traits(
        np.exp(per_100 + omega * (_between_signs() @ people.own[3:6])) / 100.0,
        np.array([here[f"anticipation_{one}"] for one in _SHORT]),
        np.array([here[f"cuff_{one}"] for one in _SHORT]),
        np.exp(here["exposure"]),
        np.where(people.none < here["none"], 0.0, points),
    )


@cache
def _table() -> Numbers:
    return np.array([ACUTE.draws[name] for name in _NAMES])


@cache
def _between_signs() -> Numbers:
    alike = parameters.BETWEEN_SIGNS
    return np.asarray(np.linalg.cholesky(alike + (1 - alike) * np.eye(len(SIGNS))), dtype=np.float64)


@cache
def _between_kinetics() -> Numbers:
    names, covariance = DEFAULT.spread
    rows = [names.index(one) for one in _KINETIC]
    return np.asarray(np.linalg.cholesky(covariance[np.ix_(rows, rows)]), dtype=np.float64)


def bodies_of(who: Who, people: People) -> Bodies:
    """Return each person's kinetics and delay."""
    prior = parameters.find("effect_half").prior
    half_min = np.clip(np.exp(prior.one + prior.two * people.own[2]), *_EFFECT_HALF_MIN)
    etas = dict(zip(_KINETIC, _between_kinetics() @ people.own[:2], strict=True))
    return bodies(etas, np.log(2) / half_min, weight_kg=who.weight_kg)


def concentrations(crowd: Crowd, schedule: Schedule, times_min: Numbers) -> tuple[Numbers, Numbers]:
    """Return plasma and effect site of each person, (m, n) ng/mL each."""
    plasma, effect = follow(crowd.bodies, schedule, times_min)
    return plasma * crowd.traits.exposure, effect * crowd.traits.exposure


def drug_shows(own: Traits, sign: int, effect: Numbers, times_min: Numbers) -> Numbers:
    """Return what anticipation and the drug add to a sign at rest, (m, n)."""
    fades = np.exp(-np.maximum(times_min, 0.0) / ANTICIPATION_MIN)
    found: Numbers = own.per_ng_per_ml[sign] * effect
    found += own.anticipation[sign] * fades[:, None]
    return found
