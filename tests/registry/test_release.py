"""New figures are released only where, beside those shown before, they tell of nobody or of eleven people and more."""

import pytest

from euthymia.registry.measures.response_rate import OVERALL, Rate
from euthymia.registry.release import may_follow


def table(madrs, phq9=(0, 0), overall=None):
    """People and how many responded, on each scale; over all as on MADRS where it is not said."""
    return (Rate("madrs", *madrs), Rate("phq9", *phq9), Rate(OVERALL, *(overall or madrs)))


@pytest.mark.parametrize(
    ("old", "new", "released"),
    [
        ((40, 20), (41, 20), False),
        ((40, 20), (41, 21), False),
        ((40, 20), (50, 20), False),  # ten more who did not respond
        ((40, 20), (51, 20), True),
        ((40, 20), (51, 31), True),
        ((40, 20), (61, 31), False),  # eleven and ten
        ((40, 20), (62, 31), True),
        ((40, 20), (40, 21), False),  # one became a responder
        ((40, 20), (40, 31), True),
        ((40, 20), (40, 30), False),
        ((60, 30), (60, 41), True),
        ((40, 20), (40, 20), False),  # nothing moved: the old figures stand
        ((51, 20), (40, 20), True),
        ((41, 20), (40, 20), False),
        ((10, 5), (11, 6), False),  # hidden yesterday, shown today: one person
        ((10, 5), (21, 5), True),  # eleven people; who responded is hidden in both
        ((10, 5), (9, 5), False),  # hidden then and now
        ((0, 0), (12, 6), True),
        ((40, 20), (0, 0), True),
    ],
)
def test_a_table_follows_another_where_each_shown_count_moved_by_none_or_many(old, new, released):
    assert may_follow(table(new), [table(old)]) is released


def test_the_first_table_follows_nothing():
    assert may_follow(table((12, 6)), [])


def test_each_release_counts_and_not_the_last_alone():
    monday, tuesday, wednesday = table((40, 20)), table((51, 20)), table((41, 20))

    assert not may_follow(wednesday, [monday, tuesday])  # ten from the last, and one from the first
    assert not may_follow(table((62, 31)), [table((61, 20)), table((51, 20))])


def test_what_two_lines_of_a_table_let_reckon_counts_too():
    """Those with PHQ-9 alone are the overall line less the one of MADRS: one more of them is one person."""
    old = table((40, 20), (40, 20), overall=(80, 40))

    assert not may_follow(table((51, 20), (40, 20), overall=(92, 40)), [old])
    assert may_follow(table((51, 20), (40, 20), overall=(91, 40)), [old])
