"""`euthymia trial`: run a virtual trial with a progress bar; tables on the screen, Parquet and a picture if asked."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from euthymia.cli.output import write
from euthymia.cli.trial.tables import people_lines, power_lines
from euthymia.medicine.refusal import Refusal
from euthymia.research.engines.processes import on_processes
from euthymia.research.virtual_trials.drawn import Doubt
from euthymia.research.virtual_trials.plan import Block, Plan
from euthymia.research.virtual_trials.result import Result, answer_columns, summary_columns, together
from euthymia.research.virtual_trials.run import Done
from euthymia.research.virtual_trials.run import run as run_block
from euthymia.research.virtual_trials.tables import write as write_table
from euthymia.wire import trial_design


class NoDesign(Refusal):
    """A design that is not there, or cannot be opened."""


class FolderNotEmpty(Refusal):
    """A folder for results that holds those of an earlier run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was asked for; None leaves it to the design."""

    design: str
    trials: int | None
    people: tuple[int, ...] | None
    doubt: str | None
    effect: bool
    seed: int | None
    jobs: int | None
    spark: str


def run(asked: Asked, *, out: str, everybody: bool, plot: str) -> int:
    """Run, print and write. Raises Refusal, before anything is run where it can."""
    if plot:
        from euthymia.cli.kinetics.plots import check as check_plot

        check_plot(plot)
    plans = _plans(asked)
    folder = _folder(out)
    found = [_result(plan, asked, _of(folder, plan, everybody)) for plan in plans]
    if folder:  # before anything is printed: a reader who closes the pipe loses no result
        _write(folder, found)
    if plot:
        from euthymia.cli.trial import plots

        write(plot, lambda path: plots.save(path, found))
    for line in _lines(found):
        print(line)
    return 0


def _plans(asked: Asked) -> list[Plan]:
    beside = Path(asked.design).parent
    written = trial_design.read(_bytes(asked.design), table=lambda name: _bytes(str(beside / name)))
    wish = written.run
    trials = wish.trials if asked.trials is None else asked.trials
    doubt = wish.doubt if asked.doubt is None else asked.doubt
    if doubt not in ("point", "drawn", "both"):
        raise trial_design.NotUnderstood(f"run, doubt: {doubt!r} is none of point, drawn, both. Choose one.")
    both: Sequence[str] = ("point", "drawn") if doubt == "both" else (doubt,)
    return [
        Plan(
            design=written.trial,
            per_arm=asked.people or wish.per_arm,
            trials=trials,
            doubt=cast(Doubt, one),
            effect=wish.effect and asked.effect,
            worse_points=wish.worse_points,
            alpha=wish.alpha,
            seed=wish.seed if asked.seed is None else asked.seed,
        )
        # without trials nothing is compared, and the doubt belongs among the people
        for one in (both if trials else both[-1:])
    ]


def _bytes(design: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if design == "-" else Path(design).read_bytes()
    except OSError as failed:
        raise NoDesign(f"{design}: {failed.strerror}. Name a file that is there.") from None


def _folder(out: str) -> Path | None:
    if not out:
        return None
    folder = Path(out)
    write(folder, lambda path: path.mkdir(parents=True, exist_ok=True))
    if any(folder.iterdir()):
        raise FolderNotEmpty(f"{out}: there are files in it, and results of two runs must not mix. Name a new folder.")
    return folder


def _of(folder: Path | None, plan: Plan, everybody: bool) -> str:
    """Return where everybody's rows of this plan go, "" for nowhere."""
    if not (folder and everybody):
        return ""
    place = folder / f"everybody-{plan.doubt}"
    place.mkdir()
    return str(place)


def _result(plan: Plan, asked: Asked, everybody: str) -> Result:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        blocks = plan.blocks()
        task = bar.add_task(f"running ({plan.doubt})", total=len(blocks))
        return together(plan, bar.track(_done(plan, blocks, asked, everybody), task_id=task))


def _done(plan: Plan, blocks: list[Block], asked: Asked, everybody: str) -> Iterator[Done]:
    job = partial(run_block, plan, folder=everybody)
    if asked.spark:
        from euthymia.research.engines.spark import on_spark

        return on_spark(job, blocks, master=asked.spark)
    return on_processes(job, blocks, jobs=asked.jobs or os.cpu_count() or 1)


def _lines(found: Sequence[Result]) -> Iterator[str]:
    plan = found[0].plan
    people = " and ".join(f"{n:,}" for n in plan.per_arm)
    times = f"{plan.trials:,} trials of {people} an arm" if plan.trials else f"{people} people, each in every arm"
    yield f"{times}; against {plan.design.control}; seed {plan.seed}"
    yield from power_lines(found) if plan.trials else people_lines(found[0])
    yield ""
    yield from dict.fromkeys(note for one in found for note in one.notes)


def _write(folder: Path, found: Sequence[Result]) -> None:
    for one in found:
        tables = {"summary": summary_columns(one), **({"answers": answer_columns(one)} if one.answers else {})}
        for name, columns in tables.items():
            write(folder / f"{name}-{one.plan.doubt}.parquet", partial(write_table, columns=columns))
