"""One course of one antidepressant, with its changes of dose, and with what nobody knows kept as unknown.

A day may be exact, known within bounds, or not known at all. Two lengths follow for every course: the days it surely
stood at a dose, and the days it may have stood there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.antidepressants import Agent, Antidepressant
from euthymia.medicine.refusal import Refusal

Adherence = Literal["affirmed", "poor", "unknown"]
EndedFor = Literal["no response", "intolerance", "other", "ongoing", "unknown"]

ADHERENCES: Final = get_args(Adherence)
ENDINGS: Final = get_args(EndedFor)
RESPONSE_PCT: Final = 50.0
OPEN_START: Final = 0  # the day number of "nobody knows since when"
OPEN_END: Final = 10**7  # the day number of "still taken", and of "nobody knows until when"


class ImpossibleTrial(Refusal):
    """A trial that cannot have happened as written."""


class OverlappingDoses(Refusal):
    """One course has two doses on one day."""


@dataclass(frozen=True, slots=True)
class Between:
    """A day known within bounds: each end is a possible day, None where nobody can say. Raises ImpossibleTrial."""

    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.latest < self.earliest:
            raise ImpossibleTrial(
                f"a day between {self.earliest} and {self.latest}: the later bound comes first. Swap the two."
            )

    def __str__(self) -> str:
        """Return it as a person would."""
        if self.earliest and self.latest:
            return f"between {self.earliest} and {self.latest}"
        if self.earliest or self.latest:
            return f"not before {self.earliest}" if self.earliest else f"not after {self.latest}"
        return "an unknown day"


Day = date | Between
UNKNOWN_DAY: Final = Between()


@dataclass(frozen=True, slots=True)
class Dose:
    """A daily dose held for a time.

    ended       the first day without it; None while it is still taken
    mg_per_day  None where nobody knows
    """

    began: Day = UNKNOWN_DAY
    ended: Day | None = UNKNOWN_DAY
    mg_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """How far the symptoms fell, in percent: at least, and below. Both equal where it was measured."""

    at_least: float = -math.inf
    at_most: float = 100.0

    @property
    def measured(self) -> bool:
        """Return whether it is one number."""
        return self.at_least == self.at_most


@dataclass(frozen=True, slots=True)
class MeasuredLevel:
    """A level in the blood while the drug was taken. Raises ImpossibleTrial.

    unit  ng/mL or the same in another spelling; mmol/L for lithium;  day  None where nobody wrote it
    """

    value: float
    unit: str
    day: date | None = None

    def __post_init__(self) -> None:
        if not 0 < self.value < math.inf:
            raise ImpossibleTrial(f"a level of {self.value:g} {self.unit} is none. Enter the number of the laboratory.")


UNKNOWN_IMPROVEMENT: Final = Improvement()
LESS_THAN_HALF: Final = Improvement(at_most=math.nextafter(RESPONSE_PCT, 0))
HALF_OR_MORE: Final = Improvement(at_least=RESPONSE_PCT)


Bounds = tuple[int, int]


class Held(NamedTuple):
    """A dose with its days as numbers: `began` and `ended` each as (earliest, latest)."""

    began: Bounds
    ended: Bounds
    mg_per_day: float | None


@dataclass(frozen=True, slots=True)
class Trial:
    """One course of one antidepressant.

    drug         by generic name, brand, ATC or RxCUI; kept by its name in the table; also an agent that was added
    doses        oldest first; () where nothing is known of dose and dates
    improvement  percent fall of the symptoms by its end; a number, or bounds, or UNKNOWN_IMPROVEMENT
    route, form, salt   "" is the usual one; of a drug that comes in more than one it is not known. A drug taken by more
                        than one route gets the route "unknown" under its bare name
    level        in the blood, where one was measured
    dose_confirmed  somebody has looked at a dose ten times too high or low, and it is right
    given_for    what it was given for, as somebody wrote it; "" where nobody did
    optimised    the dose was raised or the trial prolonged for effect;  augmented  another drug was added to it
    Raises ImpossibleTrial, OverlappingDoses, UnknownDrug.   Source: trials:response
    """

    drug: str
    doses: tuple[Dose, ...] = ()
    adherence: Adherence = "unknown"
    improvement: Improvement = UNKNOWN_IMPROVEMENT
    ended_for: EndedFor = "unknown"
    route: str = ""
    form: str = ""
    salt: str = ""
    optimised: bool = False
    augmented: bool = False
    level: MeasuredLevel | None = None
    dose_confirmed: bool = False
    given_for: str = ""
    held: tuple[Held, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be, keep the drug by its name, and count its days once."""
        drug, route = _drug_and_route(self.drug, self.route)
        object.__setattr__(self, "drug", name := drug.name)
        object.__setattr__(self, "route", route)
        _check_words(name, self)
        _check_improvement(name, self)
        object.__setattr__(self, "held", _held(name, self))


UNKNOWN_ROUTE: Final = "unknown"


@lru_cache(maxsize=4096)  # every judgement asks for the same few dozen
def find_drug(text: str) -> Antidepressant | Agent:
    """Find an antidepressant, or an agent that is added to one. Raises UnknownDrug."""
    return antidepressants.find_agent(text) or antidepressants.find(text, route="")


@lru_cache(maxsize=4096)
def _drug_and_route(text: str, route: str) -> tuple[Antidepressant | Agent, str]:
    drug = find_drug(text)
    if isinstance(drug, Agent) or route or not drug.other_routes:
        return drug, route
    said_by_its_name = " ".join(text.lower().split()) == drug.name or text.lower() in {b.lower() for b in drug.brands}
    return drug, drug.route if said_by_its_name else UNKNOWN_ROUTE


def course(
    drug: str,
    mg_per_day: float | None,
    began: Day,
    ended: Day | None = None,
    *,
    adherence: Adherence = "unknown",
    improvement: Improvement = UNKNOWN_IMPROVEMENT,
    ended_for: EndedFor | None = None,
    form: str = "",
) -> Trial:
    """Return a trial at one dose: `ended` None while it is still taken. Raises as Trial does."""
    why: EndedFor = ended_for or ("unknown" if ended else "ongoing")
    return Trial(drug, (Dose(began, ended, mg_per_day),), adherence, improvement, why, form=form)


def _check_words(name: str, trial: Trial) -> None:
    if trial.adherence in ADHERENCES and trial.ended_for in ENDINGS:
        return
    for what, word, words in (("adherence", trial.adherence, ADHERENCES), ("ended for", trial.ended_for, ENDINGS)):
        if word not in words:
            raise ImpossibleTrial(f"{name}: {what} {word!r} is not one of {', '.join(words)}. Choose one.")


def _check_improvement(name: str, trial: Trial) -> None:
    least, most = trial.improvement.at_least, trial.improvement.at_most
    if not least <= most <= 100:
        shown = f"{most:g} %" if least == most else f"from {least:g} to {most:g} %"
        raise ImpossibleTrial(f"{name}: improvement {shown} is above 100 or no number. Enter the percent fall.")
    if trial.ended_for == "no response" and least >= RESPONSE_PCT:
        raise ImpossibleTrial(
            f"{name}: ended for no response, with an improvement of {least:g} %: the two contradict each other, "
            f"since a response is at least {RESPONSE_PCT:g} %. Correct one of the two."
        )


def _held(name: str, trial: Trial) -> tuple[Held, ...]:
    if not trial.doses:
        return (Held((OPEN_START, OPEN_END), _until(None if trial.ended_for == "ongoing" else UNKNOWN_DAY), None),)
    exact = _exact(trial.doses)
    if exact is not None:
        return exact
    rows = [_in_numbers(name, dose) for dose in trial.doses]
    if len(rows) > 1:
        rows.sort(key=_in_order)
    for before, after in pairwise(rows):
        if before.ended[0] > after.began[1]:
            raise OverlappingDoses(
                f"{name}: {_mg(before)} still stands when {_mg(after)} begins on {date.fromordinal(after.began[1])}. "
                "One day has one daily dose: end the first where the second begins, or add the two up."
            )
    if not [row for row in rows if row.began[0] != row.began[1] or row.ended[0] != row.ended[1]]:
        return tuple(rows)  # every day is exact: nothing is left to bound
    return tuple(_bounded(row, rows[place - 1 : place], rows[place + 1 : place + 2]) for place, row in enumerate(rows))


def _exact(doses: Sequence[Dose]) -> tuple[Held, ...] | None:
    """Count the days of doses that are written in order, each day exact; None where anything else is to be looked at.

    Most courses are such ones, and of them nothing is to be sorted, bounded or refused.
    """
    rows, until = [], 0
    for dose in doses:
        began, ended, mg = dose.began, dose.ended, dose.mg_per_day
        if type(began) is not date or type(ended) is not date or (mg is not None and not 0 < mg < math.inf):
            return None
        first, last = began.toordinal(), ended.toordinal()
        if first < until or last < first:
            return None
        rows.append(Held((first, first), (last, last), mg))
        until = last
    return tuple(rows)


def _in_numbers(name: str, dose: Dose) -> Held:
    mg = dose.mg_per_day
    if mg is not None and not 0 < mg < math.inf:
        raise ImpossibleTrial(f"{name}: dose {mg:g} mg is not above 0. Enter the mg taken a day, or leave it unknown.")
    began, ended = numbers(dose.began), _until(dose.ended)
    if ended[1] < began[0]:
        raise ImpossibleTrial(
            f"{name}: ended {dose.ended}, before it began {dose.began}. Correct one of the two dates."
        )
    return Held(began, ended, mg)


def _in_order(row: Held) -> tuple[int, Bounds, Bounds]:
    return row.began[0] or row.ended[0], row.began, row.ended


def _bounded(row: Held, before: Sequence[Held], after: Sequence[Held]) -> Held:
    """Bound what is not known of its days by the doses beside it: none begins before the one ahead of it did."""
    began = max([row.began[0], *(one.began[0] for one in before)]), min(row.began[1], row.ended[1])
    ended = max(row.ended[0], began[0]), min([row.ended[1], *(one.began[1] for one in after)])
    return Held(began, ended, row.mg_per_day)


def numbers(day: Day) -> Bounds:
    """Return a day as day numbers: the earliest and the latest it can be."""
    if isinstance(day, date):
        number = day.toordinal()
        return number, number
    earliest = day.earliest.toordinal() if day.earliest else OPEN_START
    return earliest, day.latest.toordinal() if day.latest else OPEN_END


def _until(day: Day | None) -> Bounds:
    return (OPEN_END, OPEN_END) if day is None else numbers(day)


def _mg(row: Held) -> str:
    return "an unknown dose" if row.mg_per_day is None else f"{row.mg_per_day:g} mg"
