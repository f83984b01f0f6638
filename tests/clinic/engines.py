"""Which of the clinic's tests PostgreSQL repeats: all but these files, where the engine cannot change what comes out.

What can differ between the engines is locking, the SQL text, constraints, JSON in queries, and time zones in queries.
Those files are repeated. These are not, each for the reason beside it; they run on SQLite in the stage before.
"""

from pathlib import Path

ONCE = {
    "test_backup_postgresql.py": "starts a PostgreSQL of its own, whatever engine the run has",
    "test_production.py": "the settings of a process that stores no row",
    "test_expected.py": "what the research model expects of scores that other tests store and read",
    "test_forecast.py": "what the research model forecasts; readings come as the live page's tests read them",
    "test_report.py": "a printed page of what other tests store and read",
    "test_every_address.py": "which address opens for which role: no query of its own",
    "test_front_door.py": "public pages of fixed text, and forms that are refused",
}


def repeated(path: Path, engine: str) -> bool:
    """Say whether a file's tests run on this engine."""
    return engine != "postgresql" or path.name not in ONCE
