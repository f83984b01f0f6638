"""The lines of one drug to courses: which run on, what was taken a day from when to when, how regularly."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from euthymia.medicine.resistance import adherence
from euthymia.medicine.resistance.adherence import DispensingPolicy, Fill
from euthymia.wire.fhir.bundle.links import address, merged, of_administrations, target
from euthymia.wire.fhir.bundle.steps import Step, joined, mg_of, placed
from euthymia.wire.fhir.values import Line

# Prescriptions that say no supply are renewed by the month, or by the quarter as pharmacies supply 90 days.
_MONTH_DAYS: Final = 31
_QUARTER_DAYS: Final = range(80, 101)
_RENEWED: Final = (
    "Prescribed again and again without a supply: read as one course. Confirm that it was taken throughout."
)
_STOPPED: Final = "It was stopped on a day that nobody wrote"
_REFILLS: Final = "Refills may have been fetched or not, so that nobody can say when it ended"


@dataclass
class Course:
    """One course of one drug: the lines it is read from, its steps, and what a person should look at."""

    lines: list[Line]
    steps: list[Step] = field(default_factory=list)
    adherence: str = ""
    sentences: list[str] = field(default_factory=list)


def courses(lines: Sequence[Line], policy: DispensingPolicy) -> list[Course]:
    """Put the lines of one drug together where one runs on from the other (a clinic policy says how near)."""
    orders = {address(line) for line in lines if line.kind != "administration" and line.where.id}
    given = [line for line in lines if line.kind == "administration" and not _has_order(line, orders)]
    alone = {id(line) for line in given}
    ones = merged([line for line in lines if id(line) not in alone])
    ones += of_administrations(given, bridged_days=policy.bridged_days)
    stands_for = {id(line): group for line, group in ones}
    found = [_course(run, policy) for run in _runs([line for line, _ in ones], policy)]
    for course in found:
        course.lines = [one for line in course.lines for one in stands_for[id(line)]]
    return found


def _has_order(line: Line, orders: Set[str]) -> bool:
    """Tell whether the prescription that an administration belongs to is among the lines."""
    return any(target(link) in orders for link in line.links)


def _runs(lines: Sequence[Line], policy: DispensingPolicy) -> Iterator[list[Line]]:
    """Group lines that begin before, or soon after, the end of what was known to be at hand."""
    run: list[Line] = []
    until = date.min
    for line in sorted((one for one in lines if one.began), key=lambda one: (one.began or date.min, one.where.line)):
        begins = line.began or date.min
        if run and begins > _later(until, policy.runs_on_days) and not _renews(run[-1], begins):
            yield run
            run, until = [], date.min
        run.append(line)
        until = max(until, _at_hand(line) or begins)
    if run:
        yield run
    yield from ([line] for line in lines if line.began is None)


def _renews(last: Line, begins: date) -> bool:
    """Tell whether an order follows one that says neither end nor supply by a month, or by the usual quarter."""
    if last.kind != "request" or not last.began or last.ended or last.at_most_days or last.supply_days:
        return False
    days = (begins - last.began).days
    return days <= _MONTH_DAYS or days in _QUARTER_DAYS


def _later(day: date, days: int) -> date:
    return day if day >= date.max - timedelta(days) else day + timedelta(days)


def _at_hand(line: Line) -> date | None:
    """Return until when it may have been at hand, with every refill that was allowed."""
    if line.ended or not line.began or not line.at_most_days:
        return known_end(line)
    return line.began + timedelta(line.at_most_days)


def known_end(line: Line) -> date | None:
    """Return the first day without, by the record, the days supplied or the days of the dose; None where none says."""
    days = line.supply_days or (line.dose.days if not line.at_most_days else None)
    if line.ended or not line.began or not days or line.status == "stopped":
        return line.ended
    return line.began + timedelta(days)


def _course(lines: list[Line], policy: DispensingPolicy) -> Course:
    course = Course(lines)
    dispenses = [line for line in lines if line.kind == "dispense"]
    fills = [Fill(line.began, line.supply_days) for line in dispenses if line.began and line.supply_days]
    if fills:
        course.adherence = adherence.adherence(fills, policy=policy)
    if len(fills) > 1:
        pct = adherence.covered_pct(fills)
        course.sentences.append(
            f"{len(fills)} fills cover {pct:.0f} % of the days: by the clinic's policy adherence {course.adherence}. "
            "Handed over is not yet taken."
        )
    _say_adherence(course)
    pairs = [(line, step) for line in dispenses or lines for step in _steps_of(line, lines)]
    course.steps = joined(placed(pairs, course.sentences), policy)
    course.sentences += _of_ends(lines)
    return course


def _say_adherence(course: Course) -> None:
    """Let what the record says of taking stand before what fills show: handed over is not yet taken."""
    for line in course.lines:
        if line.adherence.said == "poor":
            course.adherence = "poor"
        if line.adherence.sentence:
            course.sentences.append(line.adherence.sentence)


def _steps_of(line: Line, lines: Sequence[Line]) -> Iterator[Step]:
    """Return a line's steps: of a titration each one whose days are known, otherwise one."""
    ends = known_end(line)
    if not line.dose.steps or line.began is None or line.began_as or line.kind == "dispense":
        yield Step(line.began, ends, mg_of(line, lines), line.began_as, line.ended_as if ends == line.ended else "")
        return
    begins = line.began
    for mg, days in line.dose.steps:
        until = ends if days is None else begins + timedelta(days)
        until = min(until, ends) if until and ends else until
        if until is None or until > begins:
            yield Step(begins, until, mg, "", line.ended_as if until == line.ended else "")
        if until is None:
            return
        begins = until


def _of_ends(lines: Sequence[Line]) -> Iterator[str]:
    """Yield where orders were renewed without a supply, and why an order's refills give no end."""
    last = lines[-1]
    pairs = pairwise(lines)
    if any(_renews(one, after.began) for one, after in pairs if after.began and after.kind == "request"):
        yield _RENEWED
    if last.kind == "request" and not last.ended and last.began and last.at_most_days:
        if last.status == "stopped":
            yield f"{_STOPPED}: its supply and refills were for {last.at_most_days} days at most."
        elif known_end(last) is None:
            yield f"{_REFILLS}: they were for {last.at_most_days} days at most."
