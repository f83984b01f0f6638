"""Run `euthymia` as a clinic's administrator does: a process of its own, in an environment of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests import waits

OWNER = ("--hosts", "clinic.example", "--owner-email", "owner@clinic.example", "--owner-name", "Ann Other")


def bare(home: Path, **more: str) -> dict[str, str]:
    """Return this environment without anything of ours, and the clinic's folder."""
    ours = ("EUTHYMIA", "DATABASE", "DJANGO", "CREDENTIALS", "FORWARDED", "COVERAGE")
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)} | {"EUTHYMIA_HOME": str(home)} | more


def euthymia(
    home: Path, *words: str, stdin: str = "", first: Callable[[], None] | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one command; `first` runs in the new process before it."""
    return subprocess.run(
        [sys.executable, "-m", "euthymia.cli.main", *words],
        env=bare(home, **more), input=stdin, capture_output=True, text=True, check=False, preexec_fn=first,
        timeout=waits.WORKED_S,
    )  # fmt: skip


def made(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Make a clinic."""
    done = euthymia(home, "init", "--no-questions", *OWNER, *words)
    assert done.returncode == 0, done.stderr
    return done
