"""The expected course of scores over a course of infusions, with intervals, beside none. It recommends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from euthymia.pharmacology.cascade.course.people import (
    CourseChance,
    Session,
    Setting,
    before_noise,
    drive_of,
    people_of,
)
from euthymia.pharmacology.cascade.course.told import check_setting
from euthymia.pharmacology.cascade.flags import flags_of
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.score import rated
from euthymia.pharmacology.kinetics import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is given, to whom, where. Raises UnknownContext, NotABaseline."""

    days: tuple[float, ...]
    mg_per_kg: float = 0.5
    minutes: float = 40.0
    weight_kg: float = 70.0
    baseline: float = 33.0
    context: str = "open"

    def __post_init__(self) -> None:
        check_setting(self.setting)

    @property
    def setting(self) -> Setting:
        """Return whose course it is, and where."""
        return Setting(self.baseline, self.context, self.weight_kg)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Return its sessions."""
        return tuple(Session(day, self.mg_per_kg, self.minutes) for day in self.days)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Scores drawn (v, people) with the infusions and without any, on `days`; the same people and chance in both."""

    plan: Plan
    days: tuple[float, ...]
    scores: Numbers
    without: Numbers
    flags: tuple[Flag, ...]

    def responding(self) -> Numbers:
        """Return the share with half of the baseline gone or more, at each visit."""
        return np.asarray((self.scores <= 0.5 * self.plan.baseline).mean(axis=1))


def drives(plan: Plan, half: Any) -> Numbers:
    """Return the drive of one of its sessions for each standardised half occupancy: 1 at the typical infusion."""
    return drive_of(Session(0.0, plan.mg_per_kg, plan.minutes), plan.weight_kg, half)


def draw(plan: Plan, visits_days: Sequence[float], chance: CourseChance) -> Course:
    """Draw people like this one through a course.

    visits_days  strictly rising;  the drive is beside a typical infusion at the same weight
    Raises UnorderedTimes.
    """
    people = people_of(chance)
    scores, without = (
        rated(before_noise(people, sessions, visits_days, plan.setting), people.values["noise"], chance.noise)
        for sessions in (plan.sessions, ())
    )
    flags = flags_of(plan.mg_per_kg, days=plan.days, context=plan.context)
    return Course(plan, tuple(visits_days), scores, without, flags)
