"""A model, a schedule, a person: what is in the blood at each time, with what must be read beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.flags import Flag, flags_of
from euthymia.pharmacology.kinetics.model import Model, Values, individual
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.schedule import Schedule, check_rising
from euthymia.pharmacology.kinetics.solve import Stretch, amounts_over, concentrations
from euthymia.pharmacology.kinetics.system import Basis

RESEARCH: Final = "Research: a published model's prediction. It explains; it never doses anyone."


class Curve(NamedTuple):
    """One substance over time, in ng/mL on the basis named."""

    ng_per_ml: Numbers
    basis: Basis

    def peak(self, times_min: Numbers) -> tuple[float, float]:
        """Return the highest of the values, and its time."""
        at = int(np.argmax(self.ng_per_ml))
        return float(self.ng_per_ml[at]), float(times_min[at])


class Occasion(NamedTuple):
    """From here on, how far one occasion lies from a person's own parameters."""

    begins_min: float
    etas: Values


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """What was computed. `flags` and `label` go wherever the curves go."""

    model: Model
    times_min: Numbers
    curves: Mapping[str, Curve]
    flags: tuple[Flag, ...]
    label: str = RESEARCH

    def __getitem__(self, name: str) -> Numbers:
        return self.curves[name].ng_per_ml


def simulate(
    model: Model,
    schedule: Schedule,
    times_min: Sequence[float] | Numbers,
    *,
    person: Person,
    etas: Values | None = None,
    occasions: Sequence[Occasion] = (),
) -> Curves:
    """Compute each concentration that a model reads, exactly.

    times_min  (m,)  strictly rising, from the same beginning as the schedule's
    etas       how far this person lies from a typical one, by parameter, on the log scale; chance is the caller's
    occasions  the same from a time on, by what varies between occasions; drug in the body goes on
    Raises UnorderedTimes, UnknownSpread, UnstableModel.
    """
    check_rising(times_min)
    check_rising([one.begins_min for one in occasions])
    times = np.asarray(times_min, dtype=np.float64)
    stretches = [Stretch(-np.inf, model.structure(individual(model, person, etas or {})))]
    stretches += [
        Stretch(one.begins_min, model.structure(individual(model, person, etas or {}, occasion=one.etas)))
        for one in occasions
    ]
    read = concentrations(stretches, amounts_over(stretches, schedule, times), times)
    bases = {reading.name: reading.basis for reading in stretches[0].system.readings}
    curves = {name: Curve(values, bases[name]) for name, values in read.items()}
    return Curves(model, times, curves, flags_of(model, schedule, person))


def ensemble(
    models: Sequence[Model], schedule: Schedule, times_min: Sequence[float] | Numbers, *, person: Person
) -> tuple[Curves, ...]:
    """Draw one question by several models, each a typical person: their spread is the structural uncertainty alone."""
    return tuple(simulate(model, schedule, times_min, person=person) for model in models)
