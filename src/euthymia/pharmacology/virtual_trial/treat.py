"""The whole chain of one arm: who is let in, what a session does in the body, what raters see. Chance is given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.dissociation import dissociation_of
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.pressure import sign_of
from euthymia.pharmacology.cascade.score import expected, minds, typical_of
from euthymia.pharmacology.kinetics import Schedule, infusion
from euthymia.pharmacology.virtual_trial.dealt import Dealt
from euthymia.pharmacology.virtual_trial.design import Arm, Trial
from euthymia.pharmacology.virtual_trial.endpoints import Endpoint, value
from euthymia.pharmacology.virtual_trial.followed import Followed, follow
from euthymia.pharmacology.virtual_trial.given import Assumed, PeopleChance, some
from euthymia.pharmacology.virtual_trial.people import Entered, enter, enter_observed, weights
from euthymia.pharmacology.virtual_trial.session import PRESSURES, Acute, PerMg, acute, drive, per_mg


@dataclass(frozen=True, slots=True, eq=False)
class Admitted:
    """Whom the door let in, before anybody is treated, with what a milligram does in them by the way it is given."""

    trial: Trial
    assumed: Assumed
    chance: PeopleChance
    weights_kg: Numbers
    entered: Entered
    ways: dict[Schedule, PerMg]

    def __len__(self) -> int:
        return len(self.weights_kg)

    def per_mg(self, one_mg: Schedule) -> PerMg:
        """Run one milligram, given so, once."""
        if one_mg not in self.ways:
            self.ways[one_mg] = per_mg(
                one_mg, self.trial.readings_min, weights_kg=self.weights_kg, standard=self.chance.kinetic,
                delay=self.chance.delay,
            )  # fmt: skip
        return self.ways[one_mg]

    def dealt(self, who: Any, weight_kg: float) -> "Admitted":
        """Return some of them, with the weight of the course that they were dealt."""
        own = np.full(len(who), weight_kg)
        return Admitted(self.trial, some(self.assumed, who), some(self.chance, who), own, some(self.entered, who), {})


def admit(trial: Trial, assumed: Assumed, chance: PeopleChance) -> Admitted:
    """Let people in."""
    noise, population = assumed.course["noise"], trial.population
    if population.observed:
        weights_kg, entered = enter_observed(population, noise, door=chance.door, own=chance.own, rater=chance.rater)
        return Admitted(trial, assumed, chance, weights_kg, entered, {})
    weights_kg = weights(population, sex=chance.sex, weight=chance.weight)
    entered = enter(population, noise, door=chance.door, own=chance.own, rater=chance.rater)
    return Admitted(trial, assumed, chance, weights_kg, entered, {})


@dataclass(frozen=True, slots=True, eq=False)
class Treated:
    """One arm's people after it. `sessions` by number, those that were watched.

    weights_kg, drive  (n,), the drive of the first session
    given_on  by session, (n,): its day, infinity where a person has no such session
    """

    arm: Arm
    weights_kg: Numbers
    drive: Numbers
    followed: Followed
    sessions: Mapping[int, Acute]
    given_on: Mapping[int, Numbers]

    def value(self, one: Endpoint) -> Numbers:
        """Return an endpoint of everybody, had nobody been lost, (n,)."""
        return value(one, self.followed, self.sessions.get(one.session))


class Session(NamedTuple):
    """One session of everybody: its day, the way one milligram is given, and milligrams (n,)."""

    day: float
    one_mg: Schedule
    mg: Numbers


def treat(admitted: Admitted, arm: Arm) -> Treated:
    """Treat everybody as this arm does, and follow them.

    Raises ImpossiblePerson.
    """
    if arm.table:
        return _by_table(admitted, arm)
    mg = arm.mg_per_kg * admitted.weights_kg * (1.0 if arm.ketamine else 0.0)
    return _treated(admitted, arm, [Session(day, infusion(1.0, arm.minutes), mg) for day in arm.days])


def _treated(admitted: Admitted, arm: Arm, course: Sequence[Session]) -> Treated:
    trial, assumed, chance = admitted.trial, admitted.assumed, admitted.chance
    drives = _drives(admitted, arm, course)
    followed = follow(
        _expected(admitted, arm, course, drives), admitted.entered.baseline, trial.visits_days,
        assumed.course["noise"], rater=chance.ratings, losing=chance.losing, drop_out=trial.drop_out,
        rescue=trial.rescue,
    )  # fmt: skip
    given_on = {number: np.full(len(admitted), one.day) for number, one in enumerate(course, start=1)}
    first = drives[0] if drives else np.zeros(len(admitted))
    return Treated(arm, admitted.weights_kg, first, followed, dict(_sessions(admitted, course)), given_on)


def _drives(admitted: Admitted, arm: Arm, course: Sequence[Session]) -> list[Numbers]:
    """Return the drive of each session; two that are given alike are computed once."""
    if not (arm.ketamine and admitted.assumed.effect):
        return [np.zeros(len(admitted))] * len(course)
    exposure = np.exp(admitted.assumed.acute["exposure"])  # of patients beside those of the model, typical ones too
    half = np.ascontiguousarray(np.broadcast_to(np.exp(admitted.assumed.half) / exposure, (len(admitted),)))
    found: dict[Any, Numbers] = {}
    for one in course:
        key = one.one_mg, id(one.mg)
        if key not in found:
            found[key] = drive(admitted.per_mg(one.one_mg), one.mg, half)
    return [found[one.one_mg, id(one.mg)] for one in course]


def _expected(admitted: Admitted, arm: Arm, course: Sequence[Session], drives: Sequence[Numbers]) -> Numbers:
    assumed = admitted.assumed
    typical = typical_of(assumed.course, arm.context)
    believes = arm.belief if assumed.effect else 0.0
    mind = minds(admitted.entered.severity, typical, admitted.chance.person, believes=believes, study=assumed.study)
    days = [one.day for one in course] if arm.ketamine else []
    return expected(
        mind, typical, sessions_days=days, drive=drives[: len(days)], visits_days=admitted.trial.visits_days
    )


def _sessions(admitted: Admitted, course: Sequence[Session]) -> Iterator[tuple[int, Acute]]:
    """Watch the sessions that chance was given for, and that the course has."""
    values = admitted.assumed.acute
    for number, chance in admitted.chance.sessions.items():
        if number <= len(course):
            one = course[number - 1]
            effect = admitted.per_mg(one.one_mg).effect * (one.mg * np.exp(values["exposure"]))
            signs = {name: sign_of(values, name) for name in PRESSURES}
            own = dissociation_of(values)
            yield number, acute(effect, admitted.trial.readings_min, number, own, signs, chance)


def _by_table(admitted: Admitted, arm: Arm) -> Treated:
    """Deal everybody one of the table's courses, and treat those of one course together."""
    which = np.minimum((admitted.chance.dealt * len(arm.table)).astype(np.int64), len(arm.table) - 1)
    parts = [(np.flatnonzero(which == place), one) for place, one in enumerate(arm.table)]
    done = [(who, _as_dealt(admitted.dealt(who, one.weight_kg), arm, one)) for who, one in parts if len(who)]
    order = np.argsort(np.concatenate([who for who, _ in done]), kind="stable")
    return _joined(arm, [one for _, one in done], order)


def _as_dealt(admitted: Admitted, arm: Arm, one: Dealt) -> Treated:
    mg = {session.mg: np.full(len(admitted), session.mg) for session in one.sessions}
    return _treated(admitted, arm, [Session(each.day, each.one_mg, mg[each.mg]) for each in one.sessions])


def _joined(arm: Arm, parts: Sequence[Treated], order: Any) -> Treated:
    """Put people back in their places."""

    def joined(arrays: Iterable[Numbers]) -> Numbers:
        return np.concatenate(list(arrays), axis=-1)[..., order]

    def watched(number: int, name: str) -> Numbers:
        return joined(getattr(one.sessions.get(number) or _unwatched(one), name) for one in parts)

    followed = {
        name: joined(getattr(one.followed, name) for one in parts)
        for name in ("baseline", "unrescued", "as_treated", "seen", "rescued_day", "lost_day")
    }
    watched_numbers = sorted({number for one in parts for number in one.sessions})
    given_numbers = sorted({number for one in parts for number in one.given_on})
    return Treated(
        arm,
        joined(one.weights_kg for one in parts),
        joined(one.drive for one in parts),
        Followed(parts[0].followed.visits_days, **followed),
        {
            number: Acute(*(watched(number, name) for name in ("cadss", "systolic_rise_mmhg", "above_limit")))
            for number in watched_numbers
        },
        {n: joined(one.given_on.get(n, np.full(one.drive.shape, np.inf)) for one in parts) for n in given_numbers},
    )


def _unwatched(one: Treated) -> Acute:
    """Return what a session shows of people who have none: nothing."""
    return Acute(*[np.full(one.drive.shape, np.nan)] * 3)
