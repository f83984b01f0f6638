"""People like this one: weighed by the scores so far, held against a plain grid, and calibrated by simulation."""

import math
from itertools import permutations

import numpy as np
import pytest

from euthymia.pharmacology.cascade.course import (
    Plan,
    Rating,
    Session,
    Setting,
    Told,
    before_noise,
    draw,
    people_of,
    weighed,
)
from euthymia.pharmacology.cascade.course.likelihood import log_likelihood, share_at_most
from euthymia.pharmacology.cascade.course.told import (
    NoScoreBefore,
    NotABaseline,
    NotAScore,
    NotSoFar,
    TwoScores,
    UnknownContext,
    part,
)
from euthymia.pharmacology.cascade.course.weighed import NobodyLikeThis, UnevenPeople
from euthymia.pharmacology.kinetics.schedule import UnorderedTimes
from tests.pharmacology.cascade import oracle_person
from tests.pharmacology.cascade.given import TYPICAL, course_chance

SIX = tuple(Session(day) for day in (0.0, 3.0, 7.0, 10.0, 14.0, 17.0))
HERE = Setting(34.0, "open", 70.0)
FELL, STAYED = ((1, 20), (4, 18), (8, 12)), ((1, 33), (4, 34), (8, 30), (11, 33), (15, 32), (18, 34))


def told(scores=(), now=None, *, setting=HERE, sessions=SIX):
    now = (scores[-1][0] if scores else 0.0) if now is None else now
    given = tuple(one for one in sessions if one.day < now)
    return Told(setting=setting, sessions=given, scores=tuple(Rating(*one) for one in scores), now_day=now)


def later(found, day, sessions=SIX):
    """The mean score before noise on a later day."""
    return float(before_noise(found.people, sessions, [day], HERE)[0] @ found.shares)


# What is told


@pytest.mark.parametrize(
    ("scores", "baseline", "after", "older"),
    [
        ([(0, 34), (1, 20), (4, 22)], 34, [(1, 20), (4, 22)], 0),
        ([(4, 22), (0, 34), (1, 20)], 34, [(1, 20), (4, 22)], 0),  # in any order
        ([(-7, 30), (-1, 36)], 36, [], 1),  # the last one before counts
    ],
)
def test_scores_are_parted_at_the_first_session(scores, baseline, after, older):
    found = part([Rating(*one) for one in scores], first_day=0.0)

    assert (found.baseline, [tuple(one) for one in found.later], found.older) == (baseline, after, older)


@pytest.mark.parametrize(
    ("scores", "refusal", "says"),
    [
        ([(0, 34), (1, 61)], NotAScore, r"Score 2 \(61 on day 1\)"),
        ([(0, 34), (1, 20.5)], NotAScore, "a whole number from 0 to 60"),
        ([(0, 34), (1, math.nan)], NotAScore, "Score 2"),
        ([(0, 34), (1, math.inf)], NotAScore, "Score 2"),
        ([(0, 34), (math.nan, 20)], NotAScore, "on a day that is a number"),
        ([(0, 34), (1, -1)], NotAScore, "from 0 to 60"),
        ([(0, 34), (1, 20), (1, 22)], TwoScores, "Two scores on day 1, 20 and 22. Keep one"),
        ([(1, 20)], NoScoreBefore, r"No score from before the first session \(day 0\)"),
        ([], NoScoreBefore, "no fall can be given"),
    ],
)
def test_scores_that_cannot_be_are_refused_by_their_number(scores, refusal, says):
    with pytest.raises(refusal, match=says):
        part([Rating(*one) for one in scores], first_day=0.0)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"setting": Setting(0.0, "open", 70.0)}, NotABaseline),
        ({"setting": Setting(34.0, "hopeful", 70.0)}, UnknownContext),
        ({"scores": (Rating(9.0, 20),), "now_day": 8.0, "sessions": SIX[:2]}, NotSoFar),  # known later
        ({"scores": (Rating(1.0, 20),), "now_day": 8.0}, NotSoFar),  # after no session
        ({"sessions": SIX[:2], "now_day": 3.0}, NotSoFar),  # a session that is still to come
        ({"sessions": (SIX[1], SIX[0]), "now_day": 9.0}, UnorderedTimes),
    ],
)
def test_what_cannot_be_known_yet_is_refused(asked, refusal):
    with pytest.raises(refusal):
        Told(**{"setting": HERE, **asked})


def test_the_chances_of_all_scores_of_the_scale_add_up_to_one():
    for expected in (-3.0, 0.4, 17.0, 59.0, 60.0):
        each = [log_likelihood([Rating(1, points)], np.array([[expected]]), 5.0)[0, 0] for points in range(61)]
        assert np.exp(each).sum() == pytest.approx(1, abs=2e-3)
        assert share_at_most(60, np.array([expected]), 5.0) == 1


# Laws


def test_without_a_score_they_are_the_people_of_today_s_course():
    chance = course_chance(2000)
    found = weighed(told(now=18.0), chance)
    plan = Plan(days=tuple(one.day for one in SIX), baseline=34.0)

    np.testing.assert_allclose(found.shares, 1 / 2000)
    kept = found.resampled(2000)
    course = draw(plan, (18.0, 40.0), chance)
    expected = before_noise(kept, SIX, (18.0, 40.0), HERE)
    np.testing.assert_array_equal(course.scores, np.clip(expected + kept.values["noise"] * chance.noise, 0.0, 60.0))


def test_the_order_of_scores_does_not_matter():
    chance = course_chance(2000)
    found = [
        weighed(Told(setting=HERE, sessions=SIX[:3], scores=tuple(Rating(*one) for one in some), now_day=8.0), chance)
        for some in permutations(FELL)
    ]

    for one in found[1:]:
        np.testing.assert_array_equal(one.shares, found[0].shares)


def test_a_later_session_does_not_change_the_past():
    found = weighed(told(FELL), course_chance(2000))
    visits = [1.0, 4.0, 8.0]

    np.testing.assert_array_equal(
        before_noise(found.people, SIX[:3], visits, HERE), before_noise(found.people, SIX, visits, HERE)
    )


def test_a_lower_score_never_makes_a_later_one_likelier_to_be_high():
    chance = course_chance(10_000)
    means = [later(weighed(told(((1, 20), (4, points))), chance), 18.0) for points in (34, 28, 22, 16, 10, 4)]

    assert np.all(np.diff(means) < 0)


def test_each_draw_of_the_fit_keeps_its_share_however_one_person_fares():
    found = weighed(told(STAYED), course_chance(20_000))

    np.testing.assert_allclose(found.shares.reshape(-1, 200).sum(axis=0), 1 / 200)


# How many they are worth


def test_where_few_carry_the_weight_they_are_drawn_again_where_it_lies_and_say_the_same():
    again, many = weighed(told(STAYED), course_chance(20_000)), weighed(told(STAYED), course_chance(200_000, seed=3))

    assert again.rounds > 1 and again.worth > 2000 and many.rounds == 1
    assert later(again, 40.0) == pytest.approx(later(many, 40.0), abs=0.25)


def test_where_hardly_anybody_could_be_this_person_nothing_is_given():
    to_and_fro = tuple((day, 60 if n % 2 else 0) for n, day in enumerate(np.arange(1.0, 40.0)))

    with pytest.raises(NobodyLikeThis, match="nearly nobody like this"):
        weighed(told(to_and_fro), course_chance(2000))


def test_people_who_do_not_go_round_the_draws_evenly_are_refused():
    with pytest.raises(UnevenPeople, match="Draw as many beside each"):
        weighed(told(FELL), course_chance(2001))


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (FELL, []),
        (STAYED, []),
        (((1, 40), (4, 50)), [(4, True)]),  # worse than anybody of the model
        (((1, 34), (4, 34), (5, 2)), [(5, False)]),
    ],
)
def test_a_score_that_those_before_it_did_not_lead_to_expect_is_said(scores, said):
    found = weighed(told(scores), course_chance(10_000))

    assert [(one.score.day, one.higher) for one in found.surprises] == said


# Oracles


@pytest.mark.parametrize("scores", [(), ((1, 20),), FELL, ((1, 30), (4, 32), (8, 33))])
def test_weighed_people_are_what_a_plain_grid_gives(scores):
    """One draw of the fit: the typical person of the priors."""
    draws = {
        "gain": math.log(TYPICAL.gain), "relief": TYPICAL.relief_logit, "loss": math.log(TYPICAL.loss_per_day),
        "onset": math.log(24 * TYPICAL.onset_days), "placebo_open": TYPICAL.placebo_logit,
        "placebo_speed": math.log(TYPICAL.placebo_per_day), "omega_placebo": TYPICAL.omega_placebo,
        "omega_relief": TYPICAL.omega_relief, "omega_loss": TYPICAL.omega_loss, "durable": TYPICAL.durable,
        "noise": TYPICAL.noise, "belief": 0.0, "tau": 0.0,
    }  # fmt: skip
    given = tuple(one.day for one in SIX[:3])
    known = told(scores, now=8.5)
    found = weighed(known, course_chance(60_000), {name: np.array([value]) for name, value in draws.items()})
    at = before_noise(found.people, known.sessions, [20.0], HERE)[0]
    mean, half = oracle_person.expected_later(TYPICAL, 34.0, given, scores, 20.0)

    assert at @ found.shares == pytest.approx(mean, abs=0.15)
    assert (at <= 17.0) @ found.shares == pytest.approx(half, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("visits", [(1.0,), (1.0, 4.0, 8.0, 11.0, 15.0, 18.0)])
def test_intervals_hold_simulated_people_as_often_as_they_say(visits):
    """Simulation-based calibration: people of the model, their scores rounded as a rater's, and one score later on."""
    people, numbers = 300, np.random.default_rng(5)
    truth = people_of(course_chance(400, seed=99))
    given = tuple(one for one in SIX if one.day < visits[-1])
    expected = before_noise(truth, given, [*visits, 60.0], HERE)
    written = np.clip(np.round(expected + truth.values["noise"] * numbers.standard_normal(expected.shape)), 0, 60)
    chance, ranks = course_chance(10_000), []
    for one in numbers.permutation(400)[:people]:
        found = weighed(told(tuple(zip(visits, written[:-1, one], strict=True))), chance)
        at, noise = before_noise(found.people, given, [60.0], HERE)[0], found.people.values["noise"]
        low, high = (
            share_at_most(points, at, noise) @ found.shares for points in (written[-1, one] - 1, written[-1, one])
        )
        ranks.append(low + (high - low) * numbers.random())

    inside = np.mean((np.array(ranks) > 0.05) & (np.array(ranks) < 0.95))
    tenths = np.histogram(ranks, 10, (0, 1))[0]
    assert 0.86 < inside < 0.94
    assert np.square(tenths - people / 10).sum() / (people / 10) < 21.7  # chi-squared, 9 degrees of freedom, 1 in 100
