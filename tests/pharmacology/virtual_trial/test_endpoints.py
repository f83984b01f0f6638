"""What a trial counts of each person, by its estimand."""

import numpy as np
import pytest

from euthymia.pharmacology.virtual_trial import Endpoint, Followed
from euthymia.pharmacology.virtual_trial.endpoints import KINDS, value
from euthymia.pharmacology.virtual_trial.session import Acute

DAYS = (1.0, 7.0, 14.0, 21.0)
NEVER = np.inf


def person(as_treated, *, unrescued=None, rescued=NEVER, lost=NEVER, baseline=40.0):
    scores = np.array(as_treated, float)[:, None]
    alone = scores if unrescued is None else np.array(unrescued, float)[:, None]
    return Followed(DAYS, np.array([baseline]), alone, scores, scores, np.array([rescued]), np.array([lost]))


@pytest.mark.parametrize(
    ("asked", "scores", "is_"),
    [
        ({"kind": "change", "day": 7.0}, [30, 25, 20, 20], -15),
        ({"kind": "response", "day": 1.0}, [20, 25, 20, 20], 1),  # half gone, to the point
        ({"kind": "response", "day": 1.0}, [20.5, 25, 20, 20], 0),
        ({"kind": "remission", "day": 14.0}, [20, 20, 10, 20], 1),
        ({"kind": "remission", "day": 14.0, "cut": 9.0}, [20, 20, 10, 20], 0),
        ({"kind": "relapse-free days", "day": 1.0}, [15, 25, 25, 10], 13),  # seen on the second visit in a row
        ({"kind": "relapse-free days", "day": 1.0}, [15, 25, 15, 25], NEVER),
        ({"kind": "relapse-free days", "day": 1.0}, [25, 25, 25, 25], np.nan),  # had not responded: not at risk
        ({"kind": "relapse-free days", "day": 1.0, "relapse": "22 or more"}, [15, 21, 22, 22], 20),
    ],
)
def test_an_endpoint_is_counted(asked, scores, is_):
    found = value(Endpoint(**asked), person(scores), None)

    np.testing.assert_array_equal(found, [is_])


@pytest.mark.parametrize(
    ("on_rescue", "is_"),
    [("treatment policy", 1), ("hypothetical", 0), ("composite", 0)],
)
def test_rescue_is_taken_as_the_estimand_says(on_rescue, is_):
    """She responded on day 14 after a rescue on day 7; without it she would not have."""
    one = Endpoint(kind="response", day=14.0, on_rescue=on_rescue)

    assert value(one, person([35, 35, 18, 18], unrescued=[35, 35, 36, 36], rescued=7.0), None) == [is_]


def test_a_rescue_after_the_rating_changes_nothing_of_it():
    one = Endpoint(kind="response", day=14.0, on_rescue="composite")

    assert value(one, person([35, 35, 18, 18], rescued=14.0), None) == [1]


@pytest.mark.parametrize(
    ("kind", "is_"),
    [("peak CADSS", 12), ("dissociation noted", 1), ("peak systolic rise", 30), ("pressure above limit", 0)],
)
def test_what_a_session_showed_is_counted(kind, is_):
    acute = Acute(np.array([12.0]), np.array([30.0]), np.array([0.0]))

    assert value(Endpoint(kind=kind), person([35] * 4), acute) == [is_]
    assert np.isnan(value(Endpoint(kind=kind), person([35] * 4), None)[0])  # no such session in this arm


def test_names_of_endpoints_tell_them_apart():
    named = {Endpoint(kind=kind).name for kind in KINDS}
    named |= {Endpoint(kind="response", on_rescue="composite").name}
    named |= {Endpoint(kind="response", on_drop_out="composite").name}

    assert len(named) == len(KINDS) + 2
