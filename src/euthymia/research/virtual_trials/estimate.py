"""One trial's answer: an arm against the control for one endpoint, with its interval and p. Plain published methods.

change       analysis of covariance on the first rating
shares       difference of shares, variance with one more of each kind in each arm
a session    Welch's difference of means
relapse      log-rank among responders, and the difference of days relapse-free up to the last visit
Completed tables are put together by Rubin's rules.   Source: agresti-caffo:2000, rubin:1987, barnard-rubin:1999
"""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.virtual_trial import Endpoint, Followed
from euthymia.pharmacology.virtual_trial.endpoints import of_score
from euthymia.research.keyed_rng import Numbers
from euthymia.research.virtual_trials.imputation import Filled, fill

TWO_SIDED_95: Final = 0.975
AMONG_RESPONDERS: Final = "relapse is compared among responders, who are no randomised groups"


class Estimate(NamedTuple):
    """An arm less the control. NaN throughout where it cannot be told; `missing` is the share filled in."""

    difference: float
    se: float
    p: float
    low: float
    high: float
    missing: float


NONE: Final = Estimate(*[float("nan")] * 6)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """One arm of one trial: what was seen of its people, and how its chance of filling in is keyed.

    sessions  by number, what was seen in it (n,) by kind of endpoint; NaN for anyone who was lost before
    """

    followed: Followed
    sessions: dict[str, Numbers]
    seed: int
    trial: int
    arm: int

    def filled(self, one: Endpoint) -> Filled | None:
        """Return the scores up to the endpoint's day, completed."""
        seen = self.followed.seen
        if one.on_rescue == "hypothetical":
            days = np.array(self.followed.visits_days)[:, None]
            seen = np.where(days > self.followed.rescued_day, np.nan, seen)
        upto = self.followed.visits_days.index(one.day) + 1
        return fill(seen[:upto], self.followed.baseline, seed=self.seed, trial=self.trial, arm=self.arm)


def estimate(one: Endpoint, control: Group, other: Group, *, worse_points: float = 0.0) -> Estimate:
    """Hold an arm against the control.

    worse_points  added to the arm's filled-in scores, and to no other: the tipping point is where the answer turns
    """
    if one.is_relapse:
        return _relapse(one, control, other)
    if one.in_session:
        pair = [group.sessions[one.name][~np.isnan(group.sessions[one.name])] for group in (control, other)]
        return together([_shares(*pair) if one.is_share else _means(*pair)], missing=0.0)
    filled = control.filled(one), other.filled(one)
    if filled[0] is None or filled[1] is None:
        return NONE
    tables = max(len(filled[0].scores), len(filled[1].scores))
    sides = [_completed(one, control, filled[0], tables, 0.0), _completed(one, other, filled[1], tables, worse_points)]
    missing = float(np.mean([filled[0].missing[-1].mean(), filled[1].missing[-1].mean()]))
    baselines = control.followed.baseline, other.followed.baseline
    answers = [
        _shares(first, second) if one.is_share else _covariance(first, second, *baselines)
        for first, second in zip(*sides, strict=True)
    ]
    return together(answers, missing=missing)


def _completed(one: Endpoint, group: Group, filled: Filled, tables: int, worse_points: float) -> list[Numbers]:
    """Return the endpoint's values of each completed table, as many as the other arm has."""
    people = group.followed
    found = []
    for table in range(tables):
        score = filled.scores[table % len(filled.scores)][-1]
        values = of_score(one, np.where(filled.missing[-1], score + worse_points, score), people.baseline)
        if one.on_rescue == "composite":
            values = np.where(people.rescued_day < one.day, 0.0, values)
        if one.on_drop_out == "composite":
            values = np.where(people.lost_day <= one.day, 0.0, values)
        found.append(values)
    return found


class Answer(NamedTuple):
    """Of one completed table: difference, its variance, and the degrees of freedom it would have had whole."""

    difference: float
    variance: float
    freedom: float


def _covariance(control: Numbers, other: Numbers, before_control: Numbers, before_other: Numbers) -> Answer:
    """Adjust a difference of changes for the first rating, by least squares."""
    before = np.concatenate([before_control, before_other])
    values = np.concatenate([control, other])
    arm = np.repeat([0.0, 1.0], [len(control), len(other)])
    rows = np.column_stack([np.ones(len(values)), arm, before - before.mean()])
    inverse = np.linalg.pinv(rows.T @ rows)
    found = inverse @ (rows.T @ values)
    freedom = len(values) - 3
    if freedom < 1:
        return Answer(*[float("nan")] * 3)
    variance = float(np.square(values - rows @ found).sum()) / freedom
    return Answer(float(found[1]), variance * float(inverse[1, 1]), freedom)


def _shares(control: Numbers, other: Numbers) -> Answer:
    variance = 0.0
    for values in (control, other):
        share = (values.sum() + 1.0) / (len(values) + 2.0)
        variance += share * (1.0 - share) / (len(values) + 2.0)
    return Answer(float(other.mean() - control.mean()) if len(control) and len(other) else np.nan, variance, np.inf)


def _means(control: Numbers, other: Numbers) -> Answer:
    if min(len(control), len(other)) < 2:
        return Answer(*[float("nan")] * 3)
    parts = [values.var(ddof=1) / len(values) for values in (control, other)]
    total = sum(parts)
    down = sum(part**2 / (len(values) - 1) for part, values in zip(parts, (control, other), strict=True))
    return Answer(float(other.mean() - control.mean()), float(total), float(total**2 / down) if down else np.inf)


def together(answers: list[Answer], *, missing: float) -> Estimate:
    """Put the answers of completed tables together: Rubin's rules."""
    differences, variances, freedoms = np.array(answers).T
    difference, within, freedom = float(differences.mean()), float(variances.mean()), float(freedoms[0])
    between = float(differences.var(ddof=1)) if len(answers) > 1 else 0.0
    extra = (1.0 + 1.0 / len(answers)) * between
    total = within + extra
    if between > 0:
        share = extra / total
        old = (len(answers) - 1) / share**2
        whole = np.inf if np.isinf(freedom) else (freedom + 1) / (freedom + 3) * freedom * (1 - share)
        freedom = old if np.isinf(whole) else old * whole / (old + whole)
    return _told(difference, np.sqrt(total), freedom, missing)


def _told(difference: float, se: Any, freedom: float, missing: float) -> Estimate:
    from scipy import stats  # a second that a worker who compares no groups does not pay

    if not (np.isfinite(difference) and se > 0):
        return Estimate(difference, float(se), float("nan"), float("nan"), float("nan"), missing)
    law = stats.norm if np.isinf(freedom) else stats.t(freedom)
    far = float(law.ppf(TWO_SIDED_95)) * float(se)
    p = 2.0 * float(law.sf(abs(difference) / se))
    return Estimate(difference, float(se), p, difference - far, difference + far, missing)


def _relapse(one: Endpoint, control: Group, other: Group) -> Estimate:
    from scipy import stats

    sides = [relapse_times(one, group.followed) for group in (control, other)]
    if any(len(times) == 0 for times, _ in sides):
        return NONE
    until = other.followed.visits_days[-1] - one.day
    free = [restricted_mean(times, seen, until) for times, seen in sides]
    missing = float(np.mean([np.isnan(group.followed.seen[-1]).mean() for group in (control, other)]))
    if not any(seen.any() for _, seen in sides):
        return Estimate(free[1] - free[0], float("nan"), 1.0, float("nan"), float("nan"), missing)
    first, second = (stats.CensoredData.right_censored(times, ~seen) for times, seen in sides)
    p = float(stats.logrank(first, second).pvalue)
    return Estimate(free[1] - free[0], float("nan"), p, float("nan"), float("nan"), missing)


def relapse_times(one: Endpoint, people: Followed) -> tuple[Numbers, Any]:
    """Return responders' days until relapse, or until they were last seen, and whether relapse was seen."""
    from euthymia.pharmacology.cascade.relapse import relapse_days

    scores = people.seen
    if one.on_rescue == "hypothetical":
        scores = np.where(np.array(people.visits_days)[:, None] > people.rescued_day, np.nan, scores)
    at = people.visits_days.index(one.day)
    with np.errstate(invalid="ignore"):
        who = scores[at] <= 0.5 * people.baseline
        days = np.array(people.visits_days[at + 1 :])
        relapsed = relapse_days(scores[at + 1 :, who], people.baseline[who], days, one.definition) - one.day
    last = np.where(~np.isnan(scores[at:, who]), np.array(people.visits_days[at:])[:, None], -np.inf).max(axis=0)
    seen = np.isfinite(relapsed)
    return np.maximum(np.where(seen, relapsed, last - one.day), 1e-3), seen


def restricted_mean(times: Numbers, seen: Any, until: float) -> float:
    """Return the mean days relapse-free up to `until`: the area under the curve of Kaplan and Meier."""
    order = np.lexsort((~np.asarray(seen), times))  # anyone who relapsed on the day another was last seen counts first
    times, seen = times[order], np.asarray(seen)[order]
    stays = np.cumprod(1.0 - seen / np.arange(len(times), 0, -1))
    steps = np.diff(np.concatenate([[0.0], times, [max(until, float(times[-1]))]]))
    return float((np.concatenate([[1.0], stays]) * steps).sum())
