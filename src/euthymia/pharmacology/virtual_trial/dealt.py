"""Courses that a table of events gives, person by person: what each was given in each session, and how much she weighs.

A virtual person is dealt one of the table's courses, with its weight, whole. Sessions lie apart by half a day or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.records import Record, plan
from euthymia.pharmacology.kinetics.schedule import MIN_PER_DAY, Dose, Infusion, Schedule

APART_MIN: Final = 720.0


class NotACourse(Refusal):
    """Events that are no course of sessions."""


@dataclass(frozen=True, slots=True)
class TableSession:
    """One session: its day from the first, its shape for one milligram, and its milligrams."""

    day: float
    one_mg: Schedule
    mg: float


@dataclass(frozen=True, slots=True)
class Dealt:
    """One of the table's people: `key` as the table has it."""

    key: str
    weight_kg: float
    sessions: tuple[TableSession, ...]

    @property
    def days(self) -> tuple[float, ...]:
        """Return the days of the sessions."""
        return tuple(one.day for one in self.sessions)


def dealt(key: str, records: Sequence[Record]) -> Dealt:
    """Read one person's records as a course. A dose of 0 mg is none.

    Raises NotACourse, and what a record refuses.
    """
    laid = plan(records)
    if len(laid.given) > 1 or any(step.empties for step in laid.steps):
        raise NotACourse(f"{key}: the body is emptied on the way (EVID 3 or 4), which no course does. Leave it out.")
    if any(step.steady for step in laid.steps):
        raise NotACourse(f"{key}: a steady state (SS) has no first day, so no score before it. Give doses one by one.")
    weights = {one.person.weight_kg for one in records}
    if len(weights) > 1:
        raise NotACourse(f"{key}: weight changes on the way; a virtual person has one. Give each person one weight.")
    given = laid.given[0] if laid.given else ()
    doses = sorted((one for one in given if one.dose_mg > 0), key=lambda one: one.begins_min)
    return Dealt(key, weights.pop(), tuple(_session(group, doses[0].begins_min) for group in _groups(doses)))


def _ends(dose: Dose) -> float:
    return dose.ends_min if isinstance(dose, Infusion) else dose.begins_min


def _groups(doses: Sequence[Dose]) -> list[list[Dose]]:
    found: list[list[Dose]] = []
    for dose in doses:
        if found and dose.begins_min - max(_ends(one) for one in found[-1]) < APART_MIN:
            found[-1].append(dose)
        else:
            found.append([dose])
    return found


def _session(doses: Sequence[Dose], first_min: float) -> TableSession:
    whole = Schedule(tuple(doses)).shifted(-doses[0].begins_min)
    return TableSession(
        (doses[0].begins_min - first_min) / MIN_PER_DAY, whole.scaled(1.0 / whole.dose_mg), whole.dose_mg
    )
