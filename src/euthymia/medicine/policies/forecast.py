"""Whether a forecast is shown at the chair at all, and when it stops. It loads nothing of the model."""

from dataclasses import dataclass

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.sources import figure


class NotASwitch(Refusal):
    """A switch was set to something else than on or off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPolicy:
    """Raises NotASwitch.   Source: house:forecast

    shown  1 for yes, 0 for no: no, until a medical director signs otherwise
    """

    shown: float = figure(0, source="house:forecast")
    stops_after_artefacts: float = figure(2, source="house:forecast")
    stops_without_reading_min: float = figure(30, source="house:forecast")

    def __post_init__(self) -> None:
        if self.shown not in (0, 1):
            raise NotASwitch(f"A forecast at the chair: read as {self.shown:g}. Enter 1 to show it, or 0.")
