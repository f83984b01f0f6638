"""Many people's plasma and effect site at once, exactly and without a compiler: each a sum of four exponentials.

The same closed form as `kinetics/modes`, in NumPy alone, so that a web process may run it.
"""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from euthymia.pharmacology.kinetics import DEFAULT, Model, Person, Schedule, typical
from euthymia.pharmacology.kinetics.exact import Numbers

# An effect site as fast as one of the blood's own rates has no such sum; it is made faster by so much of itself
_APART: Final = 1e-4


class Bodies(NamedTuple):
    """People by their modes, (4, n) each: each mode's rate, its gain in ng/mL a mg, its weight at the effect site."""

    rate: Numbers
    gain: Numbers
    weight: Numbers


def bodies(etas: dict[str, Numbers], ke0_per_min: Numbers, *, weight_kg: float, model: Model = DEFAULT) -> Bodies:
    """Make bodies of how far each person lies from the typical one of this weight.

    etas  by parameter name, on the log scale, (n,);  ke0_per_min  (n,)
    """
    at_weight = typical(model, Person(weight_kg=weight_kg))
    own = {name: value * np.exp(etas[name]) if name in etas else value for name, value in at_weight.items()}
    assert model.three is not None
    v1, k10, k12, k21, k13, k31 = (np.broadcast_to(one, ke0_per_min.shape) for one in model.three(own))
    roots = _roots(k10, k12, k21, k13, k31)
    ke0 = _apart(ke0_per_min, roots)
    below = np.array([_product(roots, number) for number in range(3)])
    gain = 1000.0 / v1 * (k21 - roots) * (k31 - roots) / below
    weight = ke0 / (ke0 - roots)
    return Bodies(
        np.concatenate([roots, ke0[None]]),
        np.concatenate([gain, -(gain * weight).sum(axis=0)[None]]),
        np.concatenate([weight, np.ones_like(ke0)[None]]),
    )


def _roots(k10: Numbers, k12: Numbers, k21: Numbers, k13: Numbers, k31: Numbers) -> Numbers:
    """Return the three rates of decay, (3, n): real, by the angle formula, then made sharper by Newton."""
    a = k10 + k12 + k13 + k21 + k31
    b = k10 * k21 + k10 * k31 + k21 * k31 + k12 * k31 + k13 * k21
    c = k10 * k21 * k31
    third = a / 3
    radius = np.sqrt(np.maximum(third * third - b / 3, 1e-300))
    q = third**3 - third * b / 2 + c / 2
    angle = np.arccos(np.clip(q / radius**3, -1.0, 1.0)) / 3
    turns = np.array([0.0, -2.0, 2.0])[:, None] * np.pi / 3
    roots: Numbers = third + 2 * radius * np.cos(angle + turns)
    for _ in range(2):
        roots = roots - (((roots - a) * roots + b) * roots - c) / ((3 * roots - 2 * a) * roots + b)
    return roots


def _product(roots: Numbers, number: int) -> Numbers:
    one, other = (roots[at] - roots[number] for at in range(3) if at != number)
    found: Numbers = one * other
    return found


def _apart(ke0: Numbers, roots: Numbers) -> Numbers:
    near = (np.abs(ke0 - roots) < _APART * roots).any(axis=0)
    return np.where(near, ke0 * (1 + 4 * _APART), ke0)


def follow(many: Bodies, schedule: Schedule, times_min: Numbers) -> tuple[Numbers, Numbers]:
    """Return plasma and effect site of each person, (m, n) ng/mL each, by going from event to event and look to look.

    times_min  (m,) rising; zero before the first dose; at a bolus, what is there after it
    """
    plasma = np.zeros((len(times_min), many.rate.shape[1]))
    effect, held, decays = np.zeros_like(plasma), np.zeros_like(many.rate), _Decays(many.rate)
    pieces = schedule.pieces()
    cuts = np.searchsorted(times_min, [*(piece.begins_min for piece in pieces), np.inf]).tolist()
    for number, piece in enumerate(pieces):
        inside = slice(cuts[number], cuts[number + 1])
        goal = piece.mg_per_min * many.gain / many.rate
        fading = held + piece.bolus_mg * many.gain - goal
        rows = plasma[inside], effect[inside]
        left = _fade(fading, many.weight, decays, [piece.begins_min, *times_min[inside].tolist()], rows)
        plasma[inside] += goal[:3].sum(axis=0)
        effect[inside] += (goal * many.weight).sum(axis=0)
        if number + 1 < len(pieces):
            since = times_min[inside][-1] if len(rows[0]) else piece.begins_min
            held = goal + left * decays.over(pieces[number + 1].begins_min - float(since))
    return np.maximum(plasma, 0.0), np.maximum(effect, 0.0)


def _fade(
    fading: Numbers, weight: Numbers, decays: "_Decays", times_min: list[float], rows: tuple[Numbers, Numbers]
) -> Numbers:
    """Fill plasma and effect site with what is left at each time after the first; give what is left of each mode."""
    both, (plasma, effect) = np.stack([fading, fading * weight]), rows
    for row, (before, now) in enumerate(pairwise(times_min)):
        np.multiply(both, decays.over(now - before), out=both)
        np.add.reduce(both[0, :3], axis=0, out=plasma[row])
        np.add.reduce(both[1], axis=0, out=effect[row])
    gone_on: Numbers = both[0]
    return gone_on


class _Decays:
    """What is left of each mode after so many minutes; each length is worked out once."""

    def __init__(self, rate: Numbers) -> None:
        self._rate = rate
        self._known: dict[float, Numbers] = {}

    def over(self, minutes: float) -> Numbers:
        length = round(minutes, 9)
        if length not in self._known:
            self._known[length] = np.exp(-self._rate * length)
        return self._known[length]
