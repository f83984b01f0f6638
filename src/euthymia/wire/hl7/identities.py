"""Whom a message is about, and whether that is the patient in the chair."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final, Literal
from unicodedata import combining

from euthymia.wire.hl7.fields import LOST, REMEMBERED, Marks, first_part, part, parts
from euthymia.wire.hl7.message import Identity, PatientId
from euthymia.wire.hl7.times import day

Match = Literal["match", "mismatch", "none"]

# What devices write in a name, or for a record number, where nobody is admitted.
_WORDS: Final = """
    unknown unidentified unassigned unspecified unnamed undefined anonymous anonym noname none patient pump monitor
    name id default unbekannt inconnu inconnue desconocido desconocida sconosciuto sconosciuta onbekend ukjent
    ukendt okand tuntematon nieznany nieznana neznamy neznama ismeretlen bilinmiyor неизвестно неизвестен неизвестныи
    不明 患者 nobody admit temp temporary tbd trauma patienten pasient potilas pacjent pacient
"""
_NOBODY: Final = frozenset(_WORDS.split())
_BESIDE: Final = """
    na nn no not available assigned new adult pediatric paediatric neonate neonatal infant child male female emergency
    test quick auto
"""
_NOT_A_NAME: Final = frozenset(_BESIDE.split())  # only beside one of those
_WHOLE: Final = frozenset({"n/a", "n.n.", "nn", "xxx", "no patient", "not available", "not assigned", "no name"})
_A_PLACE: Final = re.compile(r"(?:bed|bett|bay|room|zimmer|chair|lit|cama|letto)\W*\d+\W*")  # where, and not who
_EPOCH: Final = date(1900, 1, 1)  # the birth date of a person that a device made up


def identity(fields: list[str], marks: Marks) -> Identity:
    """Read one PID segment, filled up to PID-31. A monitor says the same of its patient all day.

    A placeholder is nobody: the name of type U, of a PID whose PID-31 says that the identity is unknown, or one made
    of words such as "Unknown"; and 1900-01-01 beside it. What is not text in the message's character set is no name.
    """
    told = (fields[3], fields[5], fields[7], fields[8], fields[31])
    return (_identity if sum(map(len, told)) <= REMEMBERED else _identity.__wrapped__)(told, marks)


@lru_cache(maxsize=1024)
def _identity(told: tuple[str, str, str, str, str], marks: Marks) -> Identity:
    numbers, names, born, sex, unknown = told
    ids = tuple(_patient_id(repetition, marks) for repetition in numbers.split(marks.repetition))
    name = names.split(marks.repetition, 1)[0]
    family, given = _readable(first_part(name, marks)), _readable(part(parts(name, marks), 1))
    birth_date = day(born)
    is_unknown = first_part(unknown, marks).upper() == "Y"
    if is_unknown or part(parts(name, marks), 6).upper() == "U" or _is_placeholder(f"{family} {given}"):
        family = given = ""
    if not family and (is_unknown or birth_date == _EPOCH):
        birth_date = None
    known = tuple(one for one in ids if _readable(one.id) and not _is_placeholder(one.id))
    return Identity(known, family, given, birth_date, first_part(sex, marks))


def _patient_id(repetition: str, marks: Marks) -> PatientId:
    components = parts(repetition, marks)
    authority = "".join(repetition.split(marks.component)[3:4])
    return PatientId(components[0], first_part(authority, marks), part(components, 4))


def _readable(text: str) -> str:
    return "" if LOST in text else text


def _is_placeholder(text: str) -> bool:
    """Return whether a name or number stands for nobody: words that say so, zeros, or no letter or digit at all."""
    plain_text = "".join(c for c in unicodedata.normalize("NFKD", text.strip().casefold()) if not combining(c))
    words = re.findall(r"[^\W\d_]+", plain_text)
    if not words:
        return not re.search(r"[1-9]", plain_text)
    if set("".join(words)) == {"x"} and len("".join(words)) > 2:
        return True
    if _A_PLACE.fullmatch(plain_text):
        return True
    return plain_text in _WHOLE or (not _NOBODY.isdisjoint(words) and set(words) <= _NOBODY | _NOT_A_NAME)


def identity_matches(identity: Identity, *, medical_record_number: str, family: str, birth_date: date) -> Match:
    """Compare whom a message names with the chair's patient; two identifiers must match.

    "match"     the record number matches, and the family name or the birth date
    "none"      it names nobody, or too little to tell, and nothing it names is another's: pairing decides
    "mismatch"  anything else: these values are not charted
    A family name without its accents is the same name where no other number is named (ø as oe or o, ß as ss).
    """
    if family and family == identity.family and identity.ids[:1] and identity.ids[0].id == medical_record_number:
        return "match"  # to the letter, as it is at almost every message
    id_agrees = _agrees(medical_record_number, [one.id for one in identity.ids])
    family_agrees = not _spellings(family).isdisjoint(_spellings(identity.family)) if identity.family else None
    birth_agrees = identity.birth_date == birth_date if identity.birth_date else None
    said = [agrees for agrees in (id_agrees, family_agrees, birth_agrees) if agrees is not None]
    if id_agrees and (family_agrees or birth_agrees):
        return "match"
    return "mismatch" if False in said else "none"


def _agrees(expected: str, said: list[str]) -> bool | None:
    """Return None where nothing is said; True where one of what is said is what we expect, letter case aside."""
    if not said:
        return None
    return expected in said or expected.strip().casefold() in {text.strip().casefold() for text in said}


# Letters that are no other letter with an accent, as one letter and as the two that are written for it.
_ONE: Final = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i"})
_TWO: Final = str.maketrans(
    {"ø": "oe", "ö": "oe", "ü": "ue", "ä": "ae", "å": "aa", "æ": "ae", "œ": "oe", "ð": "dh", "þ": "th", "đ": "dj"}
)


@lru_cache(maxsize=4096)
def _spellings(name: str) -> frozenset[str]:
    """Return a name as devices without its letters write it: without accents, and with two letters for one."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return frozenset(_letters(form.translate(_ONE)) for form in (composed, composed.translate(_TWO)))


def _letters(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalnum())
