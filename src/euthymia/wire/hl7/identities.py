"""Whom a message is about, and whether that is the patient in the chair."""

from datetime import date
from functools import lru_cache
from typing import Literal

from euthymia.wire.hl7.fields import REMEMBERED, Marks, first_part, part, parts
from euthymia.wire.hl7.message import Identity, PatientId
from euthymia.wire.hl7.times import day

Match = Literal["match", "mismatch", "none"]


def identity(fields: list[str], marks: Marks) -> Identity:
    """Read one PID segment, already split into at least nine fields. A monitor says the same of its patient all day."""
    told = (fields[3], fields[5], fields[7], fields[8])
    return (_identity if sum(map(len, told)) <= REMEMBERED else _identity.__wrapped__)(told, marks)


@lru_cache(maxsize=1024)
def _identity(told: tuple[str, str, str, str], marks: Marks) -> Identity:
    numbers, names, born, sex = told
    ids = tuple(_patient_id(repetition, marks) for repetition in numbers.split(marks.repetition))
    name = names.split(marks.repetition, 1)[0]
    return Identity(
        tuple(one for one in ids if one.id),
        first_part(name, marks),
        part(parts(name, marks), 1),
        day(born),
        first_part(sex, marks),
    )


def _patient_id(repetition: str, marks: Marks) -> PatientId:
    components = parts(repetition, marks)
    authority = "".join(repetition.split(marks.component)[3:4])
    return PatientId(components[0], first_part(authority, marks), part(components, 4))


def identity_matches(identity: Identity, *, medical_record_number: str, family: str, birth_date: date) -> Match:
    """Compare whom a message names with the chair's patient; two identifiers must match.

    "match"     the record number matches, and the family name or the birth date
    "none"      it names nobody, or too little to tell, and nothing it names is another's: pairing decides
    "mismatch"  anything else: these values are not charted
    """
    if family and family == identity.family and identity.ids[:1] and identity.ids[0].id == medical_record_number:
        return "match"  # to the letter, as it is at almost every message
    id_agrees = _agrees(medical_record_number, [one.id for one in identity.ids])
    family_agrees = _agrees(family, [identity.family] if identity.family else [])
    birth_agrees = identity.birth_date == birth_date if identity.birth_date else None
    said = [agrees for agrees in (id_agrees, family_agrees, birth_agrees) if agrees is not None]
    if id_agrees and (family_agrees or birth_agrees):
        return "match"
    return "mismatch" if False in said else "none"


def _agrees(expected: str, said: list[str]) -> bool | None:
    """None where nothing is said; True where one of what is said is what we expect, letter case aside."""
    if not said:
        return None
    return expected in said or expected.strip().casefold() in {text.strip().casefold() for text in said}
