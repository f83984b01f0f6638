"""MADRS: ten ratings of 0 to 6; over 24 hours sleep and appetite are carried from the baseline rating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.instruments.instrument import AnswerOutOfRange, MissingItem, TotalOutOfRange, WrongItemCount
from euthymia.medicine.instruments.madrs import LABELS, MADRS, AskedOver24Hours, from_total, score, score_24h

TODAY = [3, 2, 2, None, None, 1, 1, 2, 1, 0]


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "none"),
        (6, "none"),
        (7, "mild"),
        (19, "mild"),
        (20, "moderate"),
        (34, "moderate"),
        (35, "severe"),
        (60, "severe"),
    ],
)
def test_a_total_has_a_band(total, band):
    assert from_total(total) == (total, band, ())


@pytest.mark.parametrize("total", [-1, 61, 12.5])
def test_a_total_that_the_scale_cannot_give_is_refused(total):
    with pytest.raises(TotalOutOfRange, match="0 to 60"):
        from_total(total)


@pytest.mark.parametrize(
    ("sleep", "appetite", "total"),
    [
        (0, 0, 12),
        (4, 3, 19),
        (6, 6, 24),
    ],
)
def test_sleep_and_appetite_come_from_baseline_over_24_hours(sleep, appetite, total):
    assert score_24h(TODAY, sleep, appetite) == (total, from_total(total).band, (4, 5))


@pytest.mark.parametrize(
    ("items", "sleep", "appetite", "refusal", "said"),
    [
        ([3, 2, 2, 1, None, 1, 1, 2, 1, 0], 4, 3, AskedOver24Hours, "item 4 was rated"),
        ([3, 2, 2, None, None, 1, None, 2, 1, 0], 4, 3, MissingItem, "item 7"),
        ([3, 2, 2, None, None, 1, 1, 2, 1, 7], 4, 3, AnswerOutOfRange, "item 10 is 7"),
        (TODAY, 7, 3, AnswerOutOfRange, "item 4 is 7"),
        (TODAY, 4, None, MissingItem, "item 5"),
        ([3, 2, 2, None, None], 4, 3, WrongItemCount, "5 answers for 10"),
    ],
)
def test_what_cannot_be_scored_over_24_hours_is_refused(items, sleep, appetite, refusal, said):
    with pytest.raises(refusal, match=said):
        score_24h(items, sleep, appetite)


@given(st.lists(st.integers(0, 6), min_size=10, max_size=10))
def test_the_24_hour_total_equals_the_full_total_when_sleep_and_appetite_have_not_changed(items):
    asked = [*items[:3], None, None, *items[5:]]

    assert score_24h(asked, items[3], items[4]).total == score(items).total


def test_the_wording_is_not_shown_and_the_code_is_our_own():
    assert MADRS.wording == "not shown"
    assert MADRS.code_system == "urn:euthymia:instrument"
    assert [n for n, _ in LABELS] == list(range(1, 11))
