"""When the clinic is open, as moments: a weekday's hours, or a date's own, in the clinic's zone over clock changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]
Span = tuple[datetime, datetime]
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The clinic's week.

    week   by weekday, 0 is Monday; a weekday that is missing is closed
    days   by date, in place of the weekday's; None where the clinic is closed
    """

    zone: ZoneInfo
    week: Mapping[int, Hours]
    days: Mapping[date, Hours | None] = field(default_factory=dict)
    _spans: dict[date, list[Span]] = field(default_factory=dict)

    def on(self, day: date) -> Hours | None:
        """Return the hours of this day; None where the clinic is closed."""
        return self.days[day] if day in self.days else self.week.get(day.weekday())

    def spans(self, day: date) -> list[Span]:
        """Return from when to when, in UTC, the wall clock of this day shows opening hours, in one or two pieces."""
        if day not in self._spans:
            hours = self.on(day)
            self._spans[day] = _spans(day, hours, self.zone) if hours else []
        return self._spans[day]

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Return whether the clinic is open all the while."""
        day = starts_at.astimezone(self.zone).date()
        return any(begins <= starts_at and ends_at <= ends for begins, ends in self.spans(day))


def _spans(day: date, hours: Hours, zone: ZoneInfo) -> list[Span]:
    begins, ends = datetime.combine(day, time(0), zone), datetime.combine(day + timedelta(days=1), time(0), zone)
    first, last = begins.astimezone(UTC), ends.astimezone(UTC)
    before, after = _offset(first, zone), _offset(last - _MINUTE, zone)
    pieces = [(before, first, last)]
    if before != after:
        change = _change(first, last, zone)
        pieces = [(before, first, change), (after, change, last)]
    spans: list[Span] = []
    for offset, from_, until in pieces:
        opens = max(datetime.combine(day, hours[0], UTC) - offset, from_)
        closes = min(datetime.combine(day, hours[1], UTC) - offset, until)
        if opens < closes:
            _join(spans, (opens, closes))
    return spans


def _join(spans: list[Span], span: Span) -> None:
    if spans and spans[-1][1] == span[0]:
        span = (spans.pop()[0], span[1])
    spans.append(span)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Find the minute at which the clocks change between two moments."""
    before = _offset(low, zone)
    while high - low > _MINUTE:
        middle = low + (high - low) // _MINUTE // 2 * _MINUTE
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high
