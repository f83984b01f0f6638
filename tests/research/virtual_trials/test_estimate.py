"""One trial's answer: each method beside another hand's, and beside what is true."""

import csv
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from euthymia.pharmacology.virtual_trial import Endpoint, Followed
from euthymia.research.virtual_trials.estimate import Answer, Group, estimate, relapse_times, restricted_mean, together
from euthymia.research.virtual_trials.imputation import fill

SHARED_DATA = Path(os.environ.get("EUTHYMIA_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
REAL = SHARED_DATA / "madrs-trials" / "rbmi_antidepressant_hamd17.csv"
DAYS = (7.0, 14.0, 28.0)


def group(scores, baseline, *, seen=None, arm=1, trial=0, days=DAYS, sessions=None):
    scores = np.array(scores, float)
    seen = scores if seen is None else np.array(seen, float)
    never = np.full(scores.shape[1], np.inf)
    lost = np.where(np.isnan(seen[-1]), 1.0, np.inf)
    followed = Followed(days, np.array(baseline, float), scores, scores, seen, never, lost)
    return Group(followed, sessions or {}, seed=1, trial=trial, arm=arm)


def two_arms(people=60, effect=-5.0, seed=1, lost=0.0):
    """Make two arms whose people get better, and lose some of them at random given the score before."""
    numbers = np.random.default_rng(seed)
    found = []
    for arm, shift in ((1, 0.0), (2, effect)):
        baseline = 34 + 5 * numbers.standard_normal(people)
        own = 4 * numbers.standard_normal(people)
        scores = np.array(
            [baseline + own - 4 * (k + 1) + shift * (k + 1) / 3 + 3 * numbers.standard_normal(people) for k in range(3)]
        )
        seen = scores.copy()
        if lost:
            for k in (1, 2):
                gone = numbers.random(people) < lost / (1 + np.exp(-(scores[k - 1] - 28) / 2))
                seen[k:, gone] = np.nan
        found.append(group(scores, baseline, seen=seen, arm=arm, trial=seed))
    return found


def test_change_is_adjusted_for_the_first_rating_as_least_squares_does():
    control, other = two_arms()
    found = estimate(Endpoint(kind="change", day=28.0), control, other)

    before = np.concatenate([control.followed.baseline, other.followed.baseline])
    after = np.concatenate([control.followed.seen[2], other.followed.seen[2]])
    rows = np.column_stack([np.ones(120), np.repeat([0.0, 1.0], 60), before])
    solved, residual, *_ = np.linalg.lstsq(rows, after - before, rcond=None)
    error = np.sqrt(residual[0] / 117 * np.linalg.inv(rows.T @ rows)[1, 1])
    assert found.difference == pytest.approx(solved[1])
    assert found.se == pytest.approx(error)
    assert found.p == pytest.approx(2 * stats.t(117).sf(abs(solved[1] / error)))
    assert found.high - found.low == pytest.approx(2 * stats.t(117).ppf(0.975) * error)


def test_what_a_session_showed_is_compared_by_welch():
    numbers = np.random.default_rng(3)
    first, second = numbers.normal(10, 3, 30), numbers.normal(14, 8, 45)
    name = "peak systolic rise, session 1"
    sides = [
        group(np.zeros((3, len(values))), np.zeros(len(values)), sessions={name: values}) for values in (first, second)
    ]

    found = estimate(Endpoint(kind="peak systolic rise"), *sides)
    peer = stats.ttest_ind(second, first, equal_var=False)
    assert found.p == pytest.approx(peer.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(peer.confidence_interval()))


@pytest.mark.parametrize(("some", "others"), [((3, 20), (12, 20)), ((0, 30), (0, 30)), ((30, 30), (15, 30))])
def test_shares_are_compared_with_one_more_of_each_kind(some, others):
    sides = []
    for k, n in (some, others):
        after = np.where(np.arange(n) < k, 10.0, 30.0)
        sides.append(group(np.array([after] * 3), np.full(n, 30.0)))

    found = estimate(Endpoint(kind="response", day=7.0), *sides)
    shares = [(k + 1) / (n + 2) for k, n in (some, others)]
    error = np.sqrt(sum(share * (1 - share) / (n + 2) for share, (_, n) in zip(shares, (some, others), strict=True)))
    assert found.difference == pytest.approx(others[0] / others[1] - some[0] / some[1])
    assert found.se == pytest.approx(error)


def test_completed_tables_are_put_together_by_rubin():
    """By hand: differences 1, 2, 3 of variance 1: between 1, total 1 + 4/3."""
    found = together([Answer(one, 1.0, 50.0) for one in (1.0, 2.0, 3.0)], missing=0.1)

    assert (found.difference, found.se) == (2.0, pytest.approx(np.sqrt(7 / 3)))
    share = (4 / 3) / (7 / 3)
    old, whole = 2 / share**2, 51 / 53 * 50 * (1 - share)
    far = stats.t(old * whole / (old + whole)).ppf(0.975) * np.sqrt(7 / 3)
    assert (found.low, found.high) == pytest.approx((2 - far, 2 + far))


def test_nothing_missing_needs_no_tables():
    control, _ = two_arms()

    filled = fill(control.followed.seen, control.followed.baseline, seed=1, trial=0, arm=1)
    assert filled.scores.shape == (1, 3, 60) and not filled.missing.any()


def test_what_was_seen_is_never_changed_and_what_was_not_lies_on_the_scale():
    control, _ = two_arms(lost=0.5)
    filled = fill(control.followed.seen, control.followed.baseline, seed=1, trial=0, arm=1)

    there = ~filled.missing
    assert filled.missing.any()
    for table in filled.scores:
        np.testing.assert_array_equal(table[there], control.followed.seen[there])
    assert filled.scores.min() >= 0 and filled.scores.max() <= 60


def test_too_few_seen_are_not_filled_in():
    seen = np.full((3, 20), np.nan)
    seen[0], seen[1, :6] = 30.0, 25.0

    assert fill(seen, np.full(20, 35.0), seed=1, trial=0, arm=1) is None


def test_filling_in_gives_back_what_loss_took_away_where_those_who_stayed_do_not():
    """Loss depends on the last score seen: those who stay are better than all, and filling in corrects for it."""
    one = Endpoint(kind="change", day=28.0)
    biased, filled = [], []
    for seed in range(60):
        control, other = two_arms(seed=seed, lost=0.8)
        true = estimate(one, *two_arms(seed=seed)).difference
        stayed = [~np.isnan(side.followed.seen[2]) for side in (control, other)]
        means = [
            (side.followed.seen[2] - side.followed.baseline)[who].mean()
            for side, who in zip((control, other), stayed, strict=True)
        ]
        everybody = [(side.followed.as_treated[2] - side.followed.baseline).mean() for side in (control, other)]
        biased.append(means[0] - everybody[0])
        filled.append(estimate(one, control, other).difference - true)

    assert np.mean(biased) < -0.5
    assert abs(np.mean(filled)) < 3 * np.std(filled) / np.sqrt(60)


def test_worse_scores_where_nobody_saw_only_ever_speak_against_the_arm():
    control, other = two_arms(lost=0.6)
    one = Endpoint(kind="change", day=28.0)

    found = [estimate(one, control, other, worse_points=worse).difference for worse in (0.0, 5.0, 10.0)]
    assert all(a < b for a, b in pairwise(found))
    missing = np.isnan(other.followed.seen[2]).mean()
    assert found[1] - found[0] == pytest.approx(5 * missing, rel=0.05)


def test_a_person_who_was_lost_did_not_respond_where_the_estimand_says_so():
    control, other = two_arms(lost=0.6, effect=-20)
    one = Endpoint(kind="response", day=28.0, on_drop_out="composite")
    found = estimate(one, control, other)

    shares = [
        np.mean(np.nan_to_num(side.followed.seen[2], nan=99) <= side.followed.baseline / 2) for side in (control, other)
    ]
    assert found.difference == pytest.approx(shares[1] - shares[0])


def test_relapse_is_compared_by_log_rank_among_responders():
    one = Endpoint(kind="relapse-free days", day=7.0)
    relapsing = group([[10] * 8, [30] * 8, [30] * 8], [30] * 8)
    well = group([[10] * 8, [10] * 8, [10] * 8], [30] * 8, arm=2)

    found = estimate(one, relapsing, well)
    times, seen = relapse_times(one, relapsing.followed)
    assert times.tolist() == [21.0] * 8 and seen.all()
    assert found.p < 0.01 and found.difference == pytest.approx(0.0)  # nobody relapses before the last visit


@pytest.mark.parametrize(
    ("times", "seen", "until", "mean"),
    [
        ([10, 20], [1, 1], 20, 15),
        ([10, 20], [1, 0], 30, 20),  # half until 10, half to the end
        ([10, 10, 20, 20], [1, 0, 1, 0], 20, 10 + 10 * 0.75),
    ],
)
def test_days_relapse_free_are_the_area_under_the_curve(times, seen, until, mean):
    assert restricted_mean(np.array(times, float), np.array(seen, bool), until) == pytest.approx(mean)


@pytest.mark.skipif(not REAL.exists(), reason="the shared trial data are not here")
def test_a_real_trial_with_loss_is_filled_in_as_the_likelihood_says():
    """Masked data of a trial against placebo: many tables average to what regressions expect, visit by visit."""
    with REAL.open() as file:
        rows = list(csv.DictReader(file))
    tables = 200
    for arm, name in ((1, "PLACEBO"), (2, "DRUG")):
        mine = [row for row in rows if row["THERAPY"] == name]
        people = sorted({row["PATIENT"] for row in mine})
        seen = np.full((4, len(people)), np.nan)
        baseline = np.zeros(len(people))
        for row in mine:
            place = people.index(row["PATIENT"])
            seen[int(row["VISIT"]) - 4, place] = float(row["HAMDTL17"])
            baseline[place] = float(row["BASVAL"])
        for visit in range(1, 4):  # one person missed one visit and came back: set aside, for loss here is for good
            seen[visit, np.isnan(seen[visit - 1])] = np.nan
        filled = fill(seen, baseline, seed=1, trial=0, arm=arm, tables=tables)

        expected = expectation(seen, baseline)
        assert 0.2 < np.isnan(seen[3]).mean() < 0.3
        spread = filled.scores[:, 3].mean(axis=1)
        assert spread.mean() == pytest.approx(expected[3].mean(), abs=4 * spread.std() / np.sqrt(tables) + 0.15)


def expectation(seen, baseline):
    """The oracle: each missing score its expectation by regressions on what came before (Anderson's factors)."""
    found = seen.copy()
    for visit in range(len(seen)):
        there = ~np.isnan(seen[visit])
        rows = np.column_stack([np.ones(len(baseline)), baseline, *found[:visit]])
        solved = np.linalg.lstsq(rows[there], seen[visit][there], rcond=None)[0]
        found[visit] = np.where(there, seen[visit], rows @ solved)
    return found
