"""From the device's socket to the screen: live sessions, a stream client each, and one real page timed to its paint.

The page marks each board it has painted with the number of its newest event. That number's message carries the moment
it was sent, so the time between the two is measured on one clock, without a share of it being guessed.
"""

import contextlib
import json
import shutil
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench import processes
from bench.rows import Row, at_most, measured

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Keep each mark with the moment it was set; the page itself keeps only the newest.
COLLECT = """() => {
  const root = document.getElementById("live");
  window.marks = [];
  new MutationObserver(() => window.marks.push(root.dataset.painted))
    .observe(root, { attributes: true, attributeFilter: ["data-painted"] });
}"""


CHAIRS = ((8, 2000), (200, 500))  # a clinic's, and many more; the most that p99 may be, in milliseconds


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure on both databases, with each number of chairs; a quick run with the smaller."""
    seconds = 4.0 if quick else 60.0
    for database in ("SQLite", "PostgreSQL"):
        for sessions, limit_ms in CHAIRS[:1] if quick else CHAIRS:
            say(f"{sessions} live sessions, {sessions - 1} stream clients and one page, {seconds:g} s, on {database}")
            parts = ("listener", "web", "silence-watch")
            with processes.clinic(database, sessions=sessions, cookies=sessions, parts=parts) as made:
                paints_ms, streams = _watched(made, seconds)
            name, p99_ms = f"{sessions} live sessions, {database}", _at(0.99, paints_ms)
            yield at_most(f"{name}: p99 from the device to the painted page", p99_ms, limit_ms, unit="ms", goal=100)
            yield measured(f"{name}: median from the device to the painted page", _at(0.5, paints_ms), unit="ms")
            yield measured(f"{name}: p99 from the device to {streams['running']} streams", streams["p99_ms"], unit="ms")


def _at(part: float, sorted_ms: list[float]) -> float:
    return sorted_ms[int(part * (len(sorted_ms) - 1))]


def _watched(made: processes.Clinic, seconds: float) -> tuple[list[float], dict[str, float]]:
    """Let all devices talk while everybody watches; give the page's waits, sorted, and what the streams counted."""
    devices = len(made.sessions)
    with _streams(made) as watchers, page_of(made) as page:
        page.evaluate(COLLECT)
        processes.client(made.devices, devices, seconds=seconds, every_s=1.0, warm_s=1.0)
        page.wait_for_timeout(500)
        marks = [mark.split() for mark in page.evaluate("window.marks")]
        print("", file=watchers.stdin, flush=True)
        counted = json.loads(watchers.stdout.readline())
    if counted["running"] < devices - 1:
        raise SystemExit(f"{devices - 1 - counted['running']} streams ended before the measurement did.")
    return _waits_ms(made, [(int(number), float(at_s)) for number, at_s in marks]), counted


@contextlib.contextmanager
def _streams(made: processes.Clinic) -> Iterator[Any]:
    """Follow every chair but the first in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.watchers"],
        cwd=processes.CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        pairs = zip(made.sessions[1:], made.cookies[1:], strict=True)
        asked = {"port": made.pages, "streams": [[row["key"], cookie] for row, cookie in pairs]}
        print(json.dumps(asked), file=child.stdin, flush=True)
        if child.stdout is None or child.stdout.readline() != "up\n":
            raise SystemExit("the stream clients did not come up.")
        yield child
    finally:
        processes.end(child)  # type: ignore[arg-type]


@contextlib.contextmanager
def page_of(made: processes.Clinic) -> Iterator[Page]:
    """Open the first chair's page in a real browser, signed in."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    url = f"http://localhost:{made.pages}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": made.cookies[0], "url": url}])
        page = context.new_page()
        page.goto(f"{url}/chair/{made.sessions[0]['key']}")
        page.wait_for_selector("#live[data-painted]")
        yield page
        browser.close()


def _waits_ms(made: processes.Clinic, marks: list[tuple[int, float]]) -> list[float]:
    """Match each event with the first paint that shows it; an event that was never painted counts as never."""
    numbers = [number for number, _ in marks]
    waits_ms = []
    for number, sent_s in _sent(made):
        place = bisect_left(numbers, number)
        waits_ms.append(1000 * (marks[place][1] - sent_s) if place < len(marks) else float("inf"))
    return sorted(waits_ms)


def _sent(made: processes.Clinic) -> list[tuple[int, float]]:
    """Read from the database which event carries which measurement: the client stamps a message as it sends it."""
    session_id = made.sessions[0]["id"]
    asked = f"SELECT number, body FROM infusion_sessionevent WHERE kind = 'readings' AND session_id = {session_id}"
    found = [(number, body if isinstance(body, dict) else json.loads(body)) for number, body in _query(made, asked)]
    return [(number, body["readings"][0][2]) for number, body in found]


def _query(made: processes.Clinic, asked: str) -> list[Any]:
    if made.url:
        import psycopg

        with psycopg.connect(made.url) as server:
            return server.execute(asked).fetchall()  # type: ignore[arg-type]
    import sqlite3

    with contextlib.closing(sqlite3.connect(made.home / "clinic.sqlite3")) as file:
        return file.execute(asked).fetchall()
