"""What a virtual trial showed, put together from its blocks in the order of their numbers, no matter who ran them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.research.virtual_trials.estimate import AMONG_RESPONDERS
from euthymia.research.virtual_trials.plan import Plan
from euthymia.research.virtual_trials.run import Answer, Done
from euthymia.research.virtual_trials.tables import Columns
from euthymia.research.virtual_trials.tally import Adding, Tally
from euthymia.research.wilson import Interval, interval

WORDS: Final = {
    "point": "Power: parameters at the mean of the fit, in a trial like the mean of trials; doubt is left out.",
    "drawn": "Assurance: parameters, and how far a trial lies from others, are drawn again for each trial.",
}
AMONG_PEOPLE: Final = {
    "point": "Everybody has the parameters of the fit's mean, and her own distance from them.",
    "drawn": "Everybody has parameters of a draw of the fit of her own: what is not known is among the people.",
}


PARTS: Final = ("people", "apart", "lost", "rescued")


class Power(NamedTuple):
    """Of one arm, endpoint and size: how often the groups were told apart, with Monte Carlo error.

    found       share of trials with p under alpha, whichever way
    better      share of trials that found a difference in the arm's favour
    difference, sd  mean and SD of the trials' estimates;  whole  the mean difference had nobody been lost
    missing     mean share of scores that were filled in
    covered     share of 95% intervals that hold the mean of `whole`; NaN where what is true changes by trial
    told        trials that could be analysed
    """

    arm: str
    endpoint: str
    per_arm: int
    worse_points: float
    found: float
    found_within: Interval
    better: float
    difference: float
    sd: float
    whole: float
    missing: float
    covered: float
    told: int


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A whole run. `people` and `apart` by arm and endpoint; `lost`, `rescued` by arm; answers by trial."""

    plan: Plan
    people: dict[tuple[str, str], Tally]
    apart: dict[tuple[str, str], Tally]
    lost: dict[str, Tally]
    rescued: dict[str, Tally]
    answers: tuple[Answer, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what must be read beside every number of it."""
        return tuple(dict.fromkeys(_notes(self.plan)))

    def powers(self) -> tuple[Power, ...]:
        """Sum the answers up: one row an arm, endpoint, size and tipping step."""
        keys = dict.fromkeys((a.arm, a.endpoint, a.per_arm, a.worse_points) for a in self.answers)
        return tuple(self._power(*key) for key in keys)

    def _power(self, arm: str, endpoint: str, per_arm: int, worse: float) -> Power:
        key = (arm, endpoint, per_arm, worse)
        mine = [one for one in self.answers if (one.arm, one.endpoint, one.per_arm, one.worse_points) == key]
        told = [one for one in mine if not math.isnan(one.estimate.p)]
        found = [one for one in told if one.estimate.p < self.plan.alpha]
        asked = next(one for one in self.plan.design.endpoints if one.name == endpoint)
        sign = -1.0 if asked.less_is_better else 1.0
        better = [one for one in found if sign * one.estimate.difference > 0]
        whole = _mean([one.whole for one in mine])
        differences = np.array([one.estimate.difference for one in told])
        within = [one.estimate.low <= whole <= one.estimate.high for one in told if not math.isnan(one.estimate.low)]
        return Power(
            arm, endpoint, per_arm, worse,
            found=len(found) / len(told) if told else math.nan,
            found_within=interval(len(found), len(told)) if told else Interval(0.0, 1.0),
            better=len(better) / len(told) if told else math.nan,
            difference=float(differences.mean()) if told else math.nan,
            sd=float(differences.std(ddof=1)) if len(told) > 1 else math.nan,
            whole=whole,
            missing=_mean([one.estimate.missing for one in mine]),
            covered=float(np.mean(within)) if within and self.plan.doubt == "point" else math.nan,
            told=len(told),
        )  # fmt: skip


def _mean(values: Iterable[float]) -> float:
    """Return the mean of those that are numbers, NaN for none."""
    there = [one for one in values if math.isfinite(one)]
    return math.fsum(there) / len(there) if there else math.nan


def _notes(plan: Plan) -> Iterator[str]:
    yield RESEARCH
    for arm in plan.design.arms:
        yield from (f"{arm.name}: {flag.sentence}" for flag in arm.flags)
    yield WORDS[plan.doubt] if plan.trials else AMONG_PEOPLE[plan.doubt]
    if not plan.effect:
        yield "Neither the drug nor belief in it does anything to the score here: what is found is found by chance."
    if any(one.is_relapse for one in plan.design.endpoints):
        yield f"{AMONG_RESPONDERS.capitalize()}."
    if plan.design.rescue:
        yield f"Rescue takes away {plan.design.rescue.relief:.0%} of the score: assumed, nobody measured it."


def together(plan: Plan, blocks: Iterable[Done]) -> Result:
    """Put all blocks together as they come. Every block once, in any order."""
    sums: dict[str, defaultdict[Any, Adding]] = {part: defaultdict(Adding) for part in PARTS}
    answers: dict[int, tuple[Answer, ...]] = {}
    for done in blocks:
        answers[done.block.number] = done.answers
        for part in PARTS:
            for key, one in getattr(done, part).items():
                sums[part][key].take(one)
    people, apart, lost, rescued = ({key: one.sum() for key, one in sums[part].items()} for part in PARTS)
    return Result(plan, people, apart, lost, rescued, tuple(one for n in sorted(answers) for one in answers[n]))


def answer_columns(found: Result) -> Columns:
    """Return one row an answer, as columns of arrays that any data frame takes."""
    rows = found.answers
    columns: Columns = {
        "trial": np.array([row.trial for row in rows], np.int64),
        "arm": np.array([row.arm for row in rows]),
        "endpoint": np.array([row.endpoint for row in rows]),
        "per_arm": np.array([row.per_arm for row in rows], np.int64),
        "worse_points": np.array([row.worse_points for row in rows]),
        "whole_difference": np.array([row.whole for row in rows]),
    }
    for place, name in enumerate(("difference", "se", "p", "low", "high", "missing")):
        columns[name] = np.array([row.estimate[place] for row in rows])
    columns["label"] = np.full(len(rows), " ".join(found.notes))
    return columns


def summary_columns(found: Result) -> Columns:
    """Return the summary as columns: power by arm, endpoint and size; or the people's means, if nothing is compared."""
    label = " ".join(found.notes)
    if found.answers:
        rows = found.powers()
        columns: Columns = {
            name: np.array([getattr(row, name) for row in rows]) for name in Power._fields if name != "found_within"
        }
        columns["found_low"] = np.array([row.found_within.low for row in rows])
        columns["found_high"] = np.array([row.found_within.high for row in rows])
        return {**columns, "label": np.full(len(rows), label)}
    pairs = list(found.people)
    return {
        "arm": np.array([arm for arm, _ in pairs]),
        "endpoint": np.array([endpoint for _, endpoint in pairs]),
        "people": np.array([found.people[pair].had for pair in pairs], np.int64),
        "never": np.array([found.people[pair].never for pair in pairs], np.int64),
        "mean": np.array([found.people[pair].mean for pair in pairs]),
        "sd": np.array([found.people[pair].sd for pair in pairs]),
        **{
            f"p{round(100 * share):02d}": np.array([found.people[pair].quantile(share) for pair in pairs])
            for share in (0.05, 0.5, 0.95)
        },
        "label": np.full(len(pairs), label),
    }
