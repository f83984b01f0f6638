"""Running a measure on a snapshot: DuckDB, in memory, reading the Parquet files where they lie."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from euthymia.registry.deidentify import SCHEMA
from euthymia.registry.measures import Measure

if TYPE_CHECKING:
    import duckdb


def connect() -> "duckdb.DuckDBPyConnection":
    """Open an empty database in memory that fetches no extension from anywhere."""
    import duckdb  # a quarter of a second that the first page of the clinic does not pay

    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "2"}
    return duckdb.connect(":memory:", config=offline)


def quoted(path: Path) -> str:
    """Write a path as a string of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def on_duckdb(measure: Measure, folder: Path) -> Any:
    """Ask the question of the snapshot in `folder`; give what the measure reads from the answer."""
    with connect() as database:
        for table in SCHEMA:
            file = quoted(folder / f"{table}.parquet")
            database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({file})")
        return measure.read(database.execute(measure.question, dict(measure.parameters)).fetchall())
