"""The crowd of each session, kept between readings in this process; what is not kept is the same when made again.

Chance is keyed by the session and by how many readings came before, so two pages of one chair show the same bands.
"""

import threading
from collections import OrderedDict
from typing import Final, NamedTuple

import numpy as np

from euthymia.clinic.infusion.forecast.gather import AtChair
from euthymia.pharmacology import forecast
from euthymia.pharmacology.kinetics import Schedule

_SESSIONS: Final = 256
_LOOK: Final = 2**32  # its streams of chance lie beyond those of the readings


class Step(NamedTuple):
    """One reading, and what was given until then."""

    reading: forecast.Reading
    schedule: Schedule


class _Kept(NamedTuple):
    who: forecast.Who
    steps: tuple[Step, ...]
    followed: forecast.Followed


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = threading.Lock()


def followed(key: int, at_chair: AtChair) -> forecast.Followed:
    """Return the session as followed through its newest reading, from where it was kept, else from the beginning."""
    steps = tuple(Step(one, _given_until(at_chair, one.at_min)) for one in at_chair.seen.readings)
    with _lock:
        kept = _kept.get(key)
    if kept is None or kept.who != at_chair.who or steps[: len(kept.steps)] != kept.steps:
        kept = _Kept(at_chair.who, (), _begun(key, at_chair.who))
    found = kept.followed
    for number in range(len(kept.steps), len(steps)):
        reading, schedule = steps[number]
        found = forecast.take(found, reading, _stir(key, number), schedule=schedule)
    with _lock:
        _kept[key] = _Kept(at_chair.who, steps, found)
        _kept.move_to_end(key)
        while len(_kept) > _SESSIONS:
            _kept.popitem(last=False)
    return found


def outlook(key: int, found: forecast.Followed, schedule: Schedule, now_min: float) -> forecast.Outlook:
    """Look ahead with the chance of this many readings: the same people each time, also for a what-if."""
    numbers = _chance(key, _LOOK + len(found.crowd.readings))
    look = forecast.Look(numbers.random(), numbers.random(forecast.SEEN))
    return forecast.outlook(found.crowd, found.at_first, look, schedule=schedule, now_min=now_min)


def forget() -> None:
    """Keep nothing: the next look begins from the record."""
    with _lock:
        _kept.clear()


def _given_until(at_chair: AtChair, at_min: float) -> Schedule:
    return forecast.given_so_far(at_chair.record._replace(now_min=at_min), at_chair.signed)


def _begun(key: int, who: forecast.Who) -> forecast.Followed:
    numbers = _chance(key, _LOOK - 1)
    own = numbers.standard_normal((forecast.OWN, forecast.PEOPLE))
    return forecast.follow_from(who, forecast.Drawn(own, numbers.random((2, forecast.PEOPLE))))


def _stir(key: int, number: int) -> forecast.Stir:
    numbers, (own, shares) = _chance(key, number), forecast.stir_shapes(forecast.PEOPLE)
    return forecast.Stir(numbers.random(), numbers.standard_normal(own), numbers.random(shares))


def _chance(key: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=[key, stream]))
