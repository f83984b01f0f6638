"""Resistance: from the drugs tried to a verdict, with a reason for every trial.

By the rule `fda` a trial counts when it stood 6 weeks without a break at the permissive minimum dose or above, in the
current episode, was not known to be taken badly, was not stopped early for side effects, and brought less than 50 %
improvement. Two different drugs make it resistant. In these tables the episode began on 1 January and the verdict is
of 1 July.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from euthymia.medicine.resistance import (
    HALF_OR_MORE,
    LESS_THAN_HALF,
    UNKNOWN_DAY,
    Between,
    DateInFuture,
    Dose,
    History,
    ImpossibleRule,
    ImpossibleTrial,
    Improvement,
    OverlappingDoses,
    Rule,
    Trial,
    UnknownParameter,
    UnknownRule,
    changed,
    course,
    judge,
    preset,
)
from euthymia.medicine.resistance.rules import read_parameter
from euthymia.medicine.sources import SOURCES

BEGAN = date(2025, 1, 1)
AS_OF = date(2025, 7, 1)
WEEKS_8 = BEGAN + timedelta(weeks=8)
FAILED = course("sertraline", 100, BEGAN, WEEKS_8, adherence="affirmed", ended_for="no response")
ANOTHER = course("venlafaxine", 225, BEGAN, WEEKS_8, adherence="affirmed", ended_for="no response")


def history(*trials, complete=True, began=BEGAN, diagnosis="major depressive disorder"):
    return History(as_of=AS_OF, trials=trials, episode_began=began, diagnosis=diagnosis, history_complete=complete)


def verdict_on(*trials, rule="fda", **about):
    return judge(history(*trials, **about), rule=preset(rule) if isinstance(rule, str) else rule)


def counts(trial, rule="fda"):
    return verdict_on(trial, rule=rule).findings[0].counts


def exactly(pct):
    return Improvement(pct, pct)


@pytest.mark.parametrize(
    ("first", "second", "complete", "outcome"),
    [
        ("failed", "failed", True, "resistant"),
        ("failed", "failed", False, "resistant"),  # what else was tried cannot undo it
        ("failed", "helped", True, "not resistant"),
        ("failed", "helped", False, "cannot tell"),  # another trial may be missing
        ("failed", "unknown", True, "cannot tell"),  # the unknown one would decide
        ("helped", "unknown", True, "not resistant"),  # it would not decide
        ("helped", "unknown", False, "cannot tell"),
    ],
)
def test_a_verdict_says_cannot_tell_where_an_unknown_could_change_it(first, second, complete, outcome):
    how = {
        "failed": {"ended_for": "no response"},
        "helped": {"ended_for": "other", "improvement": HALF_OR_MORE},
        "unknown": {"ended_for": "other"},
    }
    trials = (replace(FAILED, **how[first]), replace(ANOTHER, **how[second]))

    assert verdict_on(*trials, complete=complete).outcome == outcome


def test_cannot_tell_says_what_would_decide():
    unknown = replace(ANOTHER, ended_for="other")

    assert verdict_on(FAILED, unknown, complete=False).would_decide == (
        "venlafaxine: how far it helped is not known",
        "whether the list is complete: nobody has said so yet",
    )
    assert verdict_on(FAILED, ANOTHER, unknown).would_decide == ()  # it decides nothing any more


@pytest.mark.parametrize(
    ("doses", "does_count"),
    [
        ([(100, 0, 56)], True),
        ([(100, 0, 42)], True),  # six weeks to the day: `ended` is the first day without it
        ([(100, 0, 41)], False),
        ([(50, 0, 42)], True),  # the minimum itself reaches
        ([(49, 0, 56)], False),
        ([(25, 0, 20), (50, 20, 62)], True),  # dose raised: days below the minimum do not count
        ([(25, 0, 20), (50, 20, 61)], False),
        ([(100, 0, 20), (50, 20, 42)], True),  # dose lowered, never below the minimum: one stretch
        ([(100, 0, 30), (25, 30, 35), (100, 35, 65)], False),  # five days below break it
        ([(100, 0, 30), (100, 31, 61)], False),  # so does a day without
        ([(100, 0, 30), (100, 30, 42)], True),  # no gap between
    ],
)
def test_weeks_are_the_longest_unbroken_stretch_at_the_minimum_dose(doses, does_count):
    rows = tuple(Dose(BEGAN + timedelta(days=a), BEGAN + timedelta(days=b), mg) for mg, a, b in doses)

    assert counts(replace(FAILED, doses=rows)) is does_count
    assert counts(replace(FAILED, doses=rows[::-1])) is does_count


@pytest.mark.parametrize(
    ("change", "does_count"),
    [
        ({}, True),
        ({"adherence": "poor"}, False),
        ({"adherence": "unknown"}, True),  # the rule asks only that it is not known to be poor
        ({"ended_for": "intolerance"}, None),  # after adequate weeks: how far it helped decides
        ({"ended_for": "intolerance", "improvement": exactly(10)}, True),
        ({"ended_for": "other"}, None),  # how far it helped is not known
        ({"ended_for": "other", "improvement": LESS_THAN_HALF}, True),
        ({"ended_for": "other", "improvement": HALF_OR_MORE}, False),
        ({"ended_for": "other", "improvement": exactly(49.9)}, True),
        ({"ended_for": "other", "improvement": exactly(50)}, False),
        ({"improvement": exactly(-20)}, True),  # worse than before
        ({"ended_for": "other", "improvement": Improvement(30, 60)}, None),
    ],
)
def test_a_trial_counts_by_the_default_rule(change, does_count):
    assert counts(replace(FAILED, **change)) is does_count


@pytest.mark.parametrize(
    ("began", "ended", "mg", "does_count"),
    [
        (Between(BEGAN, BEGAN + timedelta(days=14)), WEEKS_8, 100, True),  # 42 days at the least
        (Between(BEGAN, BEGAN + timedelta(days=15)), WEEKS_8, 100, None),
        (Between(BEGAN + timedelta(days=15), BEGAN + timedelta(days=30)), WEEKS_8, 100, False),  # 41 at the most
        (UNKNOWN_DAY, WEEKS_8, 100, None),
        (UNKNOWN_DAY, BEGAN + timedelta(days=41), 100, False),  # in the episode it can be 41 days
        (BEGAN, UNKNOWN_DAY, 100, None),
        (AS_OF - timedelta(days=41), UNKNOWN_DAY, 100, False),
        (BEGAN, WEEKS_8, None, None),  # the dose is not known
        (BEGAN, BEGAN + timedelta(days=41), None, False),  # and does not matter
    ],
)
def test_what_is_not_known_of_days_and_doses_matters_only_where_it_could_decide(began, ended, mg, does_count):
    assert counts(replace(FAILED, doses=(Dose(began, ended, mg),))) is does_count


def test_a_trial_of_which_only_the_name_is_known_cannot_be_told():
    assert counts(Trial("sertraline", ended_for="no response")) is None


@pytest.mark.parametrize(
    ("days_ago", "does_count"),
    [(42, True), (41, False)],
)
def test_a_trial_that_goes_on_is_judged_as_it_stands(days_ago, does_count):
    trial = course("sertraline", 100, AS_OF - timedelta(days=days_ago), improvement=exactly(10))

    assert counts(trial) is does_count


@pytest.mark.parametrize(
    ("began", "ended", "does_count"),
    [
        (date(2024, 6, 1), date(2024, 12, 1), False),  # over before the episode began
        (date(2024, 6, 1), date(2025, 1, 1), False),
        (date(2024, 6, 1), date(2025, 2, 11), False),  # 41 of its days lie in the episode
        (date(2024, 6, 1), date(2025, 2, 12), True),
        (date(2024, 6, 1), None, True),
    ],
)
def test_only_days_in_the_current_episode_count(began, ended, does_count):
    why = "no response" if ended else "ongoing"
    trial = course("sertraline", 100, began, ended, improvement=exactly(10), ended_for=why)

    assert counts(trial) is does_count


def test_an_episode_whose_beginning_is_not_known_cannot_be_told_except_for_a_lifetime():
    assert verdict_on(FAILED, ANOTHER, began=UNKNOWN_DAY).outcome == "cannot tell"
    assert verdict_on(FAILED, ANOTHER, began=UNKNOWN_DAY, rule="ema").outcome == "resistant"
    early = Between(date(2024, 11, 1), date(2025, 1, 10))  # six weeks remain, whichever day it was
    assert verdict_on(FAILED, ANOTHER, began=early).outcome == "resistant"


def test_a_lifetime_rule_counts_trials_of_earlier_episodes():
    early = course("sertraline", 100, date(2020, 1, 1), date(2020, 6, 1), ended_for="no response", adherence="affirmed")

    assert verdict_on(early, rule="ema").failed_count == 1
    assert verdict_on(early, rule="fda").failed_count == 0


@pytest.mark.parametrize(
    ("rule", "needed", "scope", "below_pct", "weeks", "dose", "augmentation", "adherence", "published"),
    [
        ("fda", 2, "current episode", 50, 6, "permissive", False, "not poor", "min_failed_trials scope"),
        ("ema", 2, "lifetime", 50, 6, "permissive", False, "affirmed",
         "min_failed_trials adherence distinct_class_required"),
        ("mgh-6-weeks", 2, "current episode", 50, 6, "permissive", False, "not poor",
         "fail_if_improvement_below_pct min_weeks"),
        ("4-weeks", 2, "current episode", 50, 4, "permissive", False, "not poor", "min_weeks"),
        ("elekt-d", 2, "lifetime", 50, 4, "permissive", True, "not poor",
         "min_failed_trials scope augmentation_counts"),
    ],
)  # fmt: skip
def test_the_presets_and_which_of_their_numbers_are_published(
    rule, needed, scope, below_pct, weeks, dose, augmentation, adherence, published
):
    found = preset(rule)

    assert (found.min_failed_trials, found.scope, found.fail_if_improvement_below_pct) == (needed, scope, below_pct)
    assert (found.min_weeks, found.dose, found.augmentation_counts) == (weeks, dose, augmentation)
    assert found.adherence == adherence
    assert [p.name for p in found.parameters if p.published] == sorted(
        published.split(), key=[p.name for p in found.parameters].index
    )
    assert {p.source for p in found.parameters} <= set(SOURCES)


@pytest.mark.parametrize(
    ("rule", "change", "does_count"),
    [
        ("4-weeks", {"doses": (Dose(BEGAN, BEGAN + timedelta(days=28), 100),)}, True),
        ("4-weeks", {"doses": (Dose(BEGAN, BEGAN + timedelta(days=27), 100),)}, False),
        ("ema", {"adherence": "unknown"}, None),  # somebody must say that it was taken
        ("ema", {"adherence": "affirmed"}, True),
        ({"dose": "strict"}, {"doses": (Dose(BEGAN, WEEKS_8, 50),)}, False),
        ({"dose": "strict"}, {}, True),
        ({"fail_if_improvement_below_pct": 25}, {"ended_for": "other", "improvement": exactly(30)}, False),
        ({"fail_if_improvement_below_pct": 25}, {"ended_for": "other", "improvement": LESS_THAN_HALF}, None),
        ({"fail_if_improvement_below_pct": 25}, {}, True),  # no response without a percentage is below the cut
        (
            {"intolerance_after_adequate_counts": False},
            {"ended_for": "intolerance", "improvement": exactly(10)},
            False,
        ),
    ],
)
def test_other_rules_ask_for_more_or_less(rule, change, does_count):
    asked = preset(rule) if isinstance(rule, str) else changed(preset("fda"), **rule)

    assert counts(replace(FAILED, **change), rule=asked) is does_count


@pytest.mark.parametrize(
    ("drugs", "rule", "failed"),
    [
        ([("sertraline", 100), ("sertraline", 200)], {}, 1),  # one drug counts once
        ([("sertraline", 100), ("citalopram", 20)], {}, 2),  # classes need not differ
        ([("sertraline", 100), ("citalopram", 20)], {"distinct_class_required": True}, 1),
        ([("sertraline", 100), ("venlafaxine", 75)], {"distinct_class_required": True}, 2),
    ],
)
def test_one_drug_counts_once(drugs, rule, failed):
    trials = [course(drug, mg, BEGAN, WEEKS_8, ended_for="no response") for drug, mg in drugs]

    assert verdict_on(*trials, rule=changed(preset("fda"), **rule)).failed_count == failed


@pytest.mark.parametrize(
    ("drug", "mg", "words", "does_count"),
    [
        ("paroxetine", 20, {}, True),  # controlled release comes as 12.5, 25 and 37.5 mg: the dose names the form
        ("paroxetine", 25, {}, True),  # enough in either
        ("paroxetine", 19, {}, False),
        ("paroxetine", 20, {"form": "IR"}, True),
        ("paroxetine", 20, {"form": "CR"}, False),
        ("bupropion", 150, {}, True),  # the hydrobromide comes as 174, 348 and 522 mg
        ("bupropion", 150, {"salt": "hydrochloride"}, True),
        ("bupropion", 150, {"salt": "hydrobromide"}, False),
        ("bupropion", 174, {"salt": "hydrobromide"}, True),
        ("sertraline", 50, {"form": "tablet", "salt": "hydrochloride"}, True),  # no other form exists
        ("selegiline transdermal", 6, {"route": "transdermal"}, True),
        ("selegiline transdermal", 10, {"route": "oral"}, False),  # an oral dose never meets the patch's
        ("selegiline", 10, {"route": "oral"}, False),
        ("selegiline", 10, {}, None),  # which of the two it was is not known
        ("selegiline", 5, {}, False),  # too little by either
        ("Emsam", 6, {}, True),
        ("venlafaxine", 75, {"form": "a form nobody knows"}, True),  # it has one dose in every form
        ("paroxetine", 20, {"form": "a form nobody knows"}, True),
    ],
)
def test_form_salt_and_route_matter_where_a_drug_has_more_than_one(drug, mg, words, does_count):
    trial = replace(course(drug, mg, BEGAN, WEEKS_8, ended_for="no response"), **words)

    assert counts(trial) is does_count


@pytest.mark.parametrize(
    ("diagnosis", "outcome"),
    [
        ("major depressive disorder", "resistant"),
        ("", "resistant"),  # assumed, and said to be
        ("F33.2", "resistant"),
        ("Major depressive disorder, recurrent, severe without psychotic features", "resistant"),
        ("bipolar II disorder, depressed", "rule does not apply"),
        ("F31.3", "rule does not apply"),
        ("F33.3", "rule does not apply"),
        ("major depressive disorder with psychotic features", "rule does not apply"),
        ("schizoaffective disorder", "rule does not apply"),
        ("post-traumatic stress disorder", "cannot tell"),  # is there a depression too?
        ("suspected bipolar disorder", "cannot tell"),
    ],
)
def test_the_diagnosis_decides_whether_the_rule_applies(diagnosis, outcome):
    found = verdict_on(FAILED, ANOTHER, diagnosis=diagnosis)

    assert found.outcome == outcome
    assert ("assumed" in found.about_diagnosis) is (not diagnosis)


def test_what_may_look_like_resistance_is_listed_beside_the_verdict():
    asked = replace(
        history(FAILED, replace(ANOTHER, adherence="poor")), other_causes={"thyroid": "no", "alcohol": "yes"}
    )

    assert [(c.key, c.answer) for c in judge(asked, rule=preset("fda")).other_causes] == [
        ("thyroid", "no"), ("alcohol", "yes"), ("sleep_apnoea", "unknown"), ("poor_adherence", "yes"),
    ]  # fmt: skip


def test_every_trial_carries_seven_reasons_and_their_sources_also_where_the_answer_is_no():
    verdict = verdict_on(FAILED, replace(ANOTHER, ended_for="intolerance", improvement=HALF_OR_MORE))

    assert [len(f.reasons) for f in verdict.findings] == [7, 7]
    assert "8 weeks and 0 days, at least the 6 weeks needed at the minimum dose or above" in verdict.findings[0].reasons
    assert set(verdict.sources) <= set(SOURCES)
    assert all(f.sources for f in verdict.findings)


def test_a_verdict_names_its_rule_and_what_counted():
    verdict = verdict_on(FAILED, ANOTHER)

    assert (verdict.outcome, verdict.rule_name, verdict.rule_version) == ("resistant", "fda", "resistance-3")
    assert verdict.sentence == "Resistant by rule fda: 2 of 2 trials needed (sertraline, venlafaxine)."


@pytest.mark.parametrize("complete", [True, False])
def test_no_verdict_closes_a_door(complete):
    said = verdict_on(FAILED, complete=complete).patient_sentence

    assert "You can have a consult whatever this says." in said and "other options" in said
    assert "fail" not in said and "not resistant" not in said.lower()
    assert not complete or said.startswith("Not shown yet. Here is what would count: 2 different antidepressants")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"doses": (Dose(BEGAN, date(2024, 12, 31), 100),)}, "ended 2024-12-31, before it began 2025-01-01"),
        (
            {"doses": (Dose(BEGAN, Between(date(2024, 1, 1), date(2024, 12, 31)), 100),)},
            "ended between 2024-01-01 and 2024-12-31, before it began 2025-01-01",
        ),
        ({"doses": (Dose(BEGAN, WEEKS_8, 0),)}, "not above 0"),
        ({"doses": (Dose(BEGAN, WEEKS_8, float("nan")),)}, "not above 0"),
        ({"improvement": exactly(101)}, "above 100"),
        ({"improvement": exactly(float("nan"))}, "above 100 or no number"),
        ({"improvement": exactly(60)}, "contradict"),
        ({"adherence": "so-so"}, "not one of affirmed, poor, unknown"),
        ({"ended_for": "boredom"}, "not one of no response, intolerance"),
    ],
)
def test_an_impossible_trial_cannot_be_built(change, said):
    with pytest.raises(ImpossibleTrial, match=said):
        replace(FAILED, **change)


def test_one_day_has_one_daily_dose():
    with pytest.raises(OverlappingDoses, match="sertraline: 50 mg still stands when 100 mg begins on 2025-02-01"):
        replace(FAILED, doses=(Dose(BEGAN, WEEKS_8, 50), Dose(date(2025, 2, 1), WEEKS_8, 100)))


@pytest.mark.parametrize("dose", [Dose(date(2025, 7, 2), None, 100), Dose(BEGAN, date(2025, 7, 2), 100)])
def test_a_date_after_the_verdict_is_refused(dose):
    with pytest.raises(DateInFuture, match="2025-07-02"):
        verdict_on(replace(FAILED, doses=(dose,)))


def test_an_episode_that_has_not_begun_is_refused():
    with pytest.raises(DateInFuture, match="this episode"):
        verdict_on(FAILED, began=AS_OF + timedelta(days=1))


def test_a_rule_that_asks_for_nothing_cannot_be_built():
    with pytest.raises(ImpossibleRule):
        Rule("everybody", min_failed_trials=0)
    with pytest.raises(ImpossibleRule, match="scope 'always' is not one of"):
        changed(preset("fda"), scope="always")


def test_a_changed_parameter_is_ours_and_no_longer_published():
    found = changed(preset("fda"), min_failed_trials=3)

    assert found.min_failed_trials == 3
    assert [p.name for p in found.parameters if p.published] == ["scope"]


@pytest.mark.parametrize(
    ("text", "read"),
    [("min_weeks=8", ("min_weeks", 8.0)), ("dose=strict", ("dose", "strict")),
     ("augmentation_counts=yes", ("augmentation_counts", True))],
)  # fmt: skip
def test_a_parameter_is_read_as_typed(text, read):
    assert read_parameter(text) == read


@pytest.mark.parametrize("text", ["min_weeks", "min_weeks=six", "augmentation_counts=maybe", "colour=red"])
def test_a_parameter_that_is_none_is_refused(text):
    with pytest.raises(UnknownParameter, match="Write like min_weeks=8"):
        read_parameter(text)


def test_an_unknown_rule_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownRule, match="fda, ema, mgh-6-weeks, 4-weeks, elekt-d"):
        preset("best")


ARIPIPRAZOLE = course(
    "aripiprazole", 5, BEGAN + timedelta(weeks=2), WEEKS_8, adherence="affirmed", ended_for="no response"
)


@pytest.mark.parametrize(
    ("rule", "others", "change", "does_count"),
    [
        ("fda", (FAILED,), {}, False),  # the rule does not count an augmentation
        ("elekt-d", (FAILED,), {}, True),
        ("elekt-d", (), {}, False),  # it was added to nothing
        ("elekt-d", (FAILED,), {"doses": (Dose(BEGAN, WEEKS_8, 1),)}, False),  # below 2 mg
        ("elekt-d", (FAILED,), {"drug": "lithium"}, None),  # judged by its level, not by a dose
        ("elekt-d", (replace(FAILED, doses=(Dose(UNKNOWN_DAY, UNKNOWN_DAY, 100),)),), {}, None),
        ("elekt-d", (course("citalopram", 20, date(2024, 1, 1), date(2024, 6, 1)),), {}, False),  # not together
    ],
)
def test_a_failed_augmentation_is_a_trial_where_the_rule_says_so(rule, others, change, does_count):
    found = verdict_on(replace(ARIPIPRAZOLE, **change), *others, rule=rule).findings[0]

    assert (found.counts, found.drug_class) == (does_count, "augmentation")
