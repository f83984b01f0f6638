"""Whom a curve is drawn for: what of a person the models look at."""

import math
from dataclasses import dataclass
from typing import Final

from euthymia.medicine.refusal import Refusal

REFERENCE_KG: Final = 70.0
LEAST_KG: Final = 30.0  # Source: house:adult-weights
MOST_KG: Final = 300.0


class ImpossiblePerson(Refusal):
    """A body that no model for adults can be asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Raises ImpossiblePerson.

    age_years  None where it is not known: models that look at it take 60 or less
    asian      as a model's own trial population named it
    """

    weight_kg: float
    age_years: float | None = None
    asian: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight_kg) and LEAST_KG <= self.weight_kg <= MOST_KG):
            raise ImpossiblePerson(
                f"Weight {self.weight_kg:g} kg: the models are of adults between {LEAST_KG:g} and {MOST_KG:g} kg. "
                "Check the number and that it is in kilograms."
            )
        if self.age_years is not None and not 0 < self.age_years <= 120:
            raise ImpossiblePerson(f"Age {self.age_years:g} years: give an age above 0 and up to 120.")
