"""The processes a row needs: a real clinic in a folder of its own, its peers, its clients. All are ended with it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import postgres

CHECKOUT = Path(__file__).resolve().parent.parent
BUILD = CHECKOUT / "build"


@dataclass
class Clinic:
    """A filled clinic; its parts are started as they are needed."""

    database: str
    home: Path
    url: str = ""
    sessions: list[dict[str, Any]] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    devices: int = field(default_factory=postgres.free_port)
    pages: int = field(default_factory=postgres.free_port)
    log: Any = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        more = {"DATABASE_URL": self.url} if self.url else {}
        return {**kept, **more, "EUTHYMIA_HOME": str(self.home), "EUTHYMIA_MODE": "demo"}

    def part(self, name: str) -> subprocess.Popen[bytes]:
        """Start one part of the clinic by the product's own command; wait until it answers."""
        at = [] if name == "silence-watch" else ["--port", str(self.pages), "--devices", str(self.devices)]
        command = [sys.executable, "-m", "euthymia.cli.main", name, *at]
        child = subprocess.Popen(command, cwd=CHECKOUT, env=self.environment, stdout=self.log, stderr=self.log)
        if at:
            wait_for(self.pages if name == "web" else self.devices, child)
        return child


@contextlib.contextmanager
def clinic(database: str, *, sessions: int, cookies: int = 0, parts: tuple[str, ...]) -> Iterator[Clinic]:
    """Make a clinic on "SQLite" or "PostgreSQL", fill it, start its parts; end them and remove it afterwards."""
    BUILD.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    made = Clinic(database, home, postgres.start() if database == "PostgreSQL" else "")
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        made.log = stack.enter_context((home / "log").open("wb"))
        filled = json.loads(run("bench.fill", str(sessions), str(cookies), environment=made.environment))
        made.sessions, made.cookies = filled["sessions"], filled["cookies"]
        for name in parts:
            stack.callback(end, made.part(name))
        yield made


@contextlib.contextmanager
def peer(kind: str) -> Iterator[int]:
    """Start a peer of the intake rows; give its port."""
    port = postgres.free_port()
    child = subprocess.Popen([sys.executable, "-m", "bench.peers", kind, str(port)], cwd=CHECKOUT)
    try:
        wait_for(port, child)
        yield port
    finally:
        end(child)


def run(module: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run a module of the bench to its end; give its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode().strip().splitlines()[-1]


def client(port: int, connections: int, *, seconds: float, may_fail: bool = False, **more: Any) -> dict[str, float]:
    """Let devices talk to a port from a process of their own; give what the client counted.

    Stops where a message was refused or none was answered, but where that may be what is measured.
    """
    options = [f"--{key.replace('_', '-')}={value}" for key, value in more.items() if value is not True]
    flags = [f"--{key}" for key, value in more.items() if value is True]
    counted = run(
        "bench.client", f"--port={port}", f"--connections={connections}", f"--seconds={seconds}", *options, *flags
    )
    found: dict[str, float] = json.loads(counted)
    if not may_fail and (found["refused"] or not found["answers"]):
        raise SystemExit(f"port {port}: {found['refused']} messages were refused, {found['answers']} answered.")
    return found


def wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    """Wait until somebody answers at a port; stop with the child's status where it ended first."""
    for _ in range(600):
        if child.poll() is not None:
            raise SystemExit(f"{child.args} ended with status {child.returncode} before it answered.")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise SystemExit(f"{child.args} did not answer within 30 s.")


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, then make it."""
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
