"""One session of everybody: plasma to drive, effect site to dissociation and pressure. Chance is the caller's.

The models are linear, so one milligram is run once for each way of giving it and scaled by each person's own dose.
What little is left of an earlier session is not added, as in the fit; and the kinetic model is that of the fit, for a
parameter of effect is used only with the model it was estimated with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade import parameters
from euthymia.pharmacology.cascade.dissociation import PRESENT_ABOVE, Dissociation, cadss
from euthymia.pharmacology.cascade.occupancy import TYPICAL_KG, TYPICAL_MG_PER_KG, TYPICAL_MIN, Numbers, session_nodes
from euthymia.pharmacology.cascade.pressure import Sign, largest_rise, readings
from euthymia.pharmacology.kinetics import DEFAULT, Person, Schedule, infusion, simulate

LIMITS_MMHG: Final = {"systolic": 165.0, "diastolic": 100.0}  # Source: rodrigues:2022
PRESSURES: Final = tuple(LIMITS_MMHG)


@dataclass(frozen=True, slots=True, eq=False)
class PerMg:
    """What one milligram does in everybody, ng/mL: plasma at the nodes of a quadrature, effect site at the readings.

    plasma  (n, m) beside `weights_min` (m,);  effect  (readings, n)
    """

    plasma: Numbers
    weights_min: Numbers
    effect: Numbers


def per_mg(
    one_mg: Schedule, readings_min: Sequence[float], *, weights_kg: Numbers, standard: Numbers, delay: Numbers
) -> PerMg:
    """Run one milligram, given so, through everybody.

    standard  (n, k) normals of the model's own spread;  delay  (n,) normal, of the delay to the effect site
    Raises ImpossiblePerson.
    """
    from euthymia.pharmacology.kinetics.population import people_of, simulate_population  # numba

    half = parameters.find("effect_half").prior
    ke0 = np.log(2) / np.clip(np.exp(half.one + half.two * delay), 0.5, 12.0)
    people = people_of(DEFAULT, weights_kg=weights_kg, standard=standard, ke0_per_min=ke0)
    nodes, weights_min = session_nodes(one_mg)
    times = np.union1d(nodes, readings_min)
    plasma, effect = simulate_population(people, one_mg, times)
    at = np.searchsorted(times, nodes)
    seen = np.searchsorted(times, readings_min)
    return PerMg(np.ascontiguousarray(plasma[:, at]), weights_min, np.ascontiguousarray(effect[:, seen].T))


@cache
def _typical() -> tuple[Numbers, Numbers]:
    dose = infusion(TYPICAL_MG_PER_KG * TYPICAL_KG, TYPICAL_MIN)
    nodes, weights_min = session_nodes(dose)
    return simulate(DEFAULT, dose, nodes, person=Person(weight_kg=TYPICAL_KG))["plasma"][None, :], weights_min


def drive(one_mg: PerMg, dose_mg: Numbers, half_ng_per_ml: Numbers) -> Numbers:
    """Return each person's drive beside that of the typical person at the typical infusion, (n,).

    half_ng_per_ml  (n,) where half of the receptors are held, as the kinetic model counts
    """
    from euthymia.pharmacology.virtual_trial.held import held_min  # numba

    own = held_min(one_mg.plasma, dose_mg, half_ng_per_ml, one_mg.weights_min)
    halves, whose = np.unique(half_ng_per_ml, return_inverse=True)
    curve, weights_min = _typical()
    many = np.broadcast_to(curve, (len(halves), curve.shape[1]))
    return np.asarray(own / held_min(np.ascontiguousarray(many), np.ones(len(halves)), halves, weights_min)[whose])


@dataclass(frozen=True, slots=True, eq=False)
class AcuteChance:
    """Normals, but for `none`, uniform (n,), of this session.

    own      (n,) of dissociation;  common, apart  (n,) and by sign (n,) of what pressure answers with
    resting  by sign (n,);  wander, cuff  by sign (readings, n), of this session
    """

    own: Numbers
    none: Numbers
    common: Numbers
    apart: Mapping[str, Numbers]
    resting: Mapping[str, Numbers]
    wander: Mapping[str, Numbers]
    cuff: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Acute:
    """What a session showed, (n,): highest CADSS, largest systolic rise, and whether a limit was met."""

    cadss: Numbers
    systolic_rise_mmhg: Numbers
    above_limit: Numbers

    def peak(self, kind: str) -> Numbers:
        """Return what an endpoint of a session counts."""
        found = {
            "peak CADSS": self.cadss,
            "dissociation noted": (self.cadss > PRESENT_ABOVE).astype(np.float64),
            "peak systolic rise": self.systolic_rise_mmhg,
            "pressure above limit": self.above_limit,
        }[kind]
        return np.where(np.isnan(self.cadss), np.nan, found)  # anyone who had no such session


def acute(
    effect_ng_per_ml: Numbers, readings_min: Sequence[float], session: int, dissociates: Dissociation,
    signs: Mapping[str, Sign], chance: AcuteChance,
) -> Acute:  # fmt: skip
    """Watch everybody through one session, at the readings.

    effect_ng_per_ml  (readings, n), 0 for a placebo;  session  its number, from 1
    """
    points = cadss(effect_ng_per_ml.max(axis=0), session, dissociates, standard=chance.own, uniform=chance.none)
    shown = {name: _shown(name, sign, effect_ng_per_ml, readings_min, chance) for name, sign in signs.items()}
    above = np.any([(shown[name] >= limit).any(axis=0) for name, limit in LIMITS_MMHG.items()], axis=0)
    return Acute(points, largest_rise(shown["systolic"]), above.astype(np.float64))


def _shown(name: str, sign: Sign, effect: Numbers, readings_min: Sequence[float], chance: AcuteChance) -> Any:
    mean, sd = parameters.RESTING[name]
    share = np.sqrt(parameters.BETWEEN_SIGNS)
    return readings(
        sign,
        resting=mean + sd * chance.resting[name],
        effect_ng_per_ml=effect,
        times_min=np.asarray(readings_min),
        own=share * chance.common + np.sqrt(1.0 - share**2) * chance.apart[name],
        chance=(chance.wander[name], chance.cuff[name]),
    )
