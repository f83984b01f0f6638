"""The next hour: intervals that hold what they say, a fast path held against a long run, and how little is learnt."""

from dataclasses import replace

import numpy as np
import pytest

from euthymia.pharmacology.cascade.pressure import SIGNS
from euthymia.pharmacology.forecast import QUANTITIES, SEEN, Look, follow_from, outlook, take
from euthymia.pharmacology.forecast.crowd import begin, concentrations, drug_shows
from euthymia.pharmacology.forecast.cuff import expected_each, rest
from euthymia.pharmacology.forecast.learn import evenly_picked, log_likelihood, taken_and_apart
from euthymia.pharmacology.forecast.outlook import band, minutes_ahead, shown
from euthymia.pharmacology.kinetics import Schedule
from tests.pharmacology.forecast.given import ORDERED, RUTH, TAKEN_MIN, drawn, look, session, stir


def followed(chance, readings, *, people=512, schedule=ORDERED):
    found = follow_from(RUTH, drawn(chance, people))
    for reading in readings:
        found = take(found, reading, stir(chance, people), schedule=schedule)
    return found


def ahead(chance, found, now_min, *, seen=SEEN, schedule=ORDERED):
    return outlook(found.crowd, found.at_first, look(chance, seen), schedule=schedule, now_min=now_min)


def test_each_quantity_has_a_band_for_each_minute_and_says_what_holds_it():
    chance = np.random.default_rng(2)
    seen = ahead(chance, followed(chance, session(chance).readings[:3]), 20)

    assert seen.at_min.tolist() == list(range(20, 81))
    for quantity in QUANTITIES:
        low, middle, high = seen.bands[quantity.name]
        assert (low <= middle).all() and (middle <= high).all() and len(low) == 61
        assert quantity.ground
    assert 0.4 < seen.none < 0.95  # most sessions have no dissociation at all
    assert seen.label.startswith("Research")


def test_without_any_drug_the_blood_is_empty_and_nobody_dissociates():
    chance = np.random.default_rng(2)
    found = followed(chance, session(chance, schedule=Schedule(())).readings[:2], schedule=Schedule(()))

    seen = ahead(chance, found, 20, schedule=Schedule(()))

    assert seen.bands["concentration"].high.max() == 0
    assert seen.bands["dissociation"].high.max() == 0


def test_the_fast_path_is_what_a_long_run_of_plain_weights_gives():
    """The oracle: sixty thousand people of the population, weighed once, never picked or moved."""
    chance = np.random.default_rng(12)
    readings = session(chance).readings[:6]
    plain = _plainly(np.random.default_rng(13), readings, 60_000)

    fast = [ahead(chance, followed(chance, readings), 55) for _ in range(6)]

    for name in ("concentration", "systolic", "diastolic", "heart rate"):
        ours = np.mean([[end[[0, 30, 60]] for end in one.bands[name]] for one in fast], axis=0)
        wide = plain[name][2] - plain[name][0]
        assert np.abs(ours - plain[name]).max() < 0.1 * wide.max(), name


def _plainly(chance, readings, people):
    crowd, times = begin(RUTH, drawn(chance, people)), np.array([one.at_min for one in readings])
    crowd = replace(crowd, readings=tuple(readings), effect=concentrations(crowd, ORDERED, times)[1])
    crowd = replace(crowd, log_weight=log_likelihood(crowd))
    at = minutes_ahead(55)[[0, 30, 60]]
    plasma, effect = concentrations(crowd, ORDERED, at)
    found = {"concentration": _quantiles(plasma, crowd.weights)}
    for number, name in enumerate(SIGNS):
        mean, sd = expected_each(*taken_and_apart(crowd, number), crowd.traits.cuff[number], at, name)
        shown = rest(name) + drug_shows(crowd.traits, number, effect, at) + mean
        found[name] = _quantiles(shown + sd * chance.standard_normal(people), crowd.weights)
    return found


def _quantiles(values, weights):
    rows = []
    for row in values:
        order = np.argsort(row)
        rows.append(np.interp((0.05, 0.5, 0.95), np.cumsum(weights[order]), row[order]))
    return np.array(rows).T


def test_pressure_says_hardly_anything_of_the_blood():
    chance = np.random.default_rng(21)
    found = [ahead(chance, followed(chance, session(chance).readings), 100) for _ in range(12)]

    assert -0.15 < np.mean([one.narrowed for one in found]) < 0.25
    now = np.mean([one.bands["systolic"].high[0] - one.bands["systolic"].low[0] for one in found])
    first = ahead(chance, followed(chance, []), 100).bands["systolic"]
    assert now < 0.8 * (first.high[0] - first.low[0])  # of the pressure itself it says much


def test_a_reading_that_is_left_out_leaves_the_forecast_wider():
    chance = np.random.default_rng(30)
    widths = {True: [], False: []}
    for _ in range(15):
        readings = session(chance).readings[:5]
        for whole in widths:
            kept = readings if whole else (readings[0], readings[2])  # three were artefacts
            systolic = ahead(chance, followed(chance, kept), 40).bands["systolic"]
            widths[whole].append(np.mean(systolic.high - systolic.low))

    assert np.mean(widths[False]) > 1.05 * np.mean(widths[True])


def test_an_interval_is_read_from_people_of_equal_weight():
    low, middle, high = band(np.arange(1.0, 100.0)[None])

    assert (low[0], middle[0], high[0]) == (5, 50, 95)


@pytest.mark.slow
def test_ranks_of_what_comes_are_even():
    """Simulation-based calibration: in sessions true to the model, what comes next is anywhere among what was expected.

    Ten bins, chi-square of nine degrees under its 1 in 1,000 point; and 9 of 10 inside the interval.
    """
    chance, ranks, inside = np.random.default_rng(77), [], []
    for number in range(240):
        told = session(chance)
        known = 2 + number % 6
        found = followed(chance, told.readings[:known], people=256)
        ranks.append(_rank(chance, found, told, known))
        seen = ahead(chance, found, told.readings[known - 1].at_min, seen=256)
        at = int(told.readings[known].at_min - told.readings[known - 1].at_min)
        truth = {"systolic": told.readings[known].systolic, "diastolic": told.readings[known].diastolic,
                 "concentration": told.plasma[known]}  # fmt: skip
        inside.append([seen.bands[name].low[at] <= value <= seen.bands[name].high[at] for name, value in truth.items()])

    counts = np.array([np.bincount((np.array(column) * 10).astype(int), minlength=10) for column in np.array(ranks).T])
    assert (np.square(counts - 24.0).sum(axis=1) / 24 < 27.9).all(), counts
    assert ((np.mean(inside, axis=0) > 0.84) & (np.mean(inside, axis=0) < 0.96)).all()


def _rank(chance, found, told, known):
    """Where each truth lies among the people of the crowd, 0 to 1: plasma, sensitivity, the next systolic reading."""
    people = found.crowd.picked(evenly_picked(found.crowd.weights, chance.random(), 199))
    at = np.array([TAKEN_MIN[known]])
    plasma, effect = concentrations(people, ORDERED, at)
    next_one = shown(people, 0, effect, at, chance.standard_normal(199))[0]
    pairs = (
        (plasma[0], told.plasma[known]),
        (people.traits.per_ng_per_ml[0], told.person.traits.per_ng_per_ml[0, 0]),
        (next_one, told.readings[known].systolic),
    )
    return [((mine < truth).sum() + 0.999 * chance.random()) / 200 for mine, truth in pairs]


def test_chance_of_another_size_looks_with_other_people_at_the_same_hour():
    chance = np.random.default_rng(5)
    found = followed(chance, session(chance).readings[:4])
    few, many = (
        outlook(found.crowd, found.at_first, Look(0.5, chance.random(n)), schedule=ORDERED, now_min=30)
        for n in (200, 2000)
    )

    apart = few.bands["systolic"].middle - many.bands["systolic"].middle
    assert np.abs(apart).max() < 3
