"""Session: the states from the order to the door, as one table.

Every act records what a hand did; nothing commands a pump.
"""

import pytest

from euthymia.medicine.session import (
    ACTIONS,
    FINAL,
    OWNERS,
    TEXTS,
    WrongMoment,
    after,
    can,
    check,
    diagram,
    pump_may_run,
)


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        ("ordered", ["check", "cancel"]),
        ("checked", ["start", "cancel"]),
        ("running", ["pause", "stop"]),
        ("paused", ["resume", "stop"]),
        ("observing", ["discharge"]),
        ("discharged", []),
        ("cancelled", []),
    ],
)
def test_in_each_state_only_these_acts_are_possible(state, possible):
    assert [action for action in ACTIONS if can(state, action)] == possible


def test_the_usual_way_leads_from_the_order_to_the_door():
    state = "ordered"
    for action in ("check", "start", "pause", "resume", "stop", "discharge"):
        state = after(state, action)
    assert state == "discharged"


@pytest.mark.parametrize("state", [state for state in TEXTS if state not in FINAL])
def test_every_state_but_the_last_has_an_owner_and_a_way_out(state):
    ways = [act for act in ACTIONS.values() if state in act.from_states]

    assert OWNERS[state]
    assert ways
    assert all(OWNERS[state] in act.who for act in ways)


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_final_state_has_no_owner_and_no_way_out(state):
    assert OWNERS[state] is None
    assert not any(can(state, action) for action in ACTIONS)


@pytest.mark.parametrize("state", TEXTS)
def test_every_state_can_be_reached(state):
    assert state == "ordered" or any(act.to == state for act in ACTIONS.values())


@pytest.mark.parametrize(
    ("state", "action", "says"),
    [
        ("ordered", "start", "Possible: check, cancel"),
        ("running", "discharge", "Possible: pause, stop"),
        ("running", "cancel", "Possible: pause, stop"),
        ("discharged", "start", "nothing: it is over"),
        ("running", "fly", "fly is not possible"),
    ],
)
def test_an_act_at_the_wrong_moment_is_refused_and_says_what_is_possible(state, action, says):
    with pytest.raises(WrongMoment, match=says):
        check(state, action)


@pytest.mark.parametrize(
    ("state", "seen_standing", "may_run"),
    [
        ("checked", False, False),
        ("running", True, True),
        ("paused", False, True),  # "pause" on the page stops no pump
        ("paused", True, False),
        ("observing", False, True),
        ("observing", True, False),
        ("discharged", False, True),
    ],
)
def test_the_pump_may_still_run_until_somebody_saw_it_stand_still(state, seen_standing, may_run):
    assert pump_may_run(state, seen_standing) is may_run


def test_each_act_records_what_a_hand_did():
    assert all(act.records.startswith("I ") for act in ACTIONS.values())
    assert ACTIONS["start"].records == "I started the pump"


def test_the_diagram_is_printed_from_the_table():
    assert diagram().startswith("stateDiagram-v2\n    [*] --> ordered\n")
    assert "    paused --> running: resume\n" in diagram()
    assert diagram().count("--> [*]") == len(FINAL)
