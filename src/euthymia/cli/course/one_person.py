"""`euthymia course --scores`: what is expected of one person from a day on, with intervals."""

import csv as csv_module
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from euthymia.cli.course.command import NotDays, read_days
from euthymia.cli.output import put_out
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course import Asked, Outlook, Rating, Session, Setting, Told, outlook, part
from euthymia.pharmacology.cascade.course.answers import INTERVAL, SCALE, answers, flags, worth_sentence
from euthymia.pharmacology.cascade.course.outlook import HIGH, LOW
from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.pharmacology.kinetics.schedule import check_rising

_SHOWN: Final = 12  # rows of the short table


class NotScores(Refusal):
    """Scores that cannot be read."""


class TwoBaselines(Refusal):
    """A baseline beside scores that hold one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the command was told of one person, in its own words. None: not said."""

    days: str
    scores: str
    now: float | None
    spacing: float | None
    one_more: float | None
    dose: float
    minutes: float
    weight: float
    baseline: float | None
    context: str
    until: int


def run(person: Person, *, csv: str, plot: str) -> int:
    """Look, print and write. Raises Refusal, before anything is written."""
    if plot:
        from euthymia.cli.kinetics.plots import check as check_plot

        check_plot(plot)
    found = look(person)

    def save(path: Path) -> None:
        from euthymia.cli.course import one_person_plot

        one_person_plot.save(path, found, words(found))

    return put_out(lines(found), lambda: table(found), save, csv=csv, plot=plot)


def look(person: Person) -> Outlook:
    """Read what was told and look ahead."""
    from euthymia.research.calibration.points import like_one

    days = read_days(person.days)
    if not days:
        raise NotDays("--days is empty: with --scores, name the sessions given and planned, such as 0,3,7.")
    check_rising(days)
    if person.baseline is not None:
        raise TwoBaselines("--baseline beside --scores: the last score before the first session is it. Leave it out.")
    parted = part(read_scores(person.scores), first_day=days[0])
    now = person.now if person.now is not None else max([days[0], *(one.day for one in parted.later)])
    if not math.isfinite(now):
        raise NotDays(f"--now {now}: give the day of today as a number, counted as the sessions are.")
    whole = tuple(Session(day, person.dose, person.minutes) for day in days)
    told = Told(
        setting=Setting(parted.baseline, person.context, person.weight),
        sessions=tuple(one for one in whole if one.day < now),
        scores=parted.later,
        now_day=now,
    )
    planned = tuple(one for one in whole if one.day >= now)
    asked = Asked(
        planned=planned, ahead_days=math.ceil(person.until - now), spacing_days=person.spacing,
        one_more_day=person.one_more if person.one_more is not None or planned else now,
    )  # fmt: skip
    return outlook(told, asked, like_one())


def read_scores(text: str) -> tuple[Rating, ...]:
    """Read scores as they are typed: 0:34,1:20,4:22. Raises NotScores by the number of the score."""
    found = []
    for number, one in enumerate((each.strip() for each in text.split(",")), start=1):
        day, _, points = one.partition(":")
        try:
            found.append(Rating(float(day), float(points)))
        except ValueError:
            raise NotScores(
                f'--scores, score {number} ("{one}"): give a day and a score with a colon between, such as 4:22.'
            ) from None
    return tuple(found)


def words(found: Outlook) -> list[str]:
    """Return what must be read beside it."""
    marks = dict.fromkeys(mark for one in answers(found) for mark in one.marks)
    said = [flag.sentence for flag in flags(found)]
    return [*said, *(f"{mark[:1].upper()}{mark[1:]}." for mark in marks), INTERVAL, SCALE, worth_sentence(found)]


def lines(found: Outlook) -> Iterator[str]:
    """Print a short table and the answers."""
    told = found.told
    yield RESEARCH
    given = ", ".join(f"{one.day:g}" for one in told.sessions) or "none"
    planned = ", ".join(f"{one.day:g}" for one in found.asked.planned) or "none"
    yield f"By day {told.now_day:g}: sessions on days {given}; planned: {planned}; {told.setting.context}"
    scores = ", ".join(f"{one.points:g} on day {one.day:g}" for one in told.scores) or "none"
    yield f"Score before {told.setting.baseline:g}; since then: {scores}"
    yield f"  {'day':>4}{'score':>8}{'90% interval':>16}{'half gone':>12}{'no further session':>22}"
    share = found.half_gone()
    for row in shown(found):
        low, middle, high = np.quantile(found.scores[row], [LOW, 0.5, HIGH])
        none = np.quantile(found.nothing[row], [LOW, 0.5, HIGH])
        yield (
            f"  {found.days[row]:>4g}{middle:>8.1f}{f'{low:.0f} to {high:.0f}':>16}{100 * share[row]:>11.0f}%"
            f"{f'{none[1]:.1f} ({none[0]:.0f} to {none[2]:.0f})':>22}"
        )
    for one in answers(found):
        yield f"{one.asked}:"
        yield f"  {one.said}"
        yield from (f"  {mark}" for mark in one.marks)
        yield f"  rests on: {one.rests_on}"
    yield from words(found)


def shown(found: Outlook) -> list[int]:
    """Choose the rows that a short table shows: the day after each planned session, and weeks after now."""
    wanted = {one.day + 1 for one in found.asked.planned} | {found.told.now_day + 7 * week for week in range(1, 53)}
    return [row for row, day in enumerate(found.days) if day in wanted][:_SHOWN]


def table(found: Outlook) -> str:
    """Write every day ahead as CSV, then every answer of a difference; flags and label in each row."""
    text = io.StringIO()
    writer = csv_module.writer(text, lineterminator="\n")
    writer.writerow(
        ["what", "against", "day", "score_p05", "score_p50", "score_p95", "response_share", "difference_mean",
         "difference_p05", "difference_p95", "noticeable_share", "flags", "label"]
    )  # fmt: skip
    said = " ".join(words(found))
    for name, scores in (("as planned", found.scores), ("no further session", found.nothing)):
        half = (scores <= 0.5 * found.told.setting.baseline).mean(axis=1)
        for row, day in enumerate(found.days):
            inner = np.quantile(scores[row], [LOW, 0.5, HIGH]).tolist()
            figures = [f"{value:.4g}" for value in (day, *inner, half[row])]
            writer.writerow([name, "", *figures, "", "", "", "", said, RESEARCH])
    for change in found.changes:
        for look in change.looks:
            points = (look.points.middle, look.points.low, look.points.high, look.noticeable)
            figures = [f"{round(value, 4):.4g}" for value in points]
            writer.writerow([change.name, change.against, f"{look.day:.4g}", "", "", "", "", *figures, said, RESEARCH])
    return text.getvalue()
