"""Drug screens: per substance, presumptive or confirmed, beside the medicines that explain them.

A presumptive screen never excludes: ask, confirm, then decide.
"""

from datetime import date

import pytest

from euthymia.medicine.eligibility import CRITERIA, Known, decide
from euthymia.medicine.eligibility.chart_facts import facts
from euthymia.medicine.eligibility.drug_screen import ImpossibleScreen, ScreenResult, look
from euthymia.medicine.sources import SOURCES

DAY = date(2026, 3, 2)
ALL_NO = {c.key: "no" for c in CRITERIA}


def screen(substance, *, positive=True, confirmed=False, on=DAY):
    return ScreenResult(substance, positive, on, confirmed)


@pytest.mark.parametrize(
    ("substance", "confirmed", "medicine", "explained", "state"),
    [
        ("phencyclidine", False, "Venlafaxine 150 mg", True, "ask"),
        ("amphetamines", False, "bupropion", True, "ask"),
        ("amphetamines", False, "Lisdexamfetamine 30 mg", True, "ask"),
        ("benzodiazepines", False, "sertraline", True, "ask"),
        ("methadone", False, "quetiapine", True, "ask"),
        ("cocaine", False, "sertraline", True, "ask"),  # reported, the assay not read
        ("cocaine", False, "lisinopril", False, "ask"),  # presumptive: never excludes, explained or not
        ("cocaine", True, "lisinopril", False, "counts"),
        ("phencyclidine", True, "Venlafaxine 150 mg", False, "counts"),  # confirmed: no cross-reaction
        ("benzodiazepines", True, "Lorazepam 1 mg", True, "ask"),  # prescribed: taken as ordered?
        ("methadone", True, "methadone", True, "ask"),  # treatment is treatment
        ("ketamine", True, "esketamine nasal", True, "ask"),
    ],
)
def test_a_positive_screen_stands_beside_the_medicines_that_explain_it(
    substance, confirmed, medicine, explained, state
):
    (line,) = look([screen(substance, confirmed=confirmed)], [medicine])

    assert (bool(line.explained_by), line.state) == (explained, state)
    assert all(one.source in SOURCES for one in line.explained_by)
    assert not explained or medicine in line.next_step


@pytest.mark.parametrize(
    ("results", "answer", "outcome"),
    [
        ([screen("cocaine")], "unknown", "go"),
        ([screen("cocaine", confirmed=True)], "yes", "no-go"),
        ([screen("cocaine", positive=False)], None, "go"),
        ([screen("cocaine", on=date(2025, 1, 1), confirmed=True), screen("cocaine", positive=False)], None, "go"),
        ([screen("cocaine"), screen("cocaine", positive=False, confirmed=True)], None, "go"),  # confirmed the same day
    ],
)
def test_only_a_confirmed_substance_answers_the_line_by_itself(results, answer, outcome):
    known = Known(screens=tuple(results))
    fact = facts(known).get("substance-use")

    assert (fact and fact.answer) == answer
    assert decide(ALL_NO, overrides={}, known=known).outcome == outcome


def test_past_misuse_of_ketamine_never_expires():
    (line,) = look([screen("ketamine", confirmed=True)], [])

    assert "never expires" in line.next_step


def test_a_substance_that_the_list_does_not_have_is_refused():
    with pytest.raises(ImpossibleScreen, match="Choose one of"):
        screen("sugar")
