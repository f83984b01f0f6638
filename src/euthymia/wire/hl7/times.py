"""HL7 times to seconds since 1970 UTC."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

# A blank inside the zone ("- 0600") has been seen in a published example.
_STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:(\d\d)(\.\d+)?)?\s*(?:([+-])\s*(\d\d)(\d\d))?", re.ASCII)
_MIDNIGHT_1970: Final = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(stamp: str, zone: tzinfo, near_s: float | None = None) -> float | None:
    """Read a time, to the minute at least: 20210425230332.872-0400.

    stamp   as sent; its own zone offset counts before `zone`
    near_s  when it was received: of the two times that a stamp without offset means in autumn's repeated hour, the
            nearer one is taken; without it the first
    Gives seconds since 1970 UTC, None where it is no time.
    """
    whole, point, rest = stamp.partition(".")
    if point and len(whole) == 14 and rest.isdigit() and rest.isascii() and len(rest) <= 20:
        found, fraction_s = _candidates(whole, zone), float(point + rest)  # a clinic's devices share their seconds
    else:
        found, fraction_s = _candidates(stamp, zone) if len(stamp) <= 40 else None, 0.0
    if found is None:
        return None
    first, second = found
    if near_s is None or first == second:
        return first + fraction_s
    return (first if abs(first - near_s) <= abs(second - near_s) else second) + fraction_s


@lru_cache(maxsize=4096)
def _candidates(stamp: str, zone: tzinfo) -> tuple[float, float] | None:
    match = _STAMP.fullmatch(stamp.split("^", 1)[0].strip())
    if match is None:
        return None
    year, month, day, hour, minute = (int(digits) for digits in match.groups()[:5])
    fraction_s = float(match[7] or 0)
    try:
        own = _offset(match[8], int(match[9]), int(match[10])) if match[8] else zone
        local = datetime(year, month, day, hour, minute, int(match[6] or 0), tzinfo=own)
        return _since_1970(local) + fraction_s, _since_1970(local.replace(fold=1)) + fraction_s
    except (ValueError, OverflowError):
        return None


def _offset(sign: str, hours: int, minutes: int) -> timezone:
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if sign == "-" else offset)


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
    digits = stamp.strip()[:8]
    if len(digits) < 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
