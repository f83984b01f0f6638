"""The one text of a value that is hashed, the same before it is stored and after, on either engine; and its reading.

A whole table is walked in a night and in every rehearsal of a copy: its columns go straight from what the database's
driver gives to that text, without the objects that Django would make of each on the way.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.db import connections, models, router

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATETIME
_AT_ONCE: Final = 2000


def canonical(value: Any) -> bytes:
    """Return the one text of a value.

    A database gives a whole number of more than 53 bits back where a fraction was sent, and knows no minus zero.
    """
    try:
        text = orjson.dumps(value, default=_plain, option=_OPTIONS)
    except orjson.JSONEncodeError:
        return orjson.dumps(_tamed(value), default=_plain, option=_OPTIONS)
    return orjson.dumps(_tamed(value), default=_plain, option=_OPTIONS) if b"-0.0" in text else text


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, bytes | memoryview):
        return bytes_text(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, int):  # a subclass: a count that is an enum
        return float(value)
    return str(value)


def moment_text(value: datetime) -> str:
    """Return the text that stands for a moment in what is hashed: in UTC, with its microseconds."""
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(timespec="microseconds")


def bytes_text(value: bytes | memoryview) -> str:
    """Return the text that stands for bytes in what is hashed."""
    return hashlib.sha256(value).hexdigest()


def _tamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _tamed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tamed(item) for item in value]
    if isinstance(value, float):
        return value + 0.0  # minus zero becomes zero
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return float(value)
    return value


def stored(model: type[models.Model], names: Sequence[str]) -> Iterator[list[Any]]:
    """Read columns of every row in the order of their ids: each value as Django would give it, or as the text of it.

    What cannot be read as its column's kind is given as it lies there: it was not written through us.
    """
    connection = connections[router.db_for_read(model)]
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    reads = [(place, read) for place, read in enumerate(_reader(field, connection) for field in fields) if read]
    sql = f"SELECT {', '.join(_asked(field, connection) for field in fields)} FROM {_quoted(model._meta.db_table)}"
    with contextlib.closing(connection.chunked_cursor()) as cursor:
        cursor.execute(f"{sql} ORDER BY {_quoted(model._meta.pk.column)}")
        while chunk := cursor.fetchmany(_AT_ONCE):
            for found in chunk:
                row = list(found)
                for place, read in reads:
                    if row[place] is not None:
                        row[place] = read(row[place])
                yield row


def _quoted(name: str) -> str:
    return f'"{name}"'  # ours, from a model: both engines quote so


def _asked(field: Any, connection: Any) -> str:
    """Name a column; of a day or a moment SQLite's driver would make an object by itself, of an expression not."""
    plain = connection.vendor == "sqlite" and isinstance(field, models.DateField)
    return f"+{_quoted(field.column)}" if plain else _quoted(field.column)


def _reader(field: Any, connection: Any) -> Callable[[Any], Any] | None:
    """Return how a column is read: by a short way of our own, else as Django does."""
    if isinstance(field, models.DateTimeField):
        return _stored_moment if connection.vendor == "sqlite" else moment_text
    if isinstance(field, models.DateField):
        return str
    if isinstance(field, models.BinaryField):
        return _stored_bytes
    column = field.get_col(field.model._meta.db_table)
    converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, column, connection)
        return value

    if isinstance(field, models.JSONField):
        return lambda text: _read(orjson.loads, text, otherwise=lambda text: _read(convert, text))
    return (lambda value: _read(convert, value)) if converters else None


def _read(how: Callable[[Any], Any], value: Any, otherwise: Callable[[Any], Any] = lambda value: value) -> Any:
    try:
        return how(value)
    except (ValueError, TypeError, AttributeError):
        return otherwise(value)


def _stored_moment(text: Any) -> Any:
    """Read how SQLite keeps a moment, in UTC: "2026-01-01 00:00:00.000000", a whole second without a fraction."""
    if isinstance(text, str) and len(text) in (19, 26) and text[10] == " ":
        return f"{text[:10]}T{text[11:]}{'' if len(text) > 19 else '.000000'}+00:00"
    return text


def _stored_bytes(value: Any) -> Any:
    return _plain(value) if isinstance(value, bytes | memoryview) else value
