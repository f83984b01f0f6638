"""What hands did with the pump, in the order in which they did it: also where it was written down late."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from euthymia.medicine import session
from euthymia.medicine.refusal import Refusal

ON: Final = frozenset({"start", "resume"})
OFF: Final = frozenset({"pause", "stop"})


class ActsOutOfOrder(Refusal):
    """A corrected time would put an act before one that came earlier, or after one that came later."""


class PumpAct(NamedTuple):
    """One act on the pump, by the time at which a hand did it."""

    action: str
    at_s: float


def moves_nothing(acts: Iterable[PumpAct], action: str, at_s: float, *, state: str) -> str:
    """Return why an act that is written down late moves nothing any more; "" where it still moves the session.

    acts   those recorded before it, whenever they happened
    An act moves the session only where nobody has acted since it happened, and where the session's state allows it.
    What moves nothing is recorded all the same, and counts for the dose given.
    """
    since = [act for act in acts if act.at_s >= at_s]
    if since:
        return f"{max(since, key=lambda act: act.at_s).action} was done after it and is recorded already"
    if not session.can(state, action):
        return f"the session was {state} when it was written down"
    return ""


def pump_runs(acts: Iterable[PumpAct]) -> tuple[tuple[float, float | None], ...]:
    """Return the runs of the pump as (start_s, end_s), by when hands acted and not by when it was written down.

    An act that says again what was so already changes nothing; end_s is None while the pump runs.
    """
    runs: list[tuple[float, float | None]] = []
    for action, at_s in sorted(acts, key=lambda act: act.at_s):
        running = bool(runs) and runs[-1][1] is None
        if action in ON and not running:
            runs.append((at_s, None))
        elif action in OFF and running:
            runs[-1] = (runs[-1][0], at_s)
    return tuple(runs)


def check_order(acts: Sequence[PumpAct], place: int, at_s: float) -> None:
    """Refuse another time for the act at this place if it would change the order of the acts. Raises ActsOutOfOrder."""
    for one, other in ((place - 1, place), (place, place + 1)):
        if not 0 <= one < other < len(acts):
            continue
        first, second = (at_s if n == place else acts[n].at_s for n in (one, other))
        if first >= second:
            raise ActsOutOfOrder(
                f"With that time {acts[other].action} would come before {acts[one].action}. Enter a time that keeps "
                "them in their order."
            )
