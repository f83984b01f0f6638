"""The hundred people of the public page: drawn once from the fit, and how unsure the fit is of them.

Each is one draw of the fit, in a clinic of that draw. The seed is the one of many whose hundred lies nearest to what
the whole fit expects of the courses offered, so that a figure drawn is not itself an accident of drawing.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.hundred import MOST_INFUSIONS, Standing, days_of, scores_of, standing_of, visits_of
from euthymia.pharmacology.cascade.posterior import COURSE
from euthymia.pharmacology.cascade.score import Chance
from euthymia.research.calibration.points import Numbers, even, standard

PEOPLE: Final = 100
SEED: Final = 392
CONTEXTS: Final = ("midazolam", "saline", "open")
_DIGITS: Final = 4  # as they are printed, so that page and model read the same numbers
_VISITS: Final = max(len(visits_of(days_of(n, w))) for n in range(1, MOST_INFUSIONS + 1) for w in (1, 2, 3))
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Hundred:
    """What they are drawn with, rounded as printed.

    values  each (draws,), on the priors' scales;  study  (draws,) normal: how far each draw's clinic lies from others
    pick    (100,) each person's draw;  chance (100,);  noise (v, 100)
    """

    values: dict[str, Numbers]
    study: Numbers
    pick: Any
    chance: Chance
    noise: Numbers


class Shown(NamedTuple):
    """(v, 100) of Standing, and (v,) the fewest and most of a hundred responding, over nine in ten draws of the fit."""

    standing: Any
    low: Any
    high: Any


@cache
def hundred(seed: int = SEED) -> Hundred:
    """Draw them."""
    draws = len(COURSE.draws["gain"])
    numbers = np.random.default_rng(seed)
    placebo, relief, loss = numbers.standard_normal((3, PEOPLE)).round(_DIGITS)
    lasts = numbers.random(PEOPLE).round(_DIGITS)
    noise = numbers.standard_normal((_VISITS, PEOPLE))
    noise = (noise - noise.mean(axis=1, keepdims=True)) / noise.std(axis=1, keepdims=True)
    study = standard(even(draws, 1))[0].round(_DIGITS)
    pick = numbers.permutation(draws)[:PEOPLE]
    return Hundred(dict(COURSE.draws), study, pick, Chance(placebo, relief, loss, lasts), noise.round(_DIGITS))


def drawn(days: tuple[float, ...], context: str, *, given: bool, of: Hundred) -> Numbers:
    """Rate the hundred, (v, 100)."""
    own = {name: values[of.pick] for name, values in of.values.items()}
    return scores_of(days, context, own, of.chance, study=of.study[of.pick], noise=of.noise, given=given)


def in_every_draw(days: tuple[float, ...], context: str, *, given: bool, of: Hundred) -> Numbers:
    """Rate them in each draw's own clinic, (v, draws, 100)."""
    each = {name: values[:, None] for name, values in of.values.items()}
    return scores_of(
        days, context, each, of.chance, study=of.study[:, None], noise=of.noise[:, None, :], given=given
    )  # fmt: skip


def shown(days: tuple[float, ...], context: str, *, given: bool, of: Hundred | None = None) -> Shown:
    """Return how the hundred stand after each visit, and how unsure that is."""
    who = of or hundred()
    standing = standing_of(drawn(days, context, given=given, of=who), days)
    counts = responding(standing_of(in_every_draw(days, context, given=given, of=who), days))
    ordered = np.sort(counts, axis=1)
    last = counts.shape[1] - 1
    return Shown(standing, ordered[:, round(_LOW * last)], ordered[:, round(_HIGH * last)])


def responding(standing: Any) -> Any:
    """Count them, over the last axis."""
    return (standing == Standing.RESPONDING).sum(axis=-1)
