"""Wilson's interval, held against published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.research.wilson import NotAShare, interval


@pytest.mark.parametrize(
    ("some", "of", "low_pct", "high_pct"),
    [
        (30, 47, 49.5, 76.0),  # response at 24 h on ketamine, Murrough 2013
        (7, 25, 14.3, 47.6),  # and on midazolam
        (17, 24, 50.8, 85.1),  # response over repeated infusions, Murrough 2013
        (0, 10, 0.0, 27.8),
        (10, 10, 72.2, 100.0),
    ],
)
def test_the_interval_of_a_published_share(some, of, low_pct, high_pct):
    low, high = interval(some, of)

    assert (round(100 * low, 1), round(100 * high, 1)) == (low_pct, high_pct)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_mirrors(counts):
    some, of = counts
    low, high = interval(some, of)

    assert 0 <= low <= some / of <= high <= 1
    mirrored = interval(of - some, of)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("some", "of"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(some, of):
    with pytest.raises(NotAShare):
        interval(some, of)
