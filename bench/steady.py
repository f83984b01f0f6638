"""A thousand devices, each one message a second on its own beat: how long until the acknowledgement."""

from collections.abc import Callable, Iterator

from bench import processes
from bench.rows import Row, at_most, measured


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure on both databases."""
    devices, seconds = (50, 2.0) if quick else (1000, 20.0)
    for database in ("SQLite", "PostgreSQL"):
        say(f"{devices:,} devices, one message a second each, {seconds:g} s, on {database}")
        with processes.clinic(database, sessions=devices, parts=("listener",)) as made:
            found = processes.client(made.devices, devices, seconds=seconds, every_s=1.0, warm_s=2.0)
        name = f"{devices:,} devices at a message a second, {database}"
        yield at_most(f"{name}: p99 to the acknowledgement", found["p99_ms"], 100, unit="ms", goal=20)
        yield measured(f"{name}: median to the acknowledgement", found["p50_ms"], unit="ms")
