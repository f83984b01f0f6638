"""The stages of a run: all of them run and each is reported with its time, whatever went before.

Stages that stand together run beside each other; of those one measures seconds, and the others take what it leaves of
the machine.

python -m tests.stages test [pytest's own words]
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import IO

from tests import waits
from tests.conftest import CHECKOUT

SOME_FAILED, NOTHING_COLLECTED = 1, 5  # pytest's own
NOT_MEASURED = 75  # what the system calls a failure for now: try again later
BUSY_SHARE = 0.25  # of the machine, taken by others while seconds were measured: above it they tell nothing
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")  # in our order: tests.conftest
SLOWEST = ("--durations=20", "--durations-min=10")  # said at the end of a stage, in seconds
ONE_BY_ONE = ("-n", "0", "--last-failed")
LEAVES = "19"  # the least claim on a core that a process can have


@dataclass(frozen=True)
class Stage:
    """One process, by its words and what is added to its environment.

    measures  it holds the product to seconds, which no machine can that others use at the same time
    leaves    it takes only what the stages beside it leave of the machine
    """

    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    measures: bool = False
    leaves: bool = False


@dataclass(frozen=True)
class Ended:
    """How a stage went, and what share of the machine others took meanwhile."""

    name: str
    status: int
    took_s: float
    others: float = 0.0
    again: bool = False

    @property
    def verdict(self) -> str:
        if self.status == NOT_MEASURED:
            return f"not measured: busy (others took {self.others:.0%} of the machine)"
        passed = "passed, some of it at the second measuring" if self.again else "passed"
        return {0: passed, NOTHING_COLLECTED: "no test asked for"}.get(self.status, f"FAILED ({self.status})")


def pytest(name: str, *words: str, measures: bool = False, leaves: bool = False, **environment: str) -> Stage:
    """Return a stage that is one run of pytest."""
    return Stage(name, (sys.executable, "-m", "pytest", *SLOWEST, *words), environment, measures, leaves)


RUNS: dict[str, tuple[tuple[Stage, ...], ...]] = {
    "quick": ((
        pytest(
            "quick: no browser, no PostgreSQL, nothing slow",
            *(*SIDE_BY_SIDE, "-m", "not (browser or postgresql or slow or alone)"),
            EUTHYMIA_QUICK="1",
        ),
    ),),
    "test": (
        (pytest("everything, the clinic on SQLite", *SIDE_BY_SIDE, "-m", "not alone"),),
        (
            pytest(
                "what measures seconds: stories, trouble, pages noticed elsewhere",
                *(*SIDE_BY_SIDE, "-m", "alone", "-o", "cache_dir=.pytest_cache/seconds"),  # what failed here only
                measures=True,
            ),
            pytest(
                "the clinic on PostgreSQL, where it can differ",
                *(*SIDE_BY_SIDE, "-m", "not alone", "tests/clinic"),
                leaves=True, EUTHYMIA_TEST_DATABASE="postgresql",
            ),
        ),
    ),
    "soak": ((
        pytest("a hundred times as much by chance", "-n", "2", "-m", "soak or hypothesis",
               EUTHYMIA_SOAK="1", EUTHYMIA_EXAMPLES="100", EUTHYMIA_CHANCE="random"),
    ),),
}  # fmt: skip


def run(together: tuple[Stage, ...], *further: str) -> list[Ended]:
    """Run stages beside each other to their end; what they say goes where ours does, one after another.

    What missed its seconds is measured once more, one by one with nothing of ours beside it: what it says then holds.
    """
    return [_once_more(stage, ended, *further) for stage, ended in zip(together, _run(together, *further), strict=True)]


def _once_more(stage: Stage, ended: Ended, *further: str) -> Ended:
    if not (stage.measures and ended.status in (SOME_FAILED, NOT_MEASURED)):
        return ended
    print(f"==> once more, what missed its seconds: {stage.name}", flush=True)
    (again,) = _run((stage,), *further, *ONE_BY_ONE)
    return replace(again, took_s=ended.took_s + again.took_s, again=True)


def _run(together: tuple[Stage, ...], *further: str) -> list[Ended]:
    began_s, worked_s, ours_s = time.monotonic(), waits.worked_s(), _ours_s()
    with _started(together, *further) as processes:
        done = [(process.wait(), time.monotonic() - began_s) for process in processes]
    whole_s = time.monotonic() - began_s
    others = (waits.worked_s() - worked_s - (_ours_s() - ours_s)) / (whole_s * (os.cpu_count() or 1))
    return [
        Ended(stage.name, judged(stage, status, others), took_s, others)
        for stage, (status, took_s) in zip(together, done, strict=True)
    ]


@contextmanager
def _started(together: tuple[Stage, ...], *further: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start them all. The first speaks at once; what the others say is kept until all have ended."""
    with ExitStack() as files:
        kept = [files.enter_context(tempfile.TemporaryFile()) for _ in together[1:]]
        yield [_start(stage, said, *further) for stage, said in zip(together, [None, *kept], strict=True)]
        for stage, said in zip(together[1:], kept, strict=True):
            said.seek(0)
            print(f"==> what was said by: {stage.name}", said.read().decode(errors="replace"), sep="\n", flush=True)


def _start(stage: Stage, said: IO[bytes] | None, *further: str) -> subprocess.Popen[bytes]:
    print(f"==> {stage.name}" + " (said at the end)" * bool(said), flush=True)
    words = ["nice", "-n", LEAVES, *stage.words] if stage.leaves else stage.words
    return subprocess.Popen(
        [*words, *further], cwd=CHECKOUT, env=_environment(stage), stdout=said, stderr=said and subprocess.STDOUT
    )


def _environment(stage: Stage) -> dict[str, str]:
    """Return what a stage's process is given; compiled code is kept, whatever this shell says: a run starts hundreds of
    programs, and each would compile all of it again.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **stage.environment}


def _ours_s() -> float:
    """Return the seconds of a core that processes started here have used and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def judged(stage: Stage, status: int, others: float) -> int:
    """Return what a stage's status says: where others held the machine, missed seconds are no fault, and no pass."""
    return NOT_MEASURED if stage.measures and status == SOME_FAILED and others > BUSY_SHARE else status


def worst(statuses: list[int]) -> int:
    """Return the status of the run: a failure, else what was not measured, else a pass, else that no test was there."""
    failures = [status for status in statuses if status not in (0, NOTHING_COLLECTED, NOT_MEASURED)]
    if failures:
        return max(failures) if min(failures) > 0 else SOME_FAILED  # a negative one is a signal
    return NOT_MEASURED if NOT_MEASURED in statuses else min(statuses)


def summed_up(ended: list[Ended], whole_s: float) -> str:
    """Return a line a stage, and one that sums up."""
    lines = [f"{each.took_s / 60:6.1f} min  {each.verdict}: {each.name}" for each in ended]
    failed = sum(each.verdict.startswith("FAILED") for each in ended)
    missing = sum(each.status == NOT_MEASURED for each in ended)
    said = f"{failed} of {len(ended)} stages failed" + f", {missing} not measured" * bool(missing)
    return "\n".join(["==> all stages", *lines, f"{said}, {whole_s / 60:.1f} min in all"])


def main(words: list[str], runs: dict[str, tuple[tuple[Stage, ...], ...]] = RUNS) -> int:
    """Run all stages of the run that is asked for; give the worst status."""
    asked, *further = words
    began_s = time.monotonic()
    ended = [each for together in runs[asked] for each in run(together, *further)]
    print(summed_up(ended, time.monotonic() - began_s), flush=True)
    return worst([each.status for each in ended])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
