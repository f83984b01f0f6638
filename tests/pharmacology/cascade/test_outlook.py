"""What is expected of one person from a day on, and what further sessions would change for the same people."""

import re

import numpy as np
import pytest

from euthymia.medicine.declaration import NotASwitch
from euthymia.medicine.policies.outlook import AsksNothing, OutlookPolicy
from euthymia.pharmacology.cascade.course import Asked, Plan, Rating, Session, Setting, Told, draw, outlook
from euthymia.pharmacology.cascade.course.answers import EXTRAPOLATION, MAINTENANCE, MANY, SPACING, answers, flags
from euthymia.pharmacology.cascade.course.outlook import NotASpacing, NothingAhead
from euthymia.pharmacology.cascade.course.told import NotSoFar
from tests.pharmacology.cascade.given import course_chance

SIX = tuple(Session(day) for day in (0.0, 3.0, 7.0, 10.0, 14.0, 17.0))
FELL = ((1, 20), (4, 18), (8, 12))
ADVICE = re.compile(r"\b(should|recommend|advise|ought|must|best|better to|stop|continue|go on|worth giving)\b", re.I)


def told(scores=FELL, now=8.0, **more):
    setting = Setting(34.0, more.pop("context", "open"), 70.0)
    given = tuple(one for one in SIX if one.day < now)
    ratings = tuple(Rating(*one) for one in scores if one[0] <= now)
    return Told(**{"setting": setting, "sessions": given, "scores": ratings, "now_day": now, **more})


def planned(now=8.0):
    return tuple(one for one in SIX if one.day >= now)


def seen(known=None, *, people=4000, kept=2000, **asked):
    return outlook(known or told(), Asked(**{"planned": planned(), **asked}), course_chance(people, kept))


def change(found, name):
    return next(one for one in found.changes if one.name == name)


def test_without_a_score_it_is_today_s_course():
    chance, before = course_chance(2000), told((), now=0.0)
    found = outlook(before, Asked(planned=SIX, ahead_days=20), chance)
    course = draw(Plan(days=tuple(one.day for one in SIX), baseline=34.0), found.days, chance)

    np.testing.assert_array_equal(found.scores, course.scores)
    np.testing.assert_array_equal(found.nothing, course.without)


def test_response_by_session_six_is_a_chance_with_each_person_s_own():
    found = seen().responding

    assert (found.session, found.day) == (6, 18.0)
    assert 0 <= found.own.low < found.chance < found.own.high <= 1
    poor = seen(told(((1, 33), (4, 34), (8, 33)))).responding
    assert poor.chance < 0.15 < found.chance


@pytest.mark.parametrize(
    ("now", "sessions"),
    [(8.0, planned()[:2]), (20.0, ())],  # five planned in all; a sixth that is over
)
def test_where_no_sixth_session_is_to_come_nothing_is_said_of_it(now, sessions):
    found = seen(told(now=now), planned=sessions)

    assert found.responding is None
    assert "no sixth session is still to come" in answers(found)[0].said


def test_wear_off_is_counted_from_the_last_session_in_those_who_had_half_gone():
    found = seen().wear_off

    assert (found.last_day, found.from_day) == (17.0, 18.0)
    assert found.days.low <= found.days.middle <= found.days.high
    assert 0 < found.had < 1 and 0 < found.lasts < 1
    assert seen(told(((1, 34), (4, 34), (8, 34)))).wear_off.had < found.had


def test_long_after_a_course_wear_off_is_of_those_in_whom_it_has_held_so_far():
    held = seen(told((*FELL, (30, 12), (50, 12)), now=50.0), planned=()).wear_off

    assert held.from_day == 50.0 and held.days.low > 33
    assert held.lasts > seen().wear_off.lasts
    assert seen(told(FELL, now=120.0), planned=()).wear_off is None  # past what was followed


def test_one_more_session_is_a_difference_of_the_same_people_with_its_interval():
    one = change(seen(), "one more session")

    assert [s.day for s in one.sessions] == [10.0] and one.against == "no further session"
    assert [look.day for look in one.looks] == [15.0, 22.0, 36.0, 64.0]
    for look in one.looks:
        assert look.points.low <= look.points.middle <= look.points.high <= 0 <= look.noticeable <= one.ever <= 1
    assert one.looks[0].points.middle < one.looks[-1].points.middle  # it wears off


def test_a_session_without_the_drug_changes_nothing():
    empty = seen(told(), planned=(Session(10.0, mg_per_kg=0.0),))

    one = change(empty, "one more session")
    assert one.ever == 0
    np.testing.assert_allclose([look.points for look in one.looks], 0, atol=1e-12)


@pytest.mark.parametrize(
    ("now", "left", "spacing", "days"),
    [
        (8.0, planned(), 7.0, [14.0, 21.0, 28.0]),  # as many as are planned
        (30.0, (), 14.0, [31.0, 45.0, 59.0, 73.0]),  # none planned: as many as fit
        (60.0, (), 14.0, [60.0, 74.0, 88.0, 102.0]),  # long due: from now on
    ],
)
def test_longer_spacing_lays_the_sessions_out_from_the_last_one_given(now, left, spacing, days):
    found = seen(told(now=now), planned=left, spacing_days=spacing, ahead_days=50)

    assert [s.day for s in change(found, "longer spacing").sessions] == days
    against = [one.against for one in found.changes if one.name == "longer spacing"]
    assert against == ["no further session", *(["the sessions as planned"] if left else [])]


def test_what_is_noticeable_follows_the_threshold():
    few, many = (change(seen(noticeable_points=points), "one more session") for points in (12.0, 2.0))

    assert few.ever < many.ever


@pytest.mark.parametrize(
    ("known", "asked", "refusal"),
    [
        (told(), {"ahead_days": 0}, NothingAhead),
        (told(), {"ahead_days": 4000}, NothingAhead),
        (told(), {"spacing_days": 0.5}, NotASpacing),
        (told(), {"spacing_days": 90.0}, NotASpacing),
        (told(), {"planned": SIX[1:]}, NotSoFar),
        (told(), {"one_more_day": 2.0}, NotSoFar),
    ],
)
def test_what_cannot_be_asked_is_refused(known, asked, refusal):
    with pytest.raises(refusal):
        seen(known, **asked)


# In words


def said(found, name):
    return next(one for one in answers(found) if one.asked.lower().startswith(name))


def test_thin_evidence_is_named_beside_the_number():
    found = seen(spacing_days=14.0)

    assert SPACING in said(found, "longer spacing").marks
    assert MANY in said(found, "longer spacing").marks and MAINTENANCE in said(found, "longer spacing").marks
    assert said(found, "one more session").marks == ()
    seventh = seen(told(now=20.0), planned=(), one_more_day=24.0)
    assert {MANY, MAINTENANCE} <= set(said(seventh, "one more session").marks)
    assert all(mark.startswith(EXTRAPOLATION) for mark in (SPACING, MANY, MAINTENANCE))


def test_every_answer_carries_an_interval_and_what_it_rests_on_and_none_advises():
    for found in (seen(spacing_days=7.0), seen(told(now=20.0), planned=(), one_more_day=24.0, spacing_days=14.0)):
        for one in answers(found):
            assert one.rests_on
            assert " to " in one.said or "between" in one.said or "Not said" in one.said or "too few" in one.said
            assert not ADVICE.search(one.said + one.asked + one.rests_on), one


@pytest.mark.parametrize(
    ("known", "keys"),
    [
        (told(), ["not known"]),
        (told(context="saline"), []),
        (told(sessions=(Session(0.0, 0.75), *SIX[1:3])), ["prior prediction", "not known"]),
        (told(((1, 40), (4, 50)), now=8.0), ["not known", "surprise"]),
    ],
)
def test_flags_travel(known, keys):
    assert [flag.key for flag in flags(seen(known, people=10_000))] == keys


# The clinic's policy


def test_the_panel_is_off_until_a_medical_director_switches_it_on():
    assert OutlookPolicy().shown == 0
    assert OutlookPolicy(shown=1).shown == 1


@pytest.mark.parametrize("wrong", [{"shown": 2}, {"gap_days": 0}, {"ahead_days": 400}, {"noticeable_points": 0}])
def test_a_policy_that_asks_nothing_is_refused(wrong):
    with pytest.raises((NotASwitch, AsksNothing), match=r"[Ee]nter"):
        OutlookPolicy(**wrong)
