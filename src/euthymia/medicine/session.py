"""The states of a session and what moves it, as one table. An act records what a hand did; nothing commands a pump."""

from typing import Final, Literal, NamedTuple

from euthymia.medicine.refusal import Refusal

State = Literal["ordered", "checked", "running", "paused", "observing", "discharged", "cancelled"]
Role = Literal["nurse", "prescriber", "medical_director"]

CLINICIANS: Final[tuple[Role, ...]] = ("nurse", "prescriber", "medical_director")
PRESCRIBERS: Final[tuple[Role, ...]] = ("prescriber", "medical_director")


class WrongMoment(Refusal):
    """An act that the session's state does not allow."""


class Act(NamedTuple):
    """One line of the table: from which states, to which, whose it is, and the sentence it records."""

    from_states: tuple[State, ...]
    to: State
    who: tuple[Role, ...]
    records: str


TEXTS: Final[dict[State, str]] = {
    "ordered": "Ordered, waits for the second check",
    "checked": "Checked, ready to start",
    "running": "The infusion runs",
    "paused": "Paused",
    "observing": "Stopped, under observation",
    "discharged": "Left the clinic",
    "cancelled": "Cancelled before the start",
}
# Who looks after a session in each state; a final state has nobody.
OWNERS: Final[dict[State, Role | None]] = {
    "ordered": "nurse",
    "checked": "nurse",
    "running": "nurse",
    "paused": "prescriber",
    "observing": "nurse",
    "discharged": None,
    "cancelled": None,
}
FINAL: Final[frozenset[State]] = frozenset({"discharged", "cancelled"})
ACTIONS: Final[dict[str, Act]] = {
    "check": Act(("ordered",), "checked", CLINICIANS, "I made the second check and all agrees"),
    "start": Act(("checked",), "running", CLINICIANS, "I started the pump"),
    "pause": Act(("running",), "paused", CLINICIANS, "I paused the pump"),
    "resume": Act(("paused",), "running", CLINICIANS, "I started the pump again"),
    "stop": Act(("running", "paused"), "observing", CLINICIANS, "I stopped the pump for good"),
    "discharge": Act(("observing",), "discharged", CLINICIANS, "I checked every line and let the patient leave"),
    "cancel": Act(("ordered", "checked"), "cancelled", CLINICIANS, "I cancelled the session; no drug was given"),
}


def can(state: str, action: str) -> bool:
    """Return whether it is the moment for an act; an unknown act never is."""
    return action in ACTIONS and state in ACTIONS[action].from_states


def check(state: str, action: str) -> None:
    """Refuse an act at the wrong moment. Raises WrongMoment with what is possible now."""
    if not can(state, action):
        possible = [name for name in ACTIONS if can(state, name)]
        now = ", ".join(possible) if possible else "nothing: it is over"
        raise WrongMoment(f"The session is {state}; {action} is not possible now. Possible: {now}.")


def after(state: str, action: str) -> State:
    """Return the state that an act leads to. Raises WrongMoment."""
    check(state, action)
    return ACTIONS[action].to


def pump_may_run(state: str, confirmed: bool) -> bool:
    """Return whether the pump may still be running, whatever was recorded.

    confirmed   somebody saw the pump stand still since the last pause or stop
    """
    return state == "running" or (state in ("paused", "observing", "discharged") and not confirmed)


def diagram() -> str:
    """Print the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> ordered"]
    for name, act in ACTIONS.items():
        lines += [f"    {state} --> {act.to}: {name}" for state in act.from_states]
    lines += [f"    {state} --> [*]" for state in TEXTS if state in FINAL]
    return "\n".join(lines) + "\n"
