"""The lines of one drug to courses: which run on, what was taken a day from when to when, how regularly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from euthymia.medicine.resistance import adherence
from euthymia.medicine.resistance.adherence import DispensingPolicy, Fill
from euthymia.wire.fhir.values import Line


class Step(NamedTuple):
    """A dose from a day to the first day without it; None where nobody wrote it."""

    begins: date | None
    ends: date | None
    mg_per_day: float | None

    def as_dict(self) -> dict[str, Any]:
        """Give it in the documented form: what is unknown is absent."""
        parts = {"from": self.begins and self.begins.isoformat(), "to": self.ends and self.ends.isoformat()}
        return {k: v for k, v in (parts | {"mg_per_day": self.mg_per_day}).items() if v is not None}


@dataclass
class Course:
    """One course of one drug: the lines it is read from, its steps, and what a person should look at."""

    lines: list[Line]
    steps: list[Step] = field(default_factory=list)
    adherence: str = ""
    sentences: list[str] = field(default_factory=list)


def courses(lines: Sequence[Line], policy: DispensingPolicy) -> list[Course]:
    """Put the lines of one drug together where one runs on from the other (a clinic policy says how near)."""
    return [_course(run, policy) for run in _runs(lines, policy)]


def _runs(lines: Sequence[Line], policy: DispensingPolicy) -> Iterator[list[Line]]:
    """Group lines that begin before, or soon after, the end of what was known to be at hand."""
    run: list[Line] = []
    until = date.min
    for line in sorted((one for one in lines if one.began), key=lambda one: (one.began or date.min, one.where.line)):
        begins = line.began or date.min
        if run and begins > _later(until, policy.runs_on_days):
            yield run
            run = []
        run.append(line)
        until = max(until, known_end(line) or begins)
    if run:
        yield run
    yield from ([line] for line in lines if line.began is None)


def _later(day: date, days: int) -> date:
    return day if day >= date.max - timedelta(days) else day + timedelta(days)


def known_end(line: Line) -> date | None:
    """Give the first day without, by the record or by the days supplied; None where neither says."""
    if line.ended or not line.began or not line.supply_days:
        return line.ended
    return line.began + timedelta(line.supply_days)


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
    course.steps = _joined(_steps(dispenses or lines, lines, course.sentences), policy)
    return course


def _steps(taken: Sequence[Line], lines: Sequence[Line], sentences: list[str]) -> list[Step]:
    """Make a step of each line; the next one ends it, unless both begin on one day."""
    steps: list[Step] = []
    for line in taken:
        step = Step(line.began, known_end(line), _mg(line, lines))
        last = steps[-1] if steps else None
        if last is None or last.begins is None or step.begins is None:
            steps.append(step)
        elif line.kind != "dispense" and _within(step, last):
            continue
        elif step.begins == last.begins:
            steps[-1] = _at_once(last, step, sentences)
        else:
            steps[-1] = _ended_by(last, step.begins)
            steps.append(_pushed(step, last, line))
    return steps


def _within(step: Step, last: Step) -> bool:
    """Say whether a line adds nothing to the one before it: the same dose, begun inside it, with no end of its own."""
    inside = last.ends is not None and step.begins is not None and step.begins < last.ends
    return inside and step.ends is None and step.mg_per_day in (None, last.mg_per_day)


def _mg(line: Line, lines: Sequence[Line]) -> float | None:
    """Give a line's daily dose; a fill without one has that of its prescription, the newest before it."""
    if line.dose.mg_per_day is not None or line.kind != "dispense" or line.dose.why_unknown == "taken as needed":
        return line.dose.mg_per_day
    orders = [o for o in lines if o.kind == "request" and o.began and line.began and o.began <= line.began]
    linked = [o for o in orders if any(link.endswith(o.where.id) for link in line.links if o.where.id)]
    return (linked or orders)[-1].dose.mg_per_day if orders else None


def _at_once(last: Step, step: Step, sentences: list[str]) -> Step:
    sentences.append("Two lines begin on one day: they may be one, or be taken together. Say the daily dose.")
    ends = None if last.ends is None or step.ends is None else max(last.ends, step.ends)
    return Step(last.begins, ends, last.mg_per_day if last.mg_per_day == step.mg_per_day else None)


def _ended_by(last: Step, begins: date) -> Step:
    """End a step where the next begins; one whose end nobody knows ran on until then, as the lines are near."""
    if last.ends is None or last.ends > begins:
        return last._replace(ends=begins)
    return last


def _pushed(step: Step, last: Step, line: Line) -> Step:
    """Use what is left over of an earlier fill before the new one."""
    if line.kind != "dispense" or step.ends is None or last.ends is None or step.begins is None:
        return step
    left = (last.ends - step.begins).days
    return step._replace(ends=step.ends + timedelta(left)) if left > 0 else step


def _joined(steps: Sequence[Step], policy: DispensingPolicy) -> list[Step]:
    """Join steps of one dose that follow each other, short gaps bridged."""
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        near = last and last.ends and step.begins and (step.begins - last.ends).days <= policy.bridged_days
        if last and near and last.mg_per_day == step.mg_per_day:
            joined[-1] = last._replace(ends=step.ends)
        else:
            joined.append(step)
    return joined
