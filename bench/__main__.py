"""Run the rows, print the table, keep build/bench.jsonl: `python -m bench [--only intake …] [--quick]`."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from rich.console import Console

from bench import (
    alarms,
    chance,
    forecast,
    imports,
    intake,
    kinetics,
    pages,
    reading,
    screen,
    screening,
    steady,
    trials,
)
from bench.operations import copies, first_page, flood
from bench.processes import BUILD
from bench.rows import Row, keep, show

KINDS: dict[str, Callable[..., Iterator[Row]]] = {
    "reading": reading.rows,
    "alarms": alarms.rows,
    "intake": intake.rows,
    "steady": steady.rows,
    "flood": flood.rows,
    "copies": copies.rows,
    "screen": screen.rows,
    "pages": pages.rows,
    "first-page": first_page.rows,
    "screening": screening.rows,
    "imports": imports.rows,
    "kinetics": kinetics.rows,
    "chance": chance.rows,
    "trials": trials.rows,
    "forecast": forecast.rows,
}


def main() -> int:
    """Return status 1 where a floor does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--quick", action="store_true", help="a smoke run: short, small, its figures mean nothing")
    parser.add_argument("--into", default="bench.jsonl", help="the file in build/ (default bench.jsonl)")
    asked = parser.parse_args()
    console, began_s = Console(), time.monotonic()
    if not console.is_terminal:
        console = Console(width=150)

    def say(line: str) -> None:
        console.print(f"[dim]{time.monotonic() - began_s:6.0f} s  {line}[/dim]", highlight=False)

    rows: list[Row] = []
    for kind in asked.only:
        for row in KINDS[kind](quick=asked.quick, say=say):
            rows.append(row)
            keep(rows, BUILD / asked.into)
    show(rows, console)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
