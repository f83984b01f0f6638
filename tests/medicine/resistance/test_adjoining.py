"""Which rows of one drug are one course: a dose that was raised is often entered as a second row.

A course of four weeks at one dose and four more at the next is eight weeks long. How it ended, and how far it helped,
are what the last row says.
"""

from datetime import date

import pytest

from euthymia.medicine.resistance import Between, Dose, Improvement, Trial, course
from euthymia.medicine.resistance.adjoining import courses
from tests.medicine.resistance.test_verdict import verdict_on

JAN, FEB, MAR, APR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)


def row(drug="agomelatine", mg=25, began=JAN, ended=FEB, ended_for="other", **members):
    return course(drug, mg, began, ended, ended_for=ended_for, **members)


def raised(**members):
    return row(**({"mg": 50, "began": FEB, "ended": MAR, "ended_for": "no response"} | members))


@pytest.mark.parametrize(
    ("rows", "doses_in_each"),
    [
        ([row(), raised()], [2, 2]),
        ([raised(), row()], [2, 2]),  # in whatever order they were entered
        ([row(), raised(ended_for="other"), row(began=MAR, ended=APR)], [3, 3, 3]),
        ([row(), raised(began=date(2024, 2, 2))], [1, 1]),  # a day between them
        ([row(), raised(began=date(2024, 1, 20))], [1, 1]),  # side by side
        ([row(ended_for="intolerance"), raised()], [1, 1]),  # it was not borne: what came later is another try
        ([row(), raised(drug="sertraline")], [1, 1]),
        ([row(ended=Between(JAN, FEB)), raised()], [1, 1]),  # the day is not known
        ([row("bupropion", form="ir"), raised(drug="bupropion")], [2, 2]),  # a form that is not said joins
        ([row(), raised(), raised(ended=APR)], [1, 1, 1]),  # two that would go on from one
    ],
)
def test_rows_that_adjoin_are_one_course(rows, doses_in_each):
    assert [len(one.doses) for one in courses(rows)] == doses_in_each


@pytest.mark.parametrize(
    ("first", "second", "adherence"),
    [
        ("affirmed", "affirmed", "affirmed"),
        ("affirmed", "poor", "poor"),
        ("affirmed", "unknown", "unknown"),
    ],
)
def test_how_it_was_taken_is_the_worst_that_is_known(first, second, adherence):
    joined = courses([row(adherence=first), raised(adherence=second)])[0]

    assert joined.adherence == adherence


def test_how_it_ended_and_how_far_it_helped_are_the_last_row_s():
    joined = courses(
        [row(improvement=Improvement(10, 10)), raised(improvement=Improvement(60, 60), ended_for="other")]
    )[0]

    assert (joined.improvement, joined.ended_for) == (Improvement(60, 60), "other")


def test_a_drug_whose_rows_are_long_enough_together_counts_once():
    rows = row(), raised()
    alone = Trial("agomelatine", (Dose(JAN, FEB, 25),), ended_for="no response")

    assert verdict_on(*rows, began=JAN).failed_count == 1
    assert verdict_on(alone, began=JAN).failed_count == 0


@pytest.mark.parametrize(
    ("second", "counts"),
    [
        (raised(), True),
        (raised(began=date(2024, 2, 4)), None),  # three days between them: one course, or two?
        (raised(began=date(2024, 1, 25)), None),  # side by side for a week
        (raised(began=date(2024, 2, 20)), False),  # apart
        (raised(began=date(2024, 2, 4), ended=date(2024, 2, 6)), False),  # too short even as one
    ],
)
def test_rows_with_few_days_between_them_or_overlapping_ask_whether_they_are_one(second, counts):
    first = verdict_on(row(), second, began=JAN).findings[0]

    assert first.counts is counts
    if counts is None:
        assert "one course" in first.reasons[-1]
