"""A stranger's flood beside known monitors: how long until their acknowledgement, what alarms, what is kept.

The peer is the MLLP server of the `hl7` library with the same monitors and the same flood: it parses and answers, and
stores nothing. Both are asked on the same beat; what was not answered at the end counts as waiting until then.
"""

import contextlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import processes
from bench.operations.flooders import KINDS, MIB
from bench.rows import Row, at_most, measured, sooner

MONITORS = 6
LIMIT_MS, GOAL_MS = 1000, 200
KEPT_MIB = 2.0  # 500 addresses, 4 kB each: what a stranger may leave behind
STREAMS = 300


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure each kind of flood in turn, ours and then the peer, each again; then streams of one sign-in."""
    seconds = 2.0 if quick else 40.0  # longer than an unfinished message may last, and than a monitor may be silent
    for kind in KINDS:
        say(f"{kind}, {seconds:g} s")
        parts = ("listener", "silence-watch")
        with processes.clinic("SQLite", sessions=MONITORS, parts=parts) as made:
            before = _files_mib(made.home)
            ours = _beside(kind, made.devices, seconds)
            alarms, kept = _alarms(made.home), _strangers_mib(made.home)
            grown = _files_mib(made.home) - before
        with processes.peer("server") as port:
            theirs = _beside(kind, port, seconds, echoed=True, may_fail=True)
        name = f"flood, {kind}"
        yield at_most(f"{name}: p99 to a monitor's acknowledgement", ours["p99_ms"], LIMIT_MS, unit="ms", goal=GOAL_MS)
        yield sooner(f"{name}: the same beside", ours["p99_ms"], theirs["p99_ms"], "hl7's own MLLP server", unit="ms")
        yield none(f"{name}: alarms at {MONITORS} chairs whose monitors say steady values", alarms)
        yield at_most(f"{name}: kept of strangers", max(kept, 1e-3), KEPT_MIB, unit="MiB", goal=KEPT_MIB / 10)
        yield measured(f"{name}: sent by them", ours["taken_mib"], unit="MiB")
        yield measured(f"{name}: the clinic's files grew by", grown, unit="MiB")
    yield from _streams(seconds, say)


def none(name: str, count: int) -> Row:
    """Hold a count that must be zero."""
    return Row(name, count, 0, "none", "alarms", 0.0 if count else 1.0, 1)


def _beside(kind: str, port: int, seconds: float, **more: bool) -> dict[str, float]:
    """Let monitors talk, each four times a second, while strangers flood; give what both counted."""
    command = [sys.executable, "-m", "bench.operations.flooders", kind, str(port), str(seconds + 1)]
    flood = subprocess.Popen(command, cwd=processes.CHECKOUT, stdout=subprocess.PIPE)
    try:
        counted = processes.client(port, MONITORS, seconds=seconds, every_s=0.25, warm_s=1.0, **more)
        said, _ = flood.communicate(timeout=60)
        return {**counted, **json.loads(said)}
    finally:
        processes.end(flood)


def _streams(seconds: float, say: Callable[[str], None]) -> Iterator[Row]:
    """Open very many event streams with one cookie at once, as a script would, while the chairs' monitors talk."""
    say(f"{STREAMS} streams by one sign-in, {seconds:g} s")
    parts = ("listener", "silence-watch", "web")
    with processes.clinic("SQLite", sessions=MONITORS, cookies=1, parts=parts) as made:
        keys = [made.sessions[n % MONITORS]["key"] for n in range(STREAMS)]
        asked = {"port": made.pages, "streams": [[key, made.cookies[0]] for key in keys], "seconds": seconds}
        command = [sys.executable, "-m", "bench.operations.script", json.dumps(asked)]
        script = subprocess.Popen(command, cwd=processes.CHECKOUT, stdout=subprocess.PIPE)
        try:
            found = processes.client(made.devices, MONITORS, seconds=seconds, every_s=0.25, warm_s=0.5)
            said, _ = script.communicate(timeout=60)
        finally:
            processes.end(script)
        opened, alarms = json.loads(said)["opened"], _alarms(made.home)
    name = f"{STREAMS} streams asked for by one sign-in"
    yield at_most(f"{name}: p99 to a monitor's acknowledgement", found["p99_ms"], LIMIT_MS, unit="ms", goal=GOAL_MS)
    yield none(f"{name}: alarms at {MONITORS} chairs whose monitors say steady values", alarms)
    yield measured(f"{name}: opened", opened, unit="streams")


def _alarms(home: Path) -> int:
    return int(_asked(home, "SELECT count(*) FROM infusion_sessionevent WHERE kind = 'alarm raised'"))


def _strangers_mib(home: Path) -> float:
    """Return the size of what is kept of messages that came from no device of the clinic."""
    kept = _asked(home, "SELECT coalesce(sum(length(raw)), 0) FROM infusion_devicemessage WHERE device_id IS NULL")
    return (kept + _asked(home, "SELECT coalesce(sum(length(sample)), 0) FROM infusion_stranger")) / MIB


def _files_mib(home: Path) -> float:
    return sum(path.stat().st_size for path in home.glob("clinic.sqlite3*")) / MIB


def _asked(home: Path, question: str) -> float:
    with contextlib.closing(sqlite3.connect(home / "clinic.sqlite3")) as file:
        return float(file.execute(question).fetchone()[0])
