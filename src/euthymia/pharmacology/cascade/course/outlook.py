"""What is expected of one person from a day on: scores, response, wear-off, and what further sessions would change.

It compares and never advises. Each number comes with its interval, and with what it rests on (`answers`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.course.likelihood import share_under
from euthymia.pharmacology.cascade.course.people import CourseChance, People, Session, before_noise
from euthymia.pharmacology.cascade.course.told import NotSoFar, Told
from euthymia.pharmacology.cascade.course.weighed import Weighed, weighed
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.score import rated

LOW, HIGH = 0.05, 0.95
FOLLOWED_DAYS: Final = 84  # as long as the one course from which wear-off was learnt was followed: 83 days and a visit
MOST_AHEAD: Final = 366
MOST_SESSIONS: Final = 60
SIXTH: Final = 6
_LOOKS: Final = (7, 14, 28)


class NothingAhead(Refusal):
    """A last day that is not after now, or too far off to say anything of."""


class NotASpacing(Refusal):
    """A spacing that is none, or that leaves no session before the last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked. Raises NothingAhead, NotASpacing.

    planned       sessions still to come;  ahead_days  whole days from now on
    one_more_day  of one more session; the first that is planned where none is given, and nothing without either
    spacing_days  between further sessions, as many as are planned, or as fit; None: not asked
    """

    planned: tuple[Session, ...] = ()
    ahead_days: int = 56
    one_more_day: float | None = None
    spacing_days: float | None = None
    noticeable_points: float = 6.0

    def __post_init__(self) -> None:
        if not 1 <= self.ahead_days <= MOST_AHEAD:
            raise NothingAhead(f"{self.ahead_days} days ahead: ask for 1 to {MOST_AHEAD} days.")
        if self.spacing_days is not None and not 1 <= self.spacing_days <= MOST_AHEAD:
            raise NotASpacing(f"A session every {self.spacing_days:g} days: ask for 1 day or more. Correct it.")


class Spread(NamedTuple):
    """A number of the people: its mean or median in the middle, and what nine in ten lie within."""

    low: float
    middle: float
    high: float


class Responding(NamedTuple):
    """The chance that half of the score or more is gone, as rated; `own` is each person's, nine in ten of them."""

    session: int
    day: float
    chance: float
    own: Spread


class WearOff(NamedTuple):
    """When the improvement falls under half of the score before, in those in whom it had reached it.

    had     share with half gone or more at `from_day`;  days  after the last session, infinity past what was followed
    lasts   share of those in whom it is half or more to the end
    """

    last_day: float
    from_day: float
    had: float
    days: Spread
    lasts: float


class Look(NamedTuple):
    """A difference on a day, points; minus is lower.  noticeable  the share in whom it is so large or larger."""

    day: float
    points: Spread
    noticeable: float


@dataclass(frozen=True, slots=True)
class Change:
    """What some further sessions change for the same people, against `against`.

    half_gone_days  days with half of the score gone, more than without, up to the last day
    ever            the share in whom the difference is noticeable on a day or more
    """

    name: str
    sessions: tuple[Session, ...]
    against: str
    looks: tuple[Look, ...]
    half_gone_days: Spread
    ever: float


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """All of it. `days` are ahead; `scores`, `nothing` (d, people) as rated, with what is planned and without."""

    told: Told
    asked: Asked
    found: Weighed
    days: tuple[float, ...]
    scores: Numbers
    nothing: Numbers
    responding: Responding | None
    wear_off: WearOff | None
    changes: tuple[Change, ...]

    def half_gone(self) -> Numbers:
        """Return the share with half of the score gone or more, each day."""
        return np.asarray((self.scores <= 0.5 * self.told.setting.baseline).mean(axis=1))


def outlook(told: Told, asked: Asked, chance: CourseChance) -> Outlook:
    """Return what is expected of one person.

    chance  people (n,), a multiple of the fit's draws; its noise (k,) says how many of them are kept, evenly weighed
    Raises NobodyLikeThis, NotSoFar, NotASpacing, UnorderedTimes.
    """
    _check(told, asked)
    found = weighed(told, chance)
    kept = found.resampled(np.shape(chance.noise)[-1])
    days = tuple(told.now_day + ahead for ahead in range(1, asked.ahead_days + 1))
    whole = (*told.sessions, *asked.planned)
    planned, nothing = (before_noise(kept, some, days, told.setting) for some in (whole, told.sessions))
    noise = kept.values["noise"]
    return Outlook(
        told, asked, found, days, rated(planned, noise, chance.noise), rated(nothing, noise, chance.noise),
        _responding(told, kept, whole), _wear_off(told, kept, whole),
        tuple(_changes(told, asked, kept, days, nothing, planned)),
    )  # fmt: skip


def _check(told: Told, asked: Asked) -> None:
    if asked.planned and asked.planned[0].day < told.now_day:
        raise NotSoFar(
            f"A session planned for day {asked.planned[0].day:g} lies before day {told.now_day:g}. Correct it."
        )
    if asked.one_more_day is not None and asked.one_more_day < told.now_day:
        raise NotSoFar(f"One more session on day {asked.one_more_day:g} lies before day {told.now_day:g}. Correct it.")


def _spread(values: Numbers, *, middle: float) -> Spread:
    low, high = np.quantile(values, [LOW, HIGH])
    return Spread(float(low), middle, float(high))


def _responding(told: Told, kept: People, whole: tuple[Session, ...]) -> Responding | None:
    """Look at the day after the sixth session, where a sixth is planned and that day is still to come."""
    if len(whole) < SIXTH or (day := whole[SIXTH - 1].day + 1) <= told.now_day:
        return None
    expected = before_noise(kept, whole[:SIXTH], [day], told.setting)[0]
    own = share_under((0.5 * told.setting.baseline - expected) / kept.values["noise"])
    return Responding(SIXTH, day, float(own.mean()), _spread(own, middle=float(np.median(own))))


def _wear_off(told: Told, kept: People, whole: tuple[Session, ...]) -> WearOff | None:
    if not whole:
        return None
    last = whole[-1].day
    first = max(last + 1, told.now_day)
    if first > last + FOLLOWED_DAYS:
        return None
    at = np.array(sorted({first, *(day for n in range(2, FOLLOWED_DAYS + 1) if (day := last + n) > first)}))
    holds = before_noise(kept, whole, at.tolist(), told.setting) <= 0.5 * told.setting.baseline
    had = holds[0]
    if not had.any():
        return WearOff(last, first, 0.0, Spread(0.0, 0.0, 0.0), 0.0)
    lost = ~holds[:, had]
    days = np.where(lost.any(axis=0), at[lost.argmax(axis=0)] - last, np.inf)
    low, middle, high = np.quantile(days, [LOW, 0.5, HIGH], method="inverted_cdf")
    return WearOff(last, first, float(had.mean()), Spread(low, middle, high), float(np.isinf(days).mean()))


def _changes(
    told: Told, asked: Asked, kept: People, days: tuple[float, ...], nothing: Numbers, planned: Numbers
) -> Iterator[Change]:
    none = "no further session"
    for name, sessions in _options(told, asked, days[-1]):
        with_them = before_noise(kept, (*told.sessions, *sessions), days, told.setting)
        yield _change(name, sessions, none, with_them, nothing, told, asked, days)
        if name == "longer spacing" and asked.planned:
            yield _change(name, sessions, "the sessions as planned", with_them, planned, told, asked, days)


def _options(told: Told, asked: Asked, until: float) -> Iterator[tuple[str, tuple[Session, ...]]]:
    like = (asked.planned or told.sessions or (Session(told.now_day),))[-1]
    one = asked.one_more_day if asked.one_more_day is not None else min((s.day for s in asked.planned), default=None)
    if one is not None:
        yield "one more session", (like._replace(day=one),)
    if len(asked.planned) > 1:
        yield "the sessions as planned", asked.planned
    if asked.spacing_days is not None:
        yield "longer spacing", _spaced(told, asked, like, until)


def _spaced(told: Told, asked: Asked, like: Session, until: float) -> tuple[Session, ...]:
    """Lay further sessions out at the spacing, from the last one given: as many as are planned, or as fit."""
    gap = asked.spacing_days or 0.0
    first = max(told.sessions[-1].day + gap, told.now_day) if told.sessions else told.now_day
    fit = int((until - first) / gap) + 1 if first < until else 0
    if not fit:
        raise NotASpacing(f"A session every {gap:g} days: none falls before day {until:g}. Look further ahead.")
    return tuple(like._replace(day=first + gap * n) for n in range(min(fit, len(asked.planned) or MOST_SESSIONS)))


def _change(
    name: str, sessions: tuple[Session, ...], against: str, with_them: Numbers, without: Numbers, told: Told,
    asked: Asked, days: tuple[float, ...],
) -> Change:  # fmt: skip
    apart = with_them - without
    seen = np.abs(apart) >= asked.noticeable_points
    rows = sorted({ahead - 1 for ahead in (*_LOOKS, len(days)) if ahead <= len(days)})
    looks = tuple(
        Look(days[row], _spread(apart[row], middle=float(apart[row].mean())), float(seen[row].mean())) for row in rows
    )
    half = 0.5 * told.setting.baseline
    more = (with_them <= half).sum(axis=0) - (without <= half).sum(axis=0)
    return Change(
        name, sessions, against, looks, _spread(more, middle=float(more.mean())), float(seen.any(axis=0).mean())
    )
