"""Resistance: its laws, for any history, and the count held against a plain loop over days."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.resistance import (
    HALF_OR_MORE,
    LESS_THAN_HALF,
    PRESETS,
    UNKNOWN_DAY,
    UNKNOWN_IMPROVEMENT,
    Between,
    Dose,
    Trial,
    changed,
    course,
    preset,
)
from tests.medicine.resistance.oracle import failed_drugs
from tests.medicine.resistance.test_verdict import AS_OF, BEGAN, WEEKS_8, counts, exactly, history, verdict_on

DRUGS = st.sampled_from(
    [("sertraline", 50), ("sertraline", 25), ("venlafaxine", 225), ("citalopram", 20), ("citalopram", 10)]
)
HOW = st.sampled_from(["no response", "intolerance", "other", "ongoing", "unknown"])
ANY_RULE = st.sampled_from(sorted(PRESETS))
FAR = st.one_of(st.just(UNKNOWN_IMPROVEMENT), st.just(LESS_THAN_HALF), st.integers(-50, 49).map(exactly))


@st.composite
def known_trial(draw):
    drug, mg = draw(DRUGS)
    day = BEGAN + timedelta(days=draw(st.integers(-100, 60)))
    doses = []
    for _ in range(draw(st.integers(1, 3))):
        day += timedelta(days=draw(st.sampled_from([0, 0, 1, 9])))
        day = min(day, AS_OF)
        until = min(day + timedelta(days=draw(st.integers(0, 60))), AS_OF)
        doses.append(Dose(day, until, draw(st.sampled_from([mg, mg, mg / 2]))))
        day = until
    return Trial(drug, tuple(doses), draw(st.sampled_from(["affirmed", "poor", "unknown"])), draw(FAR), draw(HOW))


@st.composite
def some_trial(draw):
    trial = draw(known_trial())
    vague = {
        "known": lambda day: day,
        "month": lambda day: Between(day - timedelta(days=15), min(day + timedelta(days=15), AS_OF)),
        "never": lambda day: UNKNOWN_DAY,
    }
    blur = vague[draw(st.sampled_from(["known", "known", "month", "never"]))]
    first = trial.doses[0]
    return replace(trial, doses=(replace(first, began=blur(first.began)), *trial.doses[1:]))


@given(trial=known_trial(), rule=ANY_RULE, before=st.integers(0, 40), after=st.integers(0, 40))
def test_what_is_sure_of_a_vague_day_holds_for_every_day_that_it_may_be(trial, rule, before, after):
    first = trial.doses[0]
    vague = Between(first.began - timedelta(days=before), min(first.began + timedelta(days=after), first.ended))
    told = verdict_on(replace(trial, doses=(replace(first, began=vague), *trial.doses[1:])), rule=rule).findings[0]

    assert told.counts in (None, counts(trial, rule=rule))


SOME_TRIALS = st.lists(some_trial(), max_size=5)


@given(trials=st.lists(known_trial(), max_size=4), rule=ANY_RULE)
def test_the_count_equals_a_count_day_by_day(trials, rule):
    assert {f.drug for f in verdict_on(*trials, rule=rule).findings if f.counts} == failed_drugs(
        history(*trials), preset(rule)
    )


@given(trials=SOME_TRIALS, rule=ANY_RULE, complete=st.booleans(), data=st.data())
def test_the_order_of_the_trials_changes_nothing(trials, rule, complete, data):
    one = verdict_on(*trials, rule=rule, complete=complete)
    other = verdict_on(*data.draw(st.permutations(trials)), rule=rule, complete=complete)

    assert (one.outcome, one.failed_count, one.possible_count) == (
        other.outcome,
        other.failed_count,
        other.possible_count,
    )
    assert {f.drug for f in one.findings if f.counts} == {f.drug for f in other.findings if f.counts}


RANK = {"not resistant": 0, "cannot tell": 1, "resistant": 2}


@given(trials=SOME_TRIALS, rule=ANY_RULE, complete=st.booleans())
def test_one_more_failed_adequate_trial_never_makes_it_less_resistant(trials, rule, complete):
    one_more = course("mirtazapine", 45, BEGAN, WEEKS_8, adherence="affirmed", ended_for="no response")
    before = verdict_on(*trials, rule=rule, complete=complete)
    after = verdict_on(*trials, one_more, rule=rule, complete=complete)

    assert RANK[after.outcome] >= RANK[before.outcome]
    assert after.failed_count == before.failed_count + 1


@given(trials=SOME_TRIALS, one_more=some_trial(), rule=ANY_RULE)
def test_one_more_trial_never_lowers_the_count(trials, one_more, rule):
    assert verdict_on(*trials, one_more, rule=rule).failed_count >= verdict_on(*trials, rule=rule).failed_count


TIGHTER = st.sampled_from(
    [
        {"min_weeks": 8}, {"min_weeks": 6.5}, {"fail_if_improvement_below_pct": 25}, {"dose": "strict"},
        {"adherence": "affirmed"}, {"distinct_class_required": True}, {"scope": "current episode"},
        {"intolerance_after_adequate_counts": False}, {"augmentation_counts": False}, {"min_failed_trials": 3},
    ]
)  # fmt: skip


@given(trials=SOME_TRIALS, rule=ANY_RULE, tighter=TIGHTER)
def test_a_tighter_rule_never_counts_a_trial_more(trials, rule, tighter):
    loose = preset(rule)
    if loose.min_weeks > tighter.get("min_weeks", 100):
        return

    assert (
        verdict_on(*trials, rule=changed(loose, **tighter)).failed_count <= verdict_on(*trials, rule=loose).failed_count
    )


@given(trials=SOME_TRIALS, rule=ANY_RULE)
def test_saying_every_trial_twice_changes_nothing(trials, rule):
    assert verdict_on(*trials, *trials, rule=rule).failed_count == verdict_on(*trials, rule=rule).failed_count


@given(trials=SOME_TRIALS, rule=ANY_RULE)
def test_a_trial_that_side_effects_ended_before_it_was_adequate_never_counts(trials, rule):
    stopped = [replace(t, ended_for="intolerance") for t in trials]

    for finding in verdict_on(*stopped, rule=rule).findings:
        dose, weeks = finding.checks[1:3]
        assert finding.counts is not True or (dose.passed and weeks.passed)
        if finding.stopped_early:
            assert finding.counts is False


@given(trials=SOME_TRIALS, rule=ANY_RULE)
def test_why_an_adequate_trial_of_known_effect_ended_changes_nothing_else(trials, rule):
    told = [replace(t, improvement=exactly(10), ended_for="other") for t in trials]
    stopped = [replace(t, ended_for="intolerance") for t in told]

    assert [f.counts for f in verdict_on(*stopped, rule=rule).findings] == [
        f.counts for f in verdict_on(*told, rule=rule).findings
    ]


@given(trials=SOME_TRIALS, known=st.sampled_from([LESS_THAN_HALF, HALF_OR_MORE, exactly(10), exactly(70)]))
def test_learning_what_was_unknown_never_overturns_a_verdict(trials, known):
    def learn(trial):
        open_ = trial.improvement == UNKNOWN_IMPROVEMENT and trial.ended_for != "no response"
        return replace(trial, improvement=known) if open_ else trial

    before = verdict_on(*trials).outcome
    after = verdict_on(*map(learn, trials)).outcome

    assert before == "cannot tell" or after == before


@given(trial=known_trial(), days=st.integers(0, 20), rule=ANY_RULE)
def test_a_day_known_within_bounds_is_told_only_where_every_day_within_agrees(trial, days, rule):
    first = trial.doses[0]
    earlier = [first.began - timedelta(days=n) for n in range(days + 1)]
    vague = replace(trial, doses=(replace(first, began=Between(earlier[-1], first.began)), *trial.doses[1:]))
    answers = {
        counts(replace(trial, doses=(replace(first, began=day), *trial.doses[1:])), rule=rule) for day in earlier
    }

    told = counts(vague, rule=rule)
    assert told in answers or told is None
    if len(answers) == 1 and None not in answers:
        assert told in answers
    if told is not None:
        assert answers == {told}
