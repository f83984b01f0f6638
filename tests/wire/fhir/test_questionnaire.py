"""A clinic's own wording of a scale, read from a FHIR R4 Questionnaire: it fits item by item, or says where not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine import instruments
from euthymia.medicine.instruments import gad7, phq9
from euthymia.wire.fhir.resources import questionnaire
from euthymia.wire.fhir.resources.questionnaire import UnreadableQuestionnaire, WordingDoesNotFit, read_wording
from euthymia.wire.fhir.resources.scale_items import CSSRS, items_of
from tests.wire.fhir.questionnaires_made import ORDINAL, data, form, item, option

KEYS = [*instruments.ALL, CSSRS]
LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
MEMBERS = st.sampled_from(["item", "type", "linkId", "text", "answerOption", "valueCoding", "extension"])
JSON = st.recursive(LEAF, lambda more: st.lists(more, max_size=3) | st.dictionaries(MEMBERS, more, max_size=4))


def read(key, made):
    return read_wording(made if isinstance(made, bytes) else json.dumps(made).encode(), items_of(key))


@pytest.mark.parametrize("key", KEYS)
def test_a_form_with_the_scales_items_and_scores_is_read_letter_for_letter(key):
    words = read(key, form(key, copyright="  Line one\nline  two "))

    assert [one.number for one in words.questions] == [one.number for one in items_of(key)]
    assert [tuple(score for score, _ in one.answers) for one in words.questions] == [i.scores for i in items_of(key)]
    assert words.questions[0].text == "Made-up question 1?"
    assert words.questions[0].before == ("Made-up words before the first question.",)
    assert words.copyright == "  Line one\nline  two "


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda items: items[:11] + items[12:], "Item 12: the file has no such item."),
        (lambda items: [*items, item("17", (0, 1))], "Item item-17: the scale has no such item."),
        (lambda items: [*items, items[0]], "Item 1: the file has it twice."),
        (lambda items: [item("1", (0, 1, 2)), *items[1:]], "Item 1: 3 answers, the scale has 4."),
        (lambda items: [item("1", (1, 2, 3, 4)), *items[1:]], "Item 1: scores 1, 2, 3, 4, the scale has 0, 1, 2, 3."),
        (lambda items: [item("1", (0, 1, 1, 3)), *items[1:]], "Item 1: scores 0, 1, 1, 3, the scale has"),
        (lambda items: [items[0] | {"text": ""}, *items[1:]], "Item 1: it has no text."),
        (
            lambda items: [items[0] | {"answerOption": [{"valueCoding": {"display": "often"}}] * 4}, *items[1:]],
            "Item 1: the answer 'often' has no score.",
        ),
        (
            lambda items: [items[0] | {"answerValueSet": "http://example.org/vs"}, *items[1:]],
            "Item 1: its answers are not in the file",
        ),
        (lambda items: items[::-1], "Put them in the scale's order."),
        (lambda items: [item("1", (0, 1, 2, 3.5)), *items[1:]], "has no score"),
    ],
    ids=["missing", "one more", "twice", "other number", "other scores", "score twice", "no text", "no score",
         "answers elsewhere", "other order", "half a point"],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_item_and_reason(change, said):
    with pytest.raises(WordingDoesNotFit) as refused:
        read("qids", form("qids", change=change))

    assert any(said in fault for fault in refused.value.faults), refused.value.faults


def test_every_fault_is_said_at_once():
    with pytest.raises(WordingDoesNotFit) as refused:
        read("gad7", form("gad7", change=lambda items: [item("1", (0, 1)), *items[1:5]]))

    assert [fault.split(":")[0] for fault in refused.value.faults] == ["Item 1", "Item 6", "Item 7"]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (b"{", "It is no JSON"),
        (b"[]", "It is no FHIR resource"),
        ({"resourceType": "QuestionnaireResponse"}, "It is a QuestionnaireResponse, not a Questionnaire"),
        (form("gad7", copyrightLabel="c"), "written in FHIR R5"),
        (form("gad7", status="retired"), "withdrawn"),
        (b" " * (questionnaire.MAX_BYTES + 1), "over size"),
        (form("gad7", title="x" * 5001), "title are over size"),
        (form("gad7", title="bell \u0007"), "cannot be shown"),
        (form("gad7", copyright=7), "no text"),
        (form("gad7", change=lambda items: items * 60), "at most 300"),
    ],
    ids=["no json", "no resource", "answers", "R5", "retired", "too big", "long", "bell", "number", "too many"],
)
def test_a_file_that_is_no_such_form_is_refused_whole(made, said):
    with pytest.raises(UnreadableQuestionnaire, match=said):
        read("gad7", made)


def test_groups_deeper_than_anybody_writes_are_refused():
    deep = {"type": "group", "linkId": "g", "item": []}
    for _ in range(9):
        deep = {"type": "group", "linkId": "g", "item": [deep]}

    with pytest.raises(UnreadableQuestionnaire, match="groups deep"):
        read("gad7", form("gad7", item=[deep]))


@pytest.mark.parametrize("link", ["{n}", "q{n}", "QIDS.{n}", "/form/{n}", "qids-sr16-{n}", "{n:02d}", "Item {n}."])
def test_an_item_is_told_by_the_number_at_the_end_of_its_link(link):
    made = form("qids", change=lambda items: [one | {"linkId": link.format(n=n)} for n, one in enumerate(items, 1)])

    assert [one.number for one in read("qids", made).questions] == [str(n) for n in range(1, 17)]


def test_a_prefix_and_a_code_tell_an_item_before_its_link_does():
    shuffled = [item(str(n), range(4), linkId=f"x{n % 7 + 1}", prefix=f"{n}.") for n in range(1, 8)]
    coded = [
        item("9", range(4), code=[{"system": "http://loinc.org", "code": code}], prefix="9") for _, code in gad7.ITEMS
    ]

    for items in (shuffled, coded):
        found = read("gad7", form("gad7", change=lambda _, items=items: items))
        assert [one.number for one in found.questions] == list("1234567")


def test_a_loinc_code_is_never_taken_for_an_item_number():
    made = form("gad7", change=lambda items: [*items[:5], items[5] | {"linkId": "/99999-6"}, items[6]])

    with pytest.raises(WordingDoesNotFit, match="Item /99999-6: the scale has no such item"):
        read("gad7", made)


def test_texts_in_groups_and_after_the_last_item_keep_their_place():
    group = {"type": "group", "linkId": "g", "text": "Made-up part", "item": [item(str(n), range(4)) for n in (1, 2)]}
    rest = [item(str(n), range(4)) for n in range(3, 8)]
    last = {"type": "display", "linkId": "end", "text": "Made-up thanks."}
    total = {"type": "decimal", "linkId": "total", "text": "Total", "readOnly": True}

    found = read("gad7", form("gad7", item=[group, *rest, total, last]))

    assert found.questions[0].before == ("Made-up part",)
    assert found.after == ("Made-up thanks.",)


@pytest.mark.parametrize(
    "answers",
    [
        {"answerOption": [{"valueInteger": n} for n in range(11)]},
        {"answerOption": [{"valueCoding": {"code": str(n), "display": f"made-up {n}"}} for n in range(11)]},
        {"answerOption": [{"valueCoding": option(n)["valueCoding"] | {"extension": option(n)["extension"]}}
                          for n in range(11)]},
        {"answerOption": None, "type": "integer", "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10}]},
        {"answerOption": None, "answerValueSet": "#how-much"},
    ],
    ids=["whole numbers", "codes", "on the coding", "between two", "a list in the file"],
)  # fmt: skip
def test_scores_are_read_where_forms_write_them(answers):
    concepts = [{"code": f"c{n}", "display": f"d{n}", "extension": [{"url": ORDINAL, "valueDecimal": n}]}
                for n in range(11)]  # fmt: skip
    listed = {"resourceType": "ValueSet", "id": "how-much", "compose": {"include": [{"concept": concepts}]}}

    found = read("sds", form("sds", change=lambda items: [one | answers for one in items], contained=[listed]))

    assert [score for score, _ in found.questions[0].answers] == list(range(11))


def test_yes_and_no_are_told_by_their_codes_or_as_true_and_false():
    coded = [{"valueCoding": {"system": "http://loinc.org", "code": code}} for code in ("LA33-6", "LA32-8")]
    for change in (
        lambda items: [one | {"answerOption": coded} for one in items],
        lambda items: [one | {"type": "boolean", "answerOption": None} for one in items],
    ):
        found = read(CSSRS, form(CSSRS, change=change))
        assert [score for score, _ in found.of("6b").answers] == [0, 1]


def test_a_published_form_is_read_as_it_stands(shared_data):
    made = (shared_data / "fhir-history/us-core-phq9/Questionnaire-phq-9-example.json").read_bytes()

    found = read("phq9", made)

    assert [one.number for one in found.questions] == [str(n) for n in range(1, 11)]
    assert found.of(9).answers[3] == (3, phq9.ANSWERS[3].text)


@given(st.sampled_from(KEYS), st.data())
def test_a_form_without_one_of_the_items_never_fits(key, chosen):
    items = items_of(key)
    gone = chosen.draw(st.sampled_from([one.number for one in items if one.needed]))
    made = form(key, change=lambda all_: [one for one in all_ if one["linkId"] != f"item-{gone}"])

    with pytest.raises(WordingDoesNotFit, match=f"Item {gone}: the file has no such item"):
        read(key, made)


@given(st.binary(max_size=200) | JSON)
def test_whatever_comes_is_read_or_refused_in_words(whatever):
    if not isinstance(whatever, bytes):
        whatever = json.dumps({"resourceType": "Questionnaire", "item": whatever}).encode()

    with pytest.raises((UnreadableQuestionnaire, WordingDoesNotFit), match=r"\w"):
        read_wording(whatever, items_of("gad7"))


def test_bytes_that_fit_are_read_once():
    assert read("gad7", data("gad7")) == read("gad7", form("gad7"))
