"""Rows of one drug that adjoin: a dose that was raised, entered as a second row, is one course and not two."""

from collections.abc import Sequence
from dataclasses import replace

from euthymia.medicine.resistance.trials import OPEN_END, Trial


def joined(trials: Sequence[Trial]) -> tuple[Trial, ...]:
    """Return each trial as the course it belongs to: rows of which one begins on the very day the other ends.

    A row that ended for intolerance stays by itself: what follows is another try. Of a course the last row says how far
    it helped and why it ended, and the worst adherence holds.   Source: house:resistance
    """
    courses: list[tuple[int, ...]] = []
    for place in sorted(range(len(trials)), key=lambda n: (trials[n].held[0].began, trials[n].held[-1].ended, n)):
        before = next((run for run in courses if _goes_on(trials[run[-1]], trials[place])), None)
        if before is None:
            courses.append((place,))
        else:
            courses[courses.index(before)] = (*before, place)
    found = {place: _course([trials[n] for n in run]) for run in courses for place in run}
    return tuple(found[place] for place in range(len(trials)))


def _goes_on(first: Trial, then: Trial) -> bool:
    """Return whether a row begins on the day, known exactly, on which another of the same drug ends."""
    same = (first.drug, first.route, first.given_for) == (then.drug, then.route, then.given_for)
    form = not (first.form and then.form and first.form != then.form) and first.salt == then.salt
    if not (same and form) or first.ended_for == "intolerance" or not first.doses or not then.doses:
        return False
    (ended, ended_latest), (began, began_latest) = first.held[-1].ended, then.held[0].began
    return ended == ended_latest == began == began_latest and 0 < ended < OPEN_END


def _course(rows: Sequence[Trial]) -> Trial:
    if len(rows) == 1:
        return rows[0]
    last = rows[-1]
    said = {row.adherence for row in rows}
    worst = next(word for word in ("poor", "unknown", "affirmed") if word in said)
    form = next((row.form for row in rows if row.form), "")
    level = next((row.level for row in reversed(rows) if row.level), None)
    doses = tuple(dose for row in rows for dose in row.doses)
    return replace(last, doses=doses, adherence=worst, form=form, level=level, held=())
