"""How often something was tried: counted before it is tried, by one statement, so that no two count as one."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from euthymia.clinic.people.models import TryCounter

MOST: Final = 5
WITHIN: Final = timedelta(minutes=5)
KEPT: Final = timedelta(days=1)  # a counter that nobody moved for so long is cleared away

_TABLE: Final = TryCounter._meta.db_table
_TAKE: Final = f"""
INSERT INTO {_TABLE} (name, started_at, count) VALUES (%s, %s, 1)
ON CONFLICT (name) DO UPDATE SET
count = CASE WHEN {_TABLE}.started_at <= %s THEN 1 ELSE {_TABLE}.count + 1 END,
started_at = CASE WHEN {_TABLE}.started_at <= %s THEN excluded.started_at ELSE {_TABLE}.started_at END
RETURNING count
"""


def name_of(what: str, *whose: str) -> str:
    """Return the counter's name: what is tried, and a keyed hash of who tries it at whose account."""
    return f"{what}:{hashed(*whose)}"


def hashed(*words: str) -> str:
    """Return a keyed hash of words that are not to be read where they are kept."""
    return salted_hmac("people.guessing.tries", "\n".join(words), algorithm="sha256").hexdigest()


def take(name: str, *, most: int = MOST, within: timedelta = WITHIN, now: datetime | None = None) -> bool:
    """Count one try and return whether it may be made. The count starts again once the first try is old enough.

    One statement counts and reads: of forty at the same moment, `most` may be made.
    """
    at = now or timezone.now()
    with connection.cursor() as cursor:
        start, cutoff = (connection.ops.adapt_datetimefield_value(time) for time in (at, at - within))
        cursor.execute(_TAKE, [name, start, cutoff, cutoff])
        return int(cursor.fetchone()[0]) <= most


def give_back(name: str) -> None:
    """Take the try back that turned out to be right: only wrong ones count."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_TABLE} SET count = count - 1 WHERE name = %s AND count > 0", [name])


def clear_old(now: datetime) -> None:
    """Clear away the counters that no try can move any more."""
    TryCounter.objects.filter(started_at__lte=now - KEPT).delete()
