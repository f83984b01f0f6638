"""The statistics that studies report, each computed as they report it."""

import numpy as np
import pytest

from euthymia.pharmacology.cascade.studies import Figure
from euthymia.pharmacology.cascade.studies.arms import Seen
from euthymia.pharmacology.cascade.studies.moments import statistic

SEEN = {
    "drug": Seen(
        (1.0, 7.0, 14.0),
        np.array([[10.0, 16.0, 30.0, 20.0], [12.0, 30.0, 31.0, 9.0], [25.0, 30.0, 8.0, 9.0]]),
        np.array([32.0, 32.0, 32.0, 32.0]),
    ),
    "control": Seen((1.0, 7.0, 14.0), np.full((3, 4), 28.0) + np.array([-1.0, 1.0, -1.0, 1.0]), np.full(4, 32.0)),
}


def figure(name, **more):
    return Figure(
        name=name, statistic=name, value=0.0, mark="found", source="singh:2016", **{"arms": ("drug",), **more}
    )


@pytest.mark.parametrize(
    ("name", "more", "value"),
    [
        ("mean change", {"days": (1.0,)}, -13.0),
        ("SD of change", {"days": (1.0,)}, 8.406),
        ("response", {"days": (1.0,)}, 0.5),  # 10 and 16 of 32: half gone is enough
        ("response", {"days": (1.0, 7.0)}, 0.75),  # on any of the days
        ("remission", {"days": (14.0,)}, 0.5),
        ("remission", {"days": (14.0,), "cut": 8.0}, 0.25),
        ("difference of changes", {"days": (1.0,), "arms": ("drug", "control")}, -9.0),
        ("size of z", {"days": (1.0,), "arms": ("drug", "control")}, 2.121),
    ],
)
def test_a_statistic_of_four_people(name, more, value):
    assert statistic(figure(name, **more), SEEN) == pytest.approx(value, abs=1e-3)


def test_relapse_is_asked_of_those_who_had_responded():
    """Responders at day 1: two. Both are above half at days 7 and 14 or not: one relapses, on day 14."""
    asked = figure("relapsed by", days=(14.0,), responded=1.0, visits=(7.0, 14.0))

    assert statistic(asked, SEEN) == 0.5
    assert statistic(figure("relapsed by", days=(7.0,), responded=1.0, visits=(7.0, 14.0)), SEEN) == 0
    assert statistic(figure("median days to relapse", responded=1.0, visits=(7.0, 14.0)), SEEN) == 14
    nobody = figure("relapsed by", days=(14.0,), responded=14.0, visits=(7.0, 14.0), arms=("control",))
    assert np.isnan(statistic(nobody, SEEN))
