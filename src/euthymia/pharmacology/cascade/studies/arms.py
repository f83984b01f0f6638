"""One arm of a study, drawn: its people, rated on the days that its figures ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.occupancy import TYPICAL_MG_PER_KG, Numbers
from euthymia.pharmacology.cascade.parameters import BASELINE_BETWEEN_SD, BASELINE_MEAN, BASELINE_SD
from euthymia.pharmacology.cascade.score import MOST, Chance, Typical, expected, minds, rated
from euthymia.pharmacology.cascade.studies.kinds import Arm, Figure

LEAST_BASELINE: Final = 5.0


class NoDrive(Refusal):
    """An arm of another dose was treated as if its sessions were typical ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What raters wrote down: `scores` (v, ..., n) on `days`, beside each person's `baseline` (..., n)."""

    days: tuple[float, ...]
    scores: Numbers
    baseline: Numbers

    def on(self, days: Iterable[float]) -> Numbers:
        """Return the scores of these days."""
        return self.scores[[self.days.index(day) for day in days]]


def days_asked(figures: Iterable[Figure], arm: Arm) -> tuple[float, ...]:
    """Return each day on which a figure of this arm needs a rating, rising."""
    asked: set[float] = set()
    for one in figures:
        if arm.name in one.arms:
            asked |= {*one.visits, one.responded} if one.visits else set(one.days)
    return tuple(sorted(asked))


def baselines(arm: Arm, standard: Any, *, of_study: Any) -> Numbers:
    """Return people's scores before: the arm's own mean and SD, or the proposal that stands in where none is held.

    standard  (..., n) normal;  of_study  normal, how far the study's mean lies from the proposal
    """
    mean, sd = arm.baseline or (BASELINE_MEAN + BASELINE_BETWEEN_SD * of_study, BASELINE_SD)
    found: Numbers = np.clip(mean + sd * standard, LEAST_BASELINE, MOST)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class ArmChance:
    """Standard normals: `baseline` (..., n), `noise` (v, ..., n); and what each person is drawn with."""

    baseline: Any
    person: Chance
    noise: Any


def see(
    arm: Arm,
    days: tuple[float, ...],
    typical: Typical,
    chance: ArmChance,
    *,
    study: Any = 0.0,
    of_study: Any = 0.0,
    drive: Any = None,
) -> Seen:
    """Treat and rate an arm's people.

    study  how far it lies from others on the logit of relief;  of_study  the same for its mean baseline, standardised
    drive  of each session beside the typical infusion; 1 where none is given, and another dose is refused
    Raises NoDrive.
    """
    if drive is None and arm.mg_per_kg != TYPICAL_MG_PER_KG:
        raise NoDrive(
            f"{arm.name}: {arm.mg_per_kg:g} mg/kg is not the typical dose, so its drive is not 1. Give the drive of "
            "its sessions, and carry the flag of a prior prediction."
        )
    baseline = baselines(arm, chance.baseline, of_study=of_study)
    people = minds(baseline, typical, chance.person, believes=arm.believes, study=study)
    before_noise = expected(
        people,
        typical,
        sessions_days=arm.days,
        drive=[1.0 if drive is None else drive] * len(arm.days),
        visits_days=days,
    )
    scores = rated(before_noise, typical.noise, chance.noise)
    return Seen(days, scores, np.broadcast_to(baseline, scores.shape[1:]))
