"""Visual predictive checks: percentiles of what was measured, beside those of the same study drawn many times."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.estimates.case import Case
from euthymia.pharmacology.estimates.drawn import Chance, drawn
from euthymia.pharmacology.estimates.npde import TooFewDraws
from euthymia.pharmacology.kinetics.exact import Numbers

PERCENTILES: Final = (5.0, 50.0, 95.0)
BAND: Final = (5.0, 50.0, 95.0)
MOST_BINS: Final = 8
LEAST_IN_A_BIN: Final = 5
LEAST_DRAWS: Final = 100


class NothingMeasured(Refusal):
    """A check of measurements where there are none."""


class Bin(NamedTuple):
    """A stretch of time, both ends measured in it, and what lies there."""

    from_min: float
    to_min: float
    middle_min: float
    measured: int
    under_limit: int


class Check(NamedTuple):
    """A visual predictive check of one substance.

    times_min, values  (m,)  each measurement; NaN where it lies under its limit
    observed   (bins, 3)  percentiles of what was measured, NaN where one lies under the limit
    expected   (bins, 3, 3)  of each percentile low, middle and high over the studies drawn: nine in ten between
    corrected  each value times the bin's median prediction over its own: what differs by dose and weight falls away
    left_out   how many values under the limit a corrected check leaves out, on both sides
    """

    name: str
    bins: tuple[Bin, ...]
    times_min: Numbers
    values: Numbers
    observed: Numbers
    expected: Numbers
    corrected: bool
    people: int
    draws: int
    left_out: int


class _Study(NamedTuple):
    """All measurements of one substance, (m,), and of the studies drawn, (k, m)."""

    times_min: Numbers
    value: Numbers
    below: NDArray[np.bool_]
    limit: Numbers
    typical: Numbers
    people: Numbers


def check(cases: Sequence[Case], chances: Sequence[Chance], *, name: str = "plasma", corrected: bool = False) -> Check:
    """Check one substance by time since each person's first line.

    Up to eight times are a bin each. Of more, bins hold about as many measurements each, eight at most, five in each if
    there are so many; equal times are never parted. Percentiles are measured values themselves (no line is drawn
    between two), so that levels under the limit keep their rank.
    Raises NothingMeasured, TooFewDraws, ChanceOfAnotherShape.   Source: bergstrand:2011
    """
    study = _together(cases, chances, name)
    if len(study.people) < LEAST_DRAWS:
        raise TooFewDraws(f"{len(study.people)} studies drawn: draw {LEAST_DRAWS} or more.")
    groups = _groups(study.times_min)
    seen = np.where(study.below, -np.inf, study.value)
    people = np.where(study.people < study.limit, -np.inf, study.people)
    if corrected:
        seen, people = _corrected(study, groups)
    observed = np.array([_percentiles(seen[group]) for group in groups])
    each = np.array([[_percentiles(row[group]) for group in groups] for row in people])
    return Check(
        name=name,
        bins=tuple(_bin(study, group) for group in groups),
        times_min=study.times_min,
        values=np.where(study.below, np.nan, seen),
        observed=np.where(np.isfinite(observed), observed, np.nan),
        expected=_over_studies(each),
        corrected=corrected,
        people=len(cases),
        draws=len(study.people),
        left_out=int(study.below.sum()) if corrected else 0,
    )


def _together(cases: Sequence[Case], chances: Sequence[Chance], name: str) -> _Study:
    parts = [_of_one(case, chance, name) for case, chance in zip(cases, chances, strict=True)]
    columns = [np.concatenate(each, axis=-1) for each in zip(*parts, strict=True)]
    if not columns or not columns[0].size:
        raise NothingMeasured(f"No {name} was measured, so there is nothing to check. Name another substance.")
    return _Study(*columns)


def _of_one(case: Case, chance: Chance, name: str) -> _Study:
    measured = case.measured
    mine = np.array([case.read[place] == name for place in measured.places], dtype=np.bool_)
    times = np.array([case.looks[place].at_min for place in measured.places])
    typical = case.at_measurements(np.zeros((1, len(case.names))))[0]
    people = drawn(case, chance)[:, mine]
    return _Study(times[mine], measured.value[mine], measured.below[mine], measured.limit[mine], typical[mine], people)


def _groups(times_min: Numbers) -> list[NDArray[np.int64]]:
    """Return the measurements of each bin, as places."""
    if len(edges := np.unique(times_min)) <= MOST_BINS:
        return [np.flatnonzero(times_min == edge) for edge in edges]
    order = np.argsort(times_min, kind="stable")
    wanted = max(1, min(MOST_BINS, len(order) // LEAST_IN_A_BIN))
    starts = times_min[order][[len(order) * number // wanted for number in range(wanted)]]
    edges = np.unique(starts)
    place = np.searchsorted(edges, times_min, side="right") - 1
    return [np.flatnonzero(place == number) for number in range(len(edges))]


def _corrected(study: _Study, groups: Sequence[NDArray[np.int64]]) -> tuple[Numbers, Numbers]:
    factor = np.ones(len(study.value))
    for group in groups:
        factor[group] = np.median(study.typical[group]) / study.typical[group]
    seen = np.where(study.below, np.nan, study.value * factor)
    return seen, np.where(study.people < study.limit, np.nan, study.people * factor)


def _percentiles(values: Numbers) -> Numbers:
    """Return percentiles that are values themselves; those left out (NaN) count for nothing."""
    some = np.sort(values[~np.isnan(values)])
    if not some.size:
        return np.full(len(PERCENTILES), np.nan)
    places = np.ceil(np.array(PERCENTILES) / 100 * len(some)).astype(np.int64) - 1
    found: Numbers = some[np.maximum(places, 0)]
    return found


def _over_studies(each: Numbers) -> Numbers:
    """Return low, middle and high of each bin's percentiles over the studies; NaN where the limit hides one."""
    ordered = np.sort(each, axis=0)
    places = np.clip(np.ceil(np.array(BAND) / 100 * len(each)).astype(np.int64) - 1, 0, len(each) - 1)
    found = np.moveaxis(ordered[places], 0, -1)
    return np.where(np.isfinite(found), found, np.nan)


def _bin(study: _Study, group: NDArray[np.int64]) -> Bin:
    times = study.times_min[group]
    return Bin(times.min(), times.max(), float(np.median(times)), len(group), int(study.below[group].sum()))
