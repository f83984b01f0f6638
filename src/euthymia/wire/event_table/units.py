"""In which units a table is written, and of which salt: said in its remarks or beside it, never guessed."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.units import KETAMINE_BASE_PER_HYDROCHLORIDE, KG_PER_LB
from euthymia.pharmacology.estimates.seen import ConcentrationUnit
from euthymia.wire.event_table.cells import Sheet

MINUTES: Final = {"min": 1.0, "h": 60.0, "d": 1440.0}
MG: Final = {"ug": 1e-3, "mg": 1.0, "g": 1e3}
KG: Final = {"kg": 1.0, "lb": KG_PER_LB}
YEARS: Final = {"years": 1.0}
CONCENTRATIONS: Final[dict[str, tuple[float, ConcentrationUnit]]] = {
    "ng/mL": (1.0, "ng/mL"),
    "ug/L": (1.0, "ng/mL"),
    "ug/mL": (1e3, "ng/mL"),
    "mg/L": (1e3, "ng/mL"),
    "umol/L": (1.0, "umol/L"),
    "nmol/mL": (1.0, "umol/L"),
    "nmol/L": (1e-3, "umol/L"),
}
SALTS: Final = {"base": 1.0, "hydrochloride": KETAMINE_BASE_PER_HYDROCHLORIDE}
_KNOWN: Final[dict[str, Mapping[str, object]]] = {
    "TIME": MINUTES,
    "AMT": MG,
    "DV": CONCENTRATIONS,
    "WT": KG,
    "AGE": YEARS,
}


class UnitNotSaid(Refusal):
    """A column whose unit nobody said."""


class UnknownUnit(Refusal):
    """A unit that no column here can have."""


class UnitsMixed(Refusal):
    """Two units for one column, or two salts for one table."""


class Scale(NamedTuple):
    """What a number in each column is worth: minutes, mg of base, kg, and the unit that concentrations are left in."""

    minutes: float
    mg: float
    kg: float
    concentration: float
    concentration_unit: ConcentrationUnit


def scale(sheet: Sheet, units: Mapping[str, str], salt: str) -> Scale:
    """Put together what the table says of itself and what was said beside it.

    Raises UnitNotSaid, UnknownUnit, UnitsMixed.   Source: spravato:salt
    """
    said = _together(_pairs(sheet.remarks.get("units", "")), units)
    for column in ("TIME", "AMT", "DV", "WT", "AGE"):
        if column in sheet.columns:
            _check(column, said)
    if "RATE" in said and said["RATE"] != f"{said['AMT']}/{said['TIME']}":
        raise UnitsMixed(
            f"RATE in {said['RATE']}, AMT in {said['AMT']} and TIME in {said['TIME']}: a rate is an amount in one unit "
            "of TIME, as NONMEM reads it. Write the three in one set of units."
        )
    concentration, unit = CONCENTRATIONS[said.get("DV", "ng/mL")]
    mg = MG[said.get("AMT", "mg")] * _salt(sheet.remarks.get("salt", ""), salt, "AMT" in sheet.columns)
    return Scale(MINUTES[said["TIME"]], mg, KG[said.get("WT", "kg")], concentration, unit)


def _pairs(text: str) -> dict[str, str]:
    pairs = re.findall(r"([A-Za-z]+)\s*[= ]\s*([A-Za-zµμ/]+)", text)
    return {column.upper(): unit for column, unit in pairs}


def _together(inside: Mapping[str, str], beside: Mapping[str, str]) -> dict[str, str]:
    both = [{column.upper(): re.sub("[µμ]", "u", unit) for column, unit in one.items()} for one in (inside, beside)]
    for column in both[0].keys() & both[1].keys():
        if both[0][column] != both[1][column]:
            raise UnitsMixed(
                f"{column}: the table says {both[0][column]}, and beside it {both[1][column]} is said. "
                "Say one of the two."
            )
    return both[0] | both[1]


def _check(column: str, said: Mapping[str, str]) -> None:
    known = _KNOWN[column]
    if column not in said:
        raise UnitNotSaid(
            f"Nobody said the unit of {column}. Write it in a first line, like `# units: TIME=h AMT=mg DV=ng/mL "
            f"WT=kg`, or say it beside the table. Known for {column}: {', '.join(known)}."
        )
    if said[column] not in known:
        raise UnknownUnit(f"{column} in {said[column]!r}: known are {', '.join(known)}. Convert the column.")


def _salt(inside: str, beside: str, needed: bool) -> float:
    if inside and beside and inside != beside:
        raise UnitsMixed(f"The table says {inside} for its doses, and beside it {beside} is said. Say one of the two.")
    name = inside or beside
    if not name and needed:
        raise UnitNotSaid(
            "Nobody said whether AMT counts ketamine base or its hydrochloride (0.867 of which is base). Write "
            "`# salt: base` in a first line, or say it beside the table."
        )
    if name and name not in SALTS:
        raise UnknownUnit(f"Salt {name!r}: known are {', '.join(SALTS)}. Convert the doses, or correct the word.")
    return SALTS.get(name, 1.0)
