"""Running a measure on a snapshot: DuckDB, in memory, reading the Parquet files where they lie."""

from pathlib import Path
from typing import Any

from euthymia.registry.deidentify import SCHEMA
from euthymia.registry.measures import Measure
from euthymia.research.engines.duckdb_in_memory import connect, quoted


def on_duckdb(measure: Measure, folder: Path) -> Any:
    """Ask the question of the snapshot in `folder`; give what the measure reads from the answer."""
    with connect() as database:
        for table in SCHEMA:
            file = quoted(folder / f"{table}.parquet")
            database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({file})")
        return measure.read(database.execute(measure.question, dict(measure.parameters)).fetchall())
