"""What the chart knows of the go or no-go list: of two answers the stricter, and a line for each group of medicines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.diagnoses import read_words
from euthymia.medicine.drugs.interactions import GROUPS
from euthymia.medicine.eligibility import Known, NothingToOverride, UnknownCriterion, decide
from euthymia.medicine.eligibility.chart_facts import facts, medicine_lines, stricter
from euthymia.medicine.eligibility.criteria import CRITERIA
from euthymia.medicine.sources import SOURCES

ALL_NO = {c.key: "no" for c in CRITERIA}


def line(decision, key):
    return next(one for one in decision.lines if one.key == key)


@pytest.mark.parametrize(
    ("known", "key", "answer", "seen"),
    [
        (Known(age_years=17), "under-18", "yes", "age 17"),
        (Known(age_years=18), "under-18", "no", "age 18"),
        (Known(age_years=65), "over-65", "no", "age 65"),
        (Known(age_years=66), "over-65", "yes", "age 66"),
        (Known(enzymes_times_upper=3.0), "liver-enzymes", "no", "3.0 times"),  # above 3, not at it
        (Known(enzymes_times_upper=3.1), "liver-enzymes", "yes", "3.1 times"),
        (Known(bmi=40.1), "airway", "yes", "BMI 40.1"),
        (Known(bmi=40), "airway", None, ""),  # a low BMI says nothing of the airway
        (Known(pregnancy_positive=True), "pregnancy", "yes", "test positive"),
        (Known(pregnancy_positive=False), "pregnancy", None, ""),  # nor a negative test of breast-feeding
        (Known(drugs_positive=True), "substance-use", "unknown", "presumptive, which never excludes"),
        (Known(allergies=("Spravato (nausea)",)), "allergy", "unknown", "to be asked: Spravato (nausea)"),
        (Known(diagnoses=read_words("Paranoid schizophrenia")), "psychosis", "yes", "Paranoid schizophrenia"),
        (Known(diagnoses=read_words("Bipolar I disorder")), "mania", "unknown", "a mood stabiliser now?"),
        (Known(allergies=("Ketamine (rash)",)), "allergy", "yes", "Ketamine"),
        (Known(medicines=("Semaglutide 1 mg weekly",)), "fasting", "yes", "Semaglutide"),
    ],
)
def test_the_chart_answers_what_it_can(known, key, answer, seen):
    found = facts(known).get(key)

    assert (found.answer if found else None) == answer
    assert not found or seen in found.seen


@pytest.mark.parametrize(
    ("said", "chart", "counts"),
    [
        ("no", "yes", "yes"), ("unknown", "yes", "yes"), ("yes", "no", "yes"),
        ("unknown", "no", "no"), ("no", "no", "no"),
    ],
)  # fmt: skip
def test_of_two_answers_the_stricter_counts(said, chart, counts):
    fact = facts(Known(age_years=17 if chart == "yes" else 40))["under-18"]

    assert stricter(said, fact) == counts


def test_a_line_says_what_the_chart_has_seen():
    decision = decide(ALL_NO, overrides={}, known=Known(enzymes_times_upper=4.2))

    assert decision.outcome == "no-go"
    assert line(decision, "liver-enzymes").seen == "From the chart: ALT or AST 4.2 times the upper limit."
    assert line(decision, "mania").seen == ""


@pytest.mark.parametrize(
    ("medicine", "group", "kind", "state", "outcome"),
    [
        ("Theophylline 200 mg", "theophylline and aminophylline", "exclude", "no-go", "no-go"),
        ("Lorazepam 1 mg", "benzodiazepines", "caution", "review", "review"),
        ("Phenelzine", "MAO inhibitors", "caution", "review", "review"),
        ("Lithium 400 mg", "lithium", "inform", "told", "go"),
    ],
)
def test_each_group_of_medicines_is_a_line_by_its_level(medicine, group, kind, state, outcome):
    decision = decide(ALL_NO, overrides={}, known=Known(medicines=(medicine,)))

    found = line(decision, f"medicine:{group}")
    assert (found.kind, found.state, decision.outcome) == (kind, state, outcome)
    assert medicine in found.question


def test_a_prescribers_reason_settles_a_medicine():
    known = Known(medicines=("Lorazepam 1 mg", "Diazepam 5 mg"))
    reasons = {"medicine:benzodiazepines": "Slowly tapered; held on the day by order."}

    decision = decide(ALL_NO, overrides=reasons, known=known)

    assert decision.outcome == "go"
    assert (
        line(decision, "medicine:benzodiazepines").question == "Takes Lorazepam 1 mg, Diazepam 5 mg (benzodiazepines)"
    )
    with pytest.raises(UnknownCriterion):
        decide(ALL_NO, overrides=reasons)  # not taken any more


def test_a_reason_for_what_the_chart_answers_no_is_refused():
    with pytest.raises(NothingToOverride):
        decide({}, overrides={"under-18": "Nearly 18."}, known=Known(age_years=40))


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_every_group_of_the_table_makes_a_line_with_its_source(group):
    lines = medicine_lines((group.drugs[0],))

    assert f"medicine:{group.name}" in [one.key for one in lines]
    assert all(one.source in SOURCES and one.next_step and one.reason for one in lines)


ANSWERS = st.dictionaries(st.sampled_from(sorted(ALL_NO)), st.sampled_from(["yes", "no", "unknown"]))
RANK = {"go": 0, "review": 1, "no-go": 2}


@given(answers=ANSWERS, years=st.integers(10, 90), times=st.floats(0, 10), medicine=st.sampled_from(GROUPS))
def test_knowing_more_of_danger_never_makes_it_easier(answers, years, times, medicine):
    known = Known(
        enzymes_times_upper=times if times > 3 else None,
        age_years=years if years > 65 or years < 18 else None,
        medicines=(medicine.drugs[0],),
    )
    full = ALL_NO | answers

    assert RANK[decide(full, overrides={}, known=known).outcome] >= RANK[decide(full, overrides={}).outcome]
