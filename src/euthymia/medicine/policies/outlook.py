"""What a clinic decides about the panel of research on its outcome page: whether it is shown, and what it asks."""

from dataclasses import dataclass

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.sources import figure


class NotASwitch(Refusal):
    """A switch that is neither on nor off, or a number that asks nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookPolicy:
    """The panel "What the model expects". Raises NotASwitch.   Source: house:outlook, madrs:meaningful

    shown             1 where the medical director has switched it on
    noticeable_points a change of so many points within a person is noticeable
    course_sessions   sessions of a course;  gap_days  between two of them
    spacing_days      a longer spacing to compare;  ahead_days  how far to look
    """

    shown: float = figure(0, source="house:outlook")
    noticeable_points: float = figure(6, source="madrs:meaningful")
    course_sessions: float = figure(6, source="house:outlook")
    gap_days: float = figure(3.5, source="house:outlook")
    spacing_days: float = figure(7, source="house:outlook")
    ahead_days: float = figure(56, source="house:outlook")

    def __post_init__(self) -> None:
        if self.shown not in (0, 1):
            raise NotASwitch(f"{self.shown:g}: this is a switch. Enter 1 for on or 0 for off.")
        bounds = {
            "noticeable_points": (1, 30), "course_sessions": (1, 12), "gap_days": (1, 14), "spacing_days": (2, 28),
            "ahead_days": (7, 84),
        }  # fmt: skip
        for name, (least, most) in bounds.items():
            if not least <= (value := getattr(self, name)) <= most:
                raise NotASwitch(f"{name.replace('_', ' ')} of {value:g}: enter a number from {least} to {most}.")
