"""HL7 times to seconds since 1970 UTC."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

# HL7's form with the fraction after a point or straight behind the seconds, and ISO 8601's. A blank inside the zone
# ("- 0600") has been seen in a published example.
_STAMP: Final = re.compile(
    r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)(?(dash)[T ]?)(?P<hour>\d\d)(?P<colon>:?)"
    r"(?P<minute>\d\d)(?:(?P=colon)(?P<second>\d\d)(?:[.,]?(?P<fraction>\d{1,20})|[.,])?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\s*\d\d:?(?:\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_MIDNIGHT_1970: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER: Final = frozenset({"", '""'})


def absent(stamp: str) -> bool:
    """Return whether a field says no time at all: empty, blank, or the explicit null."""
    return stamp in _NEVER or stamp.strip() in _NEVER


def seconds(stamp: str, zone: tzinfo, near_s: float | None = None) -> float | None:
    """Read a time, to the minute at least: 20210425230332.872-0400, 20210425230332872Z, 2021-04-25T23:03:32-04:00.

    stamp   as sent; its own zone offset counts before `zone`
    near_s  when it was received: of the two times that a stamp without offset means in autumn's repeated hour, the
            nearer one is taken; without it the first
    Second 60 and hour 24 are the moment that follows. Returns seconds since 1970 UTC, None where it is no time.
    """
    whole, point, rest = stamp.partition(".")
    if point and len(whole) == 14 and rest.isdigit() and rest.isascii() and len(rest) <= 20:
        found, fraction_s = _candidates(whole, zone), float(point + rest)  # a clinic's devices share their seconds
    else:
        found, fraction_s = _candidates(stamp, zone) if len(stamp) <= 50 else None, 0.0
    if found is None:
        return None
    first, second = found
    if near_s is None or first == second:
        return first + fraction_s
    return (first if abs(first - near_s) <= abs(second - near_s) else second) + fraction_s


def own_zone(stamp: str) -> tzinfo | None:
    """Return the zone that a stamp itself carries; None where it has none, or is no time."""
    if stamp[14:].isdigit() or not ("+" in stamp or "-" in stamp or stamp[-1:].isalpha()):
        return None
    match = _matched(stamp)
    if match is None or not match["zone"]:
        return None
    try:
        return _offset(match["zone"])
    except ValueError:
        return None


def _matched(stamp: str) -> re.Match[str] | None:
    match = _STAMP.fullmatch(stamp.split("^", 1)[0].strip())
    if match is None or bool(match["dash"]) < (match["colon"] == ":"):
        return None
    return match


@lru_cache(maxsize=4096)
def _candidates(stamp: str, zone: tzinfo) -> tuple[float, float] | None:
    match = _matched(stamp)
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(match[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")
    )
    later_s = float(f"0.{match['fraction'] or 0}")
    if second == 60:
        second, later_s = 59, later_s + 1
    if hour == 24 and minute == second == 0:
        hour, later_s = 0, later_s + 86_400
    try:
        own = _offset(match["zone"]) if match["zone"] else zone
        local = datetime(year, month, day, hour, minute, second, tzinfo=own)
        return _since_1970(local) + later_s, _since_1970(local.replace(fold=1)) + later_s
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timezone:
    if zone.isalpha():
        return UTC
    digits = re.sub(r"\D", "", zone)
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if zone[0] == "-" else offset)


def _since_1970(moment: datetime) -> float:
    return (moment - _MIDNIGHT_1970).total_seconds()


def written(at_s: float) -> str:
    """Write a time as HL7 does, in UTC, to the second."""
    return _written(int(at_s))


@lru_cache(maxsize=64)
def _written(second: int) -> str:
    return (_MIDNIGHT_1970 + timedelta(seconds=second)).strftime("%Y%m%d%H%M%S+0000")


def day(stamp: str) -> date | None:
    """Read a date from a stamp's first eight digits; None where they are none."""
    digits = stamp.strip()[:10].replace("-", "")[:8]
    if len(digits) < 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
