"""The next hour as the crowd has it: concentration, pressure, heart rate, dissociation, with intervals of 90%."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.dissociation import MOST
from euthymia.pharmacology.cascade.pressure import SIGNS
from euthymia.pharmacology.forecast import cuff
from euthymia.pharmacology.forecast.crowd import Crowd, concentrations, drug_shows
from euthymia.pharmacology.forecast.learn import evenly_picked, taken_and_apart
from euthymia.pharmacology.kinetics import DEFAULT, Schedule
from euthymia.pharmacology.kinetics.exact import Numbers

Name = Literal["concentration", "systolic", "diastolic", "heart rate", "dissociation"]

SHARES: Final = (0.05, 0.5, 0.95)
AHEAD_MIN: Final = 60.0
NARROWED_WITHIN_PCT: Final = 5  # as far as the chance of a crowd moves the figure, by simulation
RESEARCH: Final = "Research: what a model expects, not what is measured. It never doses anyone."
_COARSE: Final = 15  # of the minutes, where only the width of an interval is wanted


class Quantity(NamedTuple):
    """What is drawn: its name, unit, what it is, and what holds it."""

    name: Name
    label: str
    unit: str
    what: str
    ground: str


QUANTITIES: Final = (
    Quantity("concentration", "Ketamine in the blood", "ng/mL",
             f"plasma, {DEFAULT.site}, as {DEFAULT.title} has it for its site",
             "published model, scaled by a fit to one figure; nothing in this session measures it"),
    Quantity("systolic", "Systolic", "mmHg", "what the next cuff reading would show, its own error included",
             "fitted to a pool of 15 papers; the cuff's error is a prior alone"),
    Quantity("diastolic", "Diastolic", "mmHg", "what the next cuff reading would show, its own error included",
             "fitted to a pool of 15 papers; the cuff's error is a prior alone"),
    Quantity("heart rate", "Heart rate", "/min", "what would be read with the next cuff reading",
             "fitted to a pool of 15 papers; a reading's error is a prior alone"),
    Quantity("dissociation", "Dissociation (CADSS)", "points", "a total if the scale were asked, 0 to 92",
             "how many have any is fitted to one trial; its scale is a prior alone"),
)  # fmt: skip
NOT_SHOWN: Final = "Sedation is not drawn: no curve of it with figures was found."


class Band(NamedTuple):
    """Between low and high lie 90 of 100; half lie under the middle. (k,) each."""

    low: Numbers
    middle: Numbers
    high: Numbers


class Look(NamedTuple):
    """Random numbers of one outlook: order uniform;  spread (n,) uniform, n the people that are drawn for it."""

    order: float
    spread: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is expected at each minute.

    none      share of the crowd that dissociates not at all
    narrowed  by how much of its width the readings have narrowed the interval of the concentration, 0 to 1: how little
              pressure says of the blood
    """

    at_min: Numbers
    bands: Mapping[Name, Band]
    none: float
    narrowed: float
    label: str = RESEARCH


def minutes_ahead(now_min: float) -> Numbers:
    """Return each minute of the next hour, now first."""
    return now_min + np.arange(AHEAD_MIN + 1)


def outlook(crowd: Crowd, at_first: Crowd, look: Look, *, schedule: Schedule, now_min: float) -> Outlook:
    """Look an hour ahead.

    at_first  the crowd before any reading;  schedule  what was given, and what is assumed to be given from now on
    """
    at = minutes_ahead(now_min)
    people = crowd.picked(evenly_picked(crowd.weights, look.order, len(look.spread)))
    standard = _standard(len(look.spread))[np.argsort(look.spread)]
    bands = _bands(people, schedule, at, standard)
    none = float((people.traits.points_per_ng_per_ml == 0).mean())
    return Outlook(at, bands, none, _narrowed(people, at_first, schedule, at[::_COARSE]))


def _bands(people: Crowd, schedule: Schedule, at_min: Numbers, standard: Numbers) -> dict[Name, Band]:
    plasma, effect = concentrations(people, schedule, at_min)
    found: dict[Name, Band] = {"concentration": band(plasma)}
    for number in range(len(SIGNS)):
        found[QUANTITIES[number + 1].name] = band(shown(people, number, effect, at_min, standard))
    found["dissociation"] = band(np.minimum(people.traits.points_per_ng_per_ml * effect, MOST))
    return found


def shown(people: Crowd, sign: int, effect: Numbers, at_min: Numbers, standard: Numbers) -> Numbers:
    """Return what each of these would show at each time, (k, n); standard (n,) normal is what chance makes of each."""
    taken, apart = taken_and_apart(people, sign)
    mean, sd = cuff.expected_each(taken, apart, people.traits.cuff[sign], at_min, SIGNS[sign])
    return np.asarray(cuff.rest(SIGNS[sign]) + drug_shows(people.traits, sign, effect, at_min) + mean + sd * standard)


@cache
def _standard(count: int) -> Numbers:
    """Return a standard normal spread evenly."""
    inverse = NormalDist().inv_cdf
    return np.array([inverse((number + 0.5) / count) for number in range(count)])


def band(values: Numbers) -> Band:
    """Return the interval of people of equal weight, (k, n) to (k,) each; one more of them lies in it 9 times in 10."""
    ordered, count = np.sort(values, axis=1), values.shape[1]
    places = np.clip([round(share * (count + 1)) - 1 for share in SHARES], 0, count - 1)
    return Band(*ordered[:, places].T)


def _narrowed(people: Crowd, at_first: Crowd, schedule: Schedule, at_min: Numbers) -> float:
    was, now = (band(concentrations(one, schedule, at_min)[0]) for one in (at_first, people))
    wide = float((was.high - was.low).sum())
    return 1.0 - float((now.high - now.low).sum()) / wide if wide else 0.0
