"""Compartments, the arrows between them, where the drug goes in, and what is read from where."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.exact import Numbers

OUT: Final = "out"  # where all that leaves is added up, so that mass balances
PLASMA: Final = "plasma"
EFFECT_SITE: Final = "effect site"

Basis = Literal["own mass", "ketamine mass", "apparent"]


class UnstableModel(Refusal):
    """Parameters with which a model is no body: a rate below zero, or drug that never leaves."""


class Arrow(NamedTuple):
    """Drug moves from one compartment to another at a rate per minute of what is in the first."""

    origin: str
    target: str
    per_min: float


class Reading(NamedTuple):
    """A concentration that is read: amount in a compartment over litres, times a ratio of masses.

    basis  own mass: ng of the substance itself; ketamine mass: ng of the ketamine it came from; apparent: as the
           model was fitted, its litres standing for an unknown share as well
    """

    name: str
    compartment: str
    litres: float
    basis: Basis = "own mass"
    mass_ratio: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """A linear model of one person: `per_min` (n, n) has a column for what leaves each compartment; OUT is the last."""

    compartments: tuple[str, ...]
    per_min: Numbers
    readings: tuple[Reading, ...]
    dosed: str = PLASMA

    def place(self, compartment: str) -> int:
        """Return the row of a compartment."""
        return self.compartments.index(compartment)


def assemble(arrows: Iterable[Arrow], readings: Sequence[Reading]) -> System:
    """Make a system of its arrows. Raises UnstableModel."""
    arrows = tuple(arrows)
    for arrow in arrows:
        _check_rate(arrow)
    inside = dict.fromkeys([PLASMA, *(end for a in arrows for end in (a.origin, a.target) if end != OUT)])
    compartments = (*inside, OUT)
    _check_way_out(compartments, arrows)
    for reading in readings:
        _check_litres(reading)
    row = {name: number for number, name in enumerate(compartments)}
    per_min = np.zeros((len(row), len(row)))
    for origin, target, rate in arrows:
        per_min[row[target], row[origin]] += rate
        per_min[row[origin], row[origin]] -= rate
    return System(compartments, per_min, tuple(readings))


def with_effect_site(system: System, ke0_per_min: float) -> System:
    """Add a site that follows plasma at ke0 and takes no drug from it; it is read in plasma's litres.

    A ke0 belongs to the model, sampling site and enantiomer it was estimated with.   Raises UnstableModel.
    """
    if not (math.isfinite(ke0_per_min) and ke0_per_min > 0):
        raise UnstableModel(f"ke0 {ke0_per_min:g} a minute: a site follows plasma at a rate above 0. Correct it.")
    plasma, width = system.place(PLASMA), len(system.compartments)
    per_min = np.zeros((width + 1, width + 1))
    per_min[1:, 1:] = system.per_min
    per_min[0, plasma + 1], per_min[0, 0] = ke0_per_min, -ke0_per_min
    litres = next(reading.litres for reading in system.readings if reading.compartment == PLASMA)
    readings = (*system.readings, Reading(EFFECT_SITE, EFFECT_SITE, litres))
    return System((EFFECT_SITE, *system.compartments), per_min, readings, system.dosed)


def _check_rate(arrow: Arrow) -> None:
    if not (math.isfinite(arrow.per_min) and arrow.per_min >= 0):
        raise UnstableModel(
            f"{arrow.origin} to {arrow.target}: {arrow.per_min:g} a minute is no rate; amounts would grow of "
            "themselves. Correct the parameter it is made of."
        )


def _check_litres(reading: Reading) -> None:
    if not (math.isfinite(reading.litres) and reading.litres > 0):
        raise UnstableModel(
            f"{reading.name} is read in {reading.litres:g} L: a volume is above 0. Correct the parameter."
        )


def _check_way_out(compartments: Sequence[str], arrows: Sequence[Arrow]) -> None:
    leads_out = {OUT}
    for _ in compartments:
        leads_out |= {a.origin for a in arrows if a.target in leads_out and a.per_min > 0}
    if stays := [name for name in compartments if name not in leads_out]:
        raise UnstableModel(f"Drug never leaves {stays[0]}: no rate above 0 leads out of it. Correct the parameters.")


def exchange(one: str, other: str, *, flow: float, litres: float, other_litres: float) -> tuple[Arrow, Arrow]:
    """Return the two arrows of a flow (L/min) that goes both ways between two volumes (L)."""
    return Arrow(one, other, _over(flow, litres)), Arrow(other, one, _over(flow, other_litres))


def _over(flow: float, litres: float) -> float:
    return flow / litres if litres > 0 else math.nan  # which assemble refuses


def three_rates(v1: Any, cl: Any, q2: Any, v2: Any, q3: Any, v3: Any) -> tuple[Any, ...]:
    """Return v1, k10, k12, k21, k13, k31 of volumes and clearances, one person's or an array each."""
    return v1, cl / v1, q2 / v1, q2 / v2, q3 / v1, q3 / v3


def leaving(origin: str, target: str, *, flow: float, litres: float) -> Arrow:
    """Return the arrow of a clearance (L/min) from a volume (L)."""
    return Arrow(origin, target, _over(flow, litres))


def transits(origin: str, target: str, *, into: float, share: float, minutes: float) -> tuple[Arrow, ...]:
    """Return the arrows of two equal transit compartments on the way to a metabolite.

    into     per minute, what leaves the origin;  share  of it goes on, the rest leaves the body
    minutes  the mean time in both together, so that each has the rate 2 / minutes
    """
    first, second = f"{origin} to {target}, 1", f"{origin} to {target}, 2"
    on = 2 / minutes if minutes > 0 else math.nan
    return (
        Arrow(origin, first, into * share),
        Arrow(origin, OUT, into * (1 - share)),
        Arrow(first, second, on),
        Arrow(second, target, on),
    )
