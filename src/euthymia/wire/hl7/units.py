"""Units by their code, never by guess: what OBX-6 says to the few units we take."""

import re
from functools import lru_cache
from typing import Final, Literal

from euthymia.medicine.readings import Channel
from euthymia.wire.hl7.fields import REMEMBERED, Marks, part, parts

Unit = Literal["%", "per minute", "mmHg", "degC", "degF", "mL/h", "mL", "min", "s", "kg", "mg/mL", "unknown", "none"]

# The unit of each channel that a device may send.
UNIT_OF: Final[dict[Channel, Unit]] = {
    "spo2_pct": "%",
    "pulse_bpm": "per minute",
    "heart_rate_bpm": "per minute",
    "resp_rate_bpm": "per minute",
    "systolic_mmhg": "mmHg",
    "diastolic_mmhg": "mmHg",
    "mean_mmhg": "mmHg",
    "temperature_c": "degC",
    "pump_rate_ml_h": "mL/h",
    "pump_delivered_ml": "mL",
}

# MDC codes and names as they stand in published messages and tables.
_MDC: Final[dict[str, tuple[Unit, str]]] = {
    "262688": ("%", "MDC_DIM_PERCENT"),
    "264864": ("per minute", "MDC_DIM_BEAT_PER_MIN"),
    "264896": ("per minute", "MDC_DIM_PULS_PER_MIN"),
    "264928": ("per minute", "MDC_DIM_RESP_PER_MIN"),
    "266016": ("mmHg", "MDC_DIM_MMHG"),
    "268192": ("degC", "MDC_DIM_DEGC"),
    "266560": ("degF", "MDC_DIM_FAHR"),
    "265266": ("mL/h", "MDC_DIM_MILLI_L_PER_HR"),
    "263762": ("mL", "MDC_DIM_MILLI_L"),
    "264352": ("min", "MDC_DIM_MIN"),
    "264320": ("s", "MDC_DIM_SEC"),
    "263875": ("kg", "MDC_DIM_KILO_G"),
    "264306": ("mg/mL", "MDC_DIM_MILLI_G_PER_ML"),
}
_CODES: Final[dict[str, Unit]] = {code: unit for code, (unit, _) in _MDC.items()}
_NAMES: Final[dict[str, Unit]] = {name: unit for unit, name in _MDC.values()}
# UCUM and plain spellings, letter case and blanks aside. C and F are degrees: no channel is in coulombs or farads.
_PLAIN: Final[dict[str, Unit]] = {
    "%": "%",
    "bpm": "per minute",
    "rpm": "per minute",
    "mm[hg]": "mmHg",
    "mmhg": "mmHg",
    "cel": "degC",
    "degc": "degC",
    "c": "degC",
    "[degf]": "degF",
    "degf": "degF",
    "f": "degF",
    "ml/h": "mL/h",
    "ml/hr": "mL/h",
    "ml": "mL",
    "min": "min",
    "kg": "kg",
    "mg/ml": "mg/mL",
}
_ANNOTATION: Final = re.compile(r"\{[^{}]*\}")
_PER_MINUTE: Final = re.compile(r"(?:1|beats?|breaths?|pulses?|resps?)?/min(?:ute)?")
_DEGREES: Final = re.compile(
    r"[^\x00-\x7f](?=[cf]\Z)"
)  # the degree sign, or what is left of it in another character set
_MDIL: Final = re.compile(r"0004-([0-9a-f]{4})")


def unit(field: str, marks: Marks) -> Unit:
    """Read OBX-6 by whichever of its codings we know; "unknown" where none, or where two contradict each other."""
    return _unit(field, marks) if len(field) <= REMEMBERED else "unknown"


@lru_cache(maxsize=1024)
def _unit(field: str, marks: Marks) -> Unit:
    components = parts(field, marks)
    if not any(components[:2]) and not part(components, 3):
        return "none"
    said = {_of_code(code) for code in (components[0], part(components, 3))}
    said |= {_NAMES.get(name.upper()) for name in (part(components, 1), part(components, 4))}
    known = said - {None}
    return (known.pop() or "unknown") if len(known) == 1 else "unknown"


def _of_code(code: str) -> Unit | None:
    if code in _CODES:
        return _CODES[code]
    word = _DEGREES.sub("", _ANNOTATION.sub("", code.casefold()).replace(" ", ""))
    if _PER_MINUTE.fullmatch(word):
        return "per minute"
    mdil = _MDIL.fullmatch(word)
    return _CODES.get(str(4 * 65_536 + int(mdil[1], 16))) if mdil else _PLAIN.get(word)
