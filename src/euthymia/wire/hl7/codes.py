"""Which code of which system is which channel; and what we know of and do not watch, and why.

MDC codes and names as published device messages, manuals and public tables of the nomenclature carry them; LOINC codes
as the FHIR vital-signs profiles do. MDIL is the MDC code with its partition and its term in hexadecimal.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from euthymia.medicine.readings import Channel

Meaning = Channel | Literal["contradiction"] | None

_MDC: Final[dict[Channel, dict[str, str]]] = {
    "spo2_pct": {
        "150456": "MDC_PULS_OXIM_SAT_O2",
        "150472": "MDC_PULS_OXIM_SAT_O2_ART_LEFT",
        "150476": "MDC_PULS_OXIM_SAT_O2_ART_RIGHT",
    },
    "pulse_bpm": {
        "149530": "MDC_PULS_OXIM_PULS_RATE",
        "149514": "MDC_PULS_RATE",
        "149522": "MDC_BLD_PULS_RATE_INV",
        "149538": "MDC_PLETH_PULS_RATE",
    },
    "heart_rate_bpm": {"147842": "MDC_ECG_HEART_RATE MDC_ECG_CARD_BEAT_RATE"},
    "resp_rate_bpm": {
        "151562": "MDC_RESP_RATE",
        "151578": "MDC_TTHOR_RESP_RATE",
        "151570": "MDC_AWAY_RESP_RATE",
        "151594": "MDC_CO2_RESP_RATE",
    },
    "systolic_mmhg": {"150021": "MDC_PRESS_BLD_NONINV_SYS", "150301": "MDC_PRESS_CUFF_SYS"},
    "diastolic_mmhg": {"150022": "MDC_PRESS_BLD_NONINV_DIA", "150302": "MDC_PRESS_CUFF_DIA"},
    "mean_mmhg": {"150023": "MDC_PRESS_BLD_NONINV_MEAN", "150303": "MDC_PRESS_CUFF_MEAN"},
    "temperature_c": {
        "150344": "MDC_TEMP",
        "150364": "MDC_TEMP_BODY",
        "150368": "MDC_TEMP_CORE",
        "150372": "MDC_TEMP_ESOPH",
        "150380": "MDC_TEMP_NASOPH",
        "150392": "MDC_TEMP_TYMP",
        "188420": "MDC_TEMP_RECT",
        "188424": "MDC_TEMP_ORAL",
        "188452": "MDC_TEMP_AXILLA",
        "188496": "MDC_TEMP_AXIL",
    },
}
_LOINC: Final[dict[str, Channel]] = {
    "59408-5": "spo2_pct",
    "8889-8": "pulse_bpm",
    "8867-4": "heart_rate_bpm",
    "9279-1": "resp_rate_bpm",
    "8480-6": "systolic_mmhg",
    "8462-4": "diastolic_mmhg",
    "8478-0": "mean_mmhg",
    "8310-5": "temperature_c",
    "8331-1": "temperature_c",
    "8328-7": "temperature_c",
    "8332-5": "temperature_c",
}
# Mindray's older interface (HL7 2.3.1): bare numbers without a system, so number and name count only together.
_MINDRAY: Final[dict[tuple[str, str], Channel]] = {
    ("101", "HR"): "heart_rate_bpm",
    ("151", "RR"): "resp_rate_bpm",
    ("160", "SPO2"): "spo2_pct",
    ("161", "PR"): "pulse_bpm",
    ("170", "SYS"): "systolic_mmhg",
    ("171", "DIA"): "diastolic_mmhg",
    ("200", "T1"): "temperature_c",
}

CHANNELS: Final[dict[tuple[str, str], Channel]] = {
    **{("MDC", code): channel for channel, codes in _MDC.items() for code in codes},
    **{("LN", code): channel for code, channel in _LOINC.items()},
}
# The same for a coding as most devices write it, to be found at once: (code, name, system).
USUAL: Final[dict[tuple[str, str, str], Channel]] = {
    (code, name, "MDC"): channel
    for channel, codes in _MDC.items()
    for code, names in codes.items()
    for name in names.split()
}
_NAMED: Final[dict[str, Channel]] = {
    name: channel for channel, codes in _MDC.items() for names in codes.values() for name in names.split()
}

_ARTERIAL: Final = "an arterial line's pressure, never the cuff's"
_ANY_PRESSURE: Final = "a pressure that may be the cuff's or an arterial line's"
_BLOOD_GAS: Final = "a saturation that may be a blood gas"
_CO2: Final = "carbon dioxide at the end of a breath"
# Known, and shown as what it is: it answers no alarm of another source, and none is raised by it.
NOT_WATCHED: Final[dict[tuple[str, str], str]] = {
    **{("MDC", str(code)): _ARTERIAL for code in (150033, 150034, 150035, 150037, 150038, 150039)},
    **{("MDC", str(code)): _ANY_PRESSURE for code in (150017, 150018, 150019)},
    ("MDC", "149546"): "the cuff's pulse, one at each measurement",
    ("MDC", "147850"): "a heart rate from beat to beat",
    ("MDC", "151586"): "a breathing rate that a ventilator sets or counts",
    ("MDC", "150324"): _BLOOD_GAS,
    ("LN", "2708-6"): _BLOOD_GAS,
    ("MDC", "151728"): _CO2,
    ("MDC", "150388"): "a temperature of the skin",
    ("LN", "61008-9"): "a temperature of the skin",
    ("MDC", "150356"): "a temperature of the breathing gas",
}

# Of these a clinic that knows what a make means by them may say so; of the others nobody may.
MAY_BE_SAID: Final = frozenset({_ANY_PRESSURE, _BLOOD_GAS})

# What a coding is that must never be read as what another coding of the same row means.
NEVER: Final = frozenset(code for code, why in NOT_WATCHED.items() if why not in MAY_BE_SAID)

_MDIL: Final = re.compile(r"([0-9a-f]{4})-([0-9a-f]{4})", re.ASCII | re.IGNORECASE)
_LOINC_FORM: Final = re.compile(r"\d{1,5}-\d", re.ASCII)
_SYSTEMS: Final = {
    "MDC": "MDC",
    "ISO+IEEE": "MDC",
    "LN": "LN",
    "LOINC": "LN",
    "HTTP://LOINC.ORG": "LN",
    "HTTPS://LOINC.ORG": "LN",
}


def meaning(code: str, name: str, system: str) -> Meaning:
    """Return the channel that one coding means; None where it is none we know.

    "contradiction"  its number and its MDC name mean different things. A name of no MDC form proves nothing; the number
                     0 says nothing, so that the name decides
    """
    system, code = coded(code, name, system)
    channel = CHANNELS.get((system, code))
    word = name.upper()
    if word[:4] != "MDC_" or (system != "MDC" and channel is None):
        return channel
    by_name = _NAMED.get(word)
    if by_name == channel or not code.strip("0"):
        return by_name
    return "contradiction" if channel or by_name else None


@lru_cache(maxsize=4096)
def coded(code: str, name: str, system: str) -> tuple[str, str]:
    """Return a coding as ("MDC" or "LN" or as sent, the code in it), however its system is spelt or left out."""
    if system.upper() == "MDIL":
        return _from_mdil(code)
    known = _SYSTEMS.get(system.upper())
    if known:
        return known, code
    if not system and name[:4].upper() == "MDC_":
        return "MDC", code
    if not system and _is_loinc(code):
        return "LN", code
    return system, code


def _from_mdil(code: str) -> tuple[str, str]:
    halves = _MDIL.fullmatch(code)
    if halves is None:
        return "MDIL", code
    return "MDC", str(int(halves[1], 16) * 65_536 + int(halves[2], 16))


def _is_loinc(code: str) -> bool:
    """Return whether a code has LOINC's form, its check digit too (Luhn's, mod 10)."""
    if _LOINC_FORM.fullmatch(code) is None:
        return False
    body, check = code.split("-")
    doubled = "".join(str(int(d) * 2) if n % 2 == 0 else d for n, d in enumerate(reversed(body)))
    return (10 - sum(map(int, doubled)) % 10) % 10 == int(check)


def of_mindray(code: str, name: str) -> Channel | None:
    """Return the channel that a number and a name of Mindray's older interface mean together."""
    return _MINDRAY.get((code, name.upper()))
