"""The plain oracle: the same arrows stepped through by an ODE solver, one event after another."""

from collections.abc import Callable

import numpy as np
from scipy.integrate import solve_ivp

from euthymia.pharmacology.kinetics.schedule import Schedule
from euthymia.pharmacology.kinetics.system import System

TOLERANCES = {"method": "LSODA", "rtol": 1e-11, "atol": 1e-13}


def amounts(system_at: Callable[[float], System], schedule: Schedule, times_min: np.ndarray) -> np.ndarray:
    """Step from event to event; `system_at` gives the system at a minute, so that it may change on the way."""
    first = system_at(0.0)
    dosed, held = first.place(first.dosed), np.zeros(len(first.compartments))
    found = np.zeros((len(times_min), len(held)))
    pieces = schedule.pieces()
    for number, piece in enumerate(pieces):
        held[dosed] += piece.bolus_mg
        end = pieces[number + 1].begins_min if number + 1 < len(pieces) else max(times_min[-1], piece.begins_min) + 1.0
        inside = (times_min >= piece.begins_min) & (times_min < end)

        def change(t, x, rate=piece.mg_per_min):
            moved = system_at(t).per_min @ x
            moved[dosed] += rate
            return moved

        asked = np.append(times_min[inside], end)
        stepped = solve_ivp(change, (piece.begins_min, end), held, t_eval=asked, **TOLERANCES)
        found[inside], held = stepped.y.T[:-1], stepped.y.T[-1].copy()
    return found
