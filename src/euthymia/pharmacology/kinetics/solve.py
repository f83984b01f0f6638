"""From the arrows and the doses to the amounts, exactly, from event to event: nothing is stepped."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from euthymia.pharmacology.kinetics.exact import Numbers, exponentials
from euthymia.pharmacology.kinetics.schedule import Piece, Schedule
from euthymia.pharmacology.kinetics.system import System


class Stretch(NamedTuple):
    """From here on the body is this system; the amounts go on."""

    begins_min: float
    system: System


def amounts(system: System, schedule: Schedule, times_min: Numbers) -> Numbers:
    """Return the amount in each compartment at each time, (m, n) in mg; at a bolus, the amount after it.

    times_min  (m,) not falling. Zero before the first dose; OUT holds what has left.
    """
    return amounts_over([Stretch(-np.inf, system)], schedule, times_min)


def amounts_over(stretches: Sequence[Stretch], schedule: Schedule, times_min: Numbers) -> Numbers:
    """Return the same where the body changes on the way, at the beginning of each stretch but the first."""
    pieces = schedule.pieces(also_at=[stretch.begins_min for stretch in stretches[1:]])
    found = np.zeros((len(times_min), len(stretches[0].system.compartments)))
    held = np.zeros(found.shape[1])
    edges = [piece.begins_min for piece in pieces]
    cuts = np.searchsorted(times_min, [*edges, np.inf])
    for number, piece in enumerate(pieces):
        inside = slice(cuts[number], cuts[number + 1])
        end = edges[number + 1 :][:1]
        asked = np.concatenate([times_min[inside], end]) - piece.begins_min
        reached = _from_one_event(_system_at(stretches, piece.begins_min), piece, held, asked)
        found[inside], held = reached[: inside.stop - inside.start], reached[-1] if end else held
    return found


def _system_at(stretches: Sequence[Stretch], at_min: float) -> System:
    return [stretch.system for stretch in stretches if stretch.begins_min <= at_min][-1]


def _from_one_event(system: System, piece: Piece, held: Numbers, minutes: Numbers) -> Numbers:
    """Return the amounts so many minutes after an event: one compartment stands for the pump, and never empties."""
    count, dosed = len(held), system.place(system.dosed)
    unit = float(-system.per_min.min())  # of a size with the other rates, so that no digit is lost to it
    per_min = np.zeros((count + 1, count + 1))
    per_min[:count, :count] = system.per_min
    per_min[dosed, count] = unit
    start = np.append(held, piece.mg_per_min / unit)
    start[dosed] += piece.bolus_mg
    reached: Numbers = exponentials(per_min, minutes) @ start
    return reached[:, :count]


def concentrations(stretches: Sequence[Stretch], found_mg: Numbers, times_min: Numbers) -> dict[str, Numbers]:
    """Turn amounts into what is read, by name, in ng/mL on the basis that each reading states."""
    litres_at = [_system_at(stretches, time) for time in times_min] if len(stretches) > 1 else None
    read = {}
    for number, reading in enumerate(stretches[0].system.readings):
        here = stretches[0].system.place(reading.compartment)
        litres = reading.litres if litres_at is None else np.array([s.readings[number].litres for s in litres_at])
        read[reading.name] = 1000.0 * reading.mass_ratio * found_mg[:, here] / litres  # mg/L is ug/mL
    return read
