"""Observation: PHQ-9 totals (LOINC 44261-6). Anything else is passed over."""

from typing import Final

from euthymia.medicine.instruments import phq9
from euthymia.wire.fhir.elements import Resource, day, each, mapping, number, reference, text
from euthymia.wire.fhir.values import Score, UnreadableResource, Where

PHQ9_TOTAL: Final = "44261-6"
_HIGHEST: Final = 27
_NO_RESULT: Final = ("cancelled", "entered-in-error", "registered")


def read_observation(resource: Resource, at: Where) -> Score | None:
    """Read a PHQ-9 total; None for any other observation. Raises UnreadableResource for one that cannot be."""
    if not any(c.get("code") == PHQ9_TOTAL for c in each(mapping(resource.get("code")).get("coding"))):
        return None
    status = text(resource.get("status"))
    if status in _NO_RESULT:
        raise UnreadableResource(f"its status is {status}: it is no result.")
    total = _total(resource)
    if total != int(total) or not 0 <= total <= _HIGHEST:
        raise UnreadableResource(
            f"a PHQ-9 total of {total:g} is outside 0 to {_HIGHEST}. Look the answers up in the other system."
        )
    taken = day(resource.get("effectiveDateTime"), "answered")
    taken = taken or day(mapping(resource.get("effectivePeriod")).get("start"), "answered")
    sentences = (f"Its status is {status}: confirm it.",) if status not in ("final", "amended", "corrected") else ()
    return Score(at, reference(resource.get("subject")), phq9.PHQ9.key, int(total), taken, sentences)


def _total(resource: Resource) -> float:
    """Take the value from whichever member holds it, a number or a text that is one."""
    for value in (resource.get("valueInteger"), mapping(resource.get("valueQuantity")).get("value")):
        if (found := number(value)) is not None:
            return found
    said = text(resource.get("valueString"))
    if said.isdecimal() and len(said) <= 6:
        return float(said)
    raise UnreadableResource(f"a PHQ-9 total without a number ({said[:20]!r}). Look it up in the other system.")
