"""DuckDB in memory: it reads and writes Parquet files where they lie, and fetches nothing from anywhere."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect() -> "duckdb.DuckDBPyConnection":
    """Open an empty database in memory that fetches no extension from anywhere."""
    import duckdb  # a quarter of a second that the first page of the clinic does not pay

    offline: dict[str, str | bool | int | float | list[str]]
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "2"}
    return duckdb.connect(":memory:", config=offline)


def quoted(path: Path) -> str:
    """Write a path as a string of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
