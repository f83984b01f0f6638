"""The bench runs, prints its table and keeps its rows. Nothing is said here of how fast anything is."""

import json
import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from bench import alarms, chance, client, forecast, imports, kinetics, rows, stories
from bench.operations import flood
from bench.processes import BUILD, CHECKOUT

from euthymia.demo import physiology

FIELDS = {"name", "ours", "peer", "peer_name", "unit", "ratio", "floor", "holds"}


@pytest.mark.parametrize(
    ("row", "ratio", "holds"),
    [
        (rows.against("faster", 30.0, 10.0, "peer", unit="/s", floor=2.5, goal=10), 3.0, True),
        (rows.against("too slow", 20.0, 10.0, "peer", unit="/s", floor=2.5, goal=10), 2.0, False),
        (rows.at_most("in time", 50.0, 100.0, unit="ms", goal=20), 2.0, True),
        (rows.at_most("late", 200.0, 100.0, unit="ms", goal=20), 0.5, False),
        (rows.against("beside a peer", 1.0, 10.0, "peer", unit="/s"), 0.1, True),
        (rows.measured("alone", 7.0, unit="s"), None, True),
        (rows.sooner("sooner", 2.0, 10.0, "peer", unit="ms", floor=1), 5.0, True),
        (rows.sooner("later", 20.0, 10.0, "peer", unit="ms", floor=1), 0.5, False),
        (flood.none("no alarm", 0), 1.0, True),
        (flood.none("one alarm", 1), 0.0, False),
    ],
    ids=lambda value: value.name if isinstance(value, rows.Row) else None,
)
def test_a_ratio_is_larger_the_better_and_holds_from_its_floor(row, ratio, holds):
    assert (row.ratio, row.holds) == (ratio, holds)
    line = json.loads(row.as_line())
    assert set(line) == FIELDS
    assert line["holds"] is holds


def test_what_is_never_answered_counts_as_waiting_until_the_end():
    device = client.Device(0, client.Tally(), echoed=False, every_s=0.25)
    device._due.extend([0.5, 1.0, 9.9])  # before the counting, long overdue, and not yet due again

    assert device.overdue(1.0, 10.0) == [9.0]


# The stories and recordings that the alarms are held against


def test_a_story_s_event_begins_where_its_course_without_chance_crosses_the_limit():
    assert stories.crossing_s("pressure climbs", "systolic_mmhg", "at least", 165) == 1733
    with pytest.raises(ValueError, match="never goes there"):
        stories.crossing_s("steady", "systolic_mmhg", "at least", 165)


def test_each_story_s_event_is_found_in_a_session():
    for story, key, channel, test, limit in stories.EVENTS:
        first_s = stories.follow(story, 1).first_s
        assert first_s[key] > stories.crossing_s(story, channel, test, limit) - stories.EARLY_S


def test_an_interval_is_the_same_each_time_and_holds_its_figure():
    low, high = stories.bootstrap([1.0, 2.0, 3.0, 4.0])

    assert (low, high) == stories.bootstrap([1.0, 2.0, 3.0, 4.0])
    assert 1.0 <= low <= 2.5 <= high <= 4.0
    assert stories.middle([3.0, 1.0, 2.0, 10.0]) == 2.5


def test_recorded_stays_are_read_without_what_staff_struck_out(shared_data):
    stays = alarms.mimic(shared_data / "vitals/mimic3_demo_vitals.csv.gz")

    assert len(stays) == 6
    assert all(a[0] < b[0] for stay in stays.values() for a, b in pairwise(stay))
    assert len(alarms.eicu(shared_data / "vitals/eicu_demo_nibp.csv.gz")) == 8


@pytest.mark.slow
def by_second(story, seed):
    """A simulated session as messages, one a second."""
    patient = physiology.Patient(story, seed)
    said = ((float(second), list(stories.messages(patient, second))) for second in range(1, stories.SESSION_S))
    return [(second, readings) for second, readings in said if readings]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("story", physiology.STORIES)
def test_by_condition_each_limit_is_crossed_at_its_second_and_no_high_alarm_sounds_later(story, seed):
    session = by_second(story, seed)
    alone, together = (alarms.tapped(session, by_condition=by) for by in (False, True))

    assert together.crossings == alone.crossings
    assert together.late == 0
    assert together.taps <= alone.taps


def test_so_it_is_on_recorded_stays_where_it_asks_fewer_acknowledgements(shared_data):
    folder = shared_data / "vitals"
    stays = {**alarms.mimic(folder / "mimic3_demo_vitals.csv.gz"), **alarms.eicu(folder / "eicu_demo_nibp.csv.gz")}
    pairs = [[alarms.tapped(stay, by_condition=by) for by in (False, True)] for stay in stays.values()]

    assert all(alone.crossings == together.crossings and not together.late for alone, together in pairs)
    assert sum(together.taps for _, together in pairs) < sum(alone.taps for alone, _ in pairs)


def test_the_peers_of_the_kinetics_agree_with_ours_before_they_are_timed():
    """libroadrunner and PyTCI to 1e-7 of each person's highest figure; a peer that lies apart stops the run."""
    found = list(kinetics.rows(quick=True, say=lambda _: None))

    assert [row.peer_name for row in found] == ["libroadrunner", "libroadrunner", "PyTCI", "", ""]
    with pytest.raises(AssertionError, match=r"lie 0\.001 apart"):
        kinetics.agree(np.array([[1.0, 1.0]]), np.array([[1.0, 1.001]]))


@pytest.mark.slow
def test_a_quick_run_prints_the_table_and_keeps_its_rows():
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("EUTHYMIA_", "DATABASE_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "bench", "--quick", "--only", "reading", "steady", "--into", "bench-quick.jsonl"]
    done = subprocess.run(command, cwd=CHECKOUT, env=clean, capture_output=True, text=True, check=False)

    assert done.returncode in (0, 1), done.stderr  # 1: a floor does not hold, which a quick run may well say
    assert "Figures, each beside its peer in one run" in done.stdout
    lines = [json.loads(line) for line in (BUILD / "bench-quick.jsonl").read_text().splitlines()]
    assert len(lines) == 6
    assert all(set(line) == FIELDS for line in lines)
    assert any("PostgreSQL" in line["name"] for line in lines)


@pytest.mark.slow
def test_a_quick_drawing_of_people_is_measured_beside_numpys_generators():
    beside, number = chance.rows(quick=True, say=lambda _: None)

    assert beside.peer_name == "NumPy, a Philox a person" and beside.ratio > 0
    assert number.unit == "ns" and number.ours > 0


@pytest.mark.slow
def test_a_quick_forecast_is_timed_beside_emcee_and_its_intervals_counted():
    found = {row.name: row for row in forecast.rows(quick=True, say=lambda _: None)}

    assert found["forecast: live updates"].peer_name == "emcee"
    assert 70 < found["forecast: 90% intervals, systolic inside"].ours <= 100
    assert 0 <= found["forecast: 25 mmHg shifts of both numbers seen in two readings"].ours <= 100


def test_a_quick_import_is_measured_beside_validation_alone():
    found = list(imports.rows(quick=True, say=lambda _: None))

    assert [row.unit for row in found] == ["rows/s", "s", "MB", "MB"]
    assert "32 people, 96 courses" in found[1].name  # what was read is what was written
    assert found[0].peer and "extrapolated" in found[0].peer_name
