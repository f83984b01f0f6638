"""Time limits: each is the clinic's own within bounds, so that it can be kept and still limits something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.declaration import declared
from euthymia.medicine.policies import in_force
from euthymia.medicine.policies.time_limits import OutOfBounds, TimeLimits

BOUNDS = {limit.name: limit.says.bounds for limit in declared(TimeLimits)}


@pytest.mark.parametrize(
    ("name", "value", "stands"),
    [
        ("idle_min", 2, True),
        ("idle_min", 1.9, False),
        ("idle_min", 60, True),
        ("idle_min", 61, False),
        ("risk_take_min", 1, False),
        ("risk_take_min", 61, False),
        ("order_holds_h", 72, True),
        ("order_holds_h", 73, False),
        ("glass_open_h", 13, False),
        ("day_after_h", 12, False),
    ],
)
def test_a_limit_stands_within_its_bounds_alone(name, value, stands):
    if stands:
        assert getattr(in_force("time", {f"time.{name}": value}), name) == value
    else:
        with pytest.raises(OutOfBounds, match="is a policy of"):
            in_force("time", {f"time.{name}": value})


@given(st.sampled_from(sorted(BOUNDS)), st.floats(0, 1000))
def test_what_is_in_force_is_never_out_of_bounds(name, value):
    least, most = BOUNDS[name]
    try:
        limits = in_force("time", {f"time.{name}": value})
    except OutOfBounds:
        assert not least <= value <= most
    else:
        assert least <= getattr(limits, name) <= most


def test_what_we_propose_is_within_bounds():
    assert TimeLimits().idle_min == 20
