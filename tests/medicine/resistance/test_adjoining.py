"""Rows that adjoin: a dose that was raised and entered as a second row is one course with a change of dose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from euthymia.medicine.resistance import course
from tests.medicine.resistance.test_verdict import ANOTHER, BEGAN, exactly, verdict_on


def row(mg, first, last, *, drug="sertraline", **members):
    begins, ends = (BEGAN + timedelta(days=day) for day in (first, last))
    trial = course(drug, mg, begins, ends, improvement=exactly(10), ended_for="other")
    return replace(trial, **members)


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([row(50, 0, 28), row(100, 28, 56)], 1),  # 56 days in all
        ([row(100, 28, 56), row(50, 0, 28)], 1),  # in whichever order they were entered
        ([row(50, 0, 20), row(75, 20, 40), row(100, 40, 60)], 1),
        ([row(25, 0, 28), row(100, 28, 56)], 0),  # below the minimum at first: 28 days are too few
        ([row(50, 0, 28), row(100, 29, 57)], 0),  # a day without
        ([row(50, 0, 28, ended_for="intolerance"), row(50, 28, 56)], 0),  # another try
        ([row(50, 0, 28), row(100, 28, 56, improvement=exactly(60))], 0),  # the last row says how far it helped
        ([row(50, 0, 28), row(100, 28, 56, drug="citalopram")], 0),
        ([row(50, 0, 28, adherence="poor"), row(100, 28, 56)], 0),
    ],
)
def test_adjoining_rows_are_one_course_and_count_once(rows, counted):
    verdict = verdict_on(*rows)

    assert verdict.failed_count == counted and len(verdict.findings) == len(rows)


def test_a_course_in_two_rows_is_resistance_beside_another_drug():
    assert verdict_on(row(50, 0, 28), row(100, 28, 56), ANOTHER).outcome == "resistant"
