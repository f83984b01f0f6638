"""The stages of a run, one after another: all of them run and each is reported with its time, whatever went before.

python -m tests.stages test [pytest's own words]
"""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace

from tests import waits
from tests.conftest import CHECKOUT

SOME_FAILED, NOTHING_COLLECTED = 1, 5  # pytest's own
NOT_MEASURED = 75  # what the system calls a failure for now: try again later
BUSY_SHARE = 0.25  # of the machine, taken by others while seconds were measured: above it they tell nothing
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")
SLOWEST = ("--durations=20", "--durations-min=10")  # said at the end of a stage, in seconds
ONCE_MORE = "--last-failed"


@dataclass(frozen=True)
class Stage:
    """One process, by its words and what is added to its environment.

    measures  it holds the product to seconds, which no machine can that others use at the same time
    """

    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    measures: bool = False


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


def pytest(name: str, *words: str, measures: bool = False, **environment: str) -> Stage:
    """Return a stage that is one run of pytest."""
    return Stage(name, (sys.executable, "-m", "pytest", *SLOWEST, *words), environment, measures)


RUNS = {
    "quick": (
        pytest(
            "quick: no browser, no PostgreSQL, nothing slow",
            *(*SIDE_BY_SIDE, "-m", "not (browser or postgresql or slow or alone)"),
            EUTHYMIA_QUICK="1",
        ),
    ),
    "test": (
        pytest("everything, the clinic on SQLite", *SIDE_BY_SIDE, "-m", "not alone"),
        pytest("what measures seconds: stories, trouble, pages noticed elsewhere", "-m", "alone", measures=True),
        pytest(
            "the clinic on PostgreSQL, where it can differ",
            *(*SIDE_BY_SIDE, "-m", "not alone", "tests/clinic"),
            EUTHYMIA_TEST_DATABASE="postgresql",
        ),
    ),
    "soak": (
        pytest("a hundred times as much by chance", "-n", "2", "-m", "soak or hypothesis",
               EUTHYMIA_SOAK="1", EUTHYMIA_EXAMPLES="100", EUTHYMIA_CHANCE="random"),
    ),
}  # fmt: skip


def run(stage: Stage, *further: str) -> Ended:
    """Run one stage to its end; what it says goes where ours does.

    Where others held the machine while seconds were measured, what missed them is measured once more, by itself.
    """
    ended = _run(stage, *further)
    if not (stage.measures and ended.status == NOT_MEASURED):
        return ended
    print(f"==> once more, what missed its seconds: {stage.name}", flush=True)
    again = _run(stage, *further, ONCE_MORE)
    return replace(again, took_s=ended.took_s + again.took_s, again=True)


def _run(stage: Stage, *further: str) -> Ended:
    print(f"==> {stage.name}", flush=True)
    began_s, worked_s, ours_s = time.monotonic(), waits.worked_s(), _ours_s()
    done = subprocess.run([*stage.words, *further], cwd=CHECKOUT, env=_environment(stage), check=False)
    took_s = time.monotonic() - began_s
    others = (waits.worked_s() - worked_s - (_ours_s() - ours_s)) / (took_s * (os.cpu_count() or 1))
    return Ended(stage.name, judged(stage, done.returncode, others), took_s, others)


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


def summed_up(ended: list[Ended]) -> str:
    """Return a line a stage, and one that sums up."""
    lines = [f"{each.took_s / 60:6.1f} min  {each.verdict}: {each.name}" for each in ended]
    failed = sum(each.verdict.startswith("FAILED") for each in ended)
    missing = sum(each.status == NOT_MEASURED for each in ended)
    said = f"{failed} of {len(ended)} stages failed" + f", {missing} not measured" * bool(missing)
    whole_min = sum(each.took_s for each in ended) / 60
    return "\n".join(["==> all stages", *lines, f"{said}, {whole_min:.1f} min in all"])


def main(words: list[str], runs: dict[str, tuple[Stage, ...]] = RUNS) -> int:
    """Run all stages of the run that is asked for; give the worst status."""
    asked, *further = words
    ended = [run(stage, *further) for stage in runs[asked]]
    print(summed_up(ended), flush=True)
    return worst([each.status for each in ended])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
