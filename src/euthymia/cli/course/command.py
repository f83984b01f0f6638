"""`euthymia course`: what the fit expects of a course of infusions, with intervals, beside none at all."""

import csv as csv_module
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from euthymia.cli.kinetics.bands import HIGH, LOW
from euthymia.cli.output import put_out
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course import Course, CourseChance, Plan, draw
from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.pharmacology.cascade.score import Chance

PEOPLE: Final = 2000
INTERVAL: Final = (
    "the interval holds nine in ten of people like this one: doubt about parameters, between studies and people, and a "
    "rater's noise are in it"
)


class NotDays(Refusal):
    """Days that are no numbers, or a last day before the first."""


class NeedsScores(Refusal):
    """Something about one person was asked without any score of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was asked for, in its own words."""

    days: str
    dose: float
    minutes: float
    weight: float
    baseline: float
    context: str
    until: int
    seed: int


def run(asked: Asked, *, csv: str, plot: str) -> int:
    """Draw, print and write. Raises Refusal, before anything is written."""
    if plot:
        from euthymia.cli.kinetics.plots import check as check_plot

        check_plot(plot)
    found = _drawn(asked)

    def save(path: Path) -> None:
        from euthymia.cli.course import plots

        plots.save_course(path, found, words(found))

    return put_out(lines(found), lambda: table(found), save, csv=csv, plot=plot)


def check_alone(told: Mapping[str, Any]) -> None:
    """Refuse what only one person's scores can answer. Raises NeedsScores."""
    for name in ("now", "one_more", "spacing"):
        if told[name] is not None:
            raise NeedsScores(f"--{name.replace('_', '-')} is about one person: give --scores too, such as 0:34,1:20.")


def _drawn(asked: Asked) -> Course:
    plan = Plan(
        days=read_days(asked.days), mg_per_kg=asked.dose, minutes=asked.minutes, weight_kg=asked.weight,
        baseline=asked.baseline, context=asked.context,
    )  # fmt: skip
    if asked.until < 1:
        raise NotDays(f"--until {asked.until}: a course is followed for a day or more. Give a later day.")
    visits = [1 / 6, *(float(day) for day in range(1, asked.until + 1))]
    numbers = np.random.default_rng(asked.seed)
    placebo, relief, loss, study, half = numbers.standard_normal((5, PEOPLE))
    person = Chance(placebo, relief, loss, lasts=numbers.random(PEOPLE))
    return draw(plan, visits, CourseChance(person, study, half, numbers.standard_normal((len(visits), PEOPLE))))


def read_days(text: str) -> tuple[float, ...]:
    """Read days as they are typed: 0,3,7. Raises NotDays."""
    try:
        found = tuple(float(one) for one in text.split(",") if one.strip())
    except ValueError:
        found = (math.nan,)
    if not all(map(math.isfinite, found)):
        raise NotDays(f"--days {text!r}: give numbers with commas between, such as 0,3,7.")
    return found


def shown(found: Course) -> list[int]:
    """Choose the rows that a short table shows: the day after each infusion, and weeks after the last."""
    last = max(found.plan.days, default=0.0)
    wanted = {day + 1 for day in found.plan.days} | {last + 7 * week for week in range(1, 9)}
    return [row for row, day in enumerate(found.days) if day in wanted]


def words(found: Course) -> list[str]:
    """Return what must be read beside it."""
    return [flag.sentence for flag in found.flags] + [f"{INTERVAL.capitalize()}."]


def lines(found: Course) -> Iterator[str]:
    """Print a short table."""
    plan = found.plan
    yield RESEARCH
    yield (
        f"{len(plan.days)} infusions of {plan.mg_per_kg:g} mg/kg over {plan.minutes:g} min on days "
        f"{', '.join(f'{day:g}' for day in plan.days)}; {plan.context}; score before {plan.baseline:g}"
    )
    yield f"  {'day':>4}{'score':>8}{'90% interval':>16}{'half gone':>12}{'without infusions':>20}"
    response = found.responding()
    for row in shown(found):
        low, middle, high = np.quantile(found.scores[row], [LOW, 0.5, HIGH])
        without = np.quantile(found.without[row], [LOW, 0.5, HIGH])
        yield (
            f"  {found.days[row]:>4g}{middle:>8.1f}{f'{low:.0f} to {high:.0f}':>16}{100 * response[row]:>11.0f}%"
            f"{f'{without[1]:.1f} ({without[0]:.0f} to {without[2]:.0f})':>20}"
        )
    yield from words(found)


def table(found: Course) -> str:
    """Write every day as CSV; flags and label in each row."""
    text = io.StringIO()
    writer = csv_module.writer(text, lineterminator="\n")
    writer.writerow(
        ["day", "score_p05", "score_p50", "score_p95", "response_share", "without_p05", "without_p50", "without_p95",
         "dose_mg_per_kg", "context", "flags", "label"]
    )  # fmt: skip
    response, flags = found.responding(), " ".join(flag.sentence for flag in found.flags)
    for row, day in enumerate(found.days):
        inner = np.quantile(found.scores[row], [LOW, 0.5, HIGH]).tolist()
        without = np.quantile(found.without[row], [LOW, 0.5, HIGH]).tolist()
        figures = [f"{value:.4g}" for value in (day, *inner, response[row], *without)]
        writer.writerow([*figures, f"{found.plan.mg_per_kg:g}", found.plan.context, flags, RESEARCH])
    return text.getvalue()
