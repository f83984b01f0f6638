"""Dosage elements of FHIR R4 to mg a day. Several are added where they go on together; a taper is not one number."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from euthymia.wire.fhir.doses.drug_text import as_mg
from euthymia.wire.fhir.doses.sig import read_sig
from euthymia.wire.fhir.elements import Resource, code_of, each, mapping, number, period, text
from euthymia.wire.fhir.values import Dose

UNITS: Final = {"", "1", "{tablet}", "{tbl}", "{capsule}", "{cap}", "{pill}", "tab", "tabs", "tablet", "tablets",
                 "cap", "caps", "capsule", "capsules", "pill", "pills", "patch", "patches", "{patch}", "unit",
                 "each"}  # fmt: skip
TOO_MUCH_MG: Final = 100_000  # no medicine is taken by the hundred grams: a number read wrong
_A_DAY: Final = {"d": 1.0, "wk": 1 / 7, "h": 24.0, "day": 1.0, "days": 1.0}
_CODES: Final = {"QD": 1, "BID": 2, "TID": 3, "QID": 4, "QOD": 0.5, "AM": 1, "PM": 1, "BED": 1, "WK": 1 / 7}
_WHEN: Final = {"MORN", "NOON", "AFT", "EVE", "NIGHT", "HS", "WAKE", "CM", "CD", "CV", "ACM", "ACV", "PCM", "PCV"}


def read_doses(dosages: object, strength_mg: float | None) -> Dose:
    """Read the daily dose out of a resource's Dosage elements.

    strength_mg  mg in one tablet, from the drug's name; None where it does not say
    Raises UnreadableResource for a bound that cannot be.
    """
    found = [_one(dosage, strength_mg) for dosage in each(dosages)]
    if not found:
        return Dose(None, why_unknown="the record gives no dose")
    return found[0] if len(found) == 1 else _together(found, list(each(dosages)))


def _together(found: Sequence[Dose], dosages: Sequence[Resource]) -> Dose:
    """Add doses that are taken on the same days; steps of a taper are no single dose."""
    said = "; ".join(dose.said for dose in found if dose.said)
    numbers = {number(d.get("sequence")) for d in dosages}
    in_steps = len(numbers) > 1 or len({(dose.begins, dose.ends) for dose in found}) > 1
    if in_steps:
        return Dose(None, said, "the dose changes in steps", any(d.as_needed for d in found))
    if any(dose.mg_per_day is None for dose in found):
        return Dose(None, said, next(d.why_unknown for d in found if d.why_unknown), any(d.as_needed for d in found))
    total = sum(dose.mg_per_day or 0 for dose in found)
    sentences = tuple(dict.fromkeys(s for d in found for s in d.sentences))
    return Dose(round(total, 6), said, sentences=sentences, begins=found[0].begins, ends=found[0].ends)


def _one(dosage: Resource, strength_mg: float | None) -> Dose:
    said = text(dosage.get("text")) or text(dosage.get("patientInstruction"))
    begins, ends = _bounds(dosage)
    if dosage.get("asNeededBoolean") is True or dosage.get("asNeededCodeableConcept"):
        return Dose(None, said, "taken as needed", as_needed=True, begins=begins, ends=ends)
    written, sentences = _structured(dosage, strength_mg)
    told = _told(said, strength_mg) if said else None
    if any(sig.as_needed for sig in read_sig(said)):
        return Dose(None, said, "taken as needed", as_needed=True, begins=begins, ends=ends)
    if written is not None and told is not None and written != told:
        why = f"the dose reads {written:g} mg a day, its words {told:g} mg a day"
        return Dose(None, said, why, begins=begins, ends=ends)
    mg = told if written is None else written
    if mg is not None and not 0 < mg < TOO_MUCH_MG:
        return Dose(None, said, f"it reads {mg:g} mg a day, which cannot be", begins=begins, ends=ends)
    why = "" if mg is not None else _why(strength_mg)
    return Dose(mg, said, why, sentences=sentences if written is not None else (), begins=begins, ends=ends)


def _why(strength_mg: float | None) -> str:
    return (
        "its words give no plain daily dose"
        if strength_mg
        else "neither its words nor its name give a plain daily dose"
    )


def _bounds(dosage: Resource) -> tuple[date | None, date | None]:
    repeat = mapping(mapping(dosage.get("timing")).get("repeat"))
    return period(repeat.get("boundsPeriod"), "dose")


def _told(said: str, strength_mg: float | None) -> float | None:
    parts = [sig.mg_per_day(strength_mg) for sig in read_sig(said)]
    known = [part for part in parts if part is not None]
    return round(sum(known), 6) if len(known) == len(parts) else None


def _structured(dosage: Resource, strength_mg: float | None) -> tuple[float | None, tuple[str, ...]]:
    """Multiply the dose quantity by its times a day; None where either is missing."""
    times = _times_a_day(mapping(dosage.get("timing")))
    if times is None:
        return None, ()
    quantity = next((mapping(d.get("doseQuantity")) for d in each(dosage.get("doseAndRate"))), mapping(None))
    size, unit = number(quantity.get("value")), text(quantity.get("code")) or text(quantity.get("unit"))
    if size is None or size <= 0:
        return None, ()
    mass = as_mg(size, unit) if unit else None
    if mass is not None:
        return round(mass * times, 6), ()
    if unit.lower() not in UNITS or strength_mg is None:
        return None, ()
    sentence = f"The dose says {size:g} and no unit: read as {size:g} of {strength_mg:g} mg. Confirm it."
    return round(size * strength_mg * times, 6), (() if unit else (sentence,))


def _times_a_day(timing: Resource) -> float | None:
    repeat = mapping(timing.get("repeat"))
    if any(member in repeat for member in ("frequencyMax", "periodMax", "dayOfWeek", "countMax")):
        return None
    often, every = number(repeat.get("frequency")), number(repeat.get("period"))
    unit = _A_DAY.get(text(repeat.get("periodUnit")))
    if unit is not None and every:
        return (1.0 if often is None else often) * unit / every
    when = repeat.get("when")
    if isinstance(when, list) and when and all(w in _WHEN for w in when):
        return float(len(set(when)))
    coded = _CODES.get(code_of(timing.get("code")).upper())
    if coded is not None:
        return float(coded)
    words = read_sig(text(mapping(timing.get("code")).get("text")))
    return words[0].times_a_day if len(words) == 1 else None
