"""Many people drawn from a model's own published spread: what nine in ten of them lie within."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine import kinetics
from euthymia.medicine.kinetics import Curves, Person, Schedule

LOW, HIGH = 0.05, 0.95


class Band(NamedTuple):
    """Of one model: per curve the bounds of nine in ten people, from spread between people alone."""

    model: str
    people: int
    bounds: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]

    @property
    def sentence(self) -> str:
        lacks = [f" Not drawn: {what}." for what in kinetics.find(self.model).missing if "spread" in what]
        return (
            f"{self.model}: the band holds nine in ten of {self.people} people drawn, from the spread between people "
            "alone; neither assay error nor doubt about parameters and model is in it." + "".join(lacks)
        )


def draw(found: Sequence[Curves], schedule: Schedule, person: Person, *, people: int, seed: int) -> tuple[Band, ...]:
    """Draw people like this one by each model that has a spread; the same seed is the same people, model by model."""
    return tuple(_bands(found, schedule, person, people, seed))


def _bands(found: Sequence[Curves], schedule: Schedule, person: Person, people: int, seed: int) -> Iterator[Band]:
    for one in found:
        if not one.model.variances:
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
