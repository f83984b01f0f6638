"""The expected course of scores over a course of infusions, with intervals, beside none. It recommends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from euthymia.medicine.cascade.flags import flags_of
from euthymia.medicine.cascade.occupancy import Numbers, session_drive
from euthymia.medicine.cascade.parameters import find
from euthymia.medicine.cascade.posterior import COURSE
from euthymia.medicine.cascade.score import CONTEXTS, MOST, Chance, Typical, expected, minds, rated, typical_of
from euthymia.medicine.kinetics import Flag, Person, infusion
from euthymia.medicine.refusal import Refusal

_HALVES: Final = 9  # half occupancies, at even shares of their prior, between which drive is interpolated


class UnknownContext(Refusal):
    """No context of treatment goes by this name."""


class NotABaseline(Refusal):
    """A score before treatment that is not on the scale."""


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
        if self.context not in CONTEXTS:
            raise UnknownContext(f"{self.context!r} is no context here. Choose one of: {', '.join(CONTEXTS)}.")
        if not 0 < self.baseline <= MOST:
            raise NotABaseline(f"A score of {self.baseline:g} before: it is above 0 and up to {MOST:g}. Correct it.")


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Scores drawn (v, people) with the infusions and without any, on `days`; the same people and chance in both."""

    plan: Plan
    days: tuple[float, ...]
    scores: Numbers
    without: Numbers
    flags: tuple[Flag, ...]

    def responding(self) -> Numbers:
        """Give the share with half of the baseline gone or more, at each visit."""
        return np.asarray((self.scores <= 0.5 * self.plan.baseline).mean(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class CourseChance:
    """Normals (people,), one set a person drawn, each person beside one draw of the fit; chance is the caller's.

    study  how far this clinic lies from others;  half  of half occupancy;  noise  (v, people)
    """

    person: Chance
    study: Any
    half: Any
    noise: Any


def drives(plan: Plan, half: Any) -> Numbers:
    """Give the drive of one of its sessions for each standardised half occupancy: 1 for all at the typical infusion."""
    prior, person = find("half").prior, Person(weight_kg=plan.weight_kg)
    session = infusion(plan.mg_per_kg * plan.weight_kg, plan.minutes)
    at = np.linspace(-2.0, 2.0, _HALVES)
    found = [
        session_drive(session, person=person, half_ng_per_ml=float(np.exp(prior.one + prior.two * one))) for one in at
    ]
    typical = [
        session_drive(
            infusion(0.5 * plan.weight_kg, 40.0),
            person=person,
            half_ng_per_ml=float(np.exp(prior.one + prior.two * one)),
        )
        for one in at
    ]
    return np.asarray(np.interp(half, at, np.array(found) / np.array(typical)))


def draw(plan: Plan, visits_days: Sequence[float], chance: CourseChance) -> Course:
    """Draw people like this one through a course.

    visits_days  strictly rising;  the drive is beside a typical infusion at the same weight
    Raises UnorderedTimes.
    """
    people = len(chance.half)
    values = {name: np.resize(draws, people) for name, draws in COURSE.draws.items()}
    typical = typical_of(values, plan.context)
    drive = drives(plan, chance.half)
    scores, without = (
        rated(
            _expected(plan, days, [drive] * len(days), visits_days, typical, values, chance),
            typical.noise,
            chance.noise,
        )
        for days in (plan.days, ())
    )
    flags = flags_of(plan.mg_per_kg, days=plan.days, context=plan.context)
    return Course(plan, tuple(visits_days), scores, without, flags)


def _expected(
    plan: Plan, days: Sequence[float], drive: Sequence[Any], visits: Sequence[float], typical: Typical,
    values: dict[str, Numbers], chance: CourseChance,
) -> Numbers:  # fmt: skip
    study = values["tau"] * chance.study
    mind = minds(plan.baseline, typical, chance.person, believes=1.0 if days else 0.0, study=study)
    return expected(mind, typical, sessions_days=days, drive=drive, visits_days=visits)
