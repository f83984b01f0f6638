"""What was measured in one person, line by line, beside the record of doses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.records import Record

ConcentrationUnit = Literal["ng/mL", "umol/L"]


class ImpossibleMeasurement(Refusal):
    """A concentration that no assay gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One measured concentration of a substance, in ng of itself or in molecules.

    below   all that is known is that it lies under `value`, the assay's limit
    limit   the assay's lower limit in the same unit, None where it is not said
    Raises ImpossibleMeasurement.
    """

    name: str
    value: float
    unit: ConcentrationUnit = "ng/mL"
    below: bool = False
    limit: float | None = None

    def __post_init__(self) -> None:
        for value in (self.value, *([] if self.limit is None else [self.limit])):
            if not (math.isfinite(value) and value > 0):
                raise ImpossibleMeasurement(
                    f"A concentration of {value:g}: it is a number above 0. What lies under the assay's limit is "
                    "written as the limit, marked as censored (CENS 1)."
                )
        if self.limit is not None and not self.below and self.value < self.limit:
            raise ImpossibleMeasurement(
                f"{self.value:g} {self.unit} lies under its own limit of {self.limit:g}. Mark it as censored (CENS 1), "
                "or correct one of the two."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One person's record, and what was seen at each of its looks, in their order: None where nothing was measured."""

    key: str
    records: tuple[Record, ...]
    seen: Sequence[Seen | None]
