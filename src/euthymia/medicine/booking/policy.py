"""The clinic's own numbers of booking: what holds a chair before and after, and how infusions are spaced."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from euthymia.medicine.declaration import broken, policy_number
from euthymia.medicine.refusal import Refusal


class NotABookingRule(Refusal):
    """A number of booking that no clinic could keep."""


def _number(default: float, *, label: str, unit: str, bounds: tuple[float, float]) -> Any:
    """Return the field of a number of booking; its label says its bounds.   Source: house:booking"""
    words = f"{label} ({bounds[0]:g} to {bounds[1]:g})"
    return policy_number(default, label=words, unit=unit, bounds=bounds, source="house:booking")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPolicy:
    """The clinic's rule of booking. Raises NotABookingRule.   Source: house:booking

    infusion_set_up_min    holds what an infusion needs before its start, never the person
    infusion_clean_up_min  and after its end
    consult_set_up_min, consult_clean_up_min   the same of a consult
    walk_in_min            somebody who is here already is written down so long after their start
    asks_within_h          an infusion this near in time is booked only with what the person said, written down
    most_a_week         infusions of one person on any seven days in a row
    """

    infusion_set_up_min: float = _number(10, label="Before an infusion, its place is held", unit="min", bounds=(0, 60))
    infusion_clean_up_min: float = _number(15, label="After an infusion, its place is held", unit="min", bounds=(0, 60))
    consult_set_up_min: float = _number(0, label="Before a consult, its clinician is held", unit="min", bounds=(0, 60))
    consult_clean_up_min: float = _number(0, label="After a consult, its clinician is held", unit="min", bounds=(0, 60))
    walk_in_min: float = _number(30, label="Who is here is booked up to so late", unit="min", bounds=(0, 60))
    asks_within_h: float = _number(
        24, label="An infusion asks after food, escort and medicines where it is within", unit="h", bounds=(24, 72)
    )
    most_a_week: float = _number(3, label="Infusions of one person in 7 days, at most", unit="", bounds=(1, 3))

    def __post_init__(self) -> None:
        for entry in broken(self):
            value, (least, most) = getattr(self, entry.name), entry.says.bounds
            raise NotABookingRule(f"{value:g}: this number of booking is a policy of {least:g} to {most:g}.")

    def margins(self, kind: str) -> tuple[timedelta, timedelta]:
        """Return how long before and after an appointment of this kind its place is held, in whole five minutes."""
        if kind == "infusion":
            return _fives(self.infusion_set_up_min), _fives(self.infusion_clean_up_min)
        return _fives(self.consult_set_up_min), _fives(self.consult_clean_up_min)


def _fives(minutes: float) -> timedelta:
    return timedelta(minutes=-(-minutes // 5) * 5)
