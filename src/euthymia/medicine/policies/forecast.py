"""Whether a forecast is shown at the chair at all, and when it stops. It loads nothing of the model."""

from dataclasses import dataclass

from euthymia.medicine.declaration import ANY, NotASwitch, broken, policy_number, policy_switch


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPolicy:
    """Raises NotASwitch.   Source: house:forecast

    shown  1 for yes, 0 for no: no, until a medical director signs otherwise
    """

    shown: float = policy_switch(False, label="A research forecast stands on the chair's page", source="house:forecast")
    stops_after_artefacts: float = policy_number(
        2,
        label="Pressure is not forecast after so many artefacts in a row",
        unit="",
        bounds=ANY,
        source="house:forecast",
    )
    stops_without_reading_min: float = policy_number(
        30, label="Pressure is not forecast without a cuff reading for", unit="min", bounds=ANY, source="house:forecast"
    )

    def __post_init__(self) -> None:
        if any(entry.says.switch for entry in broken(self)):
            raise NotASwitch(f"A forecast at the chair: read as {self.shown:g}. Enter 1 to show it, or 0.")
