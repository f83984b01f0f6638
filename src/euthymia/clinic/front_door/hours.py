"""When somebody at the clinic reads what is sent: opening hours by weekday, never guessed from a sentence.

A week is kept as weekdays, "0" Monday, to "09:00-17:00", and days by their date ("2026-12-25") on which other hours
count than the weekday's: "" where the clinic is closed.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from euthymia.medicine.refusal import Refusal

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class NotHours(Refusal):
    """Opening hours that cannot be read."""


def read(text: str) -> tuple[time, time] | None:
    """Read "09:00-17:00"; None for a day on which the clinic is closed. Raises NotHours."""
    if not text.strip():
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip().zfill(5)) for part in text.split("-"))
    except ValueError:
        begins = ends = time(0)
    if begins >= ends:
        raise NotHours(f'Opening hours were read as "{text.strip()}". Write 09:00-17:00, or nothing for a closed day.')
    return begins, ends


def read_closed(text: str) -> list[date]:
    """Read the days on which the clinic is closed, one date a line or between commas. Raises NotHours."""
    days = set()
    for part in re.split(r"[\s,;]+", text.strip()):
        try:
            if part:
                days.add(date.fromisoformat(part))
        except ValueError:
            raise NotHours(f'A closed day was read as "{part[:20]}". Write its date, like 2026-12-25.') from None
    return sorted(days)


def closed_days(week: Mapping[str, str]) -> list[str]:
    """Return the dates on which the clinic is closed, in their order."""
    return sorted(day for day, text in week.items() if len(day) > 1 and not text)


def _on(week: Mapping[str, str], day: date) -> tuple[time, time] | None:
    return read(week.get(day.isoformat(), week.get(str(day.weekday()), "")))


def is_open(week: Mapping[str, str], at: datetime) -> bool:
    """Return whether the clinic is open at this local time; where no hours are set nobody is promised."""
    hours = _on(week, at.date())
    return hours is not None and hours[0] <= at.time() < hours[1]


def read_by(week: Mapping[str, str], asked_at: datetime, within: timedelta) -> datetime | None:
    """Return by when an answer is due to be read: within open hours, else so long after the clinic opens next.

    None where no hours are set.
    """
    due_at = asked_at + within
    if is_open(week, asked_at) and is_open(week, due_at):
        return due_at
    opens = opens_next(week, asked_at)
    return opens + within if opens else None


def opens_next(week: Mapping[str, str], at: datetime) -> datetime | None:
    """Return when the clinic opens next, however many closed days come first; None where no hours are set."""
    for days in range(8 + 7 * len(closed_days(week))):
        day = at + timedelta(days=days)
        hours = _on(week, day.date())
        if hours and (begins := datetime.combine(day.date(), hours[0], at.tzinfo)) > at:
            return begins
    return None
