"""The data types of FHIR R4 that the resources here share. What has another shape than R4's is refused by name."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from euthymia.wire.fhir.values import Coding, Concept, UnreadableResource, Where

Resource = Mapping[str, Any]

_FIRST_YEAR, _LAST_YEAR = 1850, 2199


def where(resource: Resource, line: int, entry: int | None = None) -> Where:
    """Return where a resource stood."""
    return Where(_word(resource.get("resourceType")), _word(resource.get("id")), line, entry)


def _word(value: object) -> str:
    return text(value)[:64]


def text(value: object) -> str:
    """Return a text as sent, "" where there is none; a NUL, which no database takes as text, is left out."""
    if not isinstance(value, str):
        return ""
    return value if value.isalnum() else " ".join(value.replace("\0", "").split())


def mapping(value: object) -> Resource:
    """Return an element's members, none where it is no element."""
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
    """Return the first code of a CodeableConcept."""
    return next((c.code for c in concept(value).codings if c.code), "")


def reference(value: object) -> str:
    """Return what a Reference points to."""
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


class Known(NamedTuple):
    """A day, or a month or a year within which one lies: the first day it can be, the last, and as it was written."""

    earliest: date
    latest: date
    written: str = ""  # "" where it is one day


def known_day(value: object, what: str) -> Known | None:
    """Read a date, of which the month or the year alone may be known; None where there is none.

    Raises UnreadableResource for what is not in the calendar.
    """
    exact = day(value, what)
    if exact is not None:
        return Known(exact, exact)
    if not isinstance(value, str) or not value:
        return None
    year, month = int(value[:4]), int(value[5:] or 0)
    is_month = len(value) == 7 and 1 <= month <= 12
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not (is_month or len(value) == 4):
        raise UnreadableResource(f"{what} {value[:30]!r} is no day of the calendar. Correct it.")
    last = calendar.monthrange(year, month or 12)[1]
    return Known(date(year, month or 1, 1), date(year, month or 12, last), value)


def known_period(value: object, what: str) -> tuple[Known | None, Known | None]:
    """Read a Period: when it began, and the first day after it. Raises UnreadableResource."""
    element = mapping(value)
    begins, last = known_day(element.get("start"), f"{what} start"), known_day(element.get("end"), f"{what} end")
    if begins and last and last.latest < begins.earliest:
        ended, began = last.written or last.latest, begins.written or begins.earliest
        raise UnreadableResource(f"{what}: ended {ended}, before it began {began}. Correct one of the two.")
    if last and not last.written:
        last = Known(last.latest + timedelta(days=1), last.latest + timedelta(days=1))
    return begins, last


def _check_partial(value: str, what: str) -> None:
    parts = value.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        raise UnreadableResource(f"{what} {value[:30]!r} is no date. Write YYYY-MM-DD.")


def number(value: object) -> float | None:
    """Return a number that is one: true and false are none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def days_of(value: object) -> int | None:
    """Read a Duration in whole days; None where its unit is another or there is none."""
    element, size = mapping(value), number(mapping(value).get("value"))
    unit = text(element.get("code")) or text(element.get("unit"))
    times = {"": 1, "d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}.get(unit.lower())
    return None if size is None or times is None or size <= 0 or size > 36_500 else int(size * times)
