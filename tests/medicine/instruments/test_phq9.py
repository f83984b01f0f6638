"""PHQ-9: nine answers of 0 to 3 make a total of 0 to 27; a missing answer is refused, never zero."""

import csv
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.instruments import phq9
from euthymia.medicine.instruments.instrument import AnswerOutOfRange, MissingItem, TotalOutOfRange, WrongItemCount
from euthymia.medicine.instruments.phq9 import risk, score


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0], 0, "none"),
        ([1, 1, 1, 1, 0, 0, 0, 0, 0], 4, "none"),
        ([1, 1, 1, 1, 1, 0, 0, 0, 0], 5, "mild"),
        ([3, 3, 3, 0, 0, 0, 0, 0, 0], 9, "mild"),
        ([3, 3, 3, 1, 0, 0, 0, 0, 0], 10, "moderate"),
        ([3, 3, 3, 3, 2, 0, 0, 0, 0], 14, "moderate"),
        ([3, 3, 3, 3, 3, 0, 0, 0, 0], 15, "moderately severe"),
        ([3, 3, 3, 3, 3, 3, 1, 0, 0], 19, "moderately severe"),
        ([3, 3, 3, 3, 3, 3, 2, 0, 0], 20, "severe"),
        ([3, 3, 3, 3, 3, 3, 3, 3, 3], 27, "severe"),
    ],
)
def test_nine_answers_make_a_total_and_a_band(answers, total, band):
    assert score(answers) == (total, band, answers[8])


@pytest.mark.parametrize(
    ("answers", "refusal", "said"),
    [
        ([0, 0, None, 0, 0, 0, 0, 0, 0], MissingItem, "to item 3\\."),
        ([0, None, 0, 0, 0, 0, 0, 0, None], MissingItem, "item 2, 9"),
        ([0, 0, 0, 0, 0, 0, 0, 7, 0], AnswerOutOfRange, "item 8 is 7"),  # a survey's code for "refused"
        ([0, 0, 0, 0, 0, 0, 0, 0, -1], AnswerOutOfRange, "item 9 is -1"),
        ([0, 0, 0, 0, 1.5, 0, 0, 0, 0], AnswerOutOfRange, "item 5 is 1.5"),
        ([0, 0, 0, 0, True, 0, 0, 0, 0], AnswerOutOfRange, "item 5"),
        ([0, 0, 0, 0, 0, 0, 0, 0], WrongItemCount, "8 answers for 9 items"),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], WrongItemCount, "10 answers"),  # difficulty is not part of the total
    ],
)
def test_what_cannot_be_scored_is_refused_and_named(answers, refusal, said):
    with pytest.raises(refusal, match=said):
        score(answers)


@pytest.mark.parametrize(("item9", "acts"), [(0, False), (1, True), (2, True), (3, True)])
def test_any_answer_above_zero_to_item_9_asks_for_action(item9, acts):
    assert risk(item9) is acts


@pytest.mark.parametrize(("item9", "refusal"), [(None, MissingItem), (4, AnswerOutOfRange), ("1", AnswerOutOfRange)])
def test_an_answer_to_item_9_that_nobody_can_read_is_not_a_zero(item9, refusal):
    with pytest.raises(refusal):
        risk(item9)


@pytest.mark.parametrize("total", [300, -2, 28, "12"])
def test_a_total_that_the_scale_cannot_give_is_refused(total):
    with pytest.raises(TotalOutOfRange):
        phq9.PHQ9.check_total(total)


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), st.integers(0, 8))
def test_one_worse_answer_raises_the_total_by_one(answers, place):
    worse = [a + (i == place and a < 3) for i, a in enumerate(answers)]

    assert score(worse).total - score(answers).total == sum(worse) - sum(answers)


def test_the_form_carries_its_licence_and_its_recall_period():
    assert "No permission required" in phq9.PHQ9.licence
    assert phq9.PHQ9.recall_days == 14
    assert [i.number for i in phq9.ITEMS] == list(range(1, 10))


def test_codes_and_order_are_those_of_a_real_questionnaire(shared_data):
    form = json.loads((shared_data / "fhir-history/us-core-phq9/Questionnaire-phq-9-example.json").read_text("utf-8"))
    items = form["item"]

    assert [i["linkId"].strip("/") for i in items[:9]] == [i.loinc for i in phq9.ITEMS]
    options = [o["valueCoding"] for o in items[0]["answerOption"]]
    assert [(o["display"], o["code"]) for o in options] == [(a.text, a.loinc) for a in phq9.ANSWERS]
    assert items[10]["linkId"].strip("/") == phq9.DIFFICULTY.loinc
    hard = [o["valueCoding"]["code"] for o in items[10]["answerOption"]]
    assert hard == [a.loinc for a in phq9.DIFFICULTY_ANSWERS]


@pytest.mark.parametrize(
    ("survey", "scored", "mean_total", "severe", "refused"),
    [
        ("nhanes_2013_2014_dpq_h.csv.gz", 5372, 3.31, 57, 26),
        ("nhanes_2017_2018_dpq_j.csv.gz", 5068, 3.24, 43, 26),
    ],
)
def test_thousands_of_real_forms_score_as_published(shared_data, survey, scored, mean_total, severe, refused):
    """Two US health surveys: 7 (refused), 9 (don't know) and blanks are refused, everything else is scored."""
    totals, refusals = [], 0
    with gzip.open(shared_data / "phq9-nhanes" / survey, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            written = [row[f"DPQ0{n}0"] for n in range(1, 10)]
            answers = [int(answer) if answer else None for answer in written]
            if not set(written) <= {"0", "1", "2", "3"}:
                with pytest.raises((MissingItem, AnswerOutOfRange)):
                    score(answers)
                refusals += 1
                continue
            found = score(answers)
            assert (found.total, found.item9) == (independent_sum(written), int(written[8]))
            totals.append(found.total)

    assert (len(totals), refusals) == (scored, refused)
    assert round(sum(totals) / len(totals), 2) == pytest.approx(mean_total, abs=0.015)
    assert sum(t >= 20 for t in totals) == severe


def independent_sum(written: list[str]) -> int:
    """Count the ones, twos and threes: the same total by another way."""
    return written.count("1") + 2 * written.count("2") + 3 * written.count("3")
