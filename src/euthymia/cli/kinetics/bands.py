"""Many people drawn from a model's own published spread: what nine in ten of them lie within."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.pharmacology import kinetics
from euthymia.pharmacology.kinetics import Curves, Flag, Person, Schedule

LOW, HIGH = 0.05, 0.95


class Band(NamedTuple):
    """Of one model: per curve the bounds of nine in ten people; none where it has no spread."""

    model: str
    people: int
    bounds: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Return what the band holds and what it leaves out."""
        if not self.bounds:
            return (Flag("band", self.model, "no spread between people is known to us, so no band is drawn"),)
        what = (
            f"the band holds nine in ten of {self.people} people drawn, from the spread between people alone; neither "
            "assay error nor doubt about parameters and model is in it"
        )
        lacks = [what for what in kinetics.find(self.model).missing if what.startswith("the spread of")]
        return (Flag("band", self.model, what), *(Flag("band", self.model, lack) for lack in lacks))


def draw(found: Sequence[Curves], schedule: Schedule, person: Person, *, people: int, seed: int) -> tuple[Band, ...]:
    """Draw people like this one by each model; the same seed is the same people, model by model."""
    return tuple(_bands(found, schedule, person, people, seed))


def _bands(found: Sequence[Curves], schedule: Schedule, person: Person, people: int, seed: int) -> Iterator[Band]:
    for one in found:
        if not one.model.variances:
            yield Band(one.model.name, people, {})
            continue
        chance = np.random.default_rng(seed)
        drawn = [
            kinetics.simulate(
                one.model,
                schedule,
                one.times_min,
                person=person,
                etas=kinetics.etas_from(one.model, chance.standard_normal(len(one.model.variances)).tolist()),
            )
            for _ in range(people)
        ]
        bounds = {}
        for name in one.curves:
            low, high = np.quantile([each[name] for each in drawn], [LOW, HIGH], axis=0)
            bounds[name] = (low, high)
        yield Band(one.model.name, people, bounds)
