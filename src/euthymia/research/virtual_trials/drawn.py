"""Chance for a virtual trial: everybody's own numbers, keyed, so that nothing added moves anybody else's.

A person's key is her trial's number, her arm and her place in it. A visit is keyed by its hour and a session by its
number: a visit more, an arm more, a person more shifts nothing.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from euthymia.pharmacology.cascade import parameters, posterior
from euthymia.pharmacology.cascade.score import Chance
from euthymia.pharmacology.kinetics import DEFAULT
from euthymia.pharmacology.virtual_trial import Assumed, ImpossibleTrial, PeopleChance, Trial
from euthymia.pharmacology.virtual_trial.session import PRESSURES, AcuteChance
from euthymia.research.keyed_rng import Numbers, normals, uniforms

Doubt = Literal["point", "drawn"]
Keys = NDArray[np.uint64]
MOST_PEOPLE: Final = 2**24  # in one arm of one trial
MOST_TRIALS: Final = 2**23
SHARED: Final = 0  # the place of the arm in a key where all arms treat the same people


def arm_number(name: str) -> int:
    """Return an arm's own number in a key, by its name alone: another arm beside it changes nothing."""
    return 1 + crc32(name.encode()) % (2**16 - 1)


def check_apart(names: tuple[str, ...]) -> None:
    """Refuse names whose numbers meet: their people would be the same. Raises ImpossibleTrial."""
    numbers = {arm_number(name) for name in names}
    if len(numbers) < len(names):
        raise ImpossibleTrial(f"Two of the arms {', '.join(names)} would draw the same people. Rename one.")


def keys(trials: NDArray[np.integer], arm: int, places: NDArray[np.integer]) -> Keys:
    """Return a key a person, (n,): number of the trial, of the arm, and place in it."""
    high = np.asarray(trials, np.uint64) << np.uint64(40)
    return np.asarray(high | np.uint64(arm << 24) | np.asarray(places, np.uint64))


def assumed(seed: int, trials: NDArray[np.integer], doubt: Doubt, *, effect: bool) -> Assumed:
    """Return what is true in each trial, a number a person (n,).

    point  the means of the fit, and a trial like the mean of trials
    drawn  one draw of the fit a trial, and how far that trial lies from others: what assurance is over
    """
    if doubt == "point":
        return Assumed(
            {name: one.mean for name, one in posterior.COURSE.diagnoses.items()},
            {name: one.mean for name, one in posterior.ACUTE.diagnoses.items()},
            study=0.0,
            half=parameters.find("half").prior.one,
            effect=effect,
        )
    which, whose = np.unique(trials, return_inverse=True)
    share, sharper = uniforms(seed, which, "parameters", draws=2).T
    apart, half = normals(seed, which, "study", draws=2).T
    course = _picked(posterior.COURSE, share, whose)
    prior = parameters.find("half").prior
    return Assumed(
        course,
        _picked(posterior.ACUTE, sharper, whose),
        study=course["tau"] * apart[whose],
        half=(prior.one + prior.two * half)[whose],
        effect=effect,
    )


def _picked(fit: posterior.Fit, share: Numbers, whose: Any) -> dict[str, Numbers]:
    """Take one draw of the fit a trial, the same of all parameters."""
    draws = len(next(iter(fit.draws.values())))
    place = np.minimum((share * draws).astype(np.int64), draws - 1)[whose]
    return {name: values[place] for name, values in fit.draws.items()}


def people_chance(seed: int, people: Keys, trial: Trial) -> PeopleChance:
    """Draw everything that people of these keys are drawn with."""
    sex, weight, dealt = uniforms(seed, people, "covariates", draws=3).T
    severity = normals(seed, people, "severity", draws=1)[:, 0]
    door = uniforms(seed, people, "severity", draws=1, occasion=1)[:, 0]
    placebo = normals(seed, people, "placebo", draws=1)[:, 0]
    relief = normals(seed, people, "effect", draws=1)[:, 0]
    loss = normals(seed, people, "wear-off", draws=1)[:, 0]
    lasts = uniforms(seed, people, "wear-off", draws=1, occasion=1)[:, 0]
    spread = len(DEFAULT.spread[0])
    return PeopleChance(
        sex=sex,
        weight=weight,
        door=door,
        own=severity,
        rater=_at(seed, people, "rater", (0.0,))[0],
        kinetic=normals(seed, people, "kinetics", draws=spread),
        delay=normals(seed, people, "delay", draws=1)[:, 0],
        person=Chance(placebo, relief, loss, lasts),
        ratings=_at(seed, people, "rater", trial.visits_days),
        losing=_at(seed, people, "drop-out", trial.visits_days, uniform=True),
        sessions=_sessions(seed, people, trial),
        dealt=dealt,
    )


def _at(seed: int, people: Keys, purpose: str, days: tuple[float, ...], *, uniform: bool = False) -> Numbers:
    """Draw one number a person and day, (days, n), keyed by the hour."""
    draw = uniforms if uniform else normals
    return np.array([draw(seed, people, purpose, draws=1, occasion=round(24 * day))[:, 0] for day in days])


def _sessions(seed: int, people: Keys, trial: Trial) -> Mapping[int, AcuteChance]:
    wanted = sorted({one.session for one in trial.endpoints if one.in_session})
    if not wanted:
        return {}
    own, common = normals(seed, people, "acute", draws=2).T
    apart = normals(seed, people, "pressure", draws=2 * len(PRESSURES))
    answers = {name: apart[:, place] for place, name in enumerate(PRESSURES)}
    # diastolic shares half of its variance with systolic pressure at rest, as in the answer to the drug
    rest = apart[:, len(PRESSURES) :]
    share = np.sqrt(parameters.BETWEEN_SIGNS)
    resting = {
        name: rest[:, 0] if place == 0 else share * rest[:, 0] + np.sqrt(1.0 - share**2) * rest[:, place]
        for place, name in enumerate(PRESSURES)
    }
    return {
        number: AcuteChance(
            own=own,
            none=uniforms(seed, people, "acute", draws=1, occasion=number)[:, 0],
            common=common,
            apart=answers,
            resting=resting,
            **_readings(seed, people, number, len(trial.readings_min)),
        )
        for number in wanted
    }


def _readings(seed: int, people: Keys, session: int, count: int) -> dict[str, dict[str, Numbers]]:
    found: dict[str, dict[str, Numbers]] = {"wander": {}, "cuff": {}}
    for place, sign in enumerate(PRESSURES):
        fresh = normals(seed, people, "pressure", draws=2 * count, occasion=16 * session + place)
        found["wander"][sign] = np.ascontiguousarray(fresh[:, :count].T)
        found["cuff"][sign] = np.ascontiguousarray(fresh[:, count:].T)
    return found
