"""Diagnoses by code: ICD-10 and its national forms, ICD-9-CM, ICD-11 and SNOMED CT.

ICD-10-CM was held against the public value sets named in `snomed.py`. ICD-9-CM, ICD-11 and what only the WHO's ICD-10
has are recalled, but for ICD-11's 6A70 and 6A71. A code that is not here says nothing: its words are read instead.
"""

import re
from typing import Final, NamedTuple

from euthymia.medicine.diagnoses.entry import Kind
from euthymia.medicine.diagnoses.snomed import SNOMED


class Coded(NamedTuple):
    """What a code says.

    over     in full remission by its own meaning
    passing  a short psychosis, or one after childbirth;  induced  by a drug or another illness
    """

    kind: Kind
    words: str
    over: bool = False
    passing: bool = False
    induced: bool = False


_ICD10: Final[tuple[tuple[str, Coded], ...]] = (
    (r"F3[23]\.?3\d?", Coded("major depression with psychotic features", "depression, psychotic")),
    (r"F32\.?5|F33\.?4[02]?", Coded("major depression", "depression, in remission", over=True)),
    (r"F32(\.?[0-24679])?|F33(\.?[0-289]|\.?41)?", Coded("major depression", "depression")),
    (r"F32\.?(8|89|A)|F34\.?1|F38\.?1\d?|F53\.?0", Coded("other depression", "depression")),
    (r"F30(\.\d{1,2}|\d{1,2})?|F31(\.\d{1,2}|\d{1,2})?|F34\.?0|F38\.?00?", Coded("bipolar disorder", "bipolar")),
    (r"F23(\.?\d{1,2})?|F53\.?1", Coded("psychotic disorder", "psychosis, brief or after childbirth", passing=True)),
    (r"F2[0245](\.?\d{1,2})?|F2[89]", Coded("psychotic disorder", "schizophrenia or psychosis")),
    (r"F06\.?[02]|F1\d\.?5\d?|F1\d\.?[129]5\d?", Coded("psychotic disorder", "psychosis, induced", induced=True)),
    (r"F06\.?3[34]", Coded("bipolar disorder", "mania, due to another illness", induced=True)),
    (r"F21", Coded("schizotypal disorder", "schizotypal")),
    (r"F0[0-3](\.?\w{1,3})?|G30(\.?\d)?|G31\.?(01|09|83|0)|G31\.?8[23]", Coded("dementia", "dementia")),
    (r"F05(\.?\d)?|F06\.?7\d?|G31\.?84", Coded("impaired cognition", "delirium or mild cognitive impairment")),
)  # fmt: skip
_ICD9: Final[tuple[tuple[str, Coded], ...]] = (
    (r"296\.?[23]4", Coded("major depression with psychotic features", "depression, psychotic")),
    (r"296\.?[23]6", Coded("major depression", "depression, in remission", over=True)),
    (r"296\.?[23][0-35]?", Coded("major depression", "depression")),
    (r"311|300\.?4|296\.?82", Coded("other depression", "depression")),
    (r"296\.?[014567]\d?|296\.?8[019]?|301\.?13", Coded("bipolar disorder", "bipolar")),
    (r"298\.?8", Coded("psychotic disorder", "psychosis, brief", passing=True)),
    (r"29[57](\.?\d{1,2})?|298(\.?[013-79])?", Coded("psychotic disorder", "schizophrenia or psychosis")),
    (r"292\.?1[12]|293\.?8[12]|291\.?[35]", Coded("psychotic disorder", "psychosis, induced", induced=True)),
    (r"301\.?22", Coded("schizotypal disorder", "schizotypal")),
    (r"290(\.?\d{1,2})?|294\.?[12]\d?|331\.?[01]\d?|331\.?82", Coded("dementia", "dementia")),
    (r"331\.?83|293\.?[01]", Coded("impaired cognition", "delirium or mild cognitive impairment")),
)
_ICD11: Final[tuple[tuple[str, Coded], ...]] = (
    (r"6A7[01]\.[24]", Coded("major depression with psychotic features", "depression, psychotic")),
    (r"6A7[01]\.7", Coded("major depression", "depression, in remission", over=True)),
    (r"6A7[01](\.\w)?", Coded("major depression", "depression")),
    (r"6A72(\.\w)?|6A7Z|6E20(\.\w)?", Coded("other depression", "depression")),
    (r"6A6[0-2Z](\.\w{1,2})?", Coded("bipolar disorder", "bipolar")),
    (r"6A23(\.\w{1,2})?|6E21", Coded("psychotic disorder", "psychosis, brief or after childbirth", passing=True)),
    (r"6A2[014YZ](\.\w{1,2})?", Coded("psychotic disorder", "schizophrenia or psychosis")),
    (r"6E61(\.\w)?|6C4\w\.6\w?", Coded("psychotic disorder", "psychosis, induced", induced=True)),
    (r"6A22", Coded("schizotypal disorder", "schizotypal")),
    (r"6D8\w(\.\w{1,2})?", Coded("dementia", "dementia")),
    (r"6D7[01](\.\w)?", Coded("impaired cognition", "delirium or mild cognitive impairment")),
)
# A code system by what its address or OID holds; "icd-10" is read in all its national forms.
_SYSTEMS: Final = (
    (re.compile(r"icd-?11|id\.who\.int/icd|2\.16\.840\.1\.113883\.6\.347", re.I), "ICD-11"),
    (re.compile(r"i?cd-?10|c[ie][me]-?10|2\.16\.840\.1\.113883\.6\.(3|90)$|1\.2\.276\.0\.76\.5\.", re.I), "ICD-10"),
    (re.compile(r"icd-?9|2\.16\.840\.1\.113883\.6\.(42|103)$", re.I), "ICD-9"),
    (re.compile(r"snomed|2\.16\.840\.1\.113883\.6\.96$", re.I), "SNOMED CT"),
    (re.compile(r"dsm", re.I), "DSM"),
)
_TABLES: Final = {"ICD-10": (_ICD10,), "ICD-9": (_ICD9,), "ICD-11": (_ICD11,), "DSM": (_ICD10, _ICD9)}
# Codes as they stand in a text. ICD-9-CM's are bare numbers: read only where nothing else stands there.
_IN_TEXT: Final = re.compile(r"\b(?:[FG]\d{2}(?:\.[0-9A]\w{0,2})?|6[A-E]\d\w(?:\.\w{1,2})?)(?![\w.])", re.I)
_ALONE: Final = re.compile(r"(?:icd-?9(?:-cm)?:?\s*)?((?:29[0-8]|30[01]|311|331)(?:\.\d{1,2})?)", re.I)


def system_of(address: str) -> str:
    """Return the code system that an address, URN or OID means; "" for another one."""
    return next((name for pattern, name in _SYSTEMS if pattern.search(address)), "")


def read_code(code: str, system: str) -> Coded | None:
    """Read a code of one of the systems `system_of` names; None where the tables do not have it."""
    code = code.strip()
    if system == "SNOMED CT":
        found = SNOMED.get(code)
        return Coded(found[0], found[1], _is_over(found[1]), _is_passing(found[1])) if found else None
    return next((hit for table in _TABLES.get(system, ()) if (hit := _first(table, code.rstrip("*+!†")))), None)


def _is_over(words: str) -> bool:
    return words.endswith("remission") and not words.endswith("partial remission")


def _is_passing(words: str) -> bool:
    return words.startswith("psychosis") and any(word in words for word in ("acute", "brief", "reactive"))


def _first(table: tuple[tuple[str, Coded], ...], code: str) -> Coded | None:
    return next((coded for pattern, coded in table if re.fullmatch(pattern, code, re.IGNORECASE)), None)


def codes_in(text: str) -> tuple[tuple[Coded | None, str], ...]:
    """Read the codes that stand in a text: each with what it says (None: in no table) and the code itself."""
    if alone := _ALONE.fullmatch(text.strip()):
        return ((read_code(alone[1], "ICD-9"), alone[1]),)
    return tuple((_of_text(code), code) for code in _IN_TEXT.findall(text))


def _of_text(code: str) -> Coded | None:
    return read_code(code, "ICD-11" if code[0] == "6" else "ICD-10")
