"""The naive comparison: a random-effects mean of the calibrating trials' own figures, with no model behind it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.studies import CALIBRATING, Arm, Figure, Study

Z_90: Final = 1.6449
LEAST: Final = 2  # trials, under which there is no mean to speak of


class Estimate(NamedTuple):
    """A trial's figure and its variance, of a share on the logit scale."""

    value: float
    variance: float


class Pooled(NamedTuple):
    """A random-effects mean (DerSimonian and Laird), its variance, and the variance between trials."""

    mean: float
    variance: float
    between: float


def interval(figure: Figure, study: Study) -> tuple[float, float] | None:
    """Return the 90% prediction interval of such a figure in a new trial of this size; None where too few calibrate."""
    if figure.statistic == "difference of changes":
        return _of_difference([study.arm(name) for name in figure.arms])
    if figure.statistic in ("response", "remission"):
        return _of_share(figure.statistic, study.arm(figure.arms[0]))
    return None


def pool(estimates: Sequence[Estimate]) -> Pooled | None:
    """Pool; None for fewer than two."""
    if len(estimates) < LEAST:
        return None
    values, variances = np.array(estimates).T
    weights = 1 / variances
    fixed = weights @ values / weights.sum()
    spread = weights @ np.square(values - fixed) - (len(values) - 1)
    between = max(0.0, float(spread / (weights.sum() - np.square(weights).sum() / weights.sum())))
    weights = 1 / (variances + between)
    return Pooled(float(weights @ values / weights.sum()), float(1 / weights.sum()), between)


def _of_difference(arms: Sequence[Arm]) -> tuple[float, float] | None:
    pooled = pool(list(_differences()))
    if pooled is None:
        return None
    variances = [figure.value**2 for _, _, figure in _figures("SD of change")]
    own = float(np.mean(variances)) * sum(1 / arm.n for arm in arms)
    half = Z_90 * np.sqrt(pooled.between + pooled.variance + own)
    return pooled.mean - half, pooled.mean + half


def _differences() -> Iterator[Estimate]:
    """Yield each trial's ketamine arm less the control arm after it."""
    changes = {(study.key, arm.name): figure.value for study, arm, figure in _figures("mean change")}
    spreads = {(study.key, arm.name): figure.value for study, arm, figure in _figures("SD of change")}
    for study in CALIBRATING:
        for one, other in zip(study.arms[::2], study.arms[1::2], strict=False):
            here, there = (study.key, one.name), (study.key, other.name)
            if here in changes and there in changes:
                variance = spreads[here] ** 2 / one.n + spreads[there] ** 2 / other.n
                yield Estimate(changes[here] - changes[there], variance)


def _figures(statistic: str) -> Iterator[tuple[Study, Arm, Figure]]:
    for study in CALIBRATING:
        for figure in study.used:
            if figure.statistic == statistic:
                yield study, study.arm(figure.arms[0]), figure


def _of_share(statistic: str, arm: Arm) -> tuple[float, float] | None:
    """Pool the first such share of each arm that had the drug, or had not, on the logit scale."""
    first: dict[tuple[str, str], Estimate] = {}
    for study, other, figure in _figures(statistic):
        if other.ketamine == arm.ketamine:
            first.setdefault((study.key, other.name), _logit(figure.value * other.n, other.n))
    pooled = pool(list(first.values()))
    if pooled is None:
        return None
    share = 1 / (1 + np.exp(-pooled.mean))
    half = Z_90 * np.sqrt(pooled.between + pooled.variance + 1 / (arm.n * share * (1 - share)))
    low, high = (1 / (1 + np.exp(-(pooled.mean + side * half))) for side in (-1, 1))
    return float(low), float(high)


def _logit(count: float, n: int) -> Estimate:
    yes, no = count + 0.5, n - count + 0.5
    return Estimate(float(np.log(yes / no)), 1 / yes + 1 / no)
