"""What a virtual trial showed, as lines that fit a terminal."""

import math
from collections.abc import Iterator, Sequence

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.virtual_trial import Endpoint
from euthymia.research.virtual_trials.power import per_arm_for
from euthymia.research.virtual_trials.result import Power, Result
from euthymia.research.virtual_trials.tally import Tally

WANTED = (0.8, 0.9)
_TITLE = {"point": "power", "drawn": "assurance"}


def power_lines(found: Sequence[Result]) -> Iterator[str]:
    """Print how often the arms were told apart: a block an arm and endpoint, a row a size and a tipping step."""
    powers = [{(one.arm, one.endpoint, one.per_arm, one.worse_points): one for one in each.powers()} for each in found]
    last = None
    for key in sorted(powers[0], key=lambda one: _place(found[0], one)):
        arm, endpoint, per_arm, worse = key
        if (arm, endpoint) != last:
            last = (arm, endpoint)
            yield ""
            yield f"{arm}: {endpoint}"
            titles = "".join(f"{_TITLE[one.plan.doubt]:>24}" for one in found)
            sizes = f"{'an arm':>7}{'worse by':>10}"
            yield f"  {sizes}{titles}{'difference':>13}{'SD':>8}{'nobody lost':>13}{'filled in':>11}"
        rows = [each[key] for each in powers]
        cells = "".join(f"{_found(one):>24}" for one in rows)
        first = rows[0]
        one_of = endpoint_of(found[0], endpoint)
        scale, unit = (100.0, "%") if one_of.is_share else (1.0, "")
        yield (
            f"  {per_arm:>7,}{f'{worse:g}' if worse else '':>10}{cells}{_number(first.difference * scale) + unit:>13}"
            f"{_number(first.sd * scale):>8}{_number(first.whole * scale) + unit:>13}{_share(first.missing):>11}"
        )
        if per_arm == found[0].plan.largest and worse == 0:
            yield from _by_formula(first, found[0])


def _place(found: Result, key: tuple[str, str, int, float]) -> tuple[int, int, int, float]:
    """Order rows as the design has its arms and endpoints, then by size."""
    arms = [one.name for one in found.plan.design.arms]
    endpoints = [one.name for one in found.plan.design.endpoints]
    return arms.index(key[0]), endpoints.index(key[1]), key[2], key[3]


def endpoint_of(found: Result, name: str) -> Endpoint:
    """Find an endpoint of the design by its name."""
    return next(one for one in found.plan.design.endpoints if one.name == name)


def _found(one: Power) -> str:
    if math.isnan(one.found):
        return "cannot be told"
    return f"{one.found:.1%} ({one.found_within.low:.0%} to {one.found_within.high:.0%})"


def _share(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.0%}"


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def _by_formula(one: Power, found: Result) -> Iterator[str]:
    """Yield how many people the formula of a t test asks for, where a mean is compared and the fit's mean is true."""
    asked = endpoint_of(found, one.endpoint)
    if asked.is_share or asked.is_relapse or found.plan.doubt != "point" or math.isnan(one.sd):
        return
    sd = one.sd / math.sqrt(2 / one.per_arm)
    try:
        needed = [per_arm_for(wanted, difference=one.difference, sd=sd, alpha=found.plan.alpha) for wanted in WANTED]
    except Refusal:
        return
    told = " and ".join(f"{n:,} for {wanted:.0%}" for n, wanted in zip(needed, WANTED, strict=True))
    yield f"          by the formula of a t test, for this difference and SD of one person {sd:.1f}: {told} an arm"


def people_lines(found: Result) -> Iterator[str]:
    """Print what everybody goes through, arm by arm, and the difference in the same people."""
    for one in found.plan.design.endpoints:
        yield ""
        yield one.name
        for arm in found.plan.design.arms:
            yield f"  {arm.name:<22}{_told(found.people[arm.name, one.name], one.is_share, one.is_relapse)}"
        for arm in found.plan.design.arms:
            apart = found.apart.get((arm.name, one.name))
            if apart and apart.had > apart.never and not one.is_relapse:
                scale, unit = (100.0, " points of %") if one.is_share else (1.0, "")
                error = f"chance alone ± {_number(1.96 * apart.se * scale)}"
                name = f"{arm.name} less {found.plan.design.control}"
                yield f"  {name:<34}{_number(apart.mean * scale)}{unit}, in the same people ({error})"
    yield ""
    for arm in found.plan.design.arms:
        yield f"{arm.name}: {found.lost[arm.name].mean:.0%} lost, {found.rescued[arm.name].mean:.0%} given a rescue"


def _told(one: Tally, share: bool, relapse: bool) -> str:
    if not one.had:
        return "nobody"
    if share:
        return f"{one.mean:.1%} of {one.had:,}"
    if relapse:
        median = one.quantile(0.5)
        half = "fewer than half ever did" if math.isinf(median) else f"half had by {median:.0f} days"
        return f"{one.had:,} responders; {one.never / one.had:.0%} did not relapse while watched; {half}"
    return (
        f"mean {_number(one.mean)}, nine in ten within {_number(one.quantile(0.05))} to {_number(one.quantile(0.95))}"
    )
