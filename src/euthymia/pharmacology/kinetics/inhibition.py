"""Ashraf's interaction: CYP2B6 under ticlopidine, reversibly and by destroying it. Not linear in time.

While the inhibitor's concentration changes, so does clearance. Each piece of the schedule is then cut into steps in
which clearance is taken at the two points of Gauss's quadrature, and the steps are halved until nothing changes.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.exact import Numbers, exponentials
from euthymia.pharmacology.kinetics.flags import Flag, flags_of
from euthymia.pharmacology.kinetics.model import Values, individual
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.published.ashraf import ASHRAF, FM_CYP2B6
from euthymia.pharmacology.kinetics.schedule import Schedule, check_rising
from euthymia.pharmacology.kinetics.simulate import Curve, Curves
from euthymia.pharmacology.kinetics.solve import Stretch, concentrations
from euthymia.pharmacology.kinetics.system import System

Inhibitor = Callable[[float], float]  # minutes to the concentration of ticlopidine, umol/L

_KI_UM: Final = 0.031
_KDEG_PER_H: Final = 0.017
_KINACT_PER_H: Final = 18.0
_KI_INACT_UM: Final = 0.57
_POINTS: Final = (0.5 - 3**0.5 / 6, 0.5 + 3**0.5 / 6)  # of Gauss, in a step
_WEIGHTS: Final = (0.25 + 3**0.5 / 6, 0.25 - 3**0.5 / 6)
_AGREE: Final = 1e-9
_FIRST_STEP_MIN: Final = 5.0
_MOST_HALVINGS: Final = 7  # down to two seconds


class ImpossibleInhibitor(Refusal):
    """A concentration of an inhibitor that cannot be."""


def share_left(ticlopidine_um: float) -> float:
    """Return the share of intrinsic clearance that is left; 0.37 with CYP2B6 wholly blocked.

    Raises ImpossibleInhibitor.   Source: ashraf:2018
    """
    if not (np.isfinite(ticlopidine_um) and ticlopidine_um >= 0):
        raise ImpossibleInhibitor(f"Ticlopidine {ticlopidine_um:g} umol/L: a concentration is 0 or more. Correct it.")
    reversible = 1 / (1 + ticlopidine_um / _KI_UM)
    destroyed = _KINACT_PER_H * ticlopidine_um / (_KI_INACT_UM + ticlopidine_um)
    return reversible * _KDEG_PER_H / (_KDEG_PER_H + destroyed) * FM_CYP2B6 + (1 - FM_CYP2B6)


def simulate_inhibited(
    schedule: Schedule,
    times_min: Sequence[float] | Numbers,
    *,
    person: Person,
    ticlopidine_um: Inhibitor,
    etas: Values | None = None,
) -> Curves:
    """Compute Ashraf's model while ticlopidine comes and goes.

    ticlopidine_um  its concentration at each minute; it must be smooth between the events of the schedule
    Raises UnorderedTimes, UnknownSpread, ImpossibleInhibitor.   Source: ashraf:2018
    """
    check_rising(times_min)
    times = np.asarray(times_min, dtype=np.float64)
    values = individual(ASHRAF, person, etas or {})

    def system_at(at_min: float) -> System:
        return ASHRAF.structure({**values, "cl_int": values["cl_int"] * share_left(ticlopidine_um(at_min))})

    found = _amounts(system_at, schedule, times)
    read = concentrations([Stretch(-np.inf, system_at(0.0))], found, times)
    said = Flag(
        "approximation", ASHRAF.name, "ticlopidine's own course is the asker's; this model has no kinetics of it"
    )
    curves = {"plasma": Curve(read["plasma"], "own mass")}
    return Curves(ASHRAF, times, curves, (*flags_of(ASHRAF, schedule, person), said))


def _amounts(system_at: Callable[[float], System], schedule: Schedule, times_min: Numbers) -> Numbers:
    dosed, width = system_at(0.0).place("plasma"), len(system_at(0.0).compartments)
    pieces = schedule.pieces()
    found, held = np.zeros((len(times_min), width)), np.zeros(width)
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        end_min = following.begins_min if following else np.inf
        held[dosed] += piece.bolus_mg
        at_min = piece.begins_min
        for row in np.flatnonzero((times_min >= piece.begins_min) & (times_min < end_min)):
            held = _advance(system_at, held, at_min, float(times_min[row]), piece.mg_per_min)
            at_min, found[row] = float(times_min[row]), held
        if following:
            held = _advance(system_at, held, at_min, end_min, piece.mg_per_min)
    return found


def _advance(
    system_at: Callable[[float], System], held: Numbers, from_min: float, to_min: float, mg_per_min: float
) -> Numbers:
    """Go from one time to another, halving the steps until three answers agree: at a jump two may, by chance."""
    steps = max(1, int(np.ceil((to_min - from_min) / _FIRST_STEP_MIN)))
    answers = [_in_steps(system_at, held, from_min, to_min, mg_per_min, steps)]
    for _ in range(_MOST_HALVINGS):
        steps *= 2
        answers.append(_in_steps(system_at, held, from_min, to_min, mg_per_min, steps))
        if len(answers) > 2 and np.allclose(answers[-3:-1], answers[-1], rtol=_AGREE, atol=1e-12):
            return answers[-1]
    raise ImpossibleInhibitor(
        f"Ticlopidine's concentration changes too sharply between {from_min:g} and {to_min:g} min to be followed. "
        "Give a smooth course, or an event of the schedule where it jumps."
    )


def _in_steps(
    system_at: Callable[[float], System], held: Numbers, from_min: float, to_min: float, mg_per_min: float, steps: int
) -> Numbers:
    step_min = (to_min - from_min) / steps
    state = np.append(held, mg_per_min)
    if step_min == 0:
        return held
    starts = from_min + step_min * np.arange(steps)
    early, late = (np.array([_with_pump(system_at(at + step_min * p)) for at in starts]) for p in _POINTS)
    first, second = _WEIGHTS[0] * early + _WEIGHTS[1] * late, _WEIGHTS[1] * early + _WEIGHTS[0] * late
    each = np.full(steps, step_min)
    for over in exponentials(second, each) @ exponentials(first, each):
        state = over @ state
    return state[:-1]


def _with_pump(system: System) -> Numbers:
    """Add the pump as one more compartment, which never empties."""
    count = len(system.compartments)
    per_min = np.zeros((count + 1, count + 1))
    per_min[:count, :count] = system.per_min
    per_min[system.place(system.dosed), count] = 1.0
    return per_min
