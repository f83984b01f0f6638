"""One row of the table: a figure of ours beside a peer's, or beside a limit, with the floor it must hold."""

import json
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table


class Row(NamedTuple):
    """One figure. The ratio is always larger-is-better; a row that is only measured has no floor and always holds.

    goal  where we want to be, printed beside and not kept: it decides nothing
    """

    name: str
    ours: float
    peer: float | None
    peer_name: str
    unit: str
    ratio: float | None
    floor: float | None
    goal: float | None = None

    @property
    def holds(self) -> bool:
        return self.floor is None or (self.ratio is not None and self.ratio >= self.floor)

    def as_line(self) -> str:
        """Write the row as its line of build/bench.jsonl."""
        kept = {key: value for key, value in self._asdict().items() if key != "goal"}
        return json.dumps({**kept, "holds": self.holds})


def against(
    name: str,
    ours: float,
    peer: float,
    peer_name: str,
    *,
    unit: str,
    floor: float | None = None,
    goal: float | None = None,
) -> Row:
    """Hold a figure of which more is better against a peer's of the same run."""
    return Row(name, ours, peer, peer_name, unit, ours / peer, floor, goal)


def sooner(name: str, ours: float, peer: float, peer_name: str, *, unit: str, floor: float | None = None) -> Row:
    """Hold a figure of which less is better against a peer's of the same run."""
    return Row(name, ours, peer, peer_name, unit, peer / ours, floor)


def at_most(name: str, ours: float, limit: float, *, unit: str, goal: float) -> Row:
    """Hold a figure of which less is better against a limit; the goal is a smaller limit, in the same unit."""
    return Row(name, ours, limit, "limit", unit, limit / ours, 1, limit / goal)


def at_least(name: str, ours: float, least: float, *, unit: str) -> Row:
    """Hold a figure of which more is better against the least that is asked."""
    return Row(name, ours, least, "least", unit, ours / least, 1)


def measured(name: str, ours: float, *, unit: str) -> Row:
    """Only measured: how fast something is on this machine."""
    return Row(name, ours, None, "", unit, None, None)


def keep(rows: list[Row], path: Path) -> None:
    """Write one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(row.as_line() + "\n" for row in rows))


def show(rows: list[Row], console: Console) -> None:
    """Print the table."""
    table = Table(title="Figures, each beside its peer in one run")
    table.add_column("what", overflow="fold")
    for heading in ("ours", "peer"):
        table.add_column(heading, justify="right")
    table.add_column("the peer", overflow="fold")
    for heading in ("ratio", "floor", "goal", ""):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            row.name,
            f"{_short(row.ours)} {row.unit}",
            _short(row.peer),
            row.peer_name,
            *(_short(number) for number in (row.ratio, row.floor, row.goal)),
            "measured" if row.floor is None else "holds" if row.holds else "[bold red]BELOW[/bold red]",
        )
    console.print(table)


def _short(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
