"""How long the longest unbroken stretch of a course is, in days."""

from collections.abc import Sequence

from euthymia.medicine.resistance.trials import Bounds, Held


def exact_stretch(held: Sequence[Held], reaches: Sequence[bool | None], first: int, today: int) -> int | None:
    """Measure the longest stretch in one walk, where each dose and each day is known; None where one is not."""
    known: list[Bounds] = []
    for ((start, latest), (end, latest_end), _), reached in zip(held, reaches, strict=True):
        if start != latest or end != latest_end:
            return None
        if reached:
            known.append((start, end))
    return longest(known, first, today)


def longest(stretches: list[Bounds], first: int, last: int) -> int:
    """Measure the longest run of stretches that touch, within the days from first to last; they come in order."""
    most, began, until = 0, 0, -1
    for start, end in stretches:
        if start < first:
            start = first
        if end > last:
            end = last
        if end <= start:
            continue
        if start > until:
            began = start
        if end > until:
            until = end
        if until - began > most:
            most = until - began
    return most
