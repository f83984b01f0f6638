"""The stages of a run, one after another: all of them run and each is reported with its time, whatever went before.

python -m tests.stages test [pytest's own words]
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests.conftest import CHECKOUT

NOTHING_COLLECTED = 5  # pytest's status where a selection leaves no test
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")


@dataclass(frozen=True)
class Stage:
    """One process, by its words and what is added to its environment."""

    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """How a stage went."""

    name: str
    status: int
    took_s: float

    @property
    def verdict(self) -> str:
        return {0: "passed", NOTHING_COLLECTED: "no test asked for"}.get(self.status, f"FAILED ({self.status})")


def pytest(name: str, *words: str, **environment: str) -> Stage:
    """Return a stage that is one run of pytest."""
    return Stage(name, (sys.executable, "-m", "pytest", *words), environment)


RUNS = {
    "test": (
        pytest("everything, the clinic on SQLite", *SIDE_BY_SIDE, "-m", "not alone"),
        pytest("what runs alone: stories, pages noticed elsewhere, a thousand rehearsed sessions", "-m", "alone"),
        pytest("the clinic on PostgreSQL", *SIDE_BY_SIDE, "tests/clinic", EUTHYMIA_TEST_DATABASE="postgresql"),
    ),
}


def run(stage: Stage, *further: str) -> Ended:
    """Run one stage to its end; what it says goes where ours does."""
    print(f"==> {stage.name}", flush=True)
    began_s = time.monotonic()
    done = subprocess.run([*stage.words, *further], cwd=CHECKOUT, env={**os.environ, **stage.environment}, check=False)
    return Ended(stage.name, done.returncode, time.monotonic() - began_s)


def worst(statuses: list[int]) -> int:
    """Return the status of the whole run: a failure before all; "nothing collected" only where no stage had a test."""
    failures = [status for status in statuses if status not in (0, NOTHING_COLLECTED)]
    if failures:
        return max(failures, key=abs) if min(failures) > 0 else 1  # a negative one is a signal
    return min(statuses)


def summed_up(ended: list[Ended]) -> str:
    """Return a line a stage, and one that sums up."""
    lines = [f"{each.took_s / 60:6.1f} min  {each.verdict}: {each.name}" for each in ended]
    failed = sum(each.verdict.startswith("FAILED") for each in ended)
    whole_min = sum(each.took_s for each in ended) / 60
    return "\n".join(["==> all stages", *lines, f"{failed} of {len(ended)} stages failed, {whole_min:.1f} min in all"])


def main(words: list[str], runs: dict[str, tuple[Stage, ...]] = RUNS) -> int:
    """Run all stages of the run that is asked for; give the worst status."""
    asked, *further = words
    ended = [run(stage, *further) for stage in runs[asked]]
    print(summed_up(ended), flush=True)
    return worst([each.status for each in ended])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
