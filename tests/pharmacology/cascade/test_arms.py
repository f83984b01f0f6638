"""One arm of a study, drawn: treated, and rated on the days that its figures ask for."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade.studies import CALIBRATING, Arm
from euthymia.pharmacology.cascade.studies.arms import ArmChance, NoDrive, baselines, days_asked, see
from tests.pharmacology.cascade.given import TYPICAL, chance

DAYS = (1.0, 7.0)


def seen(arm, people=2000, **more):
    normals = np.random.default_rng(3).standard_normal((len(DAYS) + 1, people))
    return see(arm, DAYS, TYPICAL, ArmChance(normals[0], chance(people), normals[1:]), **more)


def arm(**more):
    return Arm(**{"name": "one", "n": 20, "context": "midazolam", "days": (0.0,), **more})


@pytest.mark.parametrize(
    ("number", "name", "days"),
    [
        (0, "ketamine", (1.0, 7.0)),
        (2, "saline twice a week", (14.0,)),
        (3, "ketamine", (18.0, 108.0)),
    ],
)
def test_an_arm_is_rated_on_the_days_that_its_figures_ask_for(number, name, days):
    study = CALIBRATING[number]

    assert days_asked(study.used, study.arm(name)) == days


def test_the_baseline_is_the_arms_own_or_a_proposal_that_may_lie_elsewhere():
    own = baselines(arm(baseline=(30.0, 5.0)), np.array([-1.0, 0.0, 1.0]), of_study=2.0)

    assert own.tolist() == [25, 30, 35]
    assert baselines(arm(), np.array([0.0, 1.0]), of_study=1.0).tolist() == [36, 42]


def test_ketamine_does_more_than_what_it_is_held_against():
    drug, control = seen(arm()), seen(arm(days=(), ketamine=False))

    assert drug.on((1.0,)).mean() < control.on((1.0,)).mean() - 5


def test_another_dose_needs_its_own_drive():
    with pytest.raises(NoDrive, match="1 mg/kg is not the typical dose"):
        seen(arm(mg_per_kg=1.0))

    more, less = (seen(arm(mg_per_kg=1.0), drive=drive).on((1.0,)).mean() for drive in (1.6, 1.0))
    assert more < less == seen(arm()).on((1.0,)).mean()
