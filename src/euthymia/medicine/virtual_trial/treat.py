"""The whole chain of one arm: who is let in, what a session does in the body, what raters see. Chance is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from euthymia.medicine.cascade.dissociation import dissociation_of
from euthymia.medicine.cascade.occupancy import Numbers
from euthymia.medicine.cascade.pressure import sign_of
from euthymia.medicine.cascade.score import Chance, expected, minds, typical_of
from euthymia.medicine.virtual_trial.design import Arm, Trial
from euthymia.medicine.virtual_trial.endpoints import Endpoint, value
from euthymia.medicine.virtual_trial.followed import Followed, follow
from euthymia.medicine.virtual_trial.people import Bodies, Entered, bodies, enter
from euthymia.medicine.virtual_trial.session import PRESSURES, Acute, AcuteChance, PerMg, acute, drive, per_mg


@dataclass(frozen=True, slots=True, eq=False)
class Assumed:
    """What is taken to be true: parameters on their priors' scales, a number each or one a person (n,).

    study   how far this trial lies from others, on the logit of relief
    half    ln of the concentration that holds half of the receptors
    effect  False for a world in which the drug itself, and belief in it, do nothing to the score
    """

    course: Mapping[str, Any]
    acute: Mapping[str, Any]
    study: Any
    half: Any
    effect: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class PeopleChance:
    """What people are drawn with, (n,) each, uniform where it says so, standard normal elsewhere.

    sex, weight, door  uniform;  own, rater  of severity and of the first rating
    kinetic (n, k), delay  of the kinetic model and of the effect site;  person  of the mind
    ratings (visits, n);  losing (visits, n)  uniform;  sessions  by number
    """

    sex: Numbers
    weight: Numbers
    door: Numbers
    own: Numbers
    rater: Numbers
    kinetic: Numbers
    delay: Numbers
    person: Chance
    ratings: Numbers
    losing: Numbers
    sessions: Mapping[int, AcuteChance]


@dataclass(frozen=True, slots=True, eq=False)
class Admitted:
    """Whom the door let in, before anybody is treated, with what a milligram does in them by length of infusion."""

    trial: Trial
    assumed: Assumed
    chance: PeopleChance
    bodies: Bodies
    entered: Entered
    one_mg: dict[float, PerMg]

    def per_mg(self, minutes: float) -> PerMg:
        """Run one milligram over so many minutes, once."""
        if minutes not in self.one_mg:
            self.one_mg[minutes] = per_mg(
                minutes, self.trial.readings_min, weights_kg=self.bodies.weights_kg,
                standard=self.chance.kinetic, delay=self.chance.delay,
            )  # fmt: skip
        return self.one_mg[minutes]


def admit(trial: Trial, assumed: Assumed, chance: PeopleChance) -> Admitted:
    """Let people in."""
    found = bodies(trial.population, sex=chance.sex, weight=chance.weight)
    noise = assumed.course["noise"]
    entered = enter(trial.population, noise, door=chance.door, own=chance.own, rater=chance.rater)
    return Admitted(trial, assumed, chance, found, entered, {})


@dataclass(frozen=True, slots=True, eq=False)
class Treated:
    """One arm's people after it. `drive` (n,) of one of its sessions; `sessions` by number, those that were watched."""

    arm: Arm
    drive: Numbers
    followed: Followed
    sessions: Mapping[int, Acute]

    def value(self, one: Endpoint) -> Numbers:
        """Give an endpoint of everybody, had nobody been lost, (n,)."""
        return value(one, self.followed, self.sessions.get(one.session))


def treat(admitted: Admitted, arm: Arm) -> Treated:
    """Treat everybody as this arm does, and follow them.

    Raises ImpossiblePerson.
    """
    trial, assumed, chance = admitted.trial, admitted.assumed, admitted.chance
    driven = _drive(admitted, arm)
    before_noise = _expected(admitted, arm, driven)
    followed = follow(
        before_noise, admitted.entered.baseline, trial.visits_days, assumed.course["noise"], rater=chance.ratings,
        losing=chance.losing, drop_out=trial.drop_out, rescue=trial.rescue,
    )  # fmt: skip
    return Treated(arm, driven, followed, dict(_sessions(admitted, arm)))


def _dose_mg(admitted: Admitted, arm: Arm) -> Numbers:
    return arm.mg_per_kg * admitted.bodies.weights_kg * (1.0 if arm.ketamine else 0.0)


def _drive(admitted: Admitted, arm: Arm) -> Numbers:
    people = admitted.bodies.weights_kg.shape
    if not (arm.ketamine and arm.days and admitted.assumed.effect):
        return np.zeros(people)
    exposure = np.exp(admitted.assumed.acute["exposure"])  # of patients beside those of the model, typical ones too
    half = np.broadcast_to(np.exp(admitted.assumed.half) / exposure, people)
    one_mg = admitted.per_mg(arm.minutes)
    return drive(one_mg, _dose_mg(admitted, arm), np.ascontiguousarray(half))


def _expected(admitted: Admitted, arm: Arm, driven: Numbers) -> Numbers:
    assumed = admitted.assumed
    typical = typical_of(assumed.course, arm.context)
    believes = arm.belief if assumed.effect else 0.0
    mind = minds(admitted.entered.severity, typical, admitted.chance.person, believes=believes, study=assumed.study)
    days = arm.days if arm.ketamine else ()
    visits = admitted.trial.visits_days
    return expected(mind, typical, sessions_days=days, drive=[driven] * len(days), visits_days=visits)


def _sessions(admitted: Admitted, arm: Arm) -> Any:
    """Watch the sessions that chance was given for, and that the arm has."""
    values = admitted.assumed.acute
    for number, chance in admitted.chance.sessions.items():
        if number <= len(arm.days):
            dose_mg = _dose_mg(admitted, arm) * np.exp(values["exposure"])
            effect = admitted.per_mg(arm.minutes).effect * dose_mg
            signs = {name: sign_of(values, name) for name in PRESSURES}
            own = dissociation_of(values)
            yield number, acute(effect, admitted.trial.readings_min, number, own, signs, chance)
