"""How many copies of the clinic are kept, and how often one is rehearsed on another machine."""

from dataclasses import dataclass
from typing import Any

from euthymia.medicine.declaration import broken, policy_number
from euthymia.medicine.refusal import Refusal


class TooFewCopies(Refusal):
    """So few copies that one bad night could leave none, or a rehearsal so rare that nobody remembers how."""


def _count(default: float, *, label: str, unit: str, bounds: tuple[float, float]) -> Any:
    """Return the field of a count; its label says its bounds.   Source: house:copies"""
    words = f"{label} ({bounds[0]:g} to {bounds[1]:g})"
    return policy_number(default, label=words, unit=unit, bounds=bounds, source="house:copies")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLimits:
    """The clinic's rule for its copies. Raises TooFewCopies.   Source: house:copies

    keep_daily    the newest copy of each of so many days is kept
    keep_weekly   of each of so many weeks
    keep_monthly  of each of so many months
    rehearse_days the owner is asked to open one on another machine after so many days
    """

    keep_daily: float = _count(7, label="Days of which a copy is kept", unit="days", bounds=(3, 90))
    keep_weekly: float = _count(5, label="Weeks of which a copy is kept", unit="weeks", bounds=(2, 60))
    keep_monthly: float = _count(12, label="Months of which a copy is kept", unit="months", bounds=(2, 180))
    rehearse_days: float = _count(
        90, label="A copy is rehearsed on another machine after", unit="days", bounds=(14, 366)
    )

    def __post_init__(self) -> None:
        for entry in broken(self):
            value, unit, (least, most) = getattr(self, entry.name), entry.says.unit, entry.says.bounds
            raise TooFewCopies(f"{value:g} {unit}: this rule is a policy of {least:g} to {most:g} {unit}.")
