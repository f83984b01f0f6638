"""One person's record of doses and looks, in the order it was written: what a schedule alone cannot say.

A dose may come before or after a look at the same minute, the body may be emptied, a dose may stand for a steady state,
and weight may change on the way. Everything is still exact, from event to event.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.schedule import MIN_PER_DAY, TOUCH_MIN, Bolus, Dose, Infusion, UnorderedTimes

Rule = Literal["nocb", "locf"]
Steady = Literal["", "set", "add"]

MOST_MORE_DOSES: Final = 10_000
MOST_AT_ONCE: Final = 1_000


class ImpossibleDosing(Refusal):
    """A dose that repeats, or stands for a steady state, in a way that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A dose that a record gives: `mg` at once, or at `mg_per_min`; again `more` times, each after `every_min`.

    steady  "set": as if given so for ever, and nothing else ever was; "add": the same on top of what is there
    endless a constant infusion for ever until this minute, at `mg_per_min`; only with "set" or "add"
    Raises ImpossibleDosing, ImpossibleDose, ImpossibleTime.
    """

    mg: float = 0.0
    mg_per_min: float = 0.0
    more: int = 0
    every_min: float = 0.0
    steady: Steady = ""
    endless: bool = False

    def __post_init__(self) -> None:
        if not self.endless:
            self.as_dose(0.0)  # refuses what is no dose
        if not 0 <= self.more <= MOST_MORE_DOSES:
            raise ImpossibleDosing(f"{self.more} further doses: 0 to {MOST_MORE_DOSES:,} can be given. Correct it.")
        if not math.isfinite(self.every_min) or self.every_min < 0:
            raise ImpossibleDosing(f"An interval of {self.every_min:g} min: it is 0 or more. Correct it.")
        if self._repeats and not self.every_min > 0:
            raise ImpossibleDosing("A dose that repeats has no interval. Give the time from one to the next.")
        if self.steady and self.minutes > MOST_AT_ONCE * self.every_min > 0:
            raise ImpossibleDosing(
                f"Over {MOST_AT_ONCE:,} infusions would run at once. Correct the interval, the amount or the rate."
            )
        if self.endless and not (self.steady and self.mg == 0 and self.mg_per_min > 0 and not self.more):
            raise ImpossibleDosing(
                "An infusion that has run for ever has a rate, no amount and no further doses. Correct the record."
            )

    @property
    def _repeats(self) -> bool:
        return bool(self.more) or (bool(self.steady) and not self.endless)

    @property
    def minutes(self) -> float:
        """Return how long it runs; 0 for a bolus."""
        return self.mg / self.mg_per_min if self.mg_per_min else 0.0

    def as_dose(self, begins_min: float) -> Dose:
        """Return it as a dose of a schedule. Raises ImpossibleDose, ImpossibleTime."""
        if self.mg_per_min:
            return Infusion(begins_min, self.minutes, self.mg)
        return Bolus(begins_min, self.mg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the record.

    row     where it was written, for what is said about it
    empties all drug is gone at this minute, infusions and further doses too; time may begin again
    looks   a concentration is asked for here, after all that stands above this line
    """

    row: int
    at_min: float
    person: Person
    given: Given | None = None
    empties: bool = False
    looks: bool = False


class Step(NamedTuple):
    """From the minute before to this one: how long, at which rate, whose body; then what happens there.

    look  place among the looks, -1 for none;  steady  the dose whose steady state is set or added before `bolus_mg`
    """

    minutes: float
    mg_per_min: float
    person: int
    empties: bool = False
    steady: Given | None = None
    bolus_mg: float = 0.0
    look: int = -1


class Plan(NamedTuple):
    """What a record comes to for any parameters: steps, the people met on the way, what must be said.

    given  the doses, apart from one reset to the next, each with those of a day that a steady state stands for
    """

    steps: tuple[Step, ...]
    people: tuple[Person, ...]
    looks: tuple[Record, ...]
    warnings: tuple[str, ...]
    given: tuple[tuple[Dose, ...], ...]


class _Due(NamedTuple):
    at_min: float
    number: int  # of two at one minute the one that was ordered first is given first
    given: Given


def plan(records: Sequence[Record], *, rule: Rule = "nocb") -> Plan:
    """Lay a record out as steps. Further doses due at the minute of a line come before it.

    records  in the order written; time falls only where the body is emptied
    rule     between two lines the body is that of the later (next observation backwards) or of the earlier one
    Raises UnorderedTimes.
    """
    return _Laying(records, rule).whole()


class _Laying:
    """The work of `plan`: what runs, what is still due, what was said."""

    def __init__(self, records: Sequence[Record], rule: Rule) -> None:
        self.records, self.rule = records, rule
        self.people = tuple(dict.fromkeys(one.person for one in records))
        self.running: list[Infusion] = []
        self.due: list[_Due] = []
        self.steps: list[Step] = []
        self.warnings: list[str] = []
        self.doses: list[list[Dose]] = [[]]
        self.looks: list[Record] = []
        self.now_min = records[0].at_min if records else 0.0

    def whole(self) -> Plan:
        for before, record in zip((*self.records[:1], *self.records), self.records, strict=False):
            self._check(record, before)
            self._follow(record, self.people.index((record if self.rule == "nocb" else before).person))
        return Plan(
            tuple(self.steps), self.people, tuple(self.looks), tuple(self.warnings), tuple(map(tuple, self.doses))
        )

    def _follow(self, record: Record, whose: int) -> None:
        if record.empties:
            self._empty(record, whose)
        self._until(record.at_min, whose)
        if record.given:
            self._give(record, record.given, whose)
        if record.looks:
            self.steps.append(Step(0.0, 0.0, self.people.index(record.person), look=len(self.looks)))
            self.looks.append(record)

    @staticmethod
    def _check(record: Record, before: Record) -> None:
        if record.at_min < before.at_min and not record.empties:
            raise UnorderedTimes(
                f"Row {record.row}: its time comes before that of row {before.row}. Sort each person's rows by time; "
                "only a reset (EVID 3 or 4) begins time again."
            )

    def _empty(self, record: Record, whose: int) -> None:
        self.running, self.due, self.now_min = [], [], record.at_min
        self.doses.append([])
        self.steps.append(Step(0.0, 0.0, whose, empties=True))

    def _until(self, at_min: float, whose: int) -> None:
        """Go on to a minute, stopping where an infusion ends or a further dose is due."""
        while stops := [stop for stop in self._stops() if stop <= at_min + TOUCH_MIN]:
            self._advance(min(*stops, at_min), whose)
            while self.due and self.due[0].at_min <= self.now_min + TOUCH_MIN:
                self._begin(heapq.heappop(self.due).given, whose)
        self._advance(at_min, whose)

    def _stops(self) -> Iterator[float]:
        yield from (one.ends_min for one in self.running)
        yield from (one.at_min for one in self.due[:1])

    def _advance(self, to_min: float, whose: int) -> None:
        if to_min > self.now_min:
            rate = math.fsum(one.mg_per_min for one in self.running)
            self.steps.append(Step(to_min - self.now_min, rate, whose))
        self.now_min = to_min
        self.running = [one for one in self.running if one.ends_min > to_min + TOUCH_MIN]

    def _give(self, record: Record, given: Given, whose: int) -> None:
        if given.steady:
            self._settle(given, whose)
        if given.endless:
            return
        self._begin(given, whose, row=record.row)
        for number in range(1, given.more + 1):
            heapq.heappush(self.due, _Due(self.now_min + given.every_min * number, record.row, given))

    def _settle(self, given: Given, whose: int) -> None:
        """Come to a steady state: of infusions longer than their interval, the earlier ones still run."""
        if given.steady == "set":
            self.running, self.due = [], []
        self.steps.append(Step(0.0, 0.0, whose, steady=given))
        self.doses[-1] += _a_day_of(given, self.now_min)
        for number in range(1, 1 + math.ceil(given.minutes / given.every_min) if given.every_min else 0):
            left_min = given.minutes - number * given.every_min
            if left_min > TOUCH_MIN:
                self.running.append(Infusion(self.now_min, left_min, given.mg_per_min * left_min))

    def _begin(self, given: Given, whose: int, row: int = 0) -> None:
        dose = given.as_dose(self.now_min)
        self.doses[-1].append(dose)
        if isinstance(dose, Bolus):
            self.steps.append(Step(0.0, 0.0, whose, bolus_mg=dose.dose_mg))
            return
        if any(one.ends_min > self.now_min + TOUCH_MIN for one in self.running):
            where = f"Row {row}: an infusion begins" if row else f"A further infusion begins at {self.now_min:g} min"
            self.warnings.append(f"{where} while another runs: their rates are added.")
        self.running.append(dose)


def _a_day_of(given: Given, until_min: float) -> list[Dose]:
    """Return what a steady state had given in the day before."""
    if given.endless:
        return [Infusion(until_min - MIN_PER_DAY, MIN_PER_DAY, MIN_PER_DAY * given.mg_per_min)]
    earlier = range(1, math.ceil(MIN_PER_DAY / given.every_min))
    return [given.as_dose(until_min - given.every_min * number) for number in earlier]
