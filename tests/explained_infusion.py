"""One infusion on the page "how it works": its curves over two hours and two weeks, and a tablet over weeks."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from euthymia.pharmacology.cascade import parameters, tablets
from euthymia.pharmacology.cascade.dissociation import cadss, dissociation_of
from euthymia.pharmacology.cascade.hundred import BASELINE
from euthymia.pharmacology.cascade.occupancy import occupancy
from euthymia.pharmacology.cascade.posterior import ACUTE, COURSE
from euthymia.pharmacology.cascade.pressure import ANTICIPATION_MIN
from euthymia.pharmacology.cascade.score import Chance, expected, minds, typical_of
from euthymia.pharmacology.cascade.synapse import Dynamics, strength_at
from euthymia.pharmacology.kinetics import DEFAULT, infusion
from euthymia.pharmacology.kinetics.population import people_of, simulate_population
from euthymia.research.calibration.points import even, standard

PEOPLE = 400
MINUTES = np.arange(0.0, 122.5, 2.5)
DAYS = np.round(np.concatenate([np.arange(0, 2, 1 / 12), np.arange(2, 14.25, 0.25)]), 4)
WEEKS = np.arange(0.0, 8.25, 0.25)
KG, MG_PER_KG, OVER_MIN = 70.0, 0.5, 40.0
CONTEXT = "midazolam"


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The middle of people, and the range of nine in ten, at each moment."""

    middle: Any
    low: Any
    high: Any


def spread(of: Any) -> Spread:
    """Spread people, (m, n), at each moment; three figures each, as printed."""
    low, middle, high = np.quantile(of, (0.05, 0.5, 0.95), axis=1)
    return Spread(*(np.array([float(f"{one:.3g}") for one in row]) for row in (middle, low, high)))


@cache
def two_hours() -> dict[str, Spread]:
    """Return people of the default model their infusion, each beside one draw of the fit of sessions."""
    kinetic = len(DEFAULT.spread[0])
    shares = even(PEOPLE, kinetic + 4)
    normals = standard(shares)
    half, hold = (parameters.find(name).prior for name in ("effect_half", "half"))
    ke0 = np.log(2) / np.clip(np.exp(half.one + half.two * normals[kinetic]), 0.5, 12.0)
    people = people_of(DEFAULT, weights_kg=np.full(PEOPLE, KG), standard=normals[:kinetic].T, ke0_per_min=ke0)
    plasma, effect = (one.T for one in simulate_population(people, infusion(MG_PER_KG * KG, OVER_MIN), MINUTES))
    fit = {name: np.resize(draws, PEOPLE) for name, draws in ACUTE.draws.items()}
    own, acting = normals[kinetic + 1], effect * np.exp(fit["exposure"])
    points = cadss(acting, 1, dissociation_of(fit), standard=own, uniform=shares[kinetic + 2])
    drug = np.exp(fit["systolic"] + fit["omega_acute"] * own) * acting / 100.0
    nerves = fit["anticipation_systolic"] * np.exp(-MINUTES[:, None] / ANTICIPATION_MIN)
    held = 100 * occupancy(effect, np.exp(hold.one + hold.two * normals[kinetic + 3]))
    return {
        "plasma": spread(plasma), "effect": spread(effect), "held": spread(held), "cadss": spread(points),
        "pressure": spread(drug + nerves),
    }  # fmt: skip


@cache
def two_weeks() -> dict[str, Spread]:
    """Follow the strength and the score after one infusion, each person beside one draw of the fit of courses."""
    shares = even(PEOPLE, 5)
    placebo, relief, loss, study = standard(shares[:4])
    values = {name: np.resize(draws, PEOPLE) for name, draws in COURSE.draws.items()}
    typical, chance = typical_of(values, CONTEXT), Chance(placebo, relief, loss, shares[4])
    mind, none = (
        minds(BASELINE, typical, chance, believes=one, study=values["tau"] * study) for one in (1.0, 0.0)
    )  # fmt: skip
    drive = [np.ones(PEOPLE)]
    strength = strength_at([0.0], drive, DAYS, Dynamics(typical.gain, mind.loss_per_day, typical.onset_days))
    return {
        "strength": spread(100 * strength),
        "score": spread(expected(mind, typical, sessions_days=[0.0], drive=drive, visits_days=DAYS)),
        "none": spread(expected(none, typical, sessions_days=[], drive=[], visits_days=DAYS)),
    }


def on_tablets() -> Any:
    """Return the published course of a tablet, % of the score gone; its week-1 score is what was observed there."""
    week_1 = tablets.BASELINE_MEAN * (1 - tablets.REPORTED[1] / 100)
    return tablets.reduction_percent(WEEKS, week_1)


def numbers() -> dict[str, Any]:
    """Return what the page reads off as somebody slides."""
    rows = lambda of: {name: [one.middle, one.low, one.high] for name, one in of.items()}  # noqa: E731
    return {"minutes": MINUTES, "acute": rows(two_hours()), "days": DAYS, "slow": rows(two_weeks())}
