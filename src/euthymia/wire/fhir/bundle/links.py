"""Lines that build on each other are one: a statement on its order, an administration on its prescription."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Final

from euthymia.wire.fhir.values import Dose, Line

_BEFORE: Final = {"statement": 0, "request": 1, "administration": 2}
_TWO_DOSES: Final = "what was stated and what was prescribed are two doses"


def merged(lines: Sequence[Line]) -> list[tuple[Line, list[Line]]]:
    """Return the lines with those that one of them builds on taken into it, each with the lines that it stands for.

    Fills stay apart: they say when it was at hand, and their prescription lends them its dose.
    """
    apart = [line for line in lines if line.kind == "dispense"]
    found = [(line, [line]) for line in apart]
    rest = [line for line in lines if line.kind != "dispense"]
    for group in _linked(rest):
        found.append((_one(group), group) if len(group) > 1 else (group[0], group))
    return found


def _linked(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that one link leads from, to another; a prescription that renews another one is its own."""
    places = {address(line): place for place, line in enumerate(lines) if line.where.id}
    heads = list(range(len(lines)))
    for place, line in enumerate(lines):
        for link in line.links:
            other = places.get(target(link))
            if other is not None and not line.kind == lines[other].kind == "request":
                heads[_head(heads, place)] = _head(heads, other)
    groups: dict[int, list[Line]] = {}
    for place, line in enumerate(lines):
        groups.setdefault(_head(heads, place), []).append(line)
    return list(groups.values())


def _head(heads: list[int], place: int) -> int:
    while heads[place] != place:
        heads[place] = heads[heads[place]]
        place = heads[place]
    return place


def address(line: Line) -> str:
    """Return what links call a line: type and id."""
    return f"{line.where.type}/{line.where.id}"


def target(link: str) -> str:
    """Return type and id of a link, whatever server stands before them and whatever version behind."""
    return "/".join(link.partition("/_history/")[0].rsplit("/", 2)[-2:])


def _one(group: Sequence[Line]) -> Line:
    """Take what was stated as it is, and of the order what the statement leaves open."""
    first, *others = sorted(group, key=lambda line: (_BEFORE.get(line.kind, 3), line.where.line))
    for other in others:
        if other.kind == "administration":
            continue
        began = first if first.began else other
        ended = first if first.ended else other
        first = replace(
            first, began=began.began, began_as=began.began_as, ended=ended.ended, ended_as=ended.ended_as,
            supply_days=first.supply_days or other.supply_days, dose=_dose(first.dose, other.dose),
            ended_because=first.ended_because or other.ended_because,
            at_most_days=first.at_most_days or other.at_most_days,
        )  # fmt: skip
    return first


def _dose(stated: Dose, ordered: Dose) -> Dose:
    """Keep the stated dose; take the ordered one only where nobody stated any; two that differ ask."""
    if stated.mg_per_day is not None and ordered.mg_per_day is not None:
        return stated if abs(stated.mg_per_day - ordered.mg_per_day) < 0.01 else stated.because(_TWO_DOSES)
    return ordered if stated.mg_per_day is None and not stated.said and not stated.steps else stated


def of_administrations(lines: Sequence[Line], *, bridged_days: int) -> list[tuple[Line, list[Line]]]:
    """Put single administrations together to lines: days near each other, with the dose that each day adds up to."""
    given = sorted((line for line in lines if line.began), key=lambda line: (line.began or line.where, line.where.line))
    runs: list[list[Line]] = []
    for line in given:
        last = runs[-1][-1].began if runs else None
        if last and line.began and (line.began - last).days <= 1 + bridged_days:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [(_of_run(run), run) for run in runs]


def _of_run(run: Sequence[Line]) -> Line:
    first, last = run[0], run[-1]
    by_day = [[line.dose.mg_per_day for line in day] for _, day in groupby(run, key=lambda line: line.began)]
    sums = {None if None in day else round(sum(mg or 0 for mg in day), 6) for day in by_day}
    mg = next(iter(sums)) if len(sums) == 1 else None
    dose = first.dose.of(mg) if mg else first.dose.because("the administrations give no one dose a day")
    ended = last.began + timedelta(days=1) if last.began else None
    return replace(first, dose=dose, ended=ended)
