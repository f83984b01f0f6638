"""The cast, saved when a run's database is made and put back before each test: rows as the engine wrote them.

Filling it again would take a quarter of the time of all tests here. The first filling is the real one, through the
product's own acts, and is rolled back; what is put back is what it left in each table, the chain included.
"""

import pickle
from collections.abc import Callable
from contextlib import closing
from functools import cache
from types import SimpleNamespace

from django.db import connection, transaction


class Saved:
    """What one filling wrote, table by table, and whom it gave back."""

    def __init__(self, fill: Callable[[], SimpleNamespace]) -> None:
        with transaction.atomic():
            before = {table: _read(table) for table in connection.introspection.table_names()}
            self._people = pickle.dumps(fill())
            after = {table: _read(table) for table in before}
            self._rows = {table: rows for table, rows in after.items() if rows != before[table]}
            self._replaced = [table for table in self._rows if before[table]]
            transaction.set_rollback(True)

    def put_back(self) -> SimpleNamespace:
        """Write the rows into the open transaction; return whom they are of.

        The guard of unaudited writes sits on Django's cursor, so the connection's own is used: the acts are rows.
        """
        connection.ensure_connection()
        with closing(connection.connection.cursor()) as raw:
            for table in self._replaced:
                raw.execute(f'DELETE FROM "{table}"')
            for table, rows in self._rows.items():
                columns = ", ".join(f'"{column}"' for column in _columns(table))
                raw.execute(f'INSERT INTO "{table}" ({columns}) VALUES ' + ", ".join(f"({row})" for row in rows))
        people: SimpleNamespace = pickle.loads(self._people)
        return people


@cache
def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        return tuple(column.name for column in connection.introspection.get_table_description(cursor, table))


def _read(table: str) -> list[str]:
    """Return the rows of a table as the engine itself would write their values in SQL."""
    as_sql = 'quote_nullable("{}"::text)' if connection.vendor == "postgresql" else 'quote("{}")'
    values = " || ', ' || ".join(as_sql.format(column) for column in _columns(table))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {values} FROM "{table}"')
        return [row for (row,) in cursor.fetchall()]
