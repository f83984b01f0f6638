"""What the tests of virtual trials have in common: a design, a truth, and chance as numbers."""

import numpy as np

from euthymia.pharmacology.cascade import posterior
from euthymia.pharmacology.cascade.parameters import find
from euthymia.pharmacology.cascade.score import Chance
from euthymia.pharmacology.kinetics import DEFAULT
from euthymia.pharmacology.virtual_trial import Arm, Assumed, DropOut, Endpoint, PeopleChance, Population, Rescue, Trial
from euthymia.pharmacology.virtual_trial.session import PRESSURES, AcuteChance

SIX = (0.0, 3.0, 7.0, 10.0, 14.0, 17.0)
VISITS = (1.0, 7.0, 15.0, 21.0, 28.0, 35.0)
KETAMINE = Arm(name="ketamine", days=SIX)
MIDAZOLAM = Arm(name="midazolam", days=SIX, ketamine=False)
ENDPOINTS = (
    Endpoint(kind="response", day=1.0),
    Endpoint(kind="change", day=15.0),
    Endpoint(kind="relapse-free days", day=21.0),
    Endpoint(kind="peak CADSS"),
    Endpoint(kind="peak systolic rise"),
    Endpoint(kind="pressure above limit"),
)
DEFAULTS = {"arms": (KETAMINE, MIDAZOLAM), "control": "midazolam", "visits_days": VISITS, "endpoints": ENDPOINTS}
EVENTFUL = {
    "population": Population(entry_least=28.0),
    "drop_out": DropOut(per_visit=0.05, odds_per_10=2.0),
    "rescue": Rescue(from_day=15.0, least=30.0, relief=0.3),
}


def trial(**asked):
    """Make a design: two arms, six sessions, unless asked for others."""
    return Trial(**{**DEFAULTS, **asked})


def assumed(*, effect=True):
    """Take the means of the fit to be true."""
    return Assumed(
        {name: one.mean for name, one in posterior.COURSE.diagnoses.items()},
        {name: one.mean for name, one in posterior.ACUTE.diagnoses.items()},
        study=0.0,
        half=find("half").prior.one,
        effect=effect,
    )


def chance(people, *, seed=1):
    """Return people's chance, the same for the same seed."""
    numbers = np.random.default_rng(seed)
    uniform, normal = numbers.random((4, people)), numbers.standard_normal((6, people))
    by_sign = {sign: numbers.standard_normal((2, people)) for sign in PRESSURES}
    fresh = {sign: numbers.standard_normal((2, 13, people)) for sign in PRESSURES}
    session = AcuteChance(
        own=normal[0],
        none=numbers.random(people),
        common=normal[1],
        apart={sign: one[0] for sign, one in by_sign.items()},
        resting={sign: one[1] for sign, one in by_sign.items()},
        wander={sign: one[0] for sign, one in fresh.items()},
        cuff={sign: one[1] for sign, one in fresh.items()},
    )
    return PeopleChance(
        sex=uniform[0],
        weight=uniform[1],
        door=uniform[2],
        own=normal[2],
        rater=numbers.standard_normal(people),
        kinetic=numbers.standard_normal((people, len(DEFAULT.spread[0]))),
        delay=numbers.standard_normal(people),
        person=Chance(normal[3], normal[4], normal[5], lasts=uniform[3]),
        ratings=numbers.standard_normal((len(VISITS), people)),
        losing=numbers.random((len(VISITS), people)),
        sessions={1: session},
        dealt=uniform[0] * 0.999,
    )
