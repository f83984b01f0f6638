"""Laws that hold for every scale: a worse answer never lowers a total, a missing one is never zero."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import AnswerOutOfRange, MissingItem, WrongItemCount
from euthymia.medicine.response import Score, remission, shows_as_infusion_result
from euthymia.medicine.sources import SOURCES

SCALES = sorted(instruments.ALL)
INFUSION = datetime(2025, 1, 6, 10, tzinfo=UTC)


@st.composite
def sheets(draw):
    scale = instruments.ALL[draw(st.sampled_from(SCALES))]
    answers = [draw(st.integers(scale.item_min, scale.greatest(n))) for n in range(1, scale.items + 1)]
    return scale, answers, draw(st.integers(1, scale.items))


@given(sheets())
def test_a_worse_answer_never_lowers_the_total(sheet):
    scale, answers, item = sheet
    worse = list(answers)
    worse[item - 1] = scale.greatest(item)

    assert scale.total_min <= scale.total(answers) <= scale.total(worse) <= scale.total_max


@given(sheets())
def test_an_answer_beyond_the_items_range_is_refused_and_named(sheet):
    scale, answers, item = sheet
    answers[item - 1] = scale.greatest(item) + 1

    with pytest.raises(AnswerOutOfRange, match=f"item {item} is"):
        scale.total(answers)


@pytest.mark.parametrize("key", SCALES)
def test_a_sheet_without_answers_has_no_total(key):
    scale = instruments.find(key)

    with pytest.raises(MissingItem):
        scale.total([None] * scale.items)
    with pytest.raises(WrongItemCount):
        scale.total([scale.item_min] * (scale.items + 1))


@pytest.mark.parametrize("key", SCALES)
def test_least_and_greatest_answers_make_least_and_greatest_total(key):
    scale = instruments.find(key)

    assert scale.total([scale.item_min] * scale.items) == scale.total_min
    assert scale.total([scale.greatest(n) for n in range(1, scale.items + 1)]) == scale.total_max
    assert scale.labels == () or len(scale.labels) == scale.items


@pytest.mark.parametrize("key", [k for k in SCALES if instruments.ALL[k].recall_days > 1])
def test_a_scale_that_looks_back_over_days_is_not_the_result_of_an_infusion_inside_them(key):
    days = timedelta(days=instruments.find(key).recall_days)

    assert not shows_as_infusion_result(key, INFUSION + timedelta(hours=24), INFUSION)
    assert not shows_as_infusion_result(key, INFUSION + days - timedelta(minutes=1), INFUSION)
    assert shows_as_infusion_result(key, INFUSION + days, INFUSION)


@pytest.mark.parametrize(
    ("key", "at_most"),
    [("phq9", 4), ("madrs", 10), ("gad7", 4), ("qids", 5), ("hamd17", 7), ("hamd6", 4), ("ymrs", 12), ("sds", 6)],
)
def test_remission_is_a_total_at_or_under_the_scales_cut(key, at_most):
    assert remission(Score(key, at_most, INFUSION))
    assert not remission(Score(key, at_most + 1, INFUSION))


@pytest.mark.parametrize("key", SCALES)
def test_a_scale_names_the_source_of_its_figures(key):
    assert instruments.find(key).source in SOURCES
