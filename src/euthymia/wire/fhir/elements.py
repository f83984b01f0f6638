"""The data types of FHIR R4 that the resources here share. What has another shape than R4's is refused by name."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from euthymia.wire.fhir.values import Coding, Concept, UnreadableResource, Where

Resource = Mapping[str, Any]

_FIRST_YEAR, _LAST_YEAR = 1850, 2199


def where(resource: Resource, line: int, entry: int | None = None) -> Where:
    """Say where a resource stood."""
    return Where(_word(resource.get("resourceType")), _word(resource.get("id")), line, entry)


def _word(value: object) -> str:
    return text(value)[:64]


def text(value: object) -> str:
    """Give a text as sent, "" where there is none; a NUL, which no database takes as text, is left out."""
    if not isinstance(value, str):
        return ""
    return value if value.isalnum() else " ".join(value.replace("\0", "").split())


def mapping(value: object) -> Resource:
    """Give an element's members, none where it is no element."""
    return value if isinstance(value, dict) else {}


def each(value: object) -> Iterator[Resource]:
    """Walk a list of elements, passing over what is none."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def concept(value: object) -> Concept:
    """Read a CodeableConcept."""
    element = mapping(value)
    codings = tuple(
        Coding(text(c.get("system")), text(c.get("code")), text(c.get("display"))) for c in each(element.get("coding"))
    )
    return Concept(codings, text(element.get("text")))


def code_of(value: object) -> str:
    """Give the first code of a CodeableConcept."""
    return next((c.code for c in concept(value).codings if c.code), "")


def reference(value: object) -> str:
    """Give what a Reference points to."""
    return text(mapping(value).get("reference"))


def day(value: object, what: str) -> date | None:
    """Read a date or an instant as a day; None where there is none or only a year or a month is known.

    Raises UnreadableResource for a day that is not in the calendar.
    """
    if not isinstance(value, str) or not value:
        return None
    if len(value) < 10:
        _check_partial(value, what)
        return None
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        raise UnreadableResource(f"{what} {value[:30]!r} is no day of the calendar. Correct it.") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise UnreadableResource(f"{what} {found} lies in no living person's time. Correct the year.")
    return found


def _check_partial(value: str, what: str) -> None:
    parts = value.split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        raise UnreadableResource(f"{what} {value[:30]!r} is no date. Write YYYY-MM-DD.")


def after(last: date | None) -> date | None:
    """Turn the last day with something, as FHIR ends a Period, into the first day without it."""
    return last if last is None else last + timedelta(days=1)


def period(value: object, what: str) -> tuple[date | None, date | None]:
    """Read a Period: the first day, and the first day after it. Raises UnreadableResource."""
    element = mapping(value)
    begins, last = day(element.get("start"), f"{what} start"), day(element.get("end"), f"{what} end")
    if begins and last and last < begins:
        raise UnreadableResource(f"{what}: ended {last}, before it began {begins}. Correct one of the two.")
    return begins, after(last)


def number(value: object) -> float | None:
    """Give a number that is one: true and false are none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def days_of(value: object) -> int | None:
    """Read a Duration in whole days; None where its unit is another or there is none."""
    element, size = mapping(value), number(mapping(value).get("value"))
    unit = text(element.get("code")) or text(element.get("unit"))
    times = {"": 1, "d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}.get(unit.lower())
    return None if size is None or times is None or size <= 0 or size > 36_500 else int(size * times)
