"""QIDS-SR16: sixteen answers make nine domains of 0 to 3, each its greatest answer, and a total of 0 to 27."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.instruments.instrument import MissingItem
from euthymia.medicine.instruments.qids import QIDS, TO_HAMD17


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0] * 16, 0, "none"),
        ([3, 3, 3, 3] + [0] * 12, 3, "none"),  # four items of sleep are one domain
        ([0] * 5 + [2, None, None, 1] + [0] * 7, 2, "none"),  # of 6 and 7, and of 8 and 9, one is answered
        ([0] * 14 + [1, 3], 3, "none"),
        ([2, 0, 0, 0, 2, 2, 0, 0, 0] + [0] * 7, 6, "mild"),
        ([3] * 16, 27, "very severe"),  # a sum of all sixteen would be 48
    ],
)
def test_a_domain_counts_once_by_its_greatest_answer(answers, total, band):
    assert QIDS.total(answers) == total
    assert QIDS.band(total) == band


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ([0] * 5 + [None, None] + [0] * 9, "item 6, 7"),
        ([0] * 4 + [None] + [0] * 11, "item 5"),
        ([None] * 16, "item 1, 2"),
    ],
)
def test_a_missing_answer_is_refused_and_named(answers, named):
    with pytest.raises(MissingItem, match=named):
        QIDS.total(answers)


def by_hand(a):
    """The published algorithm, spelled out."""
    return max(a[0:4]) + a[4] + max(a[5:9]) + a[9] + a[10] + a[11] + a[12] + a[13] + max(a[14:16])


@given(st.lists(st.integers(0, 3), min_size=16, max_size=16))
def test_the_total_is_that_of_the_published_algorithm_never_the_sum_of_sixteen(answers):
    assert QIDS.total(answers) == by_hand(answers) <= sum(answers)


def test_a_total_stands_beside_a_hamilton_total_only_where_published():
    assert TO_HAMD17[11] == (14, 15)
    assert 12 not in TO_HAMD17
