"""Which of the clinic's tests PostgreSQL repeats: all but these files, where the engine cannot change what comes out.

What can differ between the engines is locking, the SQL text, constraints and when they are asked, JSON and time zones
in queries, collation, case, and the range of numbers. A file is repeated unless it is named here, so that a new one is
proved on both. These look at what is made of rows that other files store and read on both, each for the reason beside
it; they run on SQLite in the stage before.
"""

from pathlib import Path

ONCE = {
    "test_backup_postgresql.py": "starts a PostgreSQL of its own, whatever engine the run has",
    "test_production.py": "the settings of a process that stores no row",
    "test_expected.py": "what the research model expects of scores that other tests store and read",
    "test_forecast.py": "what the research model forecasts; readings come as the live page's tests read them",
    "test_report.py": "a printed page of what other tests store and read",
    "test_every_address.py": "which address opens for which role: no query of its own",
    "test_dose_hidden.py": "what is left out of bytes, at every address; each page's own tests ask its queries",
    "test_numbers.py": "fields of numbers on every page, and numbers that a form refuses to read",
    "test_packet_validators.py": "a packet's file judged by programs of others; other tests make it on both",
    "test_front_door.py": "public pages of fixed text, and forms that are refused",
}


def repeated(path: Path, engine: str) -> bool:
    """Return whether a file's tests run on this engine."""
    return engine != "postgresql" or path.name not in ONCE
