"""Device intake: messages acknowledged a second, after the durable commit and with alarms decided, beside two peers.

Closed loop, one message outstanding a connection, each connection its own sender, chair and session. The same client
talks to all four in turn, round after round; each figure is the median of its rounds.
"""

import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

from bench import processes
from bench.rows import Row, against, measured

# At 16 connections: (the peer that only parses, the bare echo), as floor and goal.
FLOORS = {"SQLite": (2.5, 0.06), "PostgreSQL": (1.2, 0.03)}
GOALS = {"SQLite": (10.0, 0.25), "PostgreSQL": (5.0, 0.12)}
ECHO, PARSE = "echo of the same bytes", "parsing with hl7, storing nothing"


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure at 1, 16 and 1,000 connections."""
    yield _fsync()
    most = 32 if quick else 1000
    with contextlib.ExitStack() as stack:
        ports = {}
        for database in FLOORS:
            say(f"filling a clinic on {database} with {most:,} live sessions")
            made = stack.enter_context(processes.clinic(database, sessions=most, parts=("listener",)))
            ports[database] = made.devices
        ports |= {
            ECHO: stack.enter_context(processes.peer("echo")),
            PARSE: stack.enter_context(processes.peer("parse")),
        }
        for connections in (1, 16, most):
            yield from _at(connections, ports, quick=quick, say=say)


def _at(connections: int, ports: dict[str, int], *, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    seconds, rounds = (0.4, 1) if quick else (4.0, 3)
    rates: dict[str, list[float]] = {name: [] for name in ports}
    for turn in range(rounds):
        for name, port in ports.items():
            echoed = {"echoed": True} if name == ECHO else {}
            found = processes.client(port, connections, seconds=seconds, **echoed)
            rates[name].append(found["per_s"])
            say(f"{connections:,} connections, round {turn + 1}: {name} {found['per_s']:,.0f}/s")
    median = {name: statistics.median(found) for name, found in rates.items()}
    for database in FLOORS:
        for peer, floor, goal in zip((PARSE, ECHO), FLOORS[database], GOALS[database], strict=True):
            claimed = {"floor": floor, "goal": goal} if connections == 16 else {}
            name = f"intake, {connections:,} connections, {database}, against {peer}"
            yield against(name, median[database], median[peer], peer, unit="messages/s", **claimed)


def _fsync() -> Row:
    """Write a page and have the disk keep it, as a commit does."""
    took_s = []
    with tempfile.TemporaryFile(dir=processes.BUILD) as file:
        for _ in range(100):
            began_s = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            took_s.append(time.perf_counter() - began_s)
    return measured("this disk: 4 KiB written and fsynced, median", 1000 * statistics.median(took_s), unit="ms")
