"""How likely the figures of a session are: plasma at its end, the rise of pressure and pulse, dissociation noted."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade import parameters
from euthymia.pharmacology.cascade.dissociation import PRESENT_ABOVE, cadss, dissociation_of
from euthymia.pharmacology.cascade.parameters import ACUTE
from euthymia.pharmacology.cascade.pressure import largest_rise, readings, rise_of_the_mean, sign_of
from euthymia.pharmacology.cascade.studies import CALIBRATING, Figure
from euthymia.pharmacology.kinetics import DEFAULT, infusion
from euthymia.pharmacology.kinetics.population import people_of, simulate_population
from euthymia.research.calibration.points import Numbers, even, standard

PEOPLE: Final = 256
NAMES: Final = tuple(one.name for one in ACUTE)
EVERY_MIN: Final = np.arange(0.0, 110.0, 10.0)  # one reading before, ten after
END_MIN: Final = 40.0
ANCHOR_CV: Final = 0.35  # no n and no SD of it is held
_FIGURES: Final = tuple((study, figure) for study in CALIBRATING for figure in study.used)


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """People in one typical session: plasma at its end (n,), effect site at each reading (m, n), at its most."""

    plasma_end: Numbers
    effect: Numbers
    effect_most: Numbers


def session(kinetic: Numbers, delay: Numbers) -> Session:
    """Return people of the default model 0.5 mg/kg over 40 min.

    kinetic  (n, k) normals of the model's own spread;  delay  (n,) normal, of the delay to the effect site
    """
    half = parameters.find("effect_half").prior
    ke0 = np.log(2) / np.clip(np.exp(half.one + half.two * delay), 0.5, 12.0)
    weights = np.full(len(delay), 70.0)
    people = people_of(DEFAULT, weights_kg=weights, standard=kinetic, ke0_per_min=ke0)
    times = np.arange(0.0, 105.0, 2.5)
    plasma, effect = simulate_population(people, infusion(35.0, END_MIN), times)
    at = np.searchsorted(times, EVERY_MIN)
    return Session(plasma[:, np.searchsorted(times, END_MIN)], effect[:, at].T, effect.max(axis=1))


@cache
def _evenly() -> tuple[Session, Numbers, Numbers]:
    """Return people spread evenly in a session, their own sensitivity, and normals of wandering and cuff."""
    spread = len(DEFAULT.spread[0])
    normals = standard(even(PEOPLE, spread + 2))
    fresh = np.random.default_rng(21).standard_normal((2, len(EVERY_MIN), 1, PEOPLE))
    return session(normals[:spread].T, normals[spread]), normals[spread + 1], fresh


def log_likelihood(values: dict[str, Any]) -> Numbers:
    """Add up over the figures of a session, (w,), for walkers' parameters (w, 1) by name."""
    rises = [figure for _, figure in _FIGURES if figure.statistic == "largest rise"]
    total = _of_rises(rises, values)
    for study, figure in _FIGURES:
        if figure.statistic == "plasma at the end":
            total = total + _of_anchor(figure, values)
        if figure.statistic == "dissociation noted":
            total = total + _of_dissociation(figure, values, study.arm(figure.arms[0]).n)
    return np.asarray(total)


def _of_anchor(figure: Figure, values: dict[str, Any]) -> Numbers:
    expected = np.log(_evenly()[0].plasma_end.mean()) + values["exposure"][:, 0]
    return np.asarray(-0.5 * np.square((np.log(figure.value) - expected) / ANCHOR_CV))


def _of_rises(rises: list[Figure], values: dict[str, Any]) -> Numbers:
    """Read the pooled rises both ways, half each: which of the two they are is not held."""
    here, own, fresh = _evenly()
    effect = here.effect[:, None] * np.exp(values["exposure"])
    both = np.zeros((2, len(values["exposure"])))
    for figure in rises:
        shown = readings(
            sign_of(values, figure.sign), resting=0.0, effect_ng_per_ml=effect, times_min=EVERY_MIN, own=own,
            chance=(fresh[0], fresh[1]),
        )  # fmt: skip
        error = (float(figure.high or 0) - float(figure.low or 0)) / (2 * 1.96)
        for row, expected in enumerate((largest_rise(shown).mean(axis=-1), rise_of_the_mean(shown))):
            both[row] -= 0.5 * np.square((figure.value - expected) / error)
    return np.asarray(np.logaddexp(both[0], both[1]))


def _of_dissociation(figure: Figure, values: dict[str, Any], n: int) -> Numbers:
    here, own, _ = _evenly()
    some = {**values, "none": np.zeros_like(values["none"])}
    points = cadss(
        here.effect_most * np.exp(values["exposure"]), 1, dissociation_of(some), standard=own, uniform=np.ones(PEOPLE)
    )
    share = (1 - values["none"][:, 0]) * (points > PRESENT_ABOVE).mean(axis=-1)
    share = np.clip(share, 1e-6, 1 - 1e-6)
    return np.asarray(n * (figure.value * np.log(share) + (1 - figure.value) * np.log1p(-share)))


def log_posterior(theta: Numbers) -> Numbers:
    """Return the log of the posterior up to a constant, (w,), for walkers (w, parameters) in the order of NAMES."""
    values = {name: theta[:, number, None] for number, name in enumerate(NAMES)}
    found = np.sum([one.prior.log_density(values[one.name][:, 0]) for one in ACUTE], axis=0)
    possible = np.isfinite(found)
    if possible.any():
        found[possible] += log_likelihood({name: value[possible] for name, value in values.items()})
    return np.where(np.isfinite(found), found, -np.inf)
