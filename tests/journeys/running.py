"""A whole clinic as its owner runs it: the real process tree, on free ports, in a folder of its own."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import waits
from tests.postgres import free_port

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Clinic:
    """Processes that serve one folder; `url` is its first page's address, without a slash."""

    home: Path
    port: int = field(default_factory=free_port)
    devices: int = field(default_factory=free_port)
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    chair: dict[str, str] = field(default_factory=dict)  # where tests.journeys.chair made one in it
    resident: subprocess.Popen[str] | None = None  # runs modules of the tests in it

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start `euthymia <command>` in this folder; what it says goes to <folder>.log."""
        with self.log.open("ab") as log:
            self.started[name] = subprocess.Popen(
                [sys.executable, "-m", "euthymia.cli.main", *command],
                cwd=CHECKOUT, env=self._environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        return self.started[name]

    @property
    def log(self) -> Path:
        return self.home.with_suffix(".log")

    def start_demo(self, *, speed: float) -> None:
        """Start everything, as `make demo` does, and wait for the first page."""
        ports = ["--port", str(self.port), "--devices", str(self.devices)]
        demo = self.start("demo", "demo", "--no-browser", *ports, "--speed", str(speed))
        waits.until(
            lambda: "Ctrl-C ends" in self.log.read_text() or demo.poll(),
            within_s=waits.CLINIC_UP_S, what="the demo's first page",
        )  # fmt: skip
        assert demo.poll() is None, self.log.read_text()
        waits.until(self.answers, within_s=waits.CLINIC_UP_S, what="an answer of the demo's web process")

    def start_web(self) -> None:
        self.start("web", "web", "--port", str(self.port))
        waits.until(self.answers, within_s=waits.UP_S, what="the first page")

    def start_listener(self) -> None:
        self.start("listener", "listener", "--devices", str(self.devices))

    def answers(self) -> bool:
        """Return whether the first page comes."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=waits.NOW_S).close()
        except OSError:
            return False
        return True

    def end(self) -> dict[str, int]:
        """Ctrl-C to each process still running; gives how each ended."""
        if self.resident is not None:
            self.resident.communicate(timeout=waits.UP_S)
        for process in self.started.values():
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGINT)
        return {name: process.wait(waits.UP_S) for name, process in self.started.items()}

    def run(self, module: str, *words: str) -> str:
        """Run a Python module of the tests in this clinic's folder and give what it printed."""
        if self.resident is None:
            self.resident = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.resident"],
                cwd=CHECKOUT, env=self._environment(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self.resident.stdin and self.resident.stdout
        self.resident.stdin.write(json.dumps({"module": module, "words": words}) + "\n")
        self.resident.stdin.flush()
        answer = json.loads(self.resident.stdout.readline() or '{"said": "", "fault": "it ended: look above for why"}')
        assert not answer["fault"], answer["fault"]
        return str(answer["said"])

    def _environment(self) -> dict[str, str]:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        return environment | {"EUTHYMIA_HOME": str(self.home), "EUTHYMIA_MODE": "demo"}

    @contextlib.contextmanager
    def locked_database(self) -> Iterator[None]:
        """Hold SQLite's write lock meanwhile: nobody else's commit gets through."""
        with contextlib.closing(sqlite3.connect(self.home / "clinic.sqlite3", isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
            holder.execute("ROLLBACK")

    def copy_to(self, home: Path) -> "Clinic":
        """Copy the folder while it is in use, without its processes: for what must not disturb the first."""
        shutil.copytree(self.home, home, ignore=shutil.ignore_patterns("*.sqlite3*", "*.sock", "registry", "mail"))
        with sqlite3.connect(self.home / "clinic.sqlite3") as ours, sqlite3.connect(home / "clinic.sqlite3") as copy:
            ours.backup(copy)
        return Clinic(home)


def below(pid: int) -> dict[int, str]:
    """List the processes under one, by id, with their command lines."""
    rows = subprocess.run(["ps", "-axo", "pid=,ppid=,command="], capture_output=True, text=True, check=True).stdout
    parents = {int(r.split(None, 2)[0]): (int(r.split(None, 2)[1]), r.split(None, 2)[-1]) for r in rows.splitlines()}
    found: dict[int, str] = {}
    for child in sorted(parents):
        if parents[child][0] == pid:
            found |= {child: parents[child][1], **below(child)}
    return found
