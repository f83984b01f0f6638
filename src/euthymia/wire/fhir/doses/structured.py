"""One Dosage element's structure: quantity and timing to mg a day, and what of it is a range, a step or as needed."""

from typing import Final, NamedTuple

from euthymia.medicine.drugs.dosage_text.daily import read as read_text
from euthymia.wire.fhir.doses.drug_text import as_mg
from euthymia.wire.fhir.elements import Known, Resource, code_of, days_of, each, known_period, mapping, number, text

UNITS: Final = {"", "1", "{tablet}", "{tbl}", "{capsule}", "{cap}", "{pill}", "tab", "tabs", "tablet", "tablets",
                 "cap", "caps", "capsule", "capsules", "pill", "pills", "patch", "patches", "{patch}", "unit",
                 "each", "tablette", "tabletten", "kapsel", "kapseln", "stück", "stk", "comprimé", "comprimés",
                 "gélule", "gélules", "comprimido", "comprimidos", "cápsula", "cápsulas", "compressa", "compresse",
                 "capsula", "{pieces}", "{piece}", "film-coated tablet", "tabl", "tbl"}  # fmt: skip
_A_DAY: Final = {"d": 1.0, "h": 24.0, "day": 1.0, "days": 1.0}
_CODES: Final = {"QD": 1, "BID": 2, "TID": 3, "QID": 4, "QOD": 0.5, "AM": 1, "PM": 1, "BED": 1,
                 "Q12H": 2, "Q8H": 3, "Q6H": 4}  # fmt: skip
_WHEN: Final = {"MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early",
                "EVE.late", "NIGHT", "HS", "WAKE", "CM", "CD", "CV", "ACM", "ACD", "ACV", "PCM", "PCD", "PCV",
                "PHS"}  # fmt: skip


class Structured(NamedTuple):
    """What the structure says; None and () where it does not.

    days   how long the dose lasts, by its bounds
    slots  the times of day that it names
    """

    mg_per_day: float | None
    times_a_day: float | None
    as_needed: bool
    is_range: bool
    begins: Known | None
    ends: Known | None
    days: int | None
    slots: frozenset[str]
    sentences: tuple[str, ...]


def read_structured(dosage: Resource, strength_mg: float | None) -> Structured:
    """Read a Dosage element's quantity and timing. Raises UnreadableResource for a bound that cannot be."""
    timing = mapping(dosage.get("timing"))
    repeat = mapping(timing.get("repeat"))
    rates = list(each(dosage.get("doseAndRate")))
    times = _times_a_day(timing)
    begins, ends = known_period(repeat.get("boundsPeriod"), "dose")
    mg, sentences = _mg_per_day(rates, times, strength_mg)
    when = repeat.get("when")
    return Structured(
        mg, times,
        dosage.get("asNeededBoolean") is True or bool(dosage.get("asNeededCodeableConcept")),
        any("doseRange" in rate for rate in rates) or any(m in repeat for m in ("frequencyMax", "periodMax")),
        begins, ends, _days(repeat),
        frozenset(w for w in when if isinstance(w, str)) if isinstance(when, list) else frozenset(), sentences,
    )  # fmt: skip


def _days(repeat: Resource) -> int | None:
    if "boundsRange" in repeat or ("boundsDuration" in repeat and days_of(repeat.get("boundsDuration")) is None):
        return 0
    return days_of(repeat.get("boundsDuration"))


def _mg_per_day(
    rates: list[Resource], times: float | None, strength_mg: float | None
) -> tuple[float | None, tuple[str, ...]]:
    """Multiply the dose quantity by its times a day; None where either is missing."""
    quantity = next((mapping(rate.get("doseQuantity")) for rate in rates), mapping(None))
    size, unit = number(quantity.get("value")), text(quantity.get("code")) or text(quantity.get("unit"))
    if times is None or size is None or size <= 0:
        return None, ()
    mass = as_mg(size, unit) if unit else None
    if mass is not None:
        return round(mass * times, 6), ()
    if unit.lower() not in UNITS or strength_mg is None:
        return None, ()
    sentence = f"The dose says {size:g} and no unit: read as {size:g} of {strength_mg:g} mg. Confirm it."
    return round(size * strength_mg * times, 6), (() if unit else (sentence,))


def _times_a_day(timing: Resource) -> float | None:
    """Return how often a day; None for ranges, single days and what is taken by the week, which is no daily dose."""
    repeat = mapping(timing.get("repeat"))
    if any(member in repeat for member in ("frequencyMax", "periodMax", "dayOfWeek", "countMax", "count")):
        return None
    often, every = number(repeat.get("frequency")), number(repeat.get("period"))
    unit = _A_DAY.get(text(repeat.get("periodUnit")))
    if unit is not None and every:
        return (1.0 if often is None else often) * unit / every
    when = repeat.get("when")
    if isinstance(when, list) and when and all(w in _WHEN for w in when):
        return float(len(set(when)))
    if repeat.get("periodUnit"):
        return None
    coded = _CODES.get(code_of(timing.get("code")).upper())
    if coded is not None:
        return float(coded)
    return read_text(text(mapping(timing.get("code")).get("text"))).times_a_day
