"""`euthymia history`: what a record of another system says of the drugs tried, as a table or as JSON."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir import History, Refused, read_histories
from euthymia.wire.fhir.bundle.history import Trial

CHUNK_BYTES = 1 << 20
SHOWN_FROM_BYTES = 4_000_000  # a smaller file is read before a bar could be seen


class NoSuchFile(Refusal):
    """The file that was named cannot be read."""


def show(path: str, *, as_json: bool) -> int:
    """Read a file, "-" for standard input, and print what it says; 0 also where some resources were refused."""
    with Progress(
        TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=Console(stderr=True),
        transient=True, disable=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        found, refused, seen = read_histories(_chunks(path, bar))
    if as_json:
        document = {"histories": [h.as_dict() for h in found], "refused": [_refusal(r) for r in refused], "seen": seen}
        print(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        _print(Console(), found, refused, seen)
    return 0


def _chunks(path: str, bar: Progress) -> Iterator[bytes]:
    if path == "-":
        yield from iter(lambda: sys.stdin.buffer.read(CHUNK_BYTES), b"")
        return
    try:
        with Path(path).open("rb") as file:
            yield from _counted(file, bar)
    except OSError as trouble:
        raise NoSuchFile(f"{path}: {trouble.strerror}. Name a FHIR R4 Bundle or an NDJSON file.") from None


def _counted(file: BinaryIO, bar: Progress) -> Iterator[bytes]:
    size = os.fstat(file.fileno()).st_size
    task = bar.add_task("", total=size, visible=size >= SHOWN_FROM_BYTES)
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
        bar.advance(task, len(chunk))


def _refusal(refused: Refused) -> dict[str, object]:
    at = refused.where
    place: dict[str, object] = {"line": at.line, "entry": at.entry, "type": at.type, "id": at.id}
    return {k: v for k, v in place.items() if v not in (None, "")} | {"refused": refused.reason}


def _print(console: Console, found: tuple[History, ...], refused: tuple[Refused, ...], seen: dict[str, int]) -> None:
    total = sum(seen.values())
    console.print(
        f"{total:,} resources, {len(found)} {'person' if len(found) == 1 else 'people'}. Nothing is confirmed."
    )
    for number, history in enumerate(found, 1):
        if history.trials or history.agents:
            console.print(_table(history, f"Person {number}" if len(found) > 1 else "Drugs tried"))
        elif len(found) > 1 and (history.diagnosis or history.scores):
            console.print(f"Person {number}: no drug of the catalogue.")
        _beside(console, history)
    for one in refused:
        console.print(f"[yellow]refused[/] {escape(str(one.where))}: {escape(one.reason)}", soft_wrap=True)


def _table(history: History, title: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for column in ("Drug", "mg a day", "From", "To", "Adherence"):
        table.add_column(column, no_wrap=True)
    table.add_column("Read from", overflow="fold")
    for trial in (*history.trials, *history.agents):
        _rows(table, trial, added=trial in history.agents)
    return table


def _rows(table: Table, trial: Trial, *, added: bool) -> None:
    """Print a trial, a row a dose; what is the trial's stands in its first row."""
    name = f"{trial['drug']} (added on)" if added else trial["drug"]
    origin = ", ".join(f"{r['type']} line {r['line']}" for r in trial["from_resources"][:3])
    more = len(trial["from_resources"]) - 3
    beside = [trial.get("adherence", "unknown"), origin + (f" and {more} more" if more > 0 else "")]
    for place, dose in enumerate(trial["doses"]):
        mg = f"{dose['mg_per_day']:g}" if "mg_per_day" in dose else "unknown"
        cells = ["" if place else name, mg, dose.get("from", "unknown"), dose.get("to", "unknown")]
        table.add_row(*(escape(str(cell)) for cell in [*cells, *([""] * 2 if place else beside)]))


def _beside(console: Console, history: History) -> None:
    for trial in (*history.trials, *history.agents):
        for sentence in trial["look_at"]:
            console.print(f"  {trial['drug']}: {escape(sentence)}", soft_wrap=True, highlight=False)
    if history.diagnosis:
        console.print(f"Diagnosis found: {history.diagnosis}.")
    for entry in (entry for one in history.diagnoses for entry in one.entries):
        console.print(f"  diagnosis {escape(entry.sentence)}: {entry.effect}", soft_wrap=True, highlight=False)
    if history.conditions:
        console.print(f"[dim]{len(history.conditions)} other conditions: {escape('; '.join(history.conditions))}[/]")
    if history.scores:
        console.print("PHQ-9: " + ", ".join(f"{s.total} on {s.day or 'an unknown day'}" for s in history.scores[-12:]))
    if history.others:
        named = ", ".join(list(history.others)[:8])
        console.print(f"[dim]{len(history.others)} other medicines, none of the catalogue: {escape(named)}[/]")
