"""What a trial's people are drawn with, and what is taken to be true: arguments all, for medicine has no chance."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.score import Chance
from euthymia.pharmacology.virtual_trial.session import AcuteChance

# kept with the people along the last axis; all else has them along the first
_LAST: Final = ("ratings", "losing", "wander", "cuff")


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
    dealt  uniform: which course of a table
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
    dealt: Numbers


def some(whole: Any, who: Any, *, people_last: bool = False) -> Any:
    """Take some of the people of everything that is kept by person; what is one number for all stays."""
    if isinstance(whole, Mapping):
        return {name: some(one, who, people_last=people_last) for name, one in whole.items()}
    if is_dataclass(whole) and not isinstance(whole, type):
        parts = {one.name: some(getattr(whole, one.name), who, people_last=one.name in _LAST) for one in fields(whole)}
        return type(whole)(**parts)
    if not isinstance(whole, np.ndarray):
        return whole
    return whole[..., who] if people_last else whole[who]
