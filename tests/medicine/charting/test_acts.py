"""Acts on the pump: what a late one still moves, and how long the pump ran by when hands acted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.charting import ActsOutOfOrder, PumpAct, check_order, moves_nothing, pump_runs
from euthymia.medicine.dosing import DoseLimits, Order, delivered_mg, plan

STARTED = [PumpAct("start", 0)]
PAUSED = [*STARTED, PumpAct("pause", 300)]
GOES_ON = [*PAUSED, PumpAct("resume", 480)]


@pytest.mark.parametrize(
    ("recorded", "state", "late", "says"),
    [
        (STARTED, "running", PumpAct("pause", 120), ""),
        (PAUSED, "paused", PumpAct("pause", 120), "pause was done after it"),  # another hand paused at 300 s
        (GOES_ON, "running", PumpAct("pause", 120), "resume was done after it"),  # it must not pause what goes on
        (GOES_ON, "running", PumpAct("stop", 500), ""),
        (PAUSED, "paused", PumpAct("pause", 400), "the session was paused"),
        (PAUSED, "discharged", PumpAct("stop", 400), "the session was discharged"),
    ],
)
def test_a_late_act_moves_the_session_only_where_nobody_has_acted_since(recorded, state, late, says):
    why = moves_nothing(recorded, late.action, late.at_s, state=state)

    assert why.startswith(says) and bool(why) == bool(says)


@pytest.mark.parametrize(
    ("acts", "runs"),
    [
        ([], ()),
        (STARTED, ((0, None),)),
        (GOES_ON, ((0, 300), (480, None))),
        ([*PAUSED, PumpAct("pause", 120)], ((0, 120),)),  # the earlier hand stopped the drug
        ([*GOES_ON, PumpAct("pause", 120)], ((0, 120), (480, None))),
        ([*GOES_ON, PumpAct("stop", 600), PumpAct("stop", 660)], ((0, 300), (480, 600))),
        ([PumpAct("stop", 600)], ()),
    ],
)
def test_the_pump_ran_by_when_hands_acted(acts, runs):
    assert pump_runs(acts) == runs


ACTS = st.builds(PumpAct, st.sampled_from(["start", "pause", "resume", "stop"]), st.integers(0, 5000))


@given(st.lists(ACTS, unique_by=lambda act: act.at_s), st.randoms())
def test_the_order_in_which_acts_were_written_down_changes_nothing(acts, chance):
    mixed = list(acts)
    chance.shuffle(mixed)

    assert pump_runs(mixed) == pump_runs(acts)


@given(st.lists(ACTS))
def test_a_dose_can_be_worked_out_of_any_acts(acts):
    """Whatever hands say they did, runs follow each other, and no more is given than the bag held."""
    order = Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=70, vial_mg_per_ml=50, bag_ml=100)

    assert 0 <= delivered_mg(plan(order, limits=DoseLimits()), pump_runs(acts), as_of_s=6000) <= 35


@pytest.mark.parametrize(("place", "at_s"), [(0, 60), (1, 1), (1, 479), (2, 301)])
def test_another_time_is_taken_where_the_acts_keep_their_order(place, at_s):
    check_order(GOES_ON, place, at_s)


@pytest.mark.parametrize(
    ("place", "at_s", "says"),
    [
        (0, 300, "pause would come before start"),
        (1, 0, "pause would come before start"),
        (1, 500, "resume would come before pause"),
        (2, 200, "resume would come before pause"),
    ],
)
def test_a_time_that_turns_the_acts_round_is_refused(place, at_s, says):
    with pytest.raises(ActsOutOfOrder, match=says):
        check_order(GOES_ON, place, at_s)
