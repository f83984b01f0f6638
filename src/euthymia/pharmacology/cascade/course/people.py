"""Virtual people, each beside one draw of the fit, and what a course of sessions does to them before anybody rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.occupancy import TYPICAL_MG_PER_KG, TYPICAL_MIN, Numbers, session_drive
from euthymia.pharmacology.cascade.parameters import find
from euthymia.pharmacology.cascade.posterior import COURSE
from euthymia.pharmacology.cascade.score import Chance, expected, minds, typical_of
from euthymia.pharmacology.kinetics import Person, infusion

_HALVES: Final = 9  # half occupancies, at even shares of their prior, between which drive is interpolated


class Session(NamedTuple):
    """One session: its day, ketamine base in mg per kg, and how long it ran."""

    day: float
    mg_per_kg: float = TYPICAL_MG_PER_KG
    minutes: float = TYPICAL_MIN


class Setting(NamedTuple):
    """Whose course it is and where: the score before, the context of treatment, the weight."""

    baseline: float
    context: str
    weight_kg: float


@dataclass(frozen=True, slots=True, eq=False)
class CourseChance:
    """Normals (people,), one set a person drawn, each person beside one draw of the fit; chance is the caller's.

    study  how far this clinic lies from others;  half  of half occupancy
    noise  (v, people), or (people,) for every visit
    """

    person: Chance
    study: Any
    half: Any
    noise: Any


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People (n,): `values` are parameters of the fit, one draw a person; the rest is what chance made of them."""

    values: Mapping[str, Numbers]
    person: Chance
    study: Numbers
    half: Numbers

    def take(self, index: Any) -> "People":
        """Return some of them, some perhaps twice."""
        one = self.person
        chance = Chance(one.placebo[index], one.relief[index], one.loss[index], one.lasts[index])
        values = {name: values[index] for name, values in self.values.items()}
        return People(values, chance, self.study[index], self.half[index])


def people_of(chance: CourseChance, draws: Mapping[str, Numbers] = COURSE.draws) -> People:
    """Put each person beside one draw of the fit, each draw as often as the others."""
    return People(
        {name: np.resize(values, len(chance.half)) for name, values in draws.items()},
        chance.person,
        chance.study,
        chance.half,
    )


def drive_of(session: Session, weight_kg: float, half: Any) -> Numbers:
    """Return the drive of a session for each standardised half occupancy: 1 for all at the typical infusion."""
    person, prior = Person(weight_kg=weight_kg), find("half").prior
    given = infusion(session.mg_per_kg * weight_kg, session.minutes)
    typical = infusion(TYPICAL_MG_PER_KG * weight_kg, TYPICAL_MIN)
    if given == typical:
        return np.ones(np.shape(half))
    at = np.linspace(-2.0, 2.0, _HALVES)
    drives = [
        [session_drive(one, person=person, half_ng_per_ml=float(np.exp(prior.one + prior.two * where))) for where in at]
        for one in (given, typical)
    ]
    return np.asarray(np.interp(half, at, np.array(drives[0]) / np.array(drives[1])))


def before_noise(
    people: People, sessions: Sequence[Session], visits_days: Sequence[float], setting: Setting
) -> Numbers:
    """Return the score of each person at each visit before a rater's noise, (v, n).

    Who had no session at all does not believe in having had the drug.   Raises UnorderedTimes.
    """
    typical = typical_of(people.values, setting.context)
    known = {
        (one.mg_per_kg, one.minutes): drive_of(one, setting.weight_kg, people.half)
        for one in dict.fromkeys(session._replace(day=0.0) for session in sessions)
    }
    mind = minds(
        setting.baseline,
        typical,
        people.person,
        believes=1.0 if sessions else 0.0,
        study=people.values["tau"] * people.study,
    )
    return expected(
        mind,
        typical,
        sessions_days=[one.day for one in sessions],
        drive=[known[one.mg_per_kg, one.minutes] for one in sessions],
        visits_days=visits_days,
    )
