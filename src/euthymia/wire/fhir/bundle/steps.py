"""Steps of a course: a dose from a day to a day, one after the other. Two that overlap ask; none replaces another."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from euthymia.medicine.resistance.adherence import DispensingPolicy
from euthymia.wire.fhir.values import Line


class Step(NamedTuple):
    """A dose from a day to the first day without it; None where nobody wrote it.

    began_as, ended_as  as it was written, where the month or the year alone is known
    """

    begins: date | None
    ends: date | None
    mg_per_day: float | None
    began_as: str = ""
    ended_as: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it in the documented form: what is unknown is absent."""
        begins = self.began_as or (self.begins and self.begins.isoformat())
        ends = self.ended_as or (self.ends and self.ends.isoformat())
        parts = {"from": begins, "to": ends, "mg_per_day": self.mg_per_day}
        return {k: v for k, v in parts.items() if v is not None}


def placed(pairs: Sequence[tuple[Line, Step]], sentences: list[str]) -> list[Step]:
    """Put the steps of lines one after the other; the next one ends a step, unless both have ends of their own."""
    steps: list[Step] = []
    before: Line | None = None
    for line, step in pairs:
        last = steps[-1] if steps else None
        if last is None or last.begins is None or step.begins is None:
            steps.append(step)
        elif line is not before and line.kind != "dispense" and _within(step, last, line, before):
            continue
        elif step.begins == last.begins:
            steps[-1:] = _at_once(last, step, sentences)
        elif line is not before and before and _side_by_side(step, last, line, before):
            steps[-1:] = _overlapping(last, step, sentences)
        else:
            steps[-1] = _ended_by(last, step)
            steps.append(_pushed(step, last, line))
        before = line
    return steps


def mg_of(line: Line, lines: Sequence[Line]) -> float | None:
    """Return a line's daily dose; a fill without one has that of its prescription, the newest before it.

    Where no prescription stands in the record, it has that of a statement whose days it lies in.
    """
    if line.dose.mg_per_day is not None or line.kind != "dispense" or line.dose.why_unknown == "taken as needed":
        return line.dose.mg_per_day
    orders = [o for o in lines if o.kind == "request" and o.began and line.began and o.began <= line.began]
    linked = [o for o in orders if any(link.endswith(o.where.id) for link in line.links if o.where.id)]
    if orders:
        return (linked or orders)[-1].dose.mg_per_day
    stated = {one.dose.mg_per_day for one in lines if one.kind == "statement" and _holds(one, line.began)}
    return stated.pop() if len(stated) == 1 else None


def _holds(line: Line, day: date | None) -> bool:
    """Tell whether a day lies in the days that a line states."""
    return bool(day and line.began and line.began <= day and (line.ended is None or day < line.ended))


def _within(step: Step, last: Step, line: Line, before: Line | None) -> bool:
    """Tell whether a line adds nothing to the one before it.

    It says the same dose, begins inside it, and has no end of its own, or is of another kind: the prescription of what
    was stated.
    """
    inside = last.ends is not None and step.begins is not None and step.begins < last.ends
    same = step.mg_per_day in (None, last.mg_per_day)
    other = (
        before is not None
        and before.kind != line.kind
        and step.ends is not None
        and step.ends <= (last.ends or date.min)
    )
    return inside and same and (step.ends is None or other)


def _side_by_side(step: Step, last: Step, line: Line, before: Line) -> bool:
    """Tell whether two lines have days of their own that overlap: then the one does not end the other."""
    own = line.ended is not None and before.ended is not None and "dispense" not in (line.kind, before.kind)
    return own and last.ends is not None and step.begins is not None and step.begins < last.ends


def _at_once(last: Step, step: Step, sentences: list[str]) -> list[Step]:
    if step == last:
        return [last]  # one thing from two sources
    sentences.append("Two lines begin on one day: they may be one, or be taken together. Say the daily dose.")
    if last.ends is None or step.ends is None or last.ends == step.ends:
        longer = last if last.ends is None or step.ends is None else step
        ends = None if last.ends is None or step.ends is None else max(last.ends, step.ends)
        mg = last.mg_per_day if last.mg_per_day == step.mg_per_day else None
        return [Step(last.begins, ends, mg, last.began_as, longer.ended_as if ends else "")]
    return _both(last, step)


def _overlapping(last: Step, step: Step, sentences: list[str]) -> list[Step]:
    """Keep what each says alone, and leave the days of both unknown: together, or the one instead of the other."""
    said = [f"{mg:g} mg" if mg else "an unknown dose" for mg in (last.mg_per_day, step.mg_per_day)]
    sentences.append(f"Two lines overlap, {' and '.join(said)} a day: they may be taken together. Say the daily dose.")
    return [last._replace(ends=step.begins, ended_as=step.began_as), *_both(last, step)]


def _both(last: Step, step: Step) -> list[Step]:
    """Return the days of both as unknown, and after them what goes on alone."""
    first, longer = (last, step) if (last.ends or date.max) <= (step.ends or date.max) else (step, last)
    both = Step(step.begins, first.ends, None, step.began_as, first.ended_as)
    if longer.ends == first.ends:
        return [both]
    return [both, longer._replace(begins=first.ends, began_as=first.ended_as)]


def _ended_by(last: Step, step: Step) -> Step:
    """End a step where the next begins; one whose end nobody knows ran on until then, as the lines are near."""
    if last.ends is None or (step.begins and last.ends > step.begins):
        return last._replace(ends=step.begins, ended_as=step.began_as)
    return last


def _pushed(step: Step, last: Step, line: Line) -> Step:
    """Use what is left over of an earlier fill before the new one."""
    if line.kind != "dispense" or step.ends is None or last.ends is None or step.begins is None:
        return step
    left = (last.ends - step.begins).days
    return step._replace(ends=step.ends + timedelta(left)) if left > 0 else step


def joined(steps: Sequence[Step], policy: DispensingPolicy) -> list[Step]:
    """Join steps of one dose that follow each other, short gaps bridged.

    A last one whose end nobody knows stays by itself: that the course ran until it began is known.
    """
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        near = last and last.ends and step.begins and (step.begins - last.ends).days <= policy.bridged_days
        if last and near and last.mg_per_day == step.mg_per_day and step.ends is not None:
            found[-1] = last._replace(ends=step.ends, ended_as=step.ended_as)
        else:
            found.append(step)
    return found
