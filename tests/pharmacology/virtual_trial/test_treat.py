"""The whole chain of an arm: the same bits in any company, arms that share their people, and a world without effect."""

from dataclasses import replace

import numpy as np
import pytest

from euthymia.pharmacology.cascade.score import Chance
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.records import Given, Record
from euthymia.pharmacology.virtual_trial import (
    Arm,
    Endpoint,
    ImpossibleTrial,
    NotACourse,
    Population,
    admit,
    dealt,
    treat,
)
from euthymia.pharmacology.virtual_trial.given import some
from tests.pharmacology.virtual_trial.given import EVENTFUL, KETAMINE, MIDAZOLAM, SIX, assumed, chance, trial


def treated(arm, **asked):
    return treat(admit(trial(**asked), assumed(), chance(300)), arm)


@pytest.mark.parametrize("who", [[0], [299], [5, 4, 3], list(range(17)), list(range(299, -1, -1))])
def test_a_person_is_the_same_bits_in_any_company(who):
    """Nothing is shared between people, so a block, a partition and an order change not one bit."""
    design, everybody = trial(**EVENTFUL), chance(300)
    together = treat(admit(design, assumed(), everybody), KETAMINE)

    apart = treat(admit(design, assumed(), some(everybody, np.array(who))), KETAMINE)
    np.testing.assert_array_equal(apart.drive, together.drive[who])
    np.testing.assert_array_equal(apart.followed.seen, together.followed.seen[:, who])
    np.testing.assert_array_equal(apart.sessions[1].systolic_rise_mmhg, together.sessions[1].systolic_rise_mmhg[who])
    np.testing.assert_array_equal(apart.sessions[1].cadss, together.sessions[1].cadss[who])


def test_an_arm_more_changes_no_other():
    more = Arm(name="high", days=SIX, mg_per_kg=1.0, minutes=60.0)
    two = admit(trial(), assumed(), chance(100))
    three = admit(trial(arms=(more, KETAMINE, MIDAZOLAM)), assumed(), chance(100))
    treat(three, more)

    for arm in (KETAMINE, MIDAZOLAM):
        np.testing.assert_array_equal(treat(three, arm).followed.seen, treat(two, arm).followed.seen)


def test_a_drug_without_effect_is_a_placebo_in_the_same_context():
    """No effect means none on the score: it still raises pressure."""
    believer = replace(MIDAZOLAM, believes=KETAMINE.belief)
    none = admit(trial(), assumed(effect=False), chance(200))

    drug, placebo = treat(none, KETAMINE), treat(none, believer)
    np.testing.assert_array_equal(drug.followed.seen, placebo.followed.seen)
    assert drug.sessions[1].cadss.max() > 0


def test_no_dose_is_no_drug():
    nothing = treated(Arm(name="nothing", days=SIX, mg_per_kg=0.0))

    assert nothing.drive.max() == 0
    np.testing.assert_array_equal(
        nothing.followed.seen, treated(Arm(name="none", days=SIX, ketamine=False, believes=0.8)).followed.seen
    )


def test_a_larger_dose_lowers_nobody_less():
    low, high = treated(Arm(name="low", days=SIX, mg_per_kg=0.2)), treated(Arm(name="high", days=SIX, mg_per_kg=1.0))

    assert np.all(high.drive > low.drive)
    assert np.all(high.followed.unrescued <= low.followed.unrescued + 1e-12)


def test_scores_before_noise_are_those_of_the_cascade():
    """At the same drive the chain is `cascade.expected`, person by person: one person alone, by hand."""
    from euthymia.pharmacology.cascade.score import expected, minds, typical_of

    admitted = admit(trial(), assumed(), chance(3))
    found = treat(admitted, KETAMINE)
    typical = typical_of(assumed().course, "midazolam")
    for one in range(3):
        person = admitted.chance.person
        alone = Chance(person.placebo[one], person.relief[one], person.loss[one], person.lasts[one])
        mind = minds(admitted.entered.severity[one], typical, alone, believes=0.8)
        scores = expected(
            mind, typical, sessions_days=SIX, drive=[found.drive[one]] * 6, visits_days=trial().visits_days
        )
        rated = np.clip(scores + typical.noise * admitted.chance.ratings[:, one], 0, 60)
        np.testing.assert_allclose(found.followed.unrescued[:, one], rated, rtol=1e-12)


def test_sessions_that_an_arm_does_not_have_are_not_watched():
    short = treated(Arm(name="none", days=()))

    assert dict(short.sessions) == {}


def course(mg, days=SIX, *, kg=70.0, minutes=40.0, key="1"):
    """One person of a table: so many milligrams on each day."""
    person = Person(weight_kg=kg)
    rows = [
        Record(row=row, at_min=1440.0 * day, person=person, given=Given(mg=mg, mg_per_min=mg / minutes))
        for row, day in enumerate(days)
    ]
    return dealt(key, rows)


def test_a_table_of_one_course_is_the_arm_that_it_describes():
    """Everybody weighs what the table says; else nothing differs."""
    alike = {"population": Population(women_kg=(80.0, 1e-9), men_kg=(80.0, 1e-9))}
    plain = treat(admit(trial(**alike), assumed(), chance(60)), KETAMINE)
    table = Arm(name="ketamine", table=(course(40.0, kg=80.0),))

    found = treat(admit(trial(**alike), assumed(), chance(60)), table)
    np.testing.assert_allclose(found.drive, plain.drive, rtol=1e-9)
    np.testing.assert_allclose(found.followed.seen, plain.followed.seen, rtol=1e-9)
    np.testing.assert_allclose(found.sessions[1].cadss, plain.sessions[1].cadss, rtol=1e-8)


@pytest.mark.parametrize("people", [6, 13, 50])
def test_people_who_are_dealt_other_courses_change_nothing_of_ones_own(people):
    """Also where there are as many people as visits, or as readings."""
    first, second = course(35.0), course(70.0, days=(0.0, 14.0), kg=90.0, key="2")
    both = treat(admit(trial(), assumed(), chance(people)), Arm(name="both", table=(first, second)))
    drawn = np.minimum((chance(people).dealt * 2).astype(int), 1)

    for place, one in enumerate((first, second)):
        alone = treat(admit(trial(), assumed(), chance(people)), Arm(name="both", table=(one,)))
        mine = drawn == place
        assert mine.any()
        np.testing.assert_array_equal(both.followed.seen[:, mine], alone.followed.seen[:, mine])
        rises = [found.sessions[1].systolic_rise_mmhg[mine] for found in (both, alone)]
        np.testing.assert_array_equal(*rises)


def test_a_session_that_ones_own_course_does_not_have_is_not_counted():
    second = Endpoint(kind="peak CADSS", session=2)
    watched = replace(chance(40), sessions={2: chance(40).sessions[1]})
    arm = Arm(name="both", table=(course(35.0, days=(0.0,)), course(35.0, key="2")))

    found = treat(admit(trial(arms=(arm,), control="both", endpoints=(second,)), assumed(), watched), arm)
    none = np.isnan(found.value(second))
    assert 0 < none.sum() < 40
    assert np.all(np.isinf(found.given_on[2][none])) and np.all(found.given_on[2][~none] == 3.0)


def test_a_session_of_several_doses_is_one_and_half_a_day_parts_two():
    person = Person(weight_kg=70.0)
    rows = [
        Record(row=0, at_min=600.0, person=person, given=Given(mg=10.0)),
        Record(row=1, at_min=605.0, person=person, given=Given(mg=30.0, mg_per_min=1.0)),
        Record(row=2, at_min=600.0 + 3 * 1440, person=person, given=Given(mg=35.0, mg_per_min=0.875)),
        Record(row=3, at_min=600.0 + 5 * 1440, person=person, given=Given(mg=0.0)),
    ]

    found = dealt("1", rows)
    assert found.days == (0.0, 3.0)
    assert [one.mg for one in found.sessions] == [40.0, 35.0]
    assert found.sessions[0].one_mg.dose_mg == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"given": Given(mg=35.0, mg_per_min=1.0, steady="set", every_min=1440.0)}, "a steady state"),
        ({"empties": True}, "the body is emptied"),
        ({"person": Person(weight_kg=90.0)}, "weight changes on the way"),
    ],
)
def test_a_record_that_is_no_course_is_refused(row, said):
    person = Person(weight_kg=70.0)
    first = Record(row=0, at_min=0.0, person=person, given=Given(mg=35.0, mg_per_min=1.0))

    with pytest.raises(NotACourse, match=said):
        dealt("1", [first, Record(**{"row": 1, "at_min": 5000.0, "person": person, **row})])


def test_flags_of_a_table_are_those_of_any_of_its_people():
    arm = Arm(name="both", table=(course(35.0), course(70.0, key="2")))

    assert [flag.key for flag in arm.flags] == ["prior prediction"]
    with pytest.raises(ImpossibleTrial, match="days are the table's own"):
        Arm(name="both", days=(0.0,), table=arm.table)
