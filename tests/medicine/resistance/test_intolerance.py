"""Intolerance: side effects before an adequate trial never make a failure; after it, how far it helped decides.

Adequate is the rule's dose and weeks: here 6 weeks at 50 mg of sertraline or more. A drug that had to be stopped
earlier is listed apart, and nobody who had to is told "not resistant" alone.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from euthymia.medicine.resistance import HALF_OR_MORE, LESS_THAN_HALF, UNKNOWN_DAY, Dose, Improvement, changed, preset
from tests.medicine.resistance.test_verdict import ANOTHER, BEGAN, FAILED, WEEKS_8, counts, exactly, verdict_on

STOPPED = replace(FAILED, ended_for="intolerance")


def held(mg, days):
    return (Dose(BEGAN, BEGAN + timedelta(days=days), mg),)


EARLY = replace(STOPPED, doses=held(100, 14), improvement=exactly(0))


@pytest.mark.parametrize(
    ("mg", "days", "improvement", "does_count"),
    [
        (100, 56, exactly(10), True),
        (50, 42, exactly(49.9), True),  # adequate to the day and to the milligram
        (50, 42, exactly(50), False),  # it helped
        (100, 56, LESS_THAN_HALF, True),
        (100, 56, HALF_OR_MORE, False),
        (100, 56, Improvement(), None),  # how far it helped is not known
        (100, 56, Improvement(30, 60), None),
        (100, 41, exactly(10), False),  # a day too short
        (49, 56, exactly(10), False),  # a milligram too little
        (100, 14, Improvement(), False),
        (None, 56, exactly(10), None),  # the dose is not known
        (None, 14, exactly(10), False),  # and does not matter
    ],
)
def test_a_trial_that_side_effects_ended_counts_only_once_it_was_adequate(mg, days, improvement, does_count):
    assert counts(replace(STOPPED, doses=held(mg, days), improvement=improvement)) is does_count


@pytest.mark.parametrize("rule", ["fda", "ema", "mgh-6-weeks", "4-weeks", "elekt-d"])
@pytest.mark.parametrize("may_count", [True, False])
def test_no_setting_lets_an_early_stop_count(rule, may_count):
    asked = changed(preset(rule), intolerance_after_adequate_counts=may_count)

    assert counts(EARLY, rule=asked) is False


def test_a_clinic_may_choose_that_side_effects_after_an_adequate_trial_do_not_count_either():
    asked = changed(preset("fda"), intolerance_after_adequate_counts=False)
    verdict = verdict_on(replace(STOPPED, improvement=exactly(10)), rule=asked)

    assert verdict.failed_count == 0 and verdict.stopped_early == ()
    assert "after an adequate dose and duration, which this rule does not count" in " ".join(
        verdict.findings[0].reasons
    )


def test_the_reason_says_that_side_effects_ended_it_also_where_it_counts():
    verdict = verdict_on(replace(STOPPED, improvement=exactly(10)))

    assert "was stopped for side effects after an adequate dose and duration" in " ".join(verdict.findings[0].reasons)
    assert verdict.stopped_early == ()


@pytest.mark.parametrize(
    ("trials", "outcome", "listed"),
    [
        ([FAILED, replace(ANOTHER, doses=held(225, 14), ended_for="intolerance")], "not resistant", ("venlafaxine",)),
        ([EARLY, replace(ANOTHER, doses=held(37.5, 60), ended_for="intolerance")], "not resistant",
         ("sertraline", "venlafaxine")),
        ([FAILED, ANOTHER], "resistant", ()),
        ([FAILED, EARLY, ANOTHER], "resistant", ()),  # sertraline was tried adequately another time
        ([FAILED, replace(ANOTHER, doses=held(225, 14))], "not resistant", ()),  # stopped early, for another reason
    ],
)  # fmt: skip
def test_what_could_not_be_tried_adequately_is_listed_apart(trials, outcome, listed):
    verdict = verdict_on(*trials)

    assert (verdict.outcome, verdict.stopped_early) == (outcome, listed)
    assert (f"Could not be tried adequately ({len(listed)})" in verdict.sentence) is bool(listed)


def test_nobody_who_had_to_stop_early_is_told_not_resistant_alone():
    verdict = verdict_on(FAILED, replace(EARLY, drug="duloxetine"))

    assert verdict.sentence == (
        "Not resistant by rule fda: 1 of 2 trials needed (sertraline). Could not be tried adequately (1): duloxetine; "
        "side effects ended it early. The prescriber decides the way on: the drug again more slowly, another one, or "
        "treatment on other grounds."
    )
    assert "One medicine had to be stopped early because of side effects" in verdict.patient_sentence
    assert "not resistant" not in verdict.patient_sentence.lower()


def test_a_trial_whose_days_are_unknown_is_not_called_early():
    vague = replace(STOPPED, doses=(Dose(UNKNOWN_DAY, WEEKS_8, 100),), improvement=exactly(10))

    assert counts(vague) is None and verdict_on(vague).stopped_early == ()
