"""A reading changes whom the crowd consists of: by weight, and, where few are left, by resampling and moving."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.pharmacology.cascade.pressure import SIGNS
from euthymia.pharmacology.forecast import cuff
from euthymia.pharmacology.forecast.blood import Bodies
from euthymia.pharmacology.forecast.crowd import (
    OWN,
    Crowd,
    ImpossibleReading,
    People,
    Reading,
    Traits,
    bodies_of,
    concentrations,
    drawn_of,
    drug_shows,
    traits_of,
)
from euthymia.pharmacology.kinetics import Schedule
from euthymia.pharmacology.kinetics.exact import Numbers

FEW: Final = 0.5  # of the crowd: fewer effective people than this, and it is drawn again from itself
# How far a person is moved, as the share of fresh chance; the last one moves the kinetics too
STRIDES: Final = (0.7, 0.5)
_MOVES_BLOOD: Final = (False, True)
MOVES: Final = len(STRIDES)
_BLOOD: Final = 3  # the first of a person's own numbers are the blood's


class Stir(NamedTuple):
    """Random numbers of one reading: order uniform; own (MOVES, OWN, n) normal; shares (MOVES, 4, n) uniform."""

    order: float
    own: Numbers
    shares: Numbers


def learn(crowd: Crowd, reading: Reading, stir: Stir, *, schedule: Schedule) -> Crowd:
    """Weigh the crowd by one more reading; the dose is what was given until then. Raises ImpossibleReading."""
    check_reading(crowd.readings, reading)
    effect = concentrations(crowd, schedule, np.array([reading.at_min]))[1]
    fuller = replace(crowd, readings=(*crowd.readings, reading), effect=np.concatenate([crowd.effect, effect]))
    likely = log_likelihood(fuller)
    weight = crowd.log_weight + likely - crowd.log_likelihood
    weighed = replace(fuller, log_weight=weight, log_likelihood=likely)
    if weighed.effective >= FEW * len(weighed):
        return weighed
    return moved(weighed.picked(evenly_picked(weighed.weights, stir.order)), stir, schedule)


def check_reading(before: tuple[Reading, ...], reading: Reading) -> None:
    """Refuse what is no pressure, or comes too early. Raises ImpossibleReading."""
    if not (np.isfinite([reading.at_min, reading.systolic, reading.diastolic]).all() and reading.systolic > 0):
        raise ImpossibleReading(f"{reading.systolic}/{reading.diastolic} mmHg at {reading.at_min} min: leave it out.")
    if before and not reading.at_min > before[-1].at_min:
        raise ImpossibleReading(f"A reading at {reading.at_min:g} min after one at {before[-1].at_min:g}: sort them.")


def taken_and_apart(crowd: Crowd, sign: int) -> tuple[cuff.Taken, Numbers]:
    """Return the times of a sign's readings taken apart, and the readings less what each person would show at rest."""
    shown = np.array([one[sign + 1] for one in crowd.readings])
    there = np.isfinite(shown)
    times, effect = (crowd.times_min, crowd.effect) if there.all() else (crowd.times_min[there], crowd.effect[there])
    apart = shown[there, None] - cuff.rest(SIGNS[sign]) - drug_shows(crowd.traits, sign, effect, times)
    return cuff.take_apart(tuple(times.tolist()), SIGNS[sign]), apart


def log_likelihood(crowd: Crowd) -> Numbers:
    """Return how likely all readings are in each person, (n,), up to a constant."""
    total = np.zeros(len(crowd))
    for sign in range(len(SIGNS)):
        taken, apart = taken_and_apart(crowd, sign)
        if len(taken.roots):
            total += cuff.log_likelihood(taken, apart, crowd.traits.cuff[sign])
    return total


def evenly_picked(weights: Numbers, order: float, count: int | None = None) -> NDArray[np.int64]:
    """Pick people by weight, evenly spaced from a random beginning, (count,): nobody is picked more than is due."""
    count = count or len(weights)
    marks = (np.arange(count) + order) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), marks), len(weights) - 1).astype(np.int64)


def moved(crowd: Crowd, stir: Stir, schedule: Schedule) -> Crowd:
    """Move each person a few times, by Metropolis with steps that leave the population as it is."""
    for number, stride in enumerate(STRIDES):
        crowd = _move(crowd, number, stride, stir, schedule)
    return crowd


def _move(crowd: Crowd, number: int, stride: float, stir: Stir, schedule: Schedule) -> Crowd:
    tried = _tried(crowd, number, stride, stir)
    tried = replace(tried, effect=_effect(crowd, tried, schedule, blood=_MOVES_BLOOD[number]))
    likely = log_likelihood(tried)
    yes = np.log(stir.shares[number][0]) < likely - crowd.log_likelihood
    return replace(
        crowd,
        people=People(*_where(yes, tried.people, crowd.people)),
        traits=Traits(*_where(yes, tried.traits, crowd.traits)),
        bodies=Bodies(*_where(yes, tried.bodies, crowd.bodies)) if _MOVES_BLOOD[number] else crowd.bodies,
        log_likelihood=np.where(yes, likely, crowd.log_likelihood),
        effect=np.where(yes, tried.effect, crowd.effect),
    )


def _where(yes: NDArray[np.bool_], new: Iterable[Any], old: Iterable[Any]) -> Iterator[Any]:
    return (np.where(yes, one, other) for one, other in zip(new, old, strict=True))


def _tried(crowd: Crowd, number: int, stride: float, stir: Stir) -> Crowd:
    """Half of the people try another draw of the fit as well, the others none."""
    was, (_, draw, again, none) = crowd.people, stir.shares[number]
    own = np.sqrt(1 - stride**2) * was.own + stride * stir.own[number]
    if not _MOVES_BLOOD[number]:
        own[:_BLOOD] = was.own[:_BLOOD]
    people = People(own, np.where(again < 0.5, drawn_of(draw), was.draw), none)
    found = bodies_of(crowd.who, people) if _MOVES_BLOOD[number] else crowd.bodies
    return replace(crowd, people=people, traits=traits_of(crowd.who, people), bodies=found)


def _effect(crowd: Crowd, tried: Crowd, schedule: Schedule, *, blood: bool) -> Numbers:
    """Return the effect site at the readings; where the blood's own numbers stay, another exposure alone changes it."""
    if blood:
        return concentrations(tried, schedule, tried.times_min)[1]
    return crowd.effect * (tried.traits.exposure / crowd.traits.exposure)


def stir_shapes(count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the shapes of a Stir's own and shares for n people."""
    return (MOVES, OWN, count), (MOVES, 4, count)
