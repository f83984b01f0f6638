"""What was given and when: infusions and boluses, of one drug, in milligrams of base, minutes from a common beginning.

A rate change is one infusion after another, a pause a gap between two, a course of weeks the same doses again later.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from euthymia.medicine.refusal import Refusal

MIN_PER_DAY: Final = 1440.0
TOUCH_MIN: Final = 1e-9  # so that an infusion that begins as another ends does not overlap it by the last binary digit


class ImpossibleDose(Refusal):
    """A dose that is negative, missing or no number."""


class ImpossibleTime(Refusal):
    """A time or a duration that cannot be."""


class UnorderedTimes(Refusal):
    """Times that do not rise."""


class TwoInfusionsOnOnePump(Refusal):
    """One pump cannot run two infusions at once."""


@dataclass(frozen=True, slots=True)
class Infusion:
    """A constant rate. Raises ImpossibleDose, ImpossibleTime."""

    begins_min: float
    minutes: float
    dose_mg: float

    def __post_init__(self) -> None:
        _check_dose(self.dose_mg)
        _check_time(self.begins_min)
        _check_time(self.minutes, above=0.0)

    @property
    def ends_min(self) -> float:
        """Return when it ends."""
        return self.begins_min + self.minutes

    @property
    def mg_per_min(self) -> float:
        """Return its rate."""
        return self.dose_mg / self.minutes


@dataclass(frozen=True, slots=True)
class Bolus:
    """A dose at one instant. Raises ImpossibleDose, ImpossibleTime."""

    begins_min: float
    dose_mg: float

    def __post_init__(self) -> None:
        _check_dose(self.dose_mg)
        _check_time(self.begins_min)


Dose = Infusion | Bolus


def _check_dose(dose_mg: float | None) -> None:
    if dose_mg is None or not math.isfinite(dose_mg) or dose_mg < 0:
        seen = "missing" if dose_mg is None else f"{dose_mg:g} mg"
        raise ImpossibleDose(f"Dose {seen}: a dose is a number of mg of ketamine base, 0 or more. Correct it.")


def _check_time(time_min: float, above: float = -math.inf) -> None:
    if not math.isfinite(time_min) or time_min <= above:
        least = "" if above == -math.inf else f" above {above:g}"
        raise ImpossibleTime(f"{time_min:g} min: a number of minutes{least} is needed. Correct the time.")


class Piece(NamedTuple):
    """From here until the next piece: a bolus at once, then a constant rate."""

    begins_min: float
    bolus_mg: float
    mg_per_min: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Doses in any order; infusions that overlap are added up, and `warnings` says so."""

    doses: tuple[Dose, ...]

    @property
    def dose_mg(self) -> float:
        """Return all milligrams together."""
        return math.fsum(dose.dose_mg for dose in self.doses)

    @property
    def infusions(self) -> tuple[Infusion, ...]:
        """Return the infusions by their beginning."""
        found = (dose for dose in self.doses if isinstance(dose, Infusion))
        return tuple(sorted(found, key=lambda one: one.begins_min))

    @property
    def overlaps(self) -> tuple[tuple[Infusion, Infusion], ...]:
        """Return each infusion with the one that runs on over its beginning."""
        return tuple(_overlaps(self.infusions))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what was done with infusions that overlap."""
        return tuple(
            f"Two infusions overlap from {late.begins_min:g} to {min(early.ends_min, late.ends_min):g} min: "
            "their rates are added."
            for early, late in self.overlaps
        )

    def pieces(self, *, also_at: Iterable[float] = ()) -> tuple[Piece, ...]:
        """Cut time where anything changes, and where asked; the last piece has no end."""
        edges = {dose.begins_min for dose in self.doses} | {one.ends_min for one in self.infusions} | set(also_at)
        return tuple(Piece(edge, self._bolus_mg(edge), self._mg_per_min(edge)) for edge in sorted(edges))

    def _bolus_mg(self, at_min: float) -> float:
        return math.fsum(d.dose_mg for d in self.doses if isinstance(d, Bolus) and d.begins_min == at_min)

    def _mg_per_min(self, at_min: float) -> float:
        return math.fsum(one.mg_per_min for one in self.infusions if one.begins_min <= at_min < one.ends_min)

    def shifted(self, by_min: float) -> "Schedule":
        """Return the same doses later by so many minutes."""
        return Schedule(tuple(replace(dose, begins_min=dose.begins_min + by_min) for dose in self.doses))

    def scaled(self, factor: float) -> "Schedule":
        """Return the same course of doses, each times a factor."""
        return Schedule(tuple(replace(dose, dose_mg=dose.dose_mg * factor) for dose in self.doses))

    def __add__(self, other: "Schedule") -> "Schedule":
        return Schedule(self.doses + other.doses)


def _overlaps(infusions: Sequence[Infusion]) -> Iterator[tuple[Infusion, Infusion]]:
    running: Infusion | None = None
    for one in infusions:
        if running and one.begins_min < running.ends_min - TOUCH_MIN:
            yield running, one
        running = one if running is None or one.ends_min > running.ends_min else running


def infusion(dose_mg: float, minutes: float, *, begins_min: float = 0.0) -> Schedule:
    """Make the schedule of one infusion at a constant rate."""
    return Schedule((Infusion(begins_min, minutes, dose_mg),))


def bolus(dose_mg: float, *, at_min: float = 0.0) -> Schedule:
    """Make the schedule of one bolus."""
    return Schedule((Bolus(at_min, dose_mg),))


def rates(times_min: Sequence[float], mg_per_min: Sequence[float]) -> Schedule:
    """Make a schedule of a pump's record: from each time until the next the rate beside it.

    times_min   (n,)  strictly rising; the last rate must be 0, for its end is not known
    Raises UnorderedTimes, ImpossibleDose, ImpossibleTime.
    """
    check_rising(times_min)
    if len(times_min) != len(mg_per_min) or not mg_per_min or mg_per_min[-1] != 0:
        raise ImpossibleDose("A pump's record has a rate for each time, and ends with the rate 0. Add what is missing.")
    spans = zip(pairwise(times_min), mg_per_min, strict=False)
    doses = (Infusion(begins, ends - begins, rate * (ends - begins)) for (begins, ends), rate in spans)
    return Schedule(tuple(one for one in doses if one.dose_mg > 0))


def paused(schedule: Schedule, *, from_min: float, to_min: float) -> Schedule:
    """Stop the pump of one session from one minute to another: what had not run by then runs later, at its own rate.

    A bolus is given by hand and stays where it is.   Raises UnorderedTimes.
    """
    check_rising((from_min, to_min))
    return Schedule(tuple(part for dose in schedule.doses for part in _paused(dose, from_min, to_min - from_min)))


def _paused(dose: Dose, from_min: float, hold_min: float) -> Iterator[Dose]:
    if isinstance(dose, Bolus) or dose.ends_min <= from_min:
        yield dose
        return
    ran_min = max(from_min - dose.begins_min, 0.0)
    if ran_min:
        yield Infusion(dose.begins_min, ran_min, dose.mg_per_min * ran_min)
    left_min = dose.minutes - ran_min
    yield Infusion(max(dose.begins_min, from_min) + hold_min, left_min, dose.mg_per_min * left_min)


def course(session: Schedule, *, days: Sequence[float]) -> Schedule:
    """Return one session again on each of these days, counted from 0, strictly rising. Raises UnorderedTimes."""
    check_rising(days)
    return Schedule(tuple(dose for day in days for dose in session.shifted(day * MIN_PER_DAY).doses))


def check_one_pump(schedule: Schedule) -> None:
    """Refuse infusions that overlap on one pump of a live session. Raises TwoInfusionsOnOnePump."""
    for early, late in schedule.overlaps:
        raise TwoInfusionsOnOnePump(
            f"An infusion begins at {late.begins_min:g} min while the one from {early.begins_min:g} min runs until "
            f"{early.ends_min:g} min on the same pump. End the first, or correct the record."
        )


def check_rising(times: Iterable[float]) -> None:
    """Refuse times that do not rise strictly, or are no numbers. Raises UnorderedTimes, ImpossibleTime."""
    given = tuple(times)
    for time in given:
        _check_time(time)
    for earlier, later in pairwise(given):
        if later <= earlier:
            raise UnorderedTimes(f"{later:g} comes after {earlier:g}: times must rise. Sort them, and give each once.")
