"""Danger now: what the answers and a clinician's judgement show, and what to do. Only a person who spoke closes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine import danger
from euthymia.medicine.danger import Answered, Judgement, RiskItem, Screen
from euthymia.medicine.instruments import cssrs
from euthymia.medicine.instruments.cssrs import LEVELS

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 5, 4)


def at(minute):
    return NINE + timedelta(minutes=minute)


def screen(answers, *, minute=0):
    """A screener answered at nine: "1- 2+" is no to 1 and yes to 2."""
    touched = (Answered(at(minute), one[:-1], one[-1] == "+") for one in answers.split())
    return Screen(at(minute), tuple(touched))


def judged(level, *, minute, seen=None):
    seen_until = at(minute if seen is None else seen)
    return Judgement(at(minute), seen_until, level, "Spoke in person; plan renewed.", "Pavel Novak")


def assess(item9=(), screens=(), judgements=()):
    """Item 9 as (minute, answer)."""
    nines = [RiskItem(at(minute), answer) for minute, answer in item9]
    return danger.assess(nines, screens, judgements, as_of=TODAY)


@pytest.mark.parametrize(
    ("item9", "answers", "level", "acts"),
    [
        ([], None, "cannot tell", False),  # nobody has asked
        ([(0, 0)], None, "cannot tell", False),  # item 9 alone is no screen
        ([(0, 1)], None, "cannot tell", True),  # somebody must ask now
        ([], "1- 2- 6-", "low", False),
        ([(0, 0)], "1- 2- 6-", "low", False),
        ([(0, 2)], "1- 2- 6-", "cannot tell", True),  # the two say different things: a person asks
        ([], "1+ 2- 6-", "low", True),  # a yes is spoken about today, whatever the map
        ([], "1+", "cannot tell", True),
        ([], "1- 2-", "cannot tell", True),  # unfinished: a person's task
        ([], "1+ 2+ 3+ 4- 5- 6-", "moderate", True),
        ([], "4+", "high", True),  # the moment it is there
        ([(0, 3)], "1- 2- 6+ 6b+", "high", True),
    ],
)
def test_answers_become_a_level_and_say_whether_somebody_must_act(item9, answers, level, acts):
    found = assess(item9, [screen(answers)] if answers else [])

    assert (found.level, found.act) == (level, acts)
    assert found.steps and found.who
    assert "not shown to prevent suicide" in found.not_shown


def test_the_result_names_what_it_stands_on_the_map_and_what_nobody_answered():
    found = assess([(0, 1)], [screen("1+ 2+ 3+ 6-")])

    assert found.reasons[0] == (
        "C-SSRS screener: yes to item 1, 2, 3; no answer to item 4, 5. By the published map: at least moderate",
        "cssrs:triage",
    )
    assert found.reasons[1].source == "house:item-9"
    assert (found.not_answered, found.read_by) == (("4", "5"), ("published",))


@pytest.mark.parametrize(
    ("items", "level", "acts", "said"),
    [
        ([("QIDS-SR16 item 12", 0)], "low", False, ""),
        ([("QIDS-SR16 item 12", 1)], "cannot tell", True, "QIDS-SR16 item 12 was answered 1 of 3"),
        ([("HAM-D17 item 3", 2), ("QIDS-SR16 item 12", 0)], "cannot tell", True, "HAM-D17 item 3 was answered 2 of 3"),
        ([("QIDS-SR16 item 12", None)], "cannot tell", True, "QIDS-SR16 item 12 has no answer"),  # begun and left
        ([("QIDS-SR16 item 12", 0), ("QIDS-SR16 item 12", None)], "cannot tell", True, "has no answer"),  # begun again
    ],
)
def test_an_item_about_suicide_of_any_scale_counts_and_one_without_an_answer_is_never_low(items, level, acts, said):
    told = [RiskItem(at(1), answer, of) for of, answer in items]
    found = danger.assess(told, [screen("1- 2- 6-")], [], as_of=TODAY)

    assert (found.level, found.act) == (level, acts)
    assert said in found.reasons[0].sentence


def test_an_answer_that_the_item_does_not_have_is_no_zero():
    with pytest.raises(danger.RiskItemOutOfRange, match="0 to 3"):
        danger.assess([RiskItem(at(0), 9)], [], [], as_of=TODAY)


def test_a_later_no_takes_nothing_back():
    changed = Screen(NINE, (*screen("1- 2+ 3- 4+ 5- 6-").answered, Answered(at(3), "4", yes=False)))

    assert assess([(0, 2), (5, 0)], [changed]).level == "high"
    assert assess([(0, 2), (5, 0)], [changed, screen("1- 2- 6-", minute=9)]).act


@pytest.mark.parametrize(
    ("answered", "seen", "level", "acts"),
    [
        (0, 5, "low", False),  # she saw the answer, spoke with the person, and judged
        (5, 5, "high", True),  # touched at the same moment: not seen
        (6, 5, "high", True),  # came while she was writing
    ],
)
def test_a_judgement_settles_what_the_clinician_had_seen_and_nothing_after(answered, seen, level, acts):
    found = assess([], [screen("1- 2+ 3- 4+ 5- 6-", minute=answered)], [judged("low", minute=8, seen=seen)])

    assert (found.level, found.act) == (level, acts)


def test_the_newest_judgement_counts_and_says_who():
    found = assess([(0, 3)], [], [judged("low", minute=60), judged("high", minute=20)])

    assert (found.level, found.act) == ("low", False)
    assert found.reasons[0].sentence.startswith("Pavel Novak assessed in person and judged low:")


def test_high_brings_in_person_emergency_or_inpatient_care():
    steps = " ".join(assess([], [screen("4+")]).steps)

    assert "in person today" in steps and "emergency or inpatient care" in steps and "safety plan" in steps


@pytest.mark.parametrize(
    ("level", "words", "refusal"),
    [("high", "  ", danger.NoWords), ("cannot tell", "spoke", danger.NotALevel), ("fine", "spoke", danger.NotALevel)],
)
def test_a_judgement_has_a_level_and_words(level, words, refusal):
    with pytest.raises(refusal):
        Judgement(NINE, NINE, level, words, "Pavel Novak")


TOUCHES = st.lists(
    st.builds(Answered, st.integers(0, 30).map(at), st.sampled_from(list(cssrs.ITEMS)), st.booleans()), max_size=9
)
NINES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=3)
JUDGED = st.lists(
    st.builds(judged, st.sampled_from(["low", "moderate", "high"]), minute=st.integers(0, 30)), max_size=2
)


@given(TOUCHES, NINES, JUDGED, st.sampled_from(list(cssrs.ITEMS)))
def test_a_yes_in_place_of_a_no_never_lowers_the_level_nor_ends_the_act(touches, nines, judgements, item):
    no, yes = (Screen(NINE, (*touches, Answered(at(40), item, answer))) for answer in (False, True))
    before, after = assess(nines, [no], judgements), assess(nines, [yes], judgements)

    assert LEVELS.index(after.level) >= LEVELS.index(before.level)
    assert after.act


@given(TOUCHES, NINES, JUDGED, st.integers(1, 3))
def test_item_9_above_zero_never_lowers_the_level_and_always_acts(touches, nines, judgements, answer):
    before = assess(nines, [Screen(NINE, tuple(touches))], judgements)
    after = assess([*nines, (40, answer)], [Screen(NINE, tuple(touches))], judgements)

    assert LEVELS.index(after.level) >= LEVELS.index(before.level)
    assert after.act


@given(TOUCHES, NINES)
def test_an_open_item_is_never_low_and_always_somebodys_task(touches, nines):
    found = assess(nines, [Screen(NINE, tuple(touches))])

    if found.not_answered:
        assert found.level != "low" and found.act


@given(TOUCHES, NINES, JUDGED, st.randoms())
def test_the_order_of_entry_changes_nothing(touches, nines, judgements, chance):
    mixed = chance.sample(touches, len(touches)), chance.sample(nines, len(nines))

    assert assess(nines, [Screen(NINE, tuple(touches))], judgements) == assess(
        mixed[1], [Screen(NINE, tuple(mixed[0]))], judgements
    )
