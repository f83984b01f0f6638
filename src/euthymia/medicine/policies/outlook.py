"""What a clinic decides about the panel of research on its outcome page: whether it is shown, and what it asks."""

from dataclasses import dataclass

from euthymia.medicine.declaration import NotASwitch, broken, policy_number, policy_switch
from euthymia.medicine.refusal import Refusal


class AsksNothing(Refusal):
    """A number with which the panel would ask nothing, or more than the model can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookPolicy:
    """The panel "What the model expects". Raises NotASwitch, AsksNothing.   Source: house:outlook, madrs:meaningful

    shown             1 where the medical director has switched it on
    noticeable_points a change of so many points within a person is noticeable
    course_sessions   sessions of a course;  gap_days  between two of them
    spacing_days      a longer spacing to compare;  ahead_days  how far to look
    """

    shown: float = policy_switch(False, label="The panel is shown on the outcome page", source="house:outlook")
    noticeable_points: float = policy_number(
        6,
        label="A change within a person is noticeable from, on the MADRS",
        unit="points",
        bounds=(1, 30),
        source="madrs:meaningful",
    )
    course_sessions: float = policy_number(
        6, label="Sessions of a course", unit="", bounds=(1, 12), source="house:outlook"
    )
    gap_days: float = policy_number(
        3.5, label="From one session of it to the next", unit="days", bounds=(1, 14), source="house:outlook"
    )
    spacing_days: float = policy_number(
        7, label="A longer spacing that is compared with it", unit="days", bounds=(2, 28), source="house:outlook"
    )
    ahead_days: float = policy_number(
        56, label="How far the panel looks ahead", unit="days", bounds=(7, 84), source="house:outlook"
    )

    def __post_init__(self) -> None:
        for entry in broken(self):
            value, (least, most) = getattr(self, entry.name), entry.says.bounds
            if entry.says.switch:
                raise NotASwitch(f"{value:g}: this is a switch. Enter 1 for on or 0 for off.")
            raise AsksNothing(
                f"{entry.name.replace('_', ' ')} of {value:g}: enter a number from {least:g} to {most:g}."
            )
