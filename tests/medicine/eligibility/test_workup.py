"""The work-up: what is not done is said, results carry unit and range, and liver tests come again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.eligibility.workup import (
    ITEMS,
    ImpossibleResult,
    Result,
    UnknownItem,
    WorkupPolicy,
    enzymes_times_upper,
    positive,
    stand,
)
from euthymia.medicine.sources import SOURCES

TODAY = date(2025, 7, 1)


def days_ago(*numbers):
    return [TODAY - timedelta(days=n) for n in numbers]


def alt(value=30, *, ago=10, high=40, **more):
    return Result(item="alt", taken_on=days_ago(ago)[0], value=value, unit="U/L", high=high, **more)


def line(key, *results, infusions=()):
    found = stand(results, infusions=infusions, today=TODAY, policy=WorkupPolicy())
    return next(one for one in found if one.item.key == key)


@pytest.mark.parametrize(
    ("taken_ago", "infusions_ago", "state", "due_in"),
    [
        (10, (), "done", None),  # before the first infusion: once
        (10, (3,), "done", 80),  # one infusion: three months
        (10, (3, 6), "done", 20),  # two within 28 days: monthly
        (29, (3, 6), "done", 1),
        (30, (3, 6), "due again", 0),
        (40, (3, 6), "due again", -10),
        (40, (60, 90), "done", 50),  # maintenance
        (90, (60, 120), "due again", 0),
    ],
)
def test_liver_tests_come_again_while_infusions_go_on(taken_ago, infusions_ago, state, due_in):
    found = line("alt", alt(ago=taken_ago), infusions=days_ago(*infusions_ago))

    assert found.state == state
    assert found.due_on == (None if due_in is None else TODAY + timedelta(days=due_in))


@pytest.mark.parametrize(
    ("key", "state"),
    [("alt", "not done"), ("tsh", "not done"), ("ecg", "where it applies"), ("pregnancy-test", "where it applies")],
)
def test_what_nobody_did_is_said(key, state):
    assert line(key).state == state


def test_the_newest_result_counts_and_one_of_tomorrow_does_not():
    found = line("alt", alt(200, ago=3), alt(20, ago=9), alt(500, ago=-1))

    assert found.last.value == 200


@pytest.mark.parametrize(
    ("value", "low", "high", "flag", "times"),
    [(30, None, 40, "", 0.75), (41, None, 40, "above", 1.025), (5, 10, 40, "below", 0.125), (30, None, None, "", None)],
)
def test_a_result_is_held_against_the_laboratorys_own_range(value, low, high, flag, times):
    found = alt(value, low=low, high=high)

    assert (found.flag, found.times_upper) == (flag, times)


def test_the_higher_of_alt_and_ast_counts():
    ast = Result(item="ast", taken_on=TODAY, value=2.0, unit="ukat/L", high=0.5)  # in another unit, with its range
    found = stand([alt(80), ast], infusions=(), today=TODAY, policy=WorkupPolicy())

    assert enzymes_times_upper(found) == 4.0
    assert enzymes_times_upper(stand([], infusions=(), today=TODAY, policy=WorkupPolicy())) is None


@pytest.mark.parametrize(("found", "answer"), [("positive", True), ("negative", False), (None, None)])
def test_a_test_is_positive_negative_or_not_known(found, answer):
    results = [Result(item="drug-screen", taken_on=TODAY, found=found)] if found else []

    assert positive(stand(results, infusions=(), today=TODAY, policy=WorkupPolicy()), "drug-screen") is answer


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"item": "alt", "value": 30}, "ALT: 30 has no unit"),
        ({"item": "alt", "unit": "U/L"}, "ALT: None is no result"),
        ({"item": "alt", "value": -1, "unit": "U/L"}, "-1 is no result"),
        ({"item": "alt", "value": float("nan"), "unit": "U/L"}, "nan is no result"),
        ({"item": "alt", "value": 1, "unit": "U/L", "low": 50, "high": 10}, "upside down"),
        ({"item": "drug-screen", "found": "clean"}, '"clean" is neither positive nor negative'),
        ({"item": "ecg", "found": " "}, "ECG: nothing is written"),
    ],
)
def test_an_impossible_result_cannot_be_built(fields, said):
    with pytest.raises(ImpossibleResult, match=said):
        Result(taken_on=TODAY, **fields)


def test_an_unknown_item_is_refused_with_the_items_there_are():
    with pytest.raises(UnknownItem, match="psychiatric-evaluation, treatment-history"):
        Result(item="mri", taken_on=TODAY)


def test_every_item_names_its_source():
    assert {item.source for item in ITEMS} <= set(SOURCES)
    assert len({item.key for item in ITEMS}) == len(ITEMS)


@given(ago=st.integers(0, 400), infusions=st.lists(st.integers(0, 400), max_size=8))
def test_more_infusions_never_put_a_liver_test_off(ago, infusions):
    without = line("alt", alt(ago=ago), infusions=days_ago(*infusions)).due_on
    with_one_more = line("alt", alt(ago=ago), infusions=days_ago(*infusions, 0)).due_on

    assert with_one_more is not None and (without is None or with_one_more <= without)
