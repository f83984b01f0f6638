"""From the blood to the receptor: exposure, occupancy, and how hard one session drives beside a typical one."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics import DEFAULT, Model, Person, Schedule, infusion, simulate

Numbers = NDArray[np.float64]

TYPICAL_MG_PER_KG: Final = 0.5
TYPICAL_MIN: Final = 40.0
TYPICAL_KG: Final = 70.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_FIRST_MIN: Final = 2.5
_TAIL_MIN: Final = 3 * 1440.0  # the drug of one session is gone three days later, in every model


class NoSession(Refusal):
    """A session's drive was asked of doses that are none."""


class ImpossibleHalf(Refusal):
    """A concentration of half occupancy that cannot be."""


def exposure(ng_per_ml: Mapping[str, Numbers], *, r_potency: float) -> Numbers:
    """Return what acts: plasma of the racemate, or S and a share of R where both were computed.

    ng_per_ml  a kinetics result, by name;  r_potency  what R counts beside S (0.2 to 0.8: prior only)
    """
    if "plasma_s" not in ng_per_ml:
        return ng_per_ml["plasma"]
    found: Numbers = ng_per_ml["plasma_s"] + r_potency * ng_per_ml["plasma_r"]
    return found


def occupancy(ng_per_ml: Numbers, half_ng_per_ml: Numbers | float) -> Numbers:
    """Return the share of receptors held, 0 to under 1. Raises ImpossibleHalf."""
    if not np.all(np.isfinite(half_ng_per_ml) & (np.asarray(half_ng_per_ml) > 0)):
        raise ImpossibleHalf(f"Half occupancy at {half_ng_per_ml} ng/mL: it is above 0. Correct it.")
    held: Numbers = ng_per_ml / (ng_per_ml + half_ng_per_ml)
    return held


def held_min(model: Model, schedule: Schedule, *, person: Person, half_ng_per_ml: float) -> float:
    """Add up occupancy over one session and the three days after it, in minutes; quadrature from event to event.

    Raises NoSession.
    """
    times, weights = session_nodes(schedule)
    held = occupancy(simulate(model, schedule, times, person=person)["plasma"], half_ng_per_ml)
    return float(weights @ held)


def session_nodes(schedule: Schedule) -> tuple[Numbers, Numbers]:
    """Return times, min, and weights, min, that add a session up over it and the three days after. Raises NoSession."""
    edges = [piece.begins_min for piece in schedule.pieces()]
    if not edges:
        raise NoSession("No dose was given, so there is no session. Give one dose, of 0 mg for none of the drug.")
    last = edges[-1]
    edges += [*(last + _FIRST_MIN * 2.0 ** np.arange(np.log2(_TAIL_MIN / _FIRST_MIN))), last + _TAIL_MIN]
    low, wide = np.array(edges[:-1]), np.diff(edges)
    times = low[:, None] + wide[:, None] * (_NODES + 1) / 2
    return times.ravel(), (wide[:, None] * _WEIGHTS / 2).ravel()


def session_drive(
    schedule: Schedule, *, person: Person, half_ng_per_ml: float, model: Model = DEFAULT, exposure_ratio: float = 1.0
) -> float:
    """Return how hard one session drives: occupancy over time beside that of a typical 0.5 mg/kg over 40 min.

    exposure_ratio  this person's concentrations beside those the model gives;  1 for a typical one
    Gives 0 for no drug and 1 for the typical infusion, whatever half occupancy is; any other dose is prior prediction.
    Raises NoSession, ImpossibleHalf.
    """
    own = held_min(model, schedule, person=person, half_ng_per_ml=half_ng_per_ml / exposure_ratio)
    typical = infusion(TYPICAL_MG_PER_KG * TYPICAL_KG, TYPICAL_MIN)
    of_typical = held_min(model, typical, person=Person(weight_kg=TYPICAL_KG), half_ng_per_ml=half_ng_per_ml)
    return own / of_typical
