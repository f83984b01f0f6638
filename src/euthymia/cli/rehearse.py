"""`euthymia rehearse`: many sessions by chance at one chair, with faults; progress on stderr, the result on stdout."""

import os
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from euthymia.demo.rehearsal.diary import Verdict
from euthymia.demo.rehearsal.run import rehearse

MOST_SHOWN = 10


def show(sessions: int, seed: int, *, only: int | None, jobs: int | None) -> int:
    """Rehearse and print the closing line. Status 1 where one alarm was missed, one reading lost, one way out shut."""
    numbers = range(sessions) if only is None else range(only, only + 1)
    missed = lost = stuck = failed = 0
    console = Console(stderr=True)
    columns = (TextColumn("rehearsing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=len(numbers))
        for verdict in rehearse(numbers, seed=seed, jobs=jobs or os.cpu_count() or 1):
            missed, lost, stuck = missed + len(verdict.missed), lost + len(verdict.lost), stuck + len(verdict.stuck)
            if not verdict.well:
                failed += 1
                if failed <= MOST_SHOWN:
                    console.print(_told(verdict), highlight=False, markup=False)
            bar.advance(task)
    print(f"{len(numbers)} sessions, {missed} alarms missed, {lost} readings lost, {stuck} states without exit")
    sys.stdout.flush()
    return 1 if failed else 0


def _told(verdict: Verdict) -> str:
    """What went wrong in one session, what was done in it, and how to see it again."""
    seed, _, number = verdict.seed.partition(":")
    found = [*verdict.missed, *verdict.lost, *verdict.stuck]
    again = f"again, exactly: euthymia rehearse --seed {seed} --only {number}"
    return "\n".join([f"session {number} of seed {seed}", *(f"  {line}" for line in (*verdict.acts, *found)), again])
