"""How long things hold and how soon somebody takes them: time limits of the clinic, each within stated bounds."""

from dataclasses import dataclass
from typing import Any, Final

from euthymia.medicine.declaration import broken, policy_number
from euthymia.medicine.refusal import Refusal


class OutOfBounds(Refusal):
    """A time limit so short that nobody can keep it, or so long that it limits nothing."""


def _limit(default: float, *, label: str, unit: str, bounds: tuple[float, float]) -> Any:
    """Return the field of a time limit; its label says its bounds.   Source: house:times"""
    words = f"{label} ({bounds[0]:g} to {bounds[1]:g})"
    return policy_number(default, label=words, unit=unit, bounds=bounds, source="house:times")


_UNITS: Final = {"h": "hours", "min": "minutes", "days": "days"}


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
    ring_next_min     a ring that nobody answered is followed by one for the next person
    ring_line_min     from its first ring on nobody further is rung
    order_holds_h     a signed order opens a session
    glass_open_h      a chart opened with a reason stays open
    idle_min          somebody who does nothing stays signed in
    sign_in_h         a sign-in ends, however busy it is
    strangers_kept_days  what an address sent that is no device of the clinic is kept, after its last message
    unsent_kept_days  what a hand entered at a chair and a tablet could not send stays on that tablet
    backup_overdue_h  a trusted copy may be this old before its owner is told
    """

    risk_take_min: float = _limit(
        10, label="An answer about suicide is taken by somebody within", unit="min", bounds=(2, 60)
    )
    risk_screen_min: float = _limit(
        10, label="A risk screen that lies unfinished becomes a task after", unit="min", bounds=(2, 60)
    )
    consult_take_h: float = _limit(24, label="A request for a consult is taken within", unit="h", bounds=(1, 72))
    day_after_h: float = _limit(
        24, label="The check a day after an infusion is taken within", unit="h", bounds=(20, 36)
    )
    clinic_take_h: float = _limit(
        24, label="A task about the clinic's own machine is taken within", unit="h", bounds=(1, 72)
    )
    session_take_min: float = _limit(
        30, label="A task about a session left open is taken within", unit="min", bounds=(2, 60)
    )
    alarm_take_min: float = _limit(
        5, label="A task about a chair whose alarm nobody acknowledged is taken within", unit="min", bounds=(2, 60)
    )
    ring_next_min: float = _limit(
        5, label="A ring about danger that nobody answered goes to the next person after", unit="min", bounds=(2, 20)
    )
    ring_line_min: float = _limit(20, label="About one danger nobody further is rung after", unit="min", bounds=(5, 60))
    order_holds_h: float = _limit(24, label="A signed order holds for", unit="h", bounds=(1, 72))
    glass_open_h: float = _limit(4, label="A chart opened with a reason stays open for", unit="h", bounds=(1, 12))
    idle_min: float = _limit(20, label="Somebody who does nothing is signed out after", unit="min", bounds=(2, 60))
    sign_in_h: float = _limit(12, label="A sign-in ends, however busy it is, after", unit="h", bounds=(1, 24))
    strangers_kept_days: float = _limit(
        30, label="What an unknown sender sent is cleared after its silence of", unit="days", bounds=(1, 366)
    )
    unsent_kept_days: float = _limit(
        7,
        label="What a tablet could not send to the record is removed from it after",
        unit="days",
        bounds=(1, 31),
    )
    backup_overdue_h: float = _limit(
        26, label="The owner is told when the newest trusted copy is older than", unit="h", bounds=(24, 72)
    )

    def __post_init__(self) -> None:
        for entry in broken(self):
            value, unit, (least, most) = getattr(self, entry.name), _UNITS[entry.says.unit], entry.says.bounds
            raise OutOfBounds(f"{value:g} {unit}: this time limit is a policy of {least:g} to {most:g} {unit}.")
