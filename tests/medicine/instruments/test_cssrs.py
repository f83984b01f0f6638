"""C-SSRS screener: yes or no by item number, and the level a published map reads. What is unanswered is never "low"."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.instruments import cssrs
from euthymia.medicine.instruments.cssrs import LEVELS, asked, triage, unanswered

ALL_NO = {"1": False, "2": False, "6": False}
NO_THREE = {"3": False, "4": False, "5": False}
TODAY = date(2026, 5, 31)
ANSWERS = st.dictionaries(st.sampled_from(list(cssrs.ITEMS)), st.booleans())


def yes(*items, **but):
    """A screener answered no but for these."""
    return ALL_NO | (NO_THREE if "2" in items else {}) | dict.fromkeys(items, True) | but


@pytest.mark.parametrize(
    ("answers", "level", "because"),
    [
        (ALL_NO, "low", ()),
        (yes("1"), "low", ("1",)),
        (yes("1", "2"), "low", ("1", "2")),
        (yes("2", "3"), "moderate", ("3",)),
        (yes("2", "4"), "high", ("4",)),
        (yes("2", "3", "5"), "high", ("5",)),
        (ALL_NO | {"6": True, "6b": False}, "moderate", ("6",)),
        (ALL_NO | {"6": True, "6b": True}, "high", ("6b",)),
        (ALL_NO | {"6b": True}, "high", ("6b",)),  # contradicts the no to 6: the yes is read
        (ALL_NO | {"4": True}, "high", ("4",)),  # not asked after a no to 2, and read all the same
    ],
)
def test_a_finished_screener_is_read_by_the_published_map(answers, level, because):
    read = triage(answers)

    assert (read.level, read.because, read.unanswered) == (level, because, ())
    assert (read.map, read.source) == ("published", "cssrs:triage")


@pytest.mark.parametrize(
    ("answers", "level", "at_least", "open_items"),
    [
        ({}, "cannot tell", False, ("1", "2", "6")),
        ({"1": False, "2": False}, "cannot tell", False, ("6",)),
        ({"1": True, "2": None, "6": False}, "cannot tell", False, ("2",)),
        (ALL_NO | {"2": True}, "cannot tell", False, ("3", "4", "5")),
        (ALL_NO | {"6": True}, "moderate", True, ("6b",)),  # at least moderate; 6b may make it high
        ({"2": True, "3": True}, "moderate", True, ("1", "4", "5", "6")),
        ({"4": True}, "high", False, ("1", "2", "6")),  # acts at once, finished or not
    ],
)
def test_an_unfinished_screener_is_never_low(answers, level, at_least, open_items):
    read = triage(answers)

    assert (read.level, read.at_least, read.unanswered) == (level, at_least, open_items)


@pytest.mark.parametrize(
    ("answers", "items"),
    [
        ({}, ("1", "2", "6")),
        ({"2": False}, ("1", "2", "6")),
        ({"2": True}, ("1", "2", "3", "4", "5", "6")),
        ({"6": True}, ("1", "2", "6", "6b")),
    ],
)
def test_items_3_to_5_follow_a_yes_to_2_and_6b_a_yes_to_6(answers, items):
    assert asked(answers) == items


@pytest.mark.parametrize(
    ("last_behaviour_on", "level"),
    [
        (date(2026, 5, 31), "high"),
        (date(2026, 2, 28), "moderate"),  # a day and three months ago
        (date(2026, 3, 1), "high"),
        (date(2025, 5, 31), "moderate"),  # twelve months to the day
        (date(2025, 5, 30), "low"),
    ],
)
def test_the_map_by_date_reads_item_6_from_the_day_and_says_so(last_behaviour_on, level):
    read = triage(yes("6"), read_by="by date", last_behaviour_on=last_behaviour_on, as_of=TODAY)

    assert (read.level, read.map, read.source) == (level, "by date", "cssrs:triage-by-date")


@pytest.mark.parametrize(
    ("answers", "options", "refusal", "said"),
    [
        ({"7": True}, {}, cssrs.UnknownItem, "no item 7"),
        ({"1": "yes"}, {}, cssrs.NotYesOrNo, "item 1"),
        ({"1": 1}, {}, cssrs.NotYesOrNo, "item 1"),
        (ALL_NO, {"read_by": "ours"}, cssrs.UnknownMap, "'ours'"),
        (yes("6"), {"read_by": "by date", "as_of": TODAY}, cssrs.DateOfBehaviourNeeded, "published map"),
        (
            yes("6"),
            {"read_by": "by date", "as_of": TODAY, "last_behaviour_on": date(2026, 6, 1)},
            cssrs.BehaviourStillToCome,
            "2026-06-01",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_and_named(answers, options, refusal, said):
    with pytest.raises(refusal, match=said):
        triage(answers, **options)


@given(ANSWERS, st.sampled_from(list(cssrs.ITEMS)))
def test_a_no_that_becomes_a_yes_never_lowers_the_level(answers, item):
    before, after = triage(answers | {item: False}), triage(answers | {item: True})

    assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@given(ANSWERS, st.sampled_from(list(cssrs.ITEMS)))
def test_one_more_yes_never_takes_away_a_moderate_or_a_high(answers, item):
    before, after = triage(answers), triage(answers | {item: True})

    if before.level in ("moderate", "high"):
        assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@given(ANSWERS)
def test_an_open_item_never_leaves_the_level_low(answers):
    if unanswered(answers):
        assert triage(answers).level != "low"


def test_the_codes_are_there_and_no_wording_is():
    assert (cssrs.SCREENER_LOINC, cssrs.ITEMS["6b"], len(set(cssrs.ITEMS.values()))) == ("93373-9", "93269-9", 7)
    assert "must not be altered" in cssrs.LICENCE
