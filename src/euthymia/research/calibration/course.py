"""How likely the studies' figures are, under the cascade: each statistic at its study's n, schedule and context.

What an arm reports are means over people, so they are jointly normal around their expectation, with the covariance that
the model's own people have, over n. Counting to whole people adds the variance of rounding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade.parameters import COURSE
from euthymia.pharmacology.cascade.score import typical_of
from euthymia.pharmacology.cascade.studies import CALIBRATING, Arm, Figure, Study
from euthymia.pharmacology.cascade.studies.arms import Seen, days_asked, see
from euthymia.pharmacology.cascade.studies.moments import OF_A_PERSON, at_risk, change
from euthymia.research.calibration.points import Numbers, evenly

PEOPLE: Final = 192
_ROUNDING: Final = 1 / 12
NAMES: Final = tuple(one.name for one in COURSE)
FITTED: Final = tuple(study for study in CALIBRATING if any(f.arms and f.days for f in study.used))
# one number a study for its distance from others; one more where its baseline is not held; standard normal both
OF_STUDIES: Final = tuple(f"study {one.key}" for one in FITTED)
OF_BASELINES: Final = tuple(f"baseline {one.key}" for one in FITTED if any(arm.baseline is None for arm in one.arms))
ALL_NAMES: Final = (*NAMES, *OF_STUDIES, *OF_BASELINES)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one arm that are means over the same people, and so hang together."""

    arm: Arm
    figures: tuple[Figure, ...]


def groups(study: Study) -> tuple[Group, ...]:
    """Put the figures of each arm together: those of all, and those of its responders."""
    found = []
    for arm in study.arms:
        own = [f for f in study.used if f.arms == (arm.name,) and f.statistic in OF_A_PERSON]
        of_all, of_responders = [f for f in own if not f.visits], [f for f in own if f.visits]
        found += [Group(arm, tuple(some)) for some in (of_all, of_responders) if some]
    return tuple(found)


def log_likelihood(values: dict[str, Any]) -> Numbers:
    """Add up over the studies that calibrate, (w,), for walkers' parameters (w, 1) by name."""
    return np.asarray(np.sum([_of_study(study, values) for study in FITTED], axis=0))


def _of_study(study: Study, values: dict[str, Any]) -> Any:
    seen = {arm.name: _seen(study, arm, values) for arm in study.arms}
    total: Any = sum(_of_group(group, seen[group.arm.name]) for group in groups(study))
    for figure in study.used:
        if figure.statistic == "size of z":
            total = total + _of_z(figure, study, seen)
    return total


def _seen(study: Study, arm: Arm, values: dict[str, Any]) -> Seen:
    days = days_asked(study.used, arm)
    apart = values["tau"] * values[f"study {study.key}"]
    of_study = values.get(f"baseline {study.key}", 0.0)
    return see(arm, days, typical_of(values, arm.context), evenly(PEOPLE, len(days)), study=apart, of_study=of_study)


def _of_group(group: Group, seen: Seen) -> Numbers:
    who = at_risk(group.figures[0], seen).astype(np.float64)
    weights = who / np.maximum(who.sum(axis=-1, keepdims=True), 1.0)
    parts = np.array([_part(figure, seen, weights) for figure in group.figures])  # (f, w, people)
    means = np.einsum("fwn,wn->wf", parts, weights)
    centred = parts - means.T[:, :, None]
    n = group.figures[0].n or group.arm.n
    covariance = np.einsum("fwn,gwn,wn->wfg", centred, centred, weights, optimize=True) / n
    covariance += np.diag([_rounding(figure, n) for figure in group.figures])
    return _normal(np.array([_told(figure) for figure in group.figures]) - means, covariance)


def _part(figure: Figure, seen: Seen, weights: Numbers) -> Numbers:
    """Return what each person adds to the statistic; of an SD, the square of the distance from the mean."""
    values = OF_A_PERSON[figure.statistic](figure, seen)
    if figure.statistic != "SD of change":
        return values
    return np.asarray(np.square(values - (values * weights).sum(axis=-1, keepdims=True)))


def _told(figure: Figure) -> float:
    return figure.value**2 if figure.statistic == "SD of change" else figure.value


def _rounding(figure: Figure, n: int) -> float:
    if figure.statistic in ("mean change", "SD of change"):
        return _ROUNDING * 0.1**2
    return _ROUNDING / n**2


def _normal(gap: Numbers, covariance: Numbers) -> Numbers:
    factor = np.linalg.cholesky(covariance)
    scaled = np.linalg.solve(factor, gap[..., None])[..., 0]
    spread = np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1)
    return np.asarray(-0.5 * np.square(scaled).sum(axis=-1) - spread)


def _of_z(figure: Figure, study: Study, seen: dict[str, Seen]) -> Numbers:
    """Take a p value without its direction: a normal folded at zero."""
    one, other = (change(figure, seen[name]) for name in figure.arms)
    n, m = (study.arm(name).n for name in figure.arms)
    error = np.sqrt(one.var(axis=-1) / n + other.var(axis=-1) / m)
    apart = (one.mean(axis=-1) - other.mean(axis=-1)) / error
    return np.asarray(np.logaddexp(-0.5 * np.square(figure.value - apart), -0.5 * np.square(figure.value + apart)))


def log_prior(values: dict[str, Any]) -> Numbers:
    """Add up the priors, (w,): those of the parameters, and standard normals of what studies lie apart by."""
    named: Iterable[Any] = [one.prior.log_density(values[one.name][:, 0]) for one in COURSE]
    studies = [-0.5 * np.square(values[name][:, 0]) for name in (*OF_STUDIES, *OF_BASELINES)]
    return np.asarray(np.sum([*named, *studies], axis=0))


def log_posterior(theta: Numbers) -> Numbers:
    """Return the log of the posterior up to a constant, (w,), for walkers (w, parameters) in the order of ALL_NAMES."""
    values = {name: theta[:, number, None] for number, name in enumerate(ALL_NAMES)}
    found = log_prior(values)
    possible = np.isfinite(found)
    if possible.any():
        found[possible] += log_likelihood({name: value[possible] for name, value in values.items()})
    return np.where(np.isfinite(found), found, -np.inf)
