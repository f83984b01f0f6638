"""Units by their code, never by guess: what OBX-6 says to the few units we take."""

from functools import lru_cache
from typing import Final, Literal

from euthymia.wire.hl7.fields import REMEMBERED, Marks, parts

Unit = Literal["%", "per minute", "mmHg", "degC", "degF", "mL/h", "mL", "min", "kg", "mg/mL", "unknown", "none"]

# MDC codes as they stand in published messages; UCUM and plain spellings beside them.
_UNITS: Final[dict[str, Unit]] = {
    "262688": "%",
    "%": "%",
    "264864": "per minute",
    "264928": "per minute",
    "{beats}/min": "per minute",
    "{breaths}/min": "per minute",
    "/min": "per minute",
    "bpm": "per minute",
    "266016": "mmHg",
    "mm[Hg]": "mmHg",
    "mmHg": "mmHg",
    "268192": "degC",
    "Cel": "degC",
    "degC": "degC",
    "[degF]": "degF",
    "degF": "degF",
    "265266": "mL/h",
    "mL/h": "mL/h",
    "263762": "mL",
    "mL": "mL",
    "264352": "min",
    "min": "min",
    "263875": "kg",
    "kg": "kg",
    "264306": "mg/mL",
    "mg/mL": "mg/mL",
}


def unit(field: str, marks: Marks) -> Unit:
    """Read OBX-6 by whichever of its two codings we know; "unknown" where neither, or where the two contradict."""
    return _unit(field, marks) if len(field) <= REMEMBERED else "unknown"


@lru_cache(maxsize=1024)
def _unit(field: str, marks: Marks) -> Unit:
    components = parts(field, marks)
    codes = [code for code in (components[0], *components[3:4]) if code]
    if not codes:
        return "none"
    known = {_UNITS[code] for code in codes if code in _UNITS}
    return known.pop() if len(known) == 1 else "unknown"
