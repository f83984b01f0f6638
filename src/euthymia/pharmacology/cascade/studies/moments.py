"""The statistics that studies report, each computed as they report it, at their numbers."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.relapse import relapse_days
from euthymia.pharmacology.cascade.studies.arms import Seen
from euthymia.pharmacology.cascade.studies.kinds import Figure

RESPONSE_SHARE: Final = 0.5  # Source: trials:response


class NotOnScores(Refusal):
    """A statistic was asked of ratings that cannot give it."""


def change(figure: Figure, seen: Seen) -> Numbers:
    """Return each person's change on the figure's first day, (..., n); a fall is negative."""
    return np.asarray(seen.on(figure.days[:1])[0] - seen.baseline)


def responded(figure: Figure, seen: Seen) -> Numbers:
    """Return who has lost half of the baseline on any of the figure's days, (..., n) of 0 and 1."""
    return np.asarray((seen.on(figure.days) <= RESPONSE_SHARE * seen.baseline).any(axis=0), dtype=np.float64)


def remitted(figure: Figure, seen: Seen) -> Numbers:
    """Return whose score is at the cut or under it on any of the figure's days, (..., n) of 0 and 1."""
    return np.asarray((seen.on(figure.days) <= figure.cut).any(axis=0), dtype=np.float64)


def relapse_since(figure: Figure, seen: Seen) -> Numbers:
    """Return the days from the figure's zero to relapse, (..., n); infinity for never."""
    visits = [day - figure.since for day in figure.visits]
    return relapse_days(seen.on(figure.visits), seen.baseline, visits, figure.definition)


def relapsed(figure: Figure, seen: Seen) -> Numbers:
    """Return who has relapsed by the figure's day, (..., n) of 0 and 1."""
    return np.asarray(relapse_since(figure, seen) <= figure.days[0], dtype=np.float64)


def at_risk(figure: Figure, seen: Seen) -> NDArray[np.bool_]:
    """Return of whom a figure speaks, (..., n): of relapse, those who had responded; else of all."""
    if not figure.visits:
        return np.ones(seen.baseline.shape, dtype=bool)
    return np.asarray(seen.on([figure.responded])[0] <= RESPONSE_SHARE * seen.baseline)


OF_A_PERSON: Final[Mapping[str, Callable[[Figure, Seen], Numbers]]] = {
    "mean change": change,
    "SD of change": change,
    "response": responded,
    "remission": remitted,
    "relapsed by": relapsed,
}


def statistic(figure: Figure, seen: Mapping[str, Seen]) -> Numbers:
    """Return the figure's statistic of the people drawn, (...). NaN where nobody is left to ask.

    Raises NotOnScores.
    """
    arms = [seen[name] for name in figure.arms]
    match figure.statistic:
        case "difference of changes":
            return np.asarray(change(figure, arms[0]).mean(axis=-1) - change(figure, arms[1]).mean(axis=-1))
        case "size of z":
            return size_of_z(change(figure, arms[0]), change(figure, arms[1]))
        case "SD of change":
            return np.asarray(change(figure, arms[0]).std(axis=-1, ddof=1))
        case "median days to relapse":
            return _median_among(relapse_since(figure, arms[0]), at_risk(figure, arms[0]))
        case name if name in OF_A_PERSON:
            return _mean_among(OF_A_PERSON[name](figure, arms[0]), at_risk(figure, arms[0]))
    raise NotOnScores(f"{figure.statistic!r} is not computed of ratings. Ask the part that gives it.")


def size_of_z(one: Numbers, other: Numbers) -> Numbers:
    """Return how many standard errors two means lie apart, whichever way, (...)."""
    error = np.sqrt(one.var(axis=-1, ddof=1) / one.shape[-1] + other.var(axis=-1, ddof=1) / other.shape[-1])
    return np.asarray(np.abs(one.mean(axis=-1) - other.mean(axis=-1)) / error)


def _mean_among(values: Numbers, who: NDArray[np.bool_]) -> Numbers:
    count = who.sum(axis=-1)
    return np.where(count > 0, (values * who).sum(axis=-1) / np.maximum(count, 1), np.nan)


def _median_among(values: Numbers, who: NDArray[np.bool_]) -> Numbers:
    """Return the lower median, so that half relapsed is a day and never half of infinity."""
    ordered = np.sort(np.where(who, values, np.inf), axis=-1)
    count = who.sum(axis=-1)
    middle = np.maximum((count + 1) // 2 - 1, 0)
    return np.where(count > 0, np.take_along_axis(ordered, middle[..., None], axis=-1)[..., 0], np.nan)
