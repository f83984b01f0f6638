"""Rows of one drug that adjoin are one course: a dose that was raised is often entered as a second row."""

from collections.abc import Sequence
from dataclasses import replace

from euthymia.medicine.resistance.adherence import USUAL
from euthymia.medicine.resistance.trials import Adherence, Dose, Trial, numbers


def courses(trials: Sequence[Trial]) -> tuple[Trial, ...]:
    """Return for each row the course that it belongs to: itself, or the rows of its drug that adjoin it, as one.

    A row goes on from another where it begins on the very day on which that one ended, by the same route, in no other
    form or salt, and where that one did not end for side effects. How it ended and how far it helped are the last
    row's; taken poorly once is poorly.   Source: house:resistance
    """
    if len({trial.drug for trial in trials}) == len(trials):
        return tuple(trials)
    found = list(trials)
    for row in _chains(trials):
        course = _as_one([trials[place] for place in row])
        for place in row:
            found[place] = course
    return tuple(found)


def near(trials: Sequence[Trial]) -> dict[int, Trial]:
    """Return by place the course that a row may be part of: rows of one drug a few days apart, or overlapping.

    Whether they are one course nobody wrote: it is asked about.   Source: house:dispensing
    """
    if len({trial.drug for trial in trials}) == len(trials):
        return {}
    found: dict[int, Trial] = {}
    for place, trial in enumerate(trials):
        for other, after in enumerate(trials):
            if other != place and trial.drug == after.drug and _may_go_on(trial, after):
                course = _as_one([_until(trial, after), after])
                found |= {place: course, other: course}
    return found


def _may_go_on(trial: Trial, after: Trial) -> bool:
    if not _same_course(trial, after):
        return False
    last, ended, began = _exact_start_of(trial.doses[-1]), _exact_end(trial), _exact_start(after)
    if last is None or ended is None or began is None:
        return False
    return ended != began and last < began <= ended + USUAL.bridged_days


def _until(trial: Trial, after: Trial) -> Trial:
    """Return the first row as it would stand if the second went on from it."""
    return replace(trial, doses=(*trial.doses[:-1], replace(trial.doses[-1], ended=after.doses[0].began)))


def _exact_start_of(dose: Dose) -> int | None:
    return numbers(dose.began)[0] if len(set(numbers(dose.began))) == 1 else None


def _chains(trials: Sequence[Trial]) -> list[list[int]]:
    """List the places of rows that adjoin, in order of time; rows that two others would go on from stay apart."""
    ahead: dict[int, int] = {}
    for place, trial in enumerate(trials):
        same = [other for other, one in enumerate(trials) if other != place and one.drug == trial.drug]
        after = [other for other in same if _goes_on(trial, trials[other])]
        before = [other for other, one in enumerate(trials) if len(after) == 1 and _goes_on(one, trials[after[0]])]
        if len(after) == 1 and before == [place]:
            ahead[place] = after[0]
    starts = [place for place in ahead if place not in ahead.values()]
    return [_chain(place, ahead) for place in starts]


def _chain(place: int, ahead: dict[int, int]) -> list[int]:
    chain = [place]
    while chain[-1] in ahead:
        chain.append(ahead[chain[-1]])
    return chain


def _goes_on(trial: Trial, after: Trial) -> bool:
    if not _same_course(trial, after):
        return False
    ended, began = _exact_end(trial), _exact_start(after)
    return ended is not None and ended == began and _exact_start(trial) != ended


def _same_course(trial: Trial, after: Trial) -> bool:
    if trial.drug != after.drug or (trial.route, trial.given_for) != (after.route, after.given_for):
        return False
    if trial.ended_for in ("intolerance", "ongoing"):
        return False
    pairs = ((trial.form, after.form), (trial.salt, after.salt))
    return bool(trial.doses and after.doses) and not any(one and other and one != other for one, other in pairs)


def _exact_end(trial: Trial) -> int | None:
    return trial.held[-1].ended[0] if trial.doses and len(set(trial.held[-1].ended)) == 1 else None


def _exact_start(trial: Trial) -> int | None:
    return trial.held[0].began[0] if trial.doses and len(set(trial.held[0].began)) == 1 else None


def _as_one(rows: Sequence[Trial]) -> Trial:
    last = rows[-1]
    return replace(
        last,
        doses=tuple(dose for row in rows for dose in row.doses),
        adherence=_adherence(rows),
        form=next((row.form for row in rows if row.form), ""),
        salt=next((row.salt for row in rows if row.salt), ""),
        level=next((row.level for row in reversed(rows) if row.level), None),
        optimised=any(row.optimised for row in rows),
        augmented=any(row.augmented for row in rows),
    )


def _adherence(rows: Sequence[Trial]) -> Adherence:
    said = {row.adherence for row in rows}
    return "poor" if "poor" in said else said.pop() if len(said) == 1 else "unknown"
