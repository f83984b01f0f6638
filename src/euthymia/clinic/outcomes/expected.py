"""What the model expects of one course: rows into what medicine asks. Computed when asked, kept nowhere.

It is shown where a medical director switched it on; its numbers are those of `euthymia course` for the same scores.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import numpy as np
from django.utils import timezone

from euthymia.clinic.infusion.models import Session as Infusion
from euthymia.clinic.infusion.session import board
from euthymia.clinic.outcomes import curves
from euthymia.clinic.outcomes.infusions import OVER
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient
from euthymia.medicine import response
from euthymia.medicine.instruments import madrs
from euthymia.medicine.policies.outlook import OutlookPolicy
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course import Asked, Outlook, Rating, Session, Setting, Told, outlook, part
from euthymia.pharmacology.cascade.course.answers import INTERVAL, SCALE, Answer, answers, flags, worth_sentence
from euthymia.pharmacology.cascade.course.outlook import HIGH, LOW
from euthymia.pharmacology.cascade.course.told import NoScoreBefore
from euthymia.research.calibration.points import like_one

MODELLED: Final = "racemic ketamine"
_DAY: Final = timedelta(days=1)
_AS_ORDERED: Final = 0.05  # a dose that is so near the order's is the order's


class NoMadrs(Refusal):
    """No score of the scale that the model knows."""


class NotCarried(Refusal):
    """A course that the model cannot carry."""


class Week(NamedTuple):
    """A line of the table: what nine in ten lie within, and the median."""

    at: datetime
    day: str
    planned: str
    nothing: str


@dataclass(frozen=True)
class Gathered:
    """What was told, and in words what of the record was not used; whether an infusion is in progress."""

    told: Told
    began: datetime
    left_out: tuple[str, ...]
    running: bool = False


@dataclass(frozen=True)
class Panel:
    """What the page shows."""

    found: Outlook
    began: datetime
    today: str
    notes: tuple[str, ...]
    answers: tuple[Answer, ...]
    flags: tuple[str, ...]
    weeks: tuple[Week, ...]
    worth: str
    interval: str = INTERVAL
    scale: str = SCALE


def policy() -> OutlookPolicy:
    """Return the clinic's policy of the panel."""
    found: OutlookPolicy = policies.in_force("outlook")
    return found


def expects(patient: Patient, *, at: datetime, spacing_days: float | None = None) -> Panel:
    """Return what is expected of this patient from today on.

    Raises NoMadrs, NotCarried, and what medicine refuses (NoScoreBefore, NobodyLikeThis, NotASpacing).
    """
    rule, gathered = policy(), gather(patient, at=at)
    found = outlook(gathered.told, asked(gathered, rule, spacing_days), like_one())
    said = tuple(f"{flag.what[:1].upper()}{flag.what[1:]}." for flag in flags(found))
    weeks = tuple(_weeks(found, gathered.began))
    return Panel(
        found,
        gathered.began,
        f"{round(found.told.now_day, 1):g}",
        gathered.left_out,
        answers(found),
        said,
        weeks,
        worth_sentence(found),
    )


def gather(patient: Patient, *, at: datetime) -> Gathered:
    """Read scores and infusions, days counted from the first infusion. Raises NoMadrs, NotCarried, NoScoreBefore."""
    every = curves.sessions_of(patient)
    _check(every)
    infusions = [one for one in every if one.state in OVER]
    started_at = [one.started_at for one in infusions]
    course = response.course(curves.scores_of(patient), started_at, instrument=madrs.MADRS.key)
    if not course.points:
        raise NoMadrs(
            "No MADRS score yet, so there is nothing to go by. A PHQ-9 or another scale is not turned into it."
        )
    began = started_at[0] if started_at else at
    used, left_out = _used(course.points, began, course.baseline)
    parted = part(used, first_day=0.0)
    weight = infusions[0].order.weight_kg if infusions else 70.0
    given = tuple(_session(one, began) for one in infusions)
    told = Told(
        setting=Setting(parted.baseline, "open", weight), sessions=given, scores=parted.later,
        now_day=(at - began) / _DAY,
    )  # fmt: skip
    running = len(infusions) < len(every)
    if running:
        left_out.append("The infusion in progress counts as still to come.")
    return Gathered(told, began, tuple(left_out), running)


def _check(infusions: Iterable[Infusion]) -> None:
    for one in infusions:
        if MODELLED not in one.order.drug.lower():
            raise NotCarried(f"An order names {one.order.drug}: the model is of {MODELLED}, so nothing is shown.")


def _session(infusion: Infusion, began: datetime) -> Session:
    """Return a session as it was given by the record of hands; as ordered, where that record is elsewhere."""
    order, share = infusion.order, 1.0
    given_mg = board.given_mg(infusion, board.acts_of(infusion))
    if given_mg is not None and abs(given_mg / order.dose_mg - 1.0) > _AS_ORDERED:
        share = given_mg / order.dose_mg
    if share <= 0:
        raise NotCarried("An infusion was started of which no dose is recorded, so nothing is shown.")
    return Session((infusion.started_at - began) / _DAY, order.dose_mg_per_kg * share, order.duration_min * share)


def _used(
    points: Sequence[response.Point], began: datetime, baseline: response.Score | None
) -> tuple[list[Rating], list[str]]:
    """Keep the score before and those that look back on time after an infusion; of one day the latest."""
    by_day: dict[object, Rating] = {}
    early = same_day = 0
    for point in points:
        score = point.score
        rating = Rating((score.at - began) / _DAY, score.total)
        if score is not baseline and point.infusions and point.result_of is None:
            early += 1
        elif score is baseline or point.infusions:
            key = "before" if score is baseline else timezone.localdate(score.at)
            same_day += key in by_day
            by_day[key] = rating._replace(day=min(rating.day, 0.0)) if score is baseline else rating
    notes = []
    if early:
        notes.append(f"{_scores(early)} not used: they look back to before the last infusion.")
    if same_day:
        notes.append(f"{_scores(same_day)} not used: a later one of the same day counts.")
    return list(by_day.values()), notes


def _scores(count: int) -> str:
    return "1 MADRS score" if count == 1 else f"{count} MADRS scores"


def asked(gathered: Gathered, rule: OutlookPolicy, spacing_days: float | None) -> Asked:
    """Plan the rest of the clinic's course, or one more session after it; at the dose of the last one."""
    told = gathered.told
    like = told.sessions[-1] if told.sessions else Session(0.0)
    left = int(rule.course_sessions) - len(told.sessions)
    first = math.ceil(max(told.now_day, like.day + rule.gap_days)) if told.sessions else 0
    if gathered.running:
        first = told.now_day
    days = [float(first), *(float(math.ceil(first + rule.gap_days * n)) for n in range(1, left))]
    planned = tuple(like._replace(day=day) for day in days[: max(left, 0)])
    return Asked(
        planned=planned,
        ahead_days=int(rule.ahead_days),
        one_more_day=None if planned else float(first),
        spacing_days=rule.spacing_days if spacing_days is None else spacing_days,
        noticeable_points=rule.noticeable_points,
    )


def _weeks(found: Outlook, began: datetime) -> Iterator[Week]:
    for row in range(6, len(found.days), 7):
        day = found.days[row]
        planned, nothing = (_spread(scores[row]) for scores in (found.scores, found.nothing))
        yield Week(began + day * _DAY, f"{round(day, 1):g}", planned, nothing)


def _spread(scores: np.ndarray) -> str:
    low, middle, high = np.quantile(scores, [LOW, 0.5, HIGH])
    return f"{middle:.0f} ({low:.0f} to {high:.0f})"


def why_not(refusal: Refusal) -> str:
    """Return the sentence for the place where the panel would be."""
    if isinstance(refusal, NoScoreBefore):
        return (
            "No MADRS score from before the first infusion, so there is nothing that a later one can be held against."
        )
    return str(refusal)
