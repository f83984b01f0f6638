"""A hidden page noticed on the overview, and a page that was cut off equal to a fresh one: seconds."""

import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from bench import processes, screen
from bench.rows import Row, at_most

HIDDEN_S, EQUAL_S = 5.0, 5.0
_HIDE = """() => {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
_NUMBER = "document.getElementById('live').dataset.number"


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure with eight live sessions, a few times each; the slowest counts."""
    times = 1 if quick else 5
    with processes.clinic("SQLite", sessions=8, cookies=8, parts=("listener", "web", "silence-watch")) as made:
        with screen.page_of(made) as page:
            say(f"a page is cut off and comes back, {times} times")
            waits_s = [_back(page, made) for _ in range(times)]
        yield at_most("page equal to a fresh page after the network returns", max(waits_s), EQUAL_S, unit="s", goal=2)
        with screen.page_of(made) as page:
            say(f"a page is hidden, {times} times")
            waits_s = [_noticed(page) for _ in range(times)]
        yield at_most("hidden page noticed on the overview", max(waits_s), HIDDEN_S, unit="s", goal=4)


def _back(page: Page, made: processes.Clinic) -> float:
    """Let the device talk to a page that is cut off; give the seconds from the network's return to the newest event."""
    page.context.set_offline(True)
    processes.client(made.devices, 1, seconds=2, every_s=0.5)
    page.context.set_offline(False)
    began_s = time.monotonic()
    fresh = page.context.new_page()
    fresh.route("**/stream?*", lambda route: route.abort())
    fresh.goto(page.url)
    newest = int(fresh.evaluate(_NUMBER))
    fresh.close()
    page.wait_for_function("n => +document.getElementById('live').dataset.number >= n", arg=newest, timeout=60_000)
    return time.monotonic() - began_s


def _noticed(page: Page) -> float:
    """Hide the page once it watches; give the seconds until the overview says so."""
    page.reload()
    page.locator("h1").click()  # a hand turns the sound on
    name = page.locator("h1").inner_text().split(":")[0]
    overview = page.context.new_page()
    overview.goto(page.url.split("/chair/")[0] + "/chairs")
    line = overview.locator('#elsewhere [data-kind="unwatched"]', has_text=f"{name}:")
    line.wait_for(state="detached", timeout=30_000)
    page.evaluate(_HIDE)
    began_s = time.monotonic()
    line.wait_for(timeout=30_000)
    waited_s = time.monotonic() - began_s
    overview.close()
    return waited_s
