"""A policy is declared once: number, label, unit, bounds and source stand together, or the program does not start."""

from dataclasses import dataclass, field
from math import inf, nextafter

import pytest

from euthymia.medicine.declaration import (
    ANY,
    Declaration,
    HalfDeclared,
    broken,
    declared,
    outside,
    policy_number,
    policy_switch,
)
from euthymia.medicine.policies import GROUPS, in_force, policies, read, written
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.sources import SOURCES

WHOLE = {"label": "Pulse: pause from", "unit": "/min", "bounds": (30, 200), "source": "house:bp-limits"}
ROWS = {row.key: row for row in policies()}
ALL = {f"{group}.{entry.name}": entry.says for group, kind in GROUPS.items() for entry in declared(kind)}
NAMED = (
    *("_mmhg", "_bpm", "_pct", "_moaas", "_points", "_mg", "_kg", "_ml"),
    *("_s", "_min", "_minutes", "_h", "_d", "_days"),
)
UNITS = {*("mg/kg/h", "mg/kg", "mg", "mL", "mmHg", "/min", "MOAA/S", "%", "points"),
         *("months", "weeks", "days", "h", "min", "s")}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sample:
    pulse_bpm: float = policy_number(130, **WHOLE)
    shown: float = policy_switch(False, label="Shown", source="house:outlook")
    baseline_bpm: float | None = None  # this patient's: no policy


def test_a_class_lists_its_policies_as_they_are_declared():
    pulse, shown = declared(Sample)

    assert (pulse.name, pulse.default, pulse.says) == ("pulse_bpm", 130, Declaration(**WHOLE))
    assert (shown.default, shown.says.label, shown.says.switch) == (0, "Shown (1 yes, 0 no)", True)


@pytest.mark.parametrize(
    "broken_part",
    [
        {"label": " "},
        {"unit": " mmHg"},
        {"source": "nobody:knows"},
        {"bounds": (200, 30)},
        {"bounds": (-1, 200)},
        {"bounds": (30, 1e6)},
        {"bounds": (140, 200)},  # what we propose lies below it
    ],
)
def test_half_a_declaration_stops_the_import(broken_part):
    with pytest.raises(HalfDeclared):
        policy_number(130, **WHOLE | broken_part)


@pytest.mark.parametrize("missing", WHOLE)
def test_no_part_can_be_left_out(missing):
    with pytest.raises(TypeError, match=missing):
        policy_number(130, **{part: value for part, value in WHOLE.items() if part != missing})


@pytest.mark.parametrize("undeclared", [130.0, field(default=130.0), field()])
def test_a_number_beside_the_policies_that_is_none_stops_the_import(undeclared):
    @dataclass(frozen=True, kw_only=True)
    class Broken(Sample):
        cap_bpm: float = undeclared

    with pytest.raises(HalfDeclared, match=r"Broken\.cap_bpm: declare it"):
        declared(Broken)


@pytest.mark.parametrize(
    ("value", "out"),
    [(30, False), (29.9, True), (200, False), (200.1, True), ((40.0, 60.0), False), ((40.0, 1.0), True)],
)
def test_bounds_are_allowed_and_nothing_beyond(value, out):
    assert outside(Declaration(**WHOLE), value) == out


def test_a_switch_is_on_or_off():
    assert [entry.name for entry in broken(Sample(shown=0.5))] == ["shown"]
    assert list(broken(Sample(shown=1))) == []


@pytest.mark.parametrize("key", ALL)
def test_every_policy_says_what_it_is(key):
    says = ALL[key]

    assert (ROWS[key].label, ROWS[key].unit, ROWS[key].source) == (says.label, says.unit, says.source)
    assert says.source in SOURCES
    assert says.unit in UNITS | {""}


@pytest.mark.parametrize("key", [key for key, says in ALL.items() if says.unit == ""])
def test_a_number_without_a_unit_is_none_of_those_that_have_one(key):
    """A share, a count, a score or a switch."""
    assert not key.endswith(
        ("_mmhg", "_bpm", "_pct", "_s", "_min", "_minutes", "_h", "_days", "_d", "_mg", "_ml", "_moaas")
    )


def refused(key, value):
    """Enter a value as a medical director does: read, then put in force."""
    try:
        in_force(ROWS[key].group, {key: read(ROWS[key], written(value))})
    except Refusal:
        return True
    return False


BEYOND = [(key, says.bounds[0] - 1) for key, says in ALL.items()] + [
    (key, 1e6 if says.bounds == ANY else nextafter(says.bounds[1], inf) + 1) for key, says in ALL.items()
]


@pytest.mark.parametrize(("key", "value"), BEYOND)
def test_a_value_beyond_its_bounds_is_refused(key, value):
    assert refused(key, value)


@pytest.mark.parametrize("key", ALL)
def test_what_we_propose_is_taken(key):
    assert not refused(key, ROWS[key].default)
