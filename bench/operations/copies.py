"""Copies and upgrades: the copy with its rehearsal, and `euthymia migrate` of a clinic that holds a year's device data.

The copy is the product's own, `euthymia backup`: taken, restored in a scratch folder, its rows counted, each row held
against the audit chain. Its peers copy alone, the same database: `.backup` of the sqlite3 program, and `pg_dump
--format=custom`.
The clinic is filled by devices that talk to the listener, so that each row is bound to the chain as at a bedside.
EUTHYMIA_BENCH_COPY_GB says how large a clinic is copied (1 where it is not set).
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import processes
from bench.messages import Wording
from bench.rows import Row, against, measured
from euthymia.clinic.server.copies import postgres as tools

MB: Final = 1_000_000
CHAIRS: Final = 16
RELEASE: Final = processes.CHECKOUT / "tests/upgrade/0.2.0-sqlite.tar.xz"
# Sessions of a year: two a working day, each an infusion and what is watched after it, a message every ten seconds.
YEAR_SESSIONS, SESSION_S, EVERY_S = 500, 7200, 10


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure the copy on both databases, then the upgrade."""
    size_mb = 20 if quick else int(1000 * float(os.environ.get("EUTHYMIA_BENCH_COPY_GB", "1")))
    for database, peer in (("SQLite", "sqlite3 .backup"), ("PostgreSQL", "pg_dump")):
        with processes.clinic(database, sessions=CHAIRS, parts=()) as made:
            say(f"devices talk until the clinic on {database} holds {size_mb:,} MB")
            _fill(made, size_mb * MB)
            held = _size(made)
            say(f"copying and rehearsing {held / MB:,.0f} MB")
            with tempfile.TemporaryDirectory(prefix="bench-copies-", dir=processes.BUILD) as folder:
                ours_s = _timed(_euthymia("backup", folder), made.environment)
                theirs_s = _timed(_peer(made, Path(folder)), made.environment)
        name = f"copy and rehearsal of {held / MB:,.0f} MB, {database}"
        yield against(f"{name}, beside copying alone", held / MB / ours_s, held / MB / theirs_s, peer, unit="MB/s")
        yield measured(f"{name}: until it can be trusted", ours_s, unit="s")
    yield from _upgrade(YEAR_SESSIONS // 100 if quick else YEAR_SESSIONS, say)


def _fill(made: processes.Clinic, least: int) -> None:
    listener = made.part("listener")
    try:
        while _size(made) < least:
            processes.client(made.devices, CHAIRS, seconds=1 if least < 100 * MB else 20, warm_s=0.1)
    finally:
        processes.end(listener)


def _size(made: processes.Clinic) -> int:
    """Return how many bytes the database takes, its log counted."""
    if not made.url:
        return sum(path.stat().st_size for path in made.home.glob("clinic.sqlite3*"))
    import psycopg

    with psycopg.connect(made.url) as server:
        found = server.execute("SELECT pg_database_size(current_database())").fetchone()
        return int(found[0]) if found else 0


def _peer(made: processes.Clinic, folder: Path) -> list[str]:
    if made.url:
        return [tools.program("pg_dump"), "--format=custom", f"--file={folder / 'peer'}", made.url]
    return ["sqlite3", str(made.home / "clinic.sqlite3"), f".backup '{folder / 'peer'}'"]


def _euthymia(*words: str) -> list[str]:
    return [sys.executable, "-m", "euthymia.cli.main", *words]


def _timed(command: list[str], environment: dict[str, str]) -> float:
    began_s = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[-2:]} ended with status {done.returncode}: {done.stdout}{done.stderr}")
    return time.perf_counter() - began_s


def _upgrade(sessions: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Bring the clinic that release 0.2.0 left to today's tables, with so many sessions' device data put into it."""
    with tempfile.TemporaryDirectory(prefix="bench-upgrade-", dir=processes.BUILD) as folder:
        with tarfile.open(RELEASE) as archive:
            archive.extractall(folder, filter="data")
        home = Path(folder) / "home"
        shutil.copytree(Path(folder) / "copy", home)
        (home / "manifest.json").unlink()
        say(f"writing the device data of {sessions} sessions into a clinic of 0.2.0")
        count = _write(home / "clinic.sqlite3", sessions * SESSION_S // EVERY_S)
        held = (home / "clinic.sqlite3").stat().st_size / MB
        say(f"migrating {held:,.0f} MB")
        environment = {**os.environ, "EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo", "DATABASE_URL": ""}
        took_s = _timed(_euthymia("migrate"), environment)
    name = f"upgrade from 0.2.0 with {count:,} device messages, {held:,.0f} MB"
    yield measured(f"{name}: copy, tables, every row sealed", took_s, unit="s")


def _write(path: Path, count: int) -> int:
    """Write messages, and the readings each brought, beside those of the sessions that the release left there."""
    began_s = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    words, body = Wording(0, began_s), json.dumps({"readings": [["spo2_pct", 97.0, began_s]] * 6, "device": 1})
    with closing(sqlite3.connect(path)) as database, database:
        last = dict(database.execute("SELECT session_id, max(number) FROM infusion_sessionevent GROUP BY session_id"))
        ids = list(last)
        for number in range(count):
            at_s, session = began_s + number * EVERY_S, ids[number % len(ids)]
            at = datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
            last[session] += 1
            database.execute(
                "INSERT INTO infusion_devicemessage (received_at, disposition, reason, raw, device_id, session_id) "
                "VALUES (?, 'charted', '', ?, 1, ?)", (at, words.at(at_s), session),
            )  # fmt: skip
            database.execute(
                "INSERT INTO infusion_sessionevent (number, kind, event_at, at, actor, body, session_id) "
                "VALUES (?, 'readings', ?, ?, 'device:1', ?, ?)", (last[session], at, at, body, session),
            )  # fmt: skip
    return count
