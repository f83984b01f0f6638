"""Dispensing: days with drug at hand, and what they say of adherence. Every number is a clinic policy."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.resistance.adherence import (
    ContradictingNumbers,
    DispensingPolicy,
    Fill,
    ImpossibleFill,
    adherence,
    covered_pct,
    supplied,
)

BEGAN = date(2024, 1, 1)


def fills(*days_and_supplies):
    return [Fill(BEGAN + timedelta(days=day), supply) for day, supply in days_and_supplies]


@pytest.mark.parametrize(
    ("day_and_supply", "pct", "said"),
    [
        ([(0, 30), (30, 30)], 100, "affirmed"),
        ([(0, 30), (20, 30)], 100, "affirmed"),  # collected early: what is left over is used first
        ([(0, 40), (50, 40)], 88.9, "affirmed"),
        ([(0, 30), (45, 30)], 80, "affirmed"),
        ([(0, 30), (46, 30)], 78.9, "unknown"),
        ([(0, 30), (90, 30)], 50, "unknown"),
        ([(0, 30), (91, 30)], 49.6, "poor"),
        ([(0, 84)], 100, "unknown"),  # one fill shows nothing about the next
        ([], 0, "unknown"),
    ],
)
def test_days_covered_say_how_regularly_it_was_collected(day_and_supply, pct, said):
    found = fills(*day_and_supply)

    assert round(covered_pct(found), 1) == pct
    assert adherence(found) == said


def test_a_clinic_may_set_its_own_numbers_as_long_as_they_hold_together():
    assert adherence(fills((0, 30), (45, 30)), policy=DispensingPolicy(affirmed_from_pct=90)) == "unknown"
    with pytest.raises(ContradictingNumbers, match="cannot both hold"):
        DispensingPolicy(affirmed_from_pct=40)


def test_a_supply_of_no_days_is_refused():
    with pytest.raises(ImpossibleFill, match="is none"):
        supplied(fills((0, 0)))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), min_size=1, max_size=12), st.randoms())
def test_the_days_at_hand_are_the_days_supplied_in_whatever_order(day_and_supply, chance):
    spans = supplied(fills(*day_and_supply))

    assert sum((end - begin).days for begin, end in spans) == sum(supply for _, supply in day_and_supply)
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))
    chance.shuffle(day_and_supply)
    assert supplied(fills(*day_and_supply)) == spans
