"""Before the start: every line by itself, what is not known is not met, and who may set a line aside."""

from dataclasses import fields, replace

import pytest

from euthymia.medicine.checklists.checklist import Override
from euthymia.medicine.checklists.pre_infusion import (
    BeforeFacts,
    DrugToday,
    NotReady,
    PreInfusionPolicy,
    check,
    criteria,
)
from euthymia.medicine.sources import SOURCES

POLICY = PreInfusionPolicy()
READY = BeforeFacts(
    evaluated=True, consent=True, suicidal=False, item_9=0, hours_since_food=8, hours_since_fluids=3, escort_name="Jo",
    medicines_as_ordered=True, pregnancy="not due", acls_name="Pavel", kit_checked=True, call_tested=True,
    alarm_heard=True, promised=True,
)  # fmt: skip


def unmet(**changed):
    return [line.key for line in criteria(replace(READY, **changed), policy=POLICY) if not line.met]


def test_where_all_is_met_it_says_so():
    assert unmet() == []
    assert len(check(READY, policy=POLICY)) == 12


@pytest.mark.parametrize(
    ("answer", "met", "says"),
    [
        ("not due", True, "Asked alone"),
        ("negative", True, "test of today negative"),
        ("not done", False, "test before the start"),
        ("positive", False, "The person hears it first, alone"),
        ("not alone", None, "without escort, partner or family"),
        (None, None, "Ask alone"),
    ],
)
def test_pregnancy_is_asked_alone_and_not_sure_is_tested(answer, met, says):
    line = next(one for one in criteria(replace(READY, pregnancy=answer), policy=POLICY) if one.key == "pregnancy")

    assert line.met is met
    assert says in line.why
    assert line.who_may_override == ()


def test_what_nobody_looked_at_is_not_met():
    lines = criteria(BeforeFacts(), policy=POLICY)
    assert [line.met for line in lines] == [None] * 12


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"evaluated": False}, "evaluated"),
        ({"consent": False}, "consent"),
        ({"suicidal": True}, "risk"),
        ({"suicidal": None}, "risk"),
        ({"item_9": 1}, "risk"),
        ({"waits": ("QIDS-SR16 item 12 was answered 2 of 3",)}, "risk"),
        ({"hours_since_food": 5.9}, "fasting"),
        ({"hours_since_fluids": 1.9}, "fasting"),
        ({"escort_name": " "}, "escort"),
        ({"medicines_as_ordered": False}, "medicines"),
        ({"pregnancy": "positive"}, "pregnancy"),
        ({"pregnancy": "not done"}, "pregnancy"),
        ({"acls_name": ""}, "acls"),
        ({"kit_checked": False}, "kit"),
        ({"call_tested": False}, "call"),
        ({"alarm_heard": False}, "alarm"),
        ({"promised": False}, "promise"),
    ],
    ids=lambda value: str(value),
)
def test_each_line_stands_by_itself(changed, line):
    assert unmet(**changed) == [line]
    with pytest.raises(NotReady, match="Not yet"):
        check(replace(READY, **changed), policy=POLICY)


@pytest.mark.parametrize(
    "changed", [{"suicidal": True}, {"item_9": 3}, {"suicidal": True, "item_9": 2}, {"waits": ("a screener's yes",)}]
)
def test_a_positive_answer_brings_the_prescriber_and_closes_no_door(changed):
    (line,) = [one for one in criteria(replace(READY, **changed), policy=POLICY) if not one.met]
    assert "prescriber is to come now" in line.why
    assert unmet(**changed, reviewed_by="Pavel Novak") == []


@pytest.mark.parametrize(
    ("changed", "key", "role", "stands"),
    [
        ({"hours_since_food": 3}, "fasting", "prescriber", True),
        ({"hours_since_food": 3}, "fasting", "nurse", False),
        ({"medicines_as_ordered": False}, "medicines", "medical_director", True),
        ({"evaluated": False}, "evaluated", "prescriber", True),
        ({"consent": False}, "consent", "prescriber", False),
        ({"escort_name": ""}, "escort", "prescriber", False),
        ({"suicidal": True}, "risk", "prescriber", False),
        ({"pregnancy": "positive"}, "pregnancy", "prescriber", False),
        ({"kit_checked": False}, "kit", "medical_director", False),
        ({"acls_name": ""}, "acls", "medical_director", False),
    ],
    ids=lambda value: str(value),
)
def test_who_may_set_a_line_aside(changed, key, role, stands):
    aside = Override(key, "Pavel Novak", role, "Water only, talked over")
    assert (unmet(**changed, overrides=(aside,)) == []) is stands


def test_a_line_is_not_set_aside_without_a_reason():
    assert unmet(hours_since_food=3, overrides=(Override("fasting", "Pavel Novak", "prescriber", " "),)) == ["fasting"]


def test_every_line_and_number_names_its_source():
    assert {line.source for line in criteria(READY, policy=POLICY)} <= set(SOURCES)
    assert all(number.metadata["policy"].source in SOURCES for number in fields(POLICY))


@pytest.mark.parametrize(
    ("drug", "met", "says"),
    [
        (DrugToday("lorazepam", "take", True), True, "taken as ordered"),
        (DrugToday("lorazepam", "hold", True), True, "held as ordered"),
        (DrugToday("lorazepam", "hold", None), None, "Nobody has asked"),
        (DrugToday("lorazepam", "take", False), False, "was to be taken and was not"),
        (DrugToday("lorazepam", "", True), False, "nobody skips it until then"),
        (DrugToday("lorazepam", "ask", True), False, "The prescriber decides"),
    ],
)
def test_each_medicine_of_the_day_is_held_against_its_own_order(drug, met, says):
    facts = replace(READY, medicines_as_ordered=None, medicines=(DrugToday("lithium", "take", True), drug))
    line = next(one for one in criteria(facts, policy=POLICY) if one.key == "medicines")

    assert line.met is met
    assert says in line.why
