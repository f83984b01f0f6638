"""From a record's steps to what would be read at each look, for many sets of parameters at once, exactly."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from euthymia.pharmacology.kinetics.exact import Numbers, exponentials
from euthymia.pharmacology.kinetics.model import Model, Values, individual
from euthymia.pharmacology.kinetics.records import Given, Plan, Step
from euthymia.pharmacology.kinetics.system import System

_AT_ONCE: Final = 4_000  # exponentials held at one time


class Bodies(NamedTuple):
    """The systems of k sets of parameters by p people met on the way.

    per_min    (k, p, n + 1, n + 1)  rates, the pump as one more compartment that never empties
    unit       (k, p)  the pump's own rate: mg in it times this run in a minute
    read       (k, p, r, n)  ng/mL of each reading for a mg in each compartment
    """

    per_min: Numbers
    unit: Numbers
    read: Numbers
    dosed: int
    names: tuple[str, ...]


def looked(model: Model, plan: Plan, etas: Sequence[Values]) -> dict[str, Numbers]:
    """Return each concentration a model reads at each look of a record, by name: ng/mL on the model's own basis.

    etas  k sets of how far one person lies from the typical one
    Gives (k, m) each, m the looks of the plan. Raises UnknownSpread, UnstableModel.
    """
    systems = [[model.structure(individual(model, one, each)) for one in plan.people] for each in etas]
    lengths = len({(step.minutes, step.person) for step in plan.steps}) or 1
    size = max(1, _AT_ONCE // lengths)
    parts = [_through(_bodies(systems[at : at + size]), plan) for at in range(0, len(systems), size)]
    found = np.concatenate(parts) if parts else np.zeros((0, 0, 0))
    return {reading.name: found[:, number] for number, reading in enumerate(systems[0][0].readings)}


def _bodies(systems: Sequence[Sequence[System]]) -> Bodies:
    first = systems[0][0]
    count = len(first.compartments)
    shape = (len(systems), len(systems[0]))
    rates = np.array([[one.per_min for one in each] for each in systems])
    unit = -rates.min(axis=(-2, -1))  # of a size with the other rates, so that no digit is lost to it
    per_min = np.zeros((*shape, count + 1, count + 1))
    per_min[..., :count, :count] = rates
    per_min[..., first.place(first.dosed), count] = unit
    read = np.zeros((*shape, len(first.readings), count))
    for number, reading in enumerate(first.readings):
        litres = np.array([[one.readings[number].litres for one in each] for each in systems])
        read[..., number, first.place(reading.compartment)] = 1000.0 * reading.mass_ratio / litres  # mg/L is ug/mL
    return Bodies(per_min, unit, read, first.place(first.dosed), tuple(one.name for one in first.readings))


def _through(bodies: Bodies, plan: Plan) -> Numbers:
    """Return (k, readings, looks)."""
    ways = _ways(bodies, plan.steps)
    held = np.zeros((len(bodies.per_min), bodies.per_min.shape[-1] - 1))
    found = np.zeros((len(held), len(bodies.names), len(plan.looks)))
    for step in plan.steps:
        held = _after(bodies, ways, step, held)
        if step.look >= 0:
            found[:, :, step.look] = np.einsum("krn,kn->kr", bodies.read[:, step.person], held)
    return found


def _ways(bodies: Bodies, steps: Sequence[Step]) -> dict[tuple[float, int], Numbers]:
    """Return the exponential of each length of step with each body, (k, n + 1, n + 1), each worked out once."""
    keys = list(dict.fromkeys((step.minutes, step.person) for step in steps if step.minutes))
    if not keys:
        return {}
    stacked = np.concatenate([bodies.per_min[:, person] for _, person in keys])
    minutes = np.repeat([minutes for minutes, _ in keys], len(bodies.per_min))
    return dict(zip(keys, np.split(exponentials(stacked, minutes), len(keys)), strict=True))


def _after(bodies: Bodies, ways: dict[tuple[float, int], Numbers], step: Step, held: Numbers) -> Numbers:
    if step.minutes:
        held = _moved(ways[step.minutes, step.person], held, step.mg_per_min / bodies.unit[:, step.person])
    if step.empties:
        held = np.zeros_like(held)
    if step.steady:
        settled = _settled(bodies, step.person, step.steady)
        held = settled if step.steady.steady == "set" else held + settled
    if step.bolus_mg:
        held = held.copy()
        held[:, bodies.dosed] += step.bolus_mg
    return held


def _moved(way: Numbers, held: Numbers, pump: Numbers) -> Numbers:
    """Return the amounts after a way (k, n + 1, n + 1), with so much in the pump."""
    after: Numbers = np.einsum("kij,kj->ki", way[:, :-1, :-1], held) + way[:, :-1, -1] * pump[:, None]
    return after


# Steady states


def _settled(bodies: Bodies, person: int, given: Given) -> Numbers:
    """Return the amounts just before a dose that has been given at its interval for ever: the geometric limit.

    What has left for good grows without end and is set to zero.
    """
    per_min, unit = bodies.per_min[:, person], bodies.unit[:, person]
    if given.endless:
        steady = _solved(-per_min[:, :-2, :-2], per_min[:, :-2, -1] * (given.mg_per_min / unit)[:, None])
        return _with_out(steady)
    return _with_out(_infused(per_min, unit, given) if given.mg_per_min else _pushed(bodies, per_min, given))


def _pushed(bodies: Bodies, per_min: Numbers, given: Given) -> Numbers:
    over = exponentials(per_min, np.full(len(per_min), given.every_min))[:, :-2, :-2]
    return _limit(over, over[:, :, bodies.dosed] * given.mg)


def _infused(per_min: Numbers, unit: Numbers, given: Given) -> Numbers:
    """Sum what earlier infusions have left behind, those that still run each by itself, the others by the limit."""
    pump, nothing = given.mg_per_min / unit, np.zeros((len(per_min), per_min.shape[-1] - 1))
    whole = _moved(_over(per_min, given.minutes), nothing, pump)
    total, number = np.zeros_like(nothing), 1
    while given.every_min * number < given.minutes:
        total += _moved(_over(per_min, given.every_min * number), nothing, pump)
        number += 1
    first = _moved(_over(per_min, given.every_min * number - given.minutes), whole, 0 * unit)
    return total[:, :-1] + _limit(_over(per_min, given.every_min)[:, :-2, :-2], first[:, :-1])


def _over(per_min: Numbers, minutes: float) -> Numbers:
    return exponentials(per_min, np.full(len(per_min), minutes))


def _limit(over: Numbers, first: Numbers) -> Numbers:
    """Return first + over first + over over first and so on for ever."""
    return _solved(np.eye(over.shape[-1]) - over, first)


def _solved(matrices: Numbers, right: Numbers) -> Numbers:
    return np.asarray(np.linalg.solve(matrices, right[..., None])[..., 0], dtype=np.float64)


def _with_out(inside: Numbers) -> Numbers:
    whole: Numbers = np.concatenate([inside, np.zeros((len(inside), 1))], axis=1)  # OUT is the last
    return whole
