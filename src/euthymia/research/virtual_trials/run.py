"""One block of a virtual trial, from keys to answers; the same bits no matter who runs it, in whatever order."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from euthymia.pharmacology.virtual_trial import Endpoint, Followed, Treated, admit, treat
from euthymia.research.keyed_rng import Numbers
from euthymia.research.virtual_trials.drawn import SHARED, arm_number, assumed, keys, people_chance
from euthymia.research.virtual_trials.estimate import Estimate, Group, estimate
from euthymia.research.virtual_trials.plan import Block, Plan, Whereabouts
from euthymia.research.virtual_trials.tables import write_people
from euthymia.research.virtual_trials.tally import Tally, tally


class Answer(NamedTuple):
    """One trial's answer. `whole` is the difference that the same people would have shown had nobody been lost."""

    trial: int
    arm: str
    endpoint: str
    per_arm: int
    worse_points: float
    estimate: Estimate
    whole: float


class Done(NamedTuple):
    """What one block gives back: tallies by arm and endpoint, of the difference from the control too; answers."""

    block: Block
    people: dict[tuple[str, str], Tally]
    apart: dict[tuple[str, str], Tally]
    lost: dict[str, Tally]
    rescued: dict[str, Tally]
    answers: tuple[Answer, ...]


def run(plan: Plan, block: Block, folder: str = "") -> Done:
    """Run one block; write everybody in it to `folder` where one is named (one file a block)."""
    where = plan.whereabouts(block)
    arms = dict(_treated(plan, where))
    if folder:
        write_people(Path(folder), plan, block.number, where, arms)
    endpoints = plan.design.endpoints
    values = {(name, one.name): arm.value(one) for name, arm in arms.items() for one in endpoints}
    control = plan.design.control
    # the same people in every arm differ by the arm alone; people apart differ by chance too, and are not subtracted
    apart = {} if plan.trials else {
        key: tally(_less(values[key], values[control, key[1]])) for key in values if key[0] != control
    }  # fmt: skip
    return Done(
        block,
        {key: tally(found) for key, found in values.items()},
        apart,
        {name: tally(np.isfinite(arm.followed.lost_day).astype(float)) for name, arm in arms.items()},
        {name: tally(np.isfinite(arm.followed.rescued_day).astype(float)) for name, arm in arms.items()},
        tuple(_answers(plan, where, arms, values)) if plan.trials else (),
    )


def _less(one: Numbers, other: Numbers) -> Numbers:
    with np.errstate(invalid="ignore"):
        return one - other


def _treated(plan: Plan, where: Whereabouts) -> Iterator[tuple[str, Treated]]:
    """Treat everybody: the same people in every arm, or each arm's own where groups are compared."""
    # without trials everybody has parameters of her own draw, so that the whole doubt is among the people
    whose = where.trials if plan.trials else where.places
    true = assumed(plan.seed, whose, plan.doubt, effect=plan.effect)
    if not plan.trials:
        chance = people_chance(plan.seed, keys(where.trials, SHARED, where.places), plan.design)
        admitted = admit(plan.design, true, chance)
        yield from ((arm.name, treat(admitted, arm)) for arm in plan.design.arms)
        return
    for arm in plan.design.arms:
        people = keys(where.trials, arm_number(arm.name), where.places)
        yield arm.name, treat(admit(plan.design, true, people_chance(plan.seed, people, plan.design)), arm)


def _answers(
    plan: Plan, where: Whereabouts, arms: dict[str, Treated], values: dict[tuple[str, str], Numbers]
) -> Iterator[Answer]:
    control = plan.design.control
    for start in range(0, len(where.trials), plan.largest):
        trial = int(where.trials[start])
        for per_arm in plan.per_arm:
            here = slice(start, start + per_arm)
            groups = {name: _group(plan, arm, trial, here) for name, arm in arms.items()}
            for name in groups:
                for one in plan.design.endpoints if name != control else ():
                    whole = _whole(values[name, one.name][here], values[control, one.name][here])
                    for worse in _worse(plan, one):
                        found = estimate(one, groups[control], groups[name], worse_points=worse)
                        yield Answer(trial, name, one.name, per_arm, worse, found, whole)


def _worse(plan: Plan, one: Endpoint) -> tuple[float, ...]:
    """Ask about worse scores only where scores can be missing."""
    return plan.worse_points if not (one.in_session or one.is_relapse) else (0.0,)


def _whole(one: Numbers, other: Numbers) -> float:
    ends = [values[np.isfinite(values)] for values in (one, other)]
    return float(ends[0].mean() - ends[1].mean()) if all(len(some) for some in ends) else float("nan")


def _group(plan: Plan, arm: Treated, trial: int, here: slice) -> Group:
    all_of = arm.followed
    followed = Followed(
        all_of.visits_days,
        all_of.baseline[here],
        all_of.unrescued[:, here],
        all_of.as_treated[:, here],
        all_of.seen[:, here],
        all_of.rescued_day[here],
        all_of.lost_day[here],
    )
    sessions = {one.name: _watched(arm, one, here) for one in plan.design.endpoints if one.in_session}
    return Group(followed, sessions, plan.seed, trial, arm_number(arm.arm.name))


def _watched(arm: Treated, one: Endpoint, here: slice) -> Numbers:
    """Return what was seen in a session; anyone who was lost by then did not come."""
    values = arm.value(one)[here]
    if one.session not in arm.given_on:
        return values
    return np.where(arm.followed.lost_day[here] <= arm.given_on[one.session][here], np.nan, values)
