"""Today's weight: entered by two people, its unit doubted, because pounds typed as kilograms double a dose."""

from dataclasses import dataclass
from typing import Final, Literal

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.units import bmi_kg_per_m2, kg_from_lb

Unit = Literal["kg", "lb"]

# Policies. Source: house:weight
POSSIBLE_KG: Final = (30.0, 300.0)
POUNDS_RATIO: Final = (2.0, 2.4)
MOST_CHANGE: Final = 0.10
LIKELY_BMI: Final = (15.0, 40.0)
SAME_KG: Final = 0.5  # two people reading one scale


class WeightRefused(Refusal):
    """A weight outside what the clinic treats."""


class WeightDoubted(Refusal):
    """A weight whose unit or size is in doubt."""


class WeightsDiffer(Refusal):
    """Two people entered different weights."""


class UnknownUnit(Refusal):
    """A weight without a unit that we know."""


@dataclass(frozen=True, slots=True)
class WeightEntry:
    """What one person read from the scale today."""

    amount: float
    unit: Unit
    entered_by: str

    @property
    def weight_kg(self) -> float:
        """Return the weight in kilograms. Raises UnknownUnit."""
        return weight_in_kg(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Concern:
    """One reason to stop and look at the scale again."""

    key: str
    sentence: str
    source: str


def weight_in_kg(amount: float, unit: str) -> float:
    """Turn a weight as entered into kilograms. Raises UnknownUnit."""
    if unit == "kg":
        return amount
    if unit == "lb":
        return kg_from_lb(amount)
    raise UnknownUnit(f"{amount:g} {unit}: the unit is neither kg nor lb. Choose one.")


def weight_of(first: WeightEntry, second: WeightEntry) -> float:
    """Return the weight in kg on which two different people agree. Raises WeightsDiffer.   Source: house:weight"""
    if first.entered_by == second.entered_by:
        raise WeightsDiffer("Both weights were entered by the same person. A second person reads the scale.")
    if abs(first.weight_kg - second.weight_kg) > SAME_KG:
        raise WeightsDiffer(
            f"{first.amount:g} {first.unit} and {second.amount:g} {second.unit}: not the same weight. Weigh again."
        )
    return first.weight_kg


def check_weight(
    weight_kg: float, *, height_cm: float | None, last_weight_kg: float | None, unit_confirmed: bool = False
) -> tuple[Concern, ...]:
    """Look for a weight in the wrong unit; any concern stops until it is answered.

    unit_confirmed   two people confirmed value and unit: answers a change or an unlikely BMI, never the pounds ratio
    Raises WeightRefused outside 30-300 kg.   Source: house:weight
    """
    low_kg, high_kg = POSSIBLE_KG
    if not low_kg <= weight_kg <= high_kg:
        raise WeightRefused(f"{weight_kg:g} kg: outside {low_kg:g} to {high_kg:g} kg. Check the unit; weigh again.")
    if last_weight_kg is not None:
        return _against_last(weight_kg, last_weight_kg, unit_confirmed)
    return () if unit_confirmed else _against_height(weight_kg, height_cm)


def _against_last(weight_kg: float, last_weight_kg: float, unit_confirmed: bool) -> tuple[Concern, ...]:
    ratio = weight_kg / last_weight_kg
    seen = f"{weight_kg:.4g} kg today, {last_weight_kg:.4g} kg last time"
    low, high = POUNDS_RATIO
    if low <= ratio <= high:
        return (_concern("pounds", f"{seen}: looks like pounds typed as kilograms. Choose lb, or weigh again."),)
    if low <= 1 / ratio <= high:
        return (_concern("pounds", f"{seen}: looks like kilograms typed as pounds. Choose kg, or weigh again."),)
    if abs(weight_kg - last_weight_kg) > MOST_CHANGE * last_weight_kg and not unit_confirmed:
        return (
            _concern("change", f"{seen}: a change of more than 10 %. Two people weigh again and confirm the unit."),
        )
    return ()


def _against_height(weight_kg: float, height_cm: float | None) -> tuple[Concern, ...]:
    if height_cm is None:
        return (
            _concern("no height", f"{weight_kg:.4g} kg: no last weight and no height to check it by. Measure one."),
        )
    bmi = bmi_kg_per_m2(weight_kg, height_cm)
    low, high = LIKELY_BMI
    if low <= bmi <= high:
        return ()
    asked = f"{weight_kg:.4g} kg at {height_cm:g} cm is a BMI of {bmi:.0f}, outside {low:g} to {high:g}"
    return (_concern("bmi", f"{asked}. Two people confirm the unit."),)


def _concern(key: str, sentence: str) -> Concern:
    return Concern(key, sentence, "house:weight")
