"""A clinic to be thrown away: its database does not wait for the disk, and can be told to take nothing for a while."""

from typing import Any, Final

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

TROUBLE: Final = (OperationalError, InterfaceError)  # what a write raises while the database takes nothing
_read_only = False


def make() -> None:
    """Make the tables of a throw-away clinic; the settings are loaded, its folder is empty."""
    connection_created.connect(_settle)
    call_command("migrate", verbosity=0, interactive=False)
    _settle(connection)


def writable(yes: bool) -> None:
    """Let the database take writes again, or refuse them; reads go on."""
    global _read_only
    _read_only = not yes
    _settle(connection)


def _settle(connection: BaseDatabaseWrapper, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-65536")  # in KiB: what a thousand sessions wrote is looked through again
        cursor.execute(f"PRAGMA query_only={'ON' if _read_only else 'OFF'}")
