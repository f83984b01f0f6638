"""One patient followed through a session: the crowd, what it was before, and what has surprised it."""

from dataclasses import dataclass, replace
from typing import Final

from euthymia.pharmacology.forecast.crowd import Crowd, Drawn, Reading, Who, begin
from euthymia.pharmacology.forecast.learn import Stir, learn
from euthymia.pharmacology.forecast.surprise import RARE, Surprise, how_rare
from euthymia.pharmacology.kinetics import Schedule

_KNOWN_FROM: Final = 1  # reading: before it the crowd does not know its person at all, and nothing is a surprise


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """at_first before any reading;  crowd after all;  earlier before the newest, None where there is none."""

    at_first: Crowd
    crowd: Crowd
    earlier: Crowd | None = None
    surprises: tuple[Surprise, ...] = ()


def follow_from(who: Who, drawn: Drawn) -> Followed:
    """Begin with the population. Raises TooFewPeople, ImpossiblePerson."""
    crowd = begin(who, drawn)
    return Followed(crowd, crowd)


def take(followed: Followed, reading: Reading, stir: Stir, *, schedule: Schedule) -> Followed:
    """Take one more reading: say whether it surprises, then learn from it. Raises ImpossibleReading."""
    known = learn(followed.crowd, reading, stir, schedule=schedule)
    found = _surprise(followed, reading, schedule)
    surprises = (*followed.surprises, found) if found else followed.surprises
    return replace(followed, crowd=known, earlier=followed.crowd, surprises=surprises)


def _surprise(followed: Followed, reading: Reading, schedule: Schedule) -> Surprise | None:
    """Hold the newest two readings against the crowd that knew neither of them."""
    earlier = followed.earlier
    if earlier is None or len(earlier.readings) < _KNOWN_FROM:
        return None
    later = (followed.crowd.readings[-1], reading)
    probability = how_rare(earlier, later, schedule=schedule)
    return Surprise(reading.at_min, later, probability) if probability < RARE else None
