"""Policies: every number a clinic makes its own is a row with its source, and every rule that is no number another."""

from dataclasses import fields

import pytest

from euthymia.medicine.policies import GROUPS, NotAValue, in_force, policies, read, written
from euthymia.medicine.sources import SOURCES
from euthymia.medicine.watch import Limits, LimitsOutOfOrder

ROWS = {row.key: row for row in policies()}


@pytest.mark.parametrize(
    ("key", "label", "value", "unit", "proposed"),
    [
        ("chair.systolic_pause_mmhg", "Systolic: pause from", "180", "mmHg", True),
        ("chair.systolic_watch_mmhg", "Systolic: watch from", "165", "mmHg", False),
        ("chair.spo2_stop_below_pct", "SpO2: stop below", "88", "%", True),
        ("chair.escalate_s", "A high alarm that nobody has seen goes on to others after", "30, 60", "s", True),
        ("dose.soft_fast_mg_per_kg_h", "Speed: asks a reason above", "0.75", "mg/kg/h", True),
        ("discharge.least_minutes", "Time after the infusion, at least", "60", "min", True),
    ],
)
def test_a_number_is_a_row_with_its_unit_and_its_source(key, label, value, unit, proposed):
    row = ROWS[key]

    assert (row.label, written(row.default), row.unit, row.proposed) == (label, value, unit, proposed)


def test_every_number_with_a_source_and_every_proposal_is_a_row():
    numbers = {f"{group}.{one.name}" for group, kind in GROUPS.items() for one in fields(kind) if one.metadata}
    assert numbers <= set(ROWS)
    assert {key for key, entry in SOURCES.items() if entry.mark == "proposal"} == {
        row.source for row in ROWS.values() if row.proposed
    }
    assert len(ROWS) == len(policies())


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [("chair.systolic_pause_mmhg", " 175 ", 175.0), ("chair.escalate_s", "20, 40,60", (20.0, 40.0, 60.0))],
)
def test_a_value_is_read_as_it_is_typed(key, text, value):
    assert read(ROWS[key], text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("chair.systolic_pause_mmhg", ""),
        ("chair.systolic_pause_mmhg", "high"),
        ("chair.systolic_pause_mmhg", "-5"),
        ("chair.systolic_pause_mmhg", "nan"),
        ("chair.systolic_pause_mmhg", "170, 180"),
        ("chair.escalate_s", "30;60"),
        ("house:item-9", "1"),
    ],
)
def test_what_is_no_value_is_refused_with_what_was_read(key, text):
    with pytest.raises(NotAValue, match="Enter"):
        read(ROWS[key], text)


def test_the_limits_in_force_carry_the_clinic_s_own_numbers():
    changed = {"chair.systolic_pause_mmhg": 175.0, "dose.cap_mg": 80.0, "chair.gone_in_a_later_version": 1.0}

    assert in_force("chair", changed) == Limits(systolic_pause_mmhg=175)
    assert in_force("dose", changed).cap_mg == 80


def test_a_value_that_turns_the_limits_round_is_refused():
    with pytest.raises(LimitsOutOfOrder, match="reached before"):
        in_force("chair", {"chair.systolic_pause_mmhg": 210.0})
