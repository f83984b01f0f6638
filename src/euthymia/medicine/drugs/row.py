"""What a row of the catalogue says."""

import math
from dataclasses import dataclass
from typing import Final

BRANDS: Final = "labels:names"
VERIFIED_CODE: Final = "cpic:rxnorm"
RECALLED_CODE: Final = "rxnorm:recalled"


@dataclass(frozen=True, slots=True)
class Form:
    """A form, or a salt, whose dose reads differently: `times` the plain dose gives the same effect.

    also       other words for it
    made_from  mg: every strength is a multiple of this, and its tablets are not cut; None where we do not know
    """

    name: str
    times: float
    also: tuple[str, ...] = ()
    made_from: float | None = None

    def gives(self, dose_mg: float) -> bool:
        """Return whether its strengths can add up to a dose; true where not known.   Source: rxnorm:strengths"""
        if self.made_from is None or math.isinf(dose_mg):
            return True
        pieces = dose_mg / self.made_from
        return pieces >= 1 and abs(pieces - round(pieces)) < 1e-6


@dataclass(frozen=True, slots=True)
class Level:
    """A level in the blood that may stand for a dose: ng/mL of `measured`, from `lower` to `upper`."""

    measured: str
    lower_ng_ml: float
    upper_ng_ml: float
    source: str = "tdm:tricyclics"


@dataclass(frozen=True, slots=True)
class Antidepressant:
    """One row. Doses are mg a day, by the plain form, None where none is published; `rxcui` None where no code was
    found; `atc` recalled.

    `source` is where the permissive dose comes from, `strict_source` where the strict one does. Where a drug has
    `forms`, a dose between two forms' minimums cannot be judged until the form is known. `salts` begins with the usual
    one. `other_routes` are taken too, but never meet the minimum of this row. Before `first_sold` nobody took it.
    """

    name: str
    drug_class: str
    atc: str
    rxcui: int | None
    rxcui_verified: bool
    minimum_mg_permissive: float | None
    minimum_mg_strict: float | None
    source: str
    strict_source: str
    forms: tuple[Form, ...] = ()
    brands: tuple[str, ...] = ()
    salts: tuple[str, ...] = ()
    route: str = "oral"
    other_routes: tuple[str, ...] = ()
    level: Level | None = None
    names_source: str = BRANDS
    first_sold: int | None = None

    @property
    def code_source(self) -> str:
        """Name where the RxNorm code comes from."""
        return VERIFIED_CODE if self.rxcui_verified else RECALLED_CODE


@dataclass(frozen=True, slots=True)
class Agent:
    """A drug that is added to an antidepressant. Doses are mg a day as commonly added; None where we have no figure.

    atc    "" where we have none
    level  what blood level is aimed at, in words; "" where none is;  lower_mmol_l  its lower end
    """

    name: str
    atc: str
    rxcui: int | None
    rxcui_verified: bool
    lower_mg: float | None
    upper_mg: float | None
    brands: tuple[str, ...] = ()
    salts: tuple[str, ...] = ()
    level: str = ""
    lower_mmol_l: float | None = None
    source: str = "augmentation:doses"
    names_source: str = BRANDS

    @property
    def code_source(self) -> str:
        """Name where the RxNorm code comes from."""
        return VERIFIED_CODE if self.rxcui_verified else RECALLED_CODE
