"""Dosage elements of FHIR R4 to mg a day: structure and words held against each other. Steps are never one number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from euthymia.medicine.drugs.dosage_text.daily import TOO_MUCH_MG, Daily, Step
from euthymia.medicine.drugs.dosage_text.daily import read as read_text
from euthymia.medicine.drugs.dosage_text.parts import STEPS
from euthymia.wire.fhir.doses.structured import Structured, read_structured
from euthymia.wire.fhir.elements import Resource, each, number, text
from euthymia.wire.fhir.values import Dose


class _Never(NamedTuple):
    earliest: None = None
    latest: None = None
    written: str = ""


NEVER: Final = _Never()
_RANGE: Final = "its structure gives a range"
_NEEDED: Final = "taken as needed"


def read_doses(dosages: object, strength_mg: float | None) -> Dose:
    """Read the daily dose out of a resource's Dosage elements.

    strength_mg  mg in one tablet, from the drug's name; None where it does not say
    Raises UnreadableResource for a bound that cannot be.
    """
    given = list(each(dosages))
    found = [_one(dosage, strength_mg) for dosage in given]
    if not found:
        return Dose(None, why_unknown="the record gives no dose")
    return found[0] if len(found) == 1 else _together(found, given, strength_mg)


def said_in(dosage: Resource) -> str:
    """Return a Dosage's own words, its instructions to the patient where it has no others."""
    return text(dosage.get("text")) or text(dosage.get("patientInstruction"))


def _together(found: Sequence[Dose], dosages: Sequence[Resource], strength_mg: float | None) -> Dose:
    """Add doses that are taken on the same days; keep steps as steps; ask where neither is said."""
    said = "; ".join(dose.said for dose in found if dose.said)
    needed = any(dose.as_needed for dose in found)
    whole = replace(found[0], mg_per_day=None, said=said, as_needed=needed, days=None, steps=(), sentences=())
    whole = replace(whole, ends=found[-1].ends, ended_as=found[-1].ended_as)
    if needed:
        return whole.because(_NEEDED)
    numbers = [number(dosage.get("sequence")) for dosage in dosages]
    apart = len(set(numbers)) > 1 or len({(dose.begins, dose.ends) for dose in found}) > 1
    if apart or any(dose.days or dose.why_unknown == STEPS for dose in found):
        return whole.in_steps(_steps(found, numbers) or _told(said, dosages, strength_mg).steps)
    if unknown := next((dose.why_unknown for dose in found if dose.mg_per_day is None), ""):
        told = _told(said, dosages, strength_mg)
        return whole.of(told.mg_per_day, told.sentences) if told.mg_per_day else whole.because(unknown)
    return _added(found, dosages, numbers, whole, strength_mg)


def _added(
    found: Sequence[Dose], dosages: Sequence[Resource], numbers: Sequence[float | None], whole: Dose, mg: float | None
) -> Dose:
    """Add the doses where the record says that they are concurrent: by one sequence, or by other times of the day."""
    when = [read_structured(dosage, mg).slots for dosage in dosages]
    at_other_times = all(when) and sum(map(len, when)) == len(set[str]().union(*when))
    told = _told(whole.said, dosages, mg)
    if numbers[0] is not None or at_other_times:
        sentences = tuple(dict.fromkeys(sentence for dose in found for sentence in dose.sentences))
        return whole.of(round(sum(dose.mg_per_day or 0 for dose in found), 6), sentences)
    if told.mg_per_day is not None:
        return whole.of(told.mg_per_day, told.sentences)
    return whole.because("it has several doses, and nothing says whether they are taken together")


def _told(said: str, dosages: Sequence[Resource], strength_mg: float | None) -> Daily:
    """Read the words of several Dosage elements as one text, where each has words."""
    return read_text(said if all(map(said_in, dosages)) else "", strength_mg)


def _steps(found: Sequence[Dose], numbers: Sequence[float | None]) -> tuple[Step, ...]:
    """Put the steps in their order; none where a dose or the days of any but the last are not known."""
    ordered = list(found)
    if all(one is not None for one in numbers) and len(set(numbers)) == len(numbers):
        ordered = [dose for _, dose in sorted(zip(numbers, found, strict=True), key=lambda pair: pair[0] or 0)]
    elif any(one is not None for one in numbers):
        return ()
    if any(dose.mg_per_day is None for dose in ordered) or not all(dose.days for dose in ordered[:-1]):
        return ()
    return tuple(Step(dose.mg_per_day or 0, dose.days) for dose in ordered)


def _one(dosage: Resource, strength_mg: float | None) -> Dose:
    said = said_in(dosage)
    written, told = read_structured(dosage, strength_mg), read_text(said, strength_mg)
    begins, ends = written.begins or NEVER, written.ends or NEVER
    dose = Dose(
        None, said, begins=begins.earliest, ends=ends.latest, began_as=begins.written, ended_as=ends.written,
        days=written.days or told.days,
    )  # fmt: skip
    if written.as_needed or told.as_needed:
        return dose.because(_NEEDED, as_needed=True)
    if written.is_range:
        return dose.because(_RANGE)
    if difference := _difference(written, told):
        return dose.because(difference)
    if said and told.mg_per_day is None and not _adds_nothing(told, written):
        return dose.in_steps(told.steps) if told.question == STEPS else dose.because(told.question)
    mg = told.mg_per_day if written.mg_per_day is None else written.mg_per_day
    if mg is None:
        return dose.because(told.question if said else _why(strength_mg))
    if not 0 < mg < TOO_MUCH_MG:
        return dose.because(f"it reads {mg:g} mg a day, which cannot be")
    return dose.of(mg, (*written.sentences, *told.sentences) if written.mg_per_day is not None else told.sentences)


def _adds_nothing(told: Daily, written: Structured) -> bool:
    """Tell whether words without a dose leave the structure's as it is: they say how often at most."""
    return written.mg_per_day is not None and told.adds_nothing


def _difference(written: Structured, told: Daily) -> str:
    """Return how structure and words contradict each other, "" where they do not."""
    if written.mg_per_day is not None and told.mg_per_day is not None:
        if abs(written.mg_per_day - told.mg_per_day) > 0.01:
            return f"the dose reads {written.mg_per_day:g} mg a day, its words {told.mg_per_day:g} mg a day"
    elif written.times_a_day and told.times_a_day and abs(written.times_a_day - told.times_a_day) > 0.001:
        return f"the dose is {written.times_a_day:g} times a day, by its words {told.times_a_day:g} times"
    return ""


def _why(strength_mg: float | None) -> str:
    if strength_mg:
        return "its words give no plain daily dose"
    return "neither its words nor its name give a plain daily dose"
