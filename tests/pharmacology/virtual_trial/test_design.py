"""A virtual trial that nobody could run is refused, with what was seen and what to do."""

import pytest

from euthymia.pharmacology.virtual_trial import (
    Arm,
    DropOut,
    Endpoint,
    ImpossibleTrial,
    Population,
    Rescue,
    UnknownEndpoint,
)
from tests.pharmacology.virtual_trial.given import KETAMINE, MIDAZOLAM, trial


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": " "}, "An arm has no name"),
        ({"mg_per_kg": -0.5}, "-0.5 mg/kg; a dose is a number from 0 to 10"),
        ({"mg_per_kg": 35.0}, "check its unit"),
        ({"mg_per_kg": float("nan")}, "nan mg/kg"),
        ({"minutes": 0.0}, "a session runs for more than 0"),
        ({"days": (3.0, 0.0)}, "sessions on days 3, 0: days rise"),
        ({"days": (-1.0,)}, "days rise, from 0"),
        ({"context": "blind"}, "'blind' is none of open, midazolam, saline, masked"),
        ({"believes": 1.2}, "believes is a share from 0 to 1"),
    ],
)
def test_an_arm_that_cannot_be_given_is_refused(asked, said):
    with pytest.raises(ImpossibleTrial, match=said):
        Arm(**{"name": "ketamine", "days": (0.0,), **asked})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"arms": ()}, "one arm or more"),
        ({"arms": (KETAMINE, KETAMINE)}, "Two arms go by one name"),
        ({"control": "placebo"}, "'placebo' is none of the arms: ketamine, midazolam"),
        ({"visits_days": (0.0, 1.0)}, "visits come after day 0"),
        ({"visits_days": (1.0, 7.0)}, "nobody is rated on day 15; visits are 1, 7"),
        ({"endpoints": (Endpoint(kind="relapse-free days", day=28.0),)}, "needs 2 visits after day 28"),
        ({"endpoints": (Endpoint(kind="peak CADSS", session=7),)}, "no arm has 7 sessions; 6 is the most"),
        ({"endpoints": ()}, "one endpoint or more"),
        ({"readings_min": (0.0,)}, "one before and one after"),
    ],
)
def test_a_design_that_does_not_hold_together_is_refused(asked, said):
    with pytest.raises(ImpossibleTrial, match=said):
        trial(**asked)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Population(entry_least=90.0), "next to nobody of mean 33 is let in"),
        (lambda: Population(weights_within_kg=(20.0, 170.0)), "the models are of 30 to 300 kg"),
        (lambda: Population(severity_sd=0.0), "an SD above 0"),
        (lambda: DropOut(per_visit=1.0), "from 0 to under 1"),
        (lambda: Rescue(from_day=15.0, least=0.0), "above 0 and up to 60"),
    ],
)
def test_people_and_events_that_cannot_be_are_refused(make, said):
    with pytest.raises(ImpossibleTrial, match=said):
        make()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "HAM-D"}, "endpoint 'HAM-D' is none of: change, response"),
        ({"kind": "change", "on_rescue": "composite"}, "composite counts anyone who failed"),
        ({"kind": "response", "on_drop_out": "last carried forward"}, "none of: missing at random, composite"),
        ({"kind": "peak CADSS", "session": 0}, "sessions count from 1"),
    ],
)
def test_an_endpoint_that_is_not_computed_is_refused(asked, said):
    with pytest.raises(UnknownEndpoint, match=said):
        Endpoint(**asked)


@pytest.mark.parametrize(
    ("arm", "keys"),
    [
        (KETAMINE, []),
        (Arm(name="high", days=(0.0,), mg_per_kg=1.0), ["prior prediction"]),
        (Arm(name="long", days=(0.0, 60.0)), ["extrapolation"]),
        (Arm(name="open", days=(0.0,), context="open"), ["not known"]),
        (MIDAZOLAM, []),
    ],
)
def test_an_arm_carries_what_no_calibrating_trial_gave(arm, keys):
    assert [flag.key for flag in arm.flags] == keys
