"""The whole chain of an arm: the same bits in any company, arms that share their people, and a world without effect."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from euthymia.medicine.cascade.score import Chance
from euthymia.medicine.virtual_trial import Arm, admit, treat
from tests.medicine.virtual_trial.given import EVENTFUL, KETAMINE, MIDAZOLAM, SIX, assumed, chance, trial


def some(whole, who):
    """Take some people's chance, everything else being dropped."""
    if isinstance(whole, dict):
        return {name: some(one, who) for name, one in whole.items()}
    if is_dataclass(whole):
        return type(whole)(**{one.name: some(getattr(whole, one.name), who) for one in fields(whole)})
    return whole[who] if len(whole) == 300 else whole[:, who]


def treated(arm, **asked):
    return treat(admit(trial(**asked), assumed(), chance(300)), arm)


@pytest.mark.parametrize("who", [[0], [299], [5, 4, 3], list(range(17)), list(range(299, -1, -1))])
def test_a_person_is_the_same_bits_in_any_company(who):
    """Nothing is shared between people, so a block, a partition and an order change not one bit."""
    design, everybody = trial(**EVENTFUL), chance(300)
    together = treat(admit(design, assumed(), everybody), KETAMINE)

    apart = treat(admit(design, assumed(), some(everybody, who)), KETAMINE)
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
    from euthymia.medicine.cascade.score import expected, minds, typical_of

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
