"""A session that is true to the model: a person drawn from it, and what the cuff would have shown."""

from typing import NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.parameters import RESTING, WANDER_KEPT, WANDER_SD
from euthymia.pharmacology.cascade.pressure import SIGNS
from euthymia.pharmacology.forecast.crowd import OWN, Crowd, Drawn, Reading, Who, begin, concentrations, drug_shows
from euthymia.pharmacology.forecast.followed import follow_from, take
from euthymia.pharmacology.forecast.learn import Stir, stir_shapes
from euthymia.pharmacology.forecast.outlook import Look
from euthymia.pharmacology.kinetics import infusion

RUTH = Who(70.0)
ORDERED = infusion(35.0, 40.0)
# One before the start, every ten minutes of the infusion, every quarter of an hour for an hour after it
TAKEN_MIN = (-5.0, 10.0, 20.0, 30.0, 40.0, 55.0, 70.0, 85.0, 100.0)


def drawn(chance: np.random.Generator, count: int) -> Drawn:
    return Drawn(chance.standard_normal((OWN, count)), chance.random((2, count)))


def stir(chance: np.random.Generator, count: int) -> Stir:
    own, shares = stir_shapes(count)
    return Stir(chance.random(), chance.standard_normal(own), chance.random(shares))


def look(chance: np.random.Generator, count: int) -> Look:
    return Look(chance.random(), chance.random(count))


class Session(NamedTuple):
    """The person, what the cuff shows at each time; and, of which nobody knows, what is in the blood, and the score."""

    person: Crowd
    readings: tuple[Reading, ...]
    plasma: np.ndarray
    cadss: np.ndarray


def session(chance: np.random.Generator, taken_min=TAKEN_MIN, *, who=RUTH, schedule=ORDERED) -> Session:
    person, at = begin(who, drawn(chance, 1)), np.array(taken_min)
    plasma, effect = concentrations(person, schedule, at)
    shown = [sign_shown(chance, person, number, effect, at) for number in range(len(SIGNS))]
    cadss = np.minimum(person.traits.points_per_ng_per_ml * effect[:, 0], 92.0)
    return Session(person, tuple(Reading(*row) for row in zip(at.tolist(), *shown, strict=True)), plasma[:, 0], cadss)


def sign_shown(chance: np.random.Generator, person: Crowd, number: int, effect, at) -> list[float]:
    """What wanders is stepped from reading to reading here, and never a covariance."""
    own, (mean, sd) = person.traits, RESTING[SIGNS[number]]
    resting, drift, shown = mean + sd * chance.standard_normal(), WANDER_SD * chance.standard_normal(), []
    drug = drug_shows(own, number, effect, at)[:, 0]
    for row, time in enumerate(at):
        if row:
            kept = WANDER_KEPT ** ((time - at[row - 1]) / 10.0)
            drift = kept * drift + np.sqrt(1 - kept**2) * WANDER_SD * chance.standard_normal()
        shown.append(float(resting + drug[row] + drift + own.cuff[number, 0] * chance.standard_normal()))
    return shown


# A cuff every five minutes of the infusion: more readings, and so more that could surprise by chance
DENSE_MIN = (-5.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 55.0, 70.0, 85.0, 100.0)


def followed_until(chance: np.random.Generator, readings, *, people=256, found=None):
    """Take readings one by one, from the population or from where somebody has got to."""
    found = found or follow_from(RUTH, drawn(chance, people))
    for reading in readings:
        found = take(found, reading, stir(chance, people), schedule=ORDERED)
    return found
