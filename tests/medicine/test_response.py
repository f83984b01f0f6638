"""Response: a fall of at least half; remission: at or under the scale's cut; and what may be called a result."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.response import (
    DifferentScales,
    LaterIsEarlier,
    NoFallPossible,
    NoRemissionCut,
    Score,
    TimeWithoutZone,
    course,
    fall_pct,
    remission,
    response,
    shows_as_infusion_result,
)

FIRST = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


def score(total, *, day=0.0, on="phq9"):
    return Score(on, total, FIRST + timedelta(days=day))


@pytest.mark.parametrize(
    ("before", "after", "fall", "is_response"),
    [
        (20, 10, 50, True),  # half is enough
        (20, 11, 45, False),
        (19, 10, 900 / 19, False),
        (19, 9, 1000 / 19, True),
        (20, 0, 100, True),
        (10, 15, -50, False),  # worse
        (1, 0, 100, True),
    ],
)
def test_a_response_is_a_fall_of_at_least_half(before, after, fall, is_response):
    baseline, later = score(before), score(after, day=20)

    assert fall_pct(baseline, later) == pytest.approx(fall)
    assert response(baseline, later) is is_response


@pytest.mark.parametrize(
    ("instrument", "total", "at_most", "is_remission"),
    [
        ("phq9", 4, None, True),
        ("phq9", 5, None, False),
        ("madrs", 10, None, True),
        ("madrs", 11, None, False),
        ("madrs", 12, 12, True),  # the clinic may set another cut
        ("madrs-24h", 10, None, True),
    ],
)
def test_remission_is_a_total_at_or_under_the_cut(instrument, total, at_most, is_remission):
    assert remission(score(total, on=instrument), at_most=at_most) is is_remission


@pytest.mark.parametrize(
    ("instrument", "days_after", "shown"),
    [
        ("phq9", 1, False),
        ("phq9", 13.99, False),
        ("phq9", 14, True),
        ("phq9", -1, False),  # answered before the infusion
        ("madrs", 1, False),
        ("madrs", 7, True),
        ("madrs-24h", 1, True),
        ("madrs-24h", 0, False),
        ("cadss", 0.03, True),
    ],
)
def test_a_score_is_a_result_only_if_it_looks_back_on_time_after_the_infusion(instrument, days_after, shown):
    assert shows_as_infusion_result(instrument, FIRST + timedelta(days=days_after), FIRST) is shown


@pytest.mark.parametrize(
    ("refusal", "ask"),
    [
        (DifferentScales, lambda: response(score(20), score(20, on="madrs", day=1))),
        (NoFallPossible, lambda: response(score(0), score(3, day=1))),
        (LaterIsEarlier, lambda: response(score(20, day=1), score(10))),
        (NoRemissionCut, lambda: remission(score(3, on="cadss"))),
        (TimeWithoutZone, lambda: Score("phq9", 3, datetime(2025, 3, 3))),  # noqa: DTZ001
        (TimeWithoutZone, lambda: shows_as_infusion_result("phq9", FIRST, datetime(2025, 3, 3))),  # noqa: DTZ001
    ],
    ids=["two scales", "baseline zero", "wrong way round", "no cut", "score without zone", "infusion without zone"],
)
def test_what_has_no_answer_is_refused(refusal, ask):
    with pytest.raises(refusal):
        ask()


def test_versions_of_one_scale_may_be_compared():
    assert response(score(30, on="madrs"), score(15, on="madrs-24h", day=1))


def test_a_course_runs_from_the_last_score_before_the_first_infusion():
    scores = [score(22, day=-30), score(18, day=-1), score(8, day=1.5), score(12, day=3), score(9, day=25)]

    read = course(scores, [FIRST, FIRST + timedelta(days=3.5)], instrument="phq9")

    assert read.baseline == score(18, day=-1)
    assert [p.infusions for p in read.points] == [0, 0, 1, 1, 2]
    assert [p.result_of for p in read.points] == [None, None, None, None, 2]
    assert [p.response for p in read.points] == [None, None, None, None, True]
    assert (read.response, read.remission, read.best) == (True, False, read.points[4])
    assert read.sentence == "PHQ-9 18 before, 9 at 2025-03-28: response."


def test_a_24_hour_score_is_the_result_of_the_infusion_of_the_day_before():
    scores = [score(34, on="madrs", day=-1), score(10, on="madrs-24h", day=1), score(20, on="madrs-24h", day=4)]

    read = course(scores, [FIRST, FIRST + timedelta(days=3)], instrument="madrs")

    assert [p.result_of for p in read.points] == [None, 1, 2]
    assert (read.best.score.total, read.latest.score.total) == (10, 20)
    assert (read.response, read.remission) == (False, False)


@pytest.mark.parametrize(
    ("scores", "sessions", "said"),
    [
        ([], [], "No PHQ-9 from before"),
        ([score(9, day=20)], [FIRST], "No PHQ-9 from before"),
        ([score(20, day=-1), score(5, day=3)], [FIRST], "No PHQ-9 yet that looks back"),
        ([score(0, day=-1), score(0, day=20)], [FIRST], "no fall can be given, remission"),
    ],
    ids=["no score", "no score before", "too soon after", "nothing to fall from"],
)
def test_a_course_without_an_answer_says_why(scores, sessions, said):
    read = course(scores, sessions, instrument="phq9")

    assert read.response is None
    assert said in read.sentence


def test_without_infusions_the_first_score_is_the_baseline():
    read = course([score(20), score(4, day=3)], [], instrument="phq9")

    assert (read.response, read.remission) == (True, True)


@given(before=st.integers(1, 27), after=st.integers(0, 27))
def test_response_and_fall_agree(before, after):
    baseline, later = score(before), score(after, day=20)

    assert response(baseline, later) == (2 * after <= before)
    assert fall_pct(baseline, later) <= 100


@given(
    days=st.lists(st.floats(-30, 60), max_size=6),
    sessions=st.lists(st.floats(0, 30), min_size=1, max_size=6),
)
def test_no_phq9_is_ever_the_result_of_an_infusion_fewer_than_14_days_before(days, sessions):
    at = [FIRST + timedelta(days=d) for d in sessions]
    read = course([score(9, day=d) for d in days], at, instrument="phq9")

    for point in read.points:
        if point.result_of is not None or point.response is not None:
            assert not any(timedelta(0) < point.score.at - s < timedelta(days=14) for s in at)


@given(totals=st.lists(st.integers(0, 27), max_size=6), data=st.data())
def test_the_order_in_which_scores_arrive_changes_nothing(totals, data):
    scores = [score(t, day=7 * i - 7) for i, t in enumerate(totals)]

    assert course(data.draw(st.permutations(scores)), [FIRST], instrument="phq9") == course(
        scores, [FIRST], instrument="phq9"
    )
