"""Local times over a clock change: one that does not exist is refused, one that comes twice asks which."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from euthymia.medicine.refusal import Refusal


class NoSuchTime(Refusal):
    """The clocks jump over this local time."""


class WhichOfTwo(Refusal):
    """The clocks go back, and this local time comes twice."""


def moment(day: date, clock: time, zone: ZoneInfo, *, second: bool | None = None) -> datetime:
    """Return the moment, in UTC, of a local time. Raises NoSuchTime, WhichOfTwo.

    second   of a time that comes twice: the later one
    """
    first = datetime.combine(day, clock, zone)
    later = first.replace(fold=1)
    before, after = first.utcoffset(), later.utcoffset()
    assert before is not None and after is not None
    if before < after:
        raise NoSuchTime(f"The clocks go forward on {day:%d %B %Y}: {clock:%H:%M} does not exist. Choose another time.")
    if before > after and second is None:
        raise WhichOfTwo(
            f"The clocks go back on {day:%d %B %Y}: {clock:%H:%M} comes twice. Say whether the first or the second."
        )
    return (later if second else first).astimezone(UTC)
