"""Go or no-go: every criterion is answered; unknown is never no; absolutes have no override; a nurse has none at all.

In these tables every criterion that is not named is answered "no".
"""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine import eligibility
from euthymia.medicine.eligibility import CRITERIA, SELF_CHECK, decide, self_check
from euthymia.medicine.sources import SOURCES

ALL_NO = {c.key: "no" for c in CRITERIA}
ALL_GOOD = {q.key: q.good_answer for q in SELF_CHECK}


def line(decision, key):
    return next(one for one in decision.lines if one.key == key)


@pytest.mark.parametrize(
    ("answers", "overrides", "outcome"),
    [
        ({}, {}, "go"),
        ({"aneurysm": "yes"}, {}, "no-go"),
        ({"aneurysm": "unknown"}, {}, "review"),  # unknown is not no
        ({"pregnancy": "yes"}, {}, "no-go"),
        ({"pregnancy": "unknown"}, {}, "review"),
        ({"substance-use": "yes"}, {"substance-use": "In treatment, clean for a year."}, "go"),
        ({"substance-use": "yes", "brain-bleed": "yes"}, {"substance-use": "In treatment."}, "no-go"),
        ({"over-65": "yes"}, {}, "review"),
        ({"over-65": "yes"}, {"over-65": "Pressure every 5 minutes."}, "go"),
        ({"suicide-risk": "yes"}, {}, "review"),  # never an automatic refusal
        ({"no-escort": "yes"}, {}, "no-go"),
    ],
)
def test_answers_lead_to_go_no_go_or_review(answers, overrides, outcome):
    assert decide(ALL_NO | answers, overrides=overrides).outcome == outcome


@pytest.mark.parametrize(
    ("key", "kind", "may_override"),
    [
        ("psychosis", "exclude", "prescriber"),
        ("mania", "exclude", "prescriber"),
        ("aneurysm", "absolute", "nobody"),
        ("brain-bleed", "absolute", "nobody"),
        ("allergy", "absolute", "nobody"),
        ("pressure-hazard", "absolute", "nobody"),
        ("uncontrolled-pressure", "exclude", "prescriber"),
        ("pressure-in-head", "exclude", "prescriber"),
        ("eye-pressure", "caution", "prescriber"),
        ("unstable-heart", "exclude", "prescriber"),
        ("pregnancy", "exclude", "prescriber"),
        ("substance-use", "exclude", "prescriber"),
        ("dementia", "exclude", "prescriber"),
        ("severe-liver", "exclude", "prescriber"),
        ("liver", "caution", "prescriber"),
        ("liver-enzymes", "exclude", "prescriber"),
        ("bladder", "exclude", "prescriber"),
        ("thyroid-epilepsy", "exclude", "prescriber"),
        ("airway", "caution", "prescriber"),
        ("under-18", "exclude", "prescriber"),
        ("over-65", "caution", "prescriber"),
        ("no-consent", "exclude", "nobody"),
        ("no-escort", "exclude", "prescriber"),
        ("suicide-risk", "caution", "prescriber"),
        ("personality-trauma-dissociation", "caution", "prescriber"),
        ("fasting", "caution", "prescriber"),
        ("family-psychosis", "caution", "prescriber"),
    ],
)
def test_each_criterion_has_its_kind_and_who_may_override_it(key, kind, may_override):
    criterion = next(c for c in CRITERIA if c.key == key)

    assert (criterion.kind, criterion.who_may_override) == (kind, may_override)
    assert criterion.source in SOURCES


def test_the_table_above_names_the_whole_list():
    named = next(m for m in test_each_criterion_has_its_kind_and_who_may_override_it.pytestmark)

    assert [row[0] for row in named.args[1]] == [c.key for c in CRITERIA]


@pytest.mark.parametrize(
    ("answers", "overrides", "refusal"),
    [
        ({"allergy": "yes"}, {"allergy": "It was mild."}, eligibility.NoOverride),
        ({"no-consent": "yes"}, {"no-consent": "He will sign later."}, eligibility.NoOverride),
        ({"pregnancy": "yes"}, {"pregnancy": "  "}, eligibility.NoReason),
        ({"pregnancy": "no"}, {"pregnancy": "Not pregnant."}, eligibility.NothingToOverride),
        ({"pregnnacy": "no"}, {}, eligibility.UnknownCriterion),
        ({}, {"pregnnacy": "A reason."}, eligibility.UnknownCriterion),
        ({"pregnancy": "maybe"}, {}, eligibility.NotAnAnswer),
    ],
)
def test_what_cannot_be_decided_is_refused(answers, overrides, refusal):
    with pytest.raises(refusal):
        decide(ALL_NO | answers, overrides=overrides)


def test_a_list_without_answers_is_for_review_not_a_go():
    decision = decide({}, overrides={})

    assert decision.outcome == "review"
    assert {one.answer for one in decision.lines} == {"unknown"}


def test_each_line_says_why_what_to_do_next_and_who_may_decide_otherwise():
    decision = decide(ALL_NO | {"pregnancy": "yes", "aneurysm": "yes"}, overrides={})

    assert "a nurse may not" in line(decision, "pregnancy").next_step
    assert "Nobody may override this" in line(decision, "aneurysm").next_step
    assert all(one.reason and one.next_step and one.source in SOURCES for one in decision.lines)
    assert decision.sentence == "No-go: aneurysm, pregnancy."


def test_a_prescribers_reason_stands_in_the_line_and_the_decision_can_be_stored():
    reason = "Clean for a year."
    stored = asdict(decide(ALL_NO | {"substance-use": "yes"}, overrides={"substance-use": reason}))

    kept = next(one for one in stored["lines"] if one["key"] == "substance-use")
    assert (kept["state"], kept["override"], stored["rule_version"]) == ("settled", reason, "eligibility-2")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, "may fit"),
        ({"two-medicines": "no"}, "ask us"),
        ({"two-medicines": "unknown"}, "ask us"),
        ({"vessels": "yes"}, "may not fit"),
        ({"vessels": "unknown"}, "ask us"),
        ({"heart-pressure": "yes"}, "ask us"),
        ({"heart-pressure": "yes", "pregnancy": "yes"}, "may not fit"),
    ],
)
def test_the_public_self_check_gives_an_outcome(answers, outcome):
    """Answers that are not named are the good ones."""
    assert self_check(ALL_GOOD | answers).outcome == outcome


@pytest.mark.parametrize("question", SELF_CHECK, ids=lambda q: q.key)
def test_the_self_check_says_why_and_what_to_do_next(question):
    bad = {"yes": "no", "no": "yes"}[question.good_answer]

    (only,) = self_check(ALL_GOOD | {question.key: bad}).lines
    assert (only.reason, only.next_step) == (question.reason, question.next_step)
    assert question.source in SOURCES


def test_the_self_check_refuses_a_question_it_does_not_ask():
    with pytest.raises(eligibility.UnknownCriterion):
        self_check({"age": "no"})


ANY_ANSWERS = st.fixed_dictionaries({c.key: st.sampled_from(["yes", "no", "unknown"]) for c in CRITERIA})
SEVERITY = {"go": 0, "review": 1, "no-go": 2}


@given(answers=ANY_ANSWERS)
def test_go_without_overrides_means_that_every_answer_is_no(answers):
    assert (decide(answers, overrides={}).outcome == "go") == (set(answers.values()) == {"no"})


@given(answers=ANY_ANSWERS, key=st.sampled_from([c.key for c in CRITERIA]))
def test_leaving_an_answer_open_never_does_better_than_no(answers, key):
    as_no, left_open = (decide(answers | {key: a}, overrides={}).outcome for a in ("no", "unknown"))

    assert SEVERITY[left_open] >= max(SEVERITY[as_no], SEVERITY["review"])


@given(answers=ANY_ANSWERS)
def test_no_reason_settles_an_absolute(answers):
    settled = {c.key: "A reason." for c in CRITERIA if c.who_may_override == "prescriber" and answers[c.key] != "no"}
    worry = {answers[c.key] for c in CRITERIA if c.who_may_override == "nobody"}

    expected = "no-go" if "yes" in worry else "review" if "unknown" in worry else "go"
    assert decide(answers, overrides=settled).outcome == expected


@given(answers=st.dictionaries(st.sampled_from([q.key for q in SELF_CHECK]), st.sampled_from(["yes", "no", "unknown"])))
def test_the_self_check_never_closes_the_way_to_a_consult(answers):
    assert "you can ask for a consult" in self_check(answers).consult
