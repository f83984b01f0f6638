"""When somebody at the clinic reads what is sent: opening hours by weekday, never guessed from a sentence."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

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


def is_open(week: Mapping[str, str], at: datetime) -> bool:
    """Say whether the clinic is open at this local time; where no hours are set nobody is promised."""
    hours = read(week.get(str(at.weekday()), ""))
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
    """Give when the clinic opens next, within a week of this local time; None where no hours are set."""
    for days in range(8):
        day = at + timedelta(days=days)
        hours = read(week.get(str(day.weekday()), ""))
        if hours and (begins := datetime.combine(day.date(), hours[0], at.tzinfo)) > at:
            return begins
    return None
