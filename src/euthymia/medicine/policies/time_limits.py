"""How long things hold and how soon somebody takes them: time limits of the clinic, each within stated bounds."""

from dataclasses import dataclass, fields
from typing import Final

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.sources import figure


class OutOfBounds(Refusal):
    """A time limit so short that nobody can keep it, or so long that it limits nothing."""


# The least and the most that each may be, in its own unit.   Source: house:times
BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "risk_take_min": (2, 60),
    "risk_screen_min": (2, 60),
    "consult_take_h": (1, 72),
    "day_after_h": (20, 36),
    "clinic_take_h": (1, 72),
    "session_take_min": (2, 60),
    "alarm_take_min": (2, 60),
    "order_holds_h": (1, 72),
    "glass_open_h": (1, 12),
    "idle_min": (2, 60),
    "backup_overdue_h": (24, 72),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """The clinic's time limits. Raises OutOfBounds.   Source: house:times

    risk_take_min     an answer about suicide is taken by somebody
    risk_screen_min   a risk screen that was begun and not finished becomes a task
    consult_take_h    a request for a consult is taken
    day_after_h       the check a day after an infusion is taken
    clinic_take_h     a task about the clinic's own machine is taken
    session_take_min  a task about a session left open is taken
    alarm_take_min    a task about a chair whose alarm nobody acknowledged is taken
    order_holds_h     a signed order opens a session
    glass_open_h      a chart opened with a reason stays open
    idle_min          somebody who does nothing stays signed in
    backup_overdue_h  a trusted copy may be this old before its owner is told
    """

    risk_take_min: float = figure(10, source="house:times")
    risk_screen_min: float = figure(10, source="house:times")
    consult_take_h: float = figure(24, source="house:times")
    day_after_h: float = figure(24, source="house:times")
    clinic_take_h: float = figure(24, source="house:times")
    session_take_min: float = figure(30, source="house:times")
    alarm_take_min: float = figure(5, source="house:times")
    order_holds_h: float = figure(24, source="house:times")
    glass_open_h: float = figure(4, source="house:times")
    idle_min: float = figure(20, source="house:times")
    backup_overdue_h: float = figure(26, source="house:times")

    def __post_init__(self) -> None:
        for one in fields(self):
            least, most = BOUNDS[one.name]
            if not least <= (value := getattr(self, one.name)) <= most:
                unit = "hours" if one.name.endswith("_h") else "minutes"
                raise OutOfBounds(f"{value:g} {unit}: this time limit is a policy of {least:g} to {most:g} {unit}.")
