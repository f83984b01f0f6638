"""Where a story goes: one chair of a real clinic, its devices' lines, and a page for each person in it."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from tests import waits
from tests.clinic import chairside
from tests.journeys.conftest import DESKTOP, TABLET, People
from tests.journeys.looking import follow, hears, same_as_fresh
from tests.journeys.running import Clinic
from tests.stories.cable import Cable
from tests.stories.record import Record, compare
from tests.stories.story import Story

AGAIN_S = 3.0  # a monitor says its values again so often: not as one that reports every second does

# When each alarm was first on the page.
_SEEN = """() => {
  window.alarmsSeen = {};
  window.opened = Date.now() / 1000;
  const look = () => document.querySelectorAll('#alarms > li:not(.ended)').forEach(
    (n) => (window.alarmsSeen[n.dataset.key] ??= Date.now() / 1000));
  new MutationObserver(look).observe(document.getElementById('alarms'), { childList: true });
  look();
}"""


@dataclass
class Monitor:
    """A device's connection, and what it says again and again until it falls silent."""

    line: chairside.Line
    sender: tuple[str, str]
    count: int = 0
    last_s: float = 0.0
    again: Any = None
    talking: threading.RLock = field(default_factory=threading.RLock)
    open: bool = True

    def __post_init__(self) -> None:
        threading.Thread(target=self._repeat, daemon=True).start()

    def send(self, raw: bytes, *, takes: str = "A") -> None:
        """Send a message; the listener must have taken it (answered "AA") before the story goes on."""
        with self.talking:
            self.line.send(raw)
            reply = self.line.answer()
            assert reply.code[1:] == takes, f"answered {reply.code}: {reply.text}"
            self.last_s = time.monotonic()

    def say(self, now: Callable[[], None], again: Callable[[], None] | None) -> None:
        """Send this now; and this again and again, whatever the people in the story do meanwhile."""
        with self.talking:
            self.again = None
            now()
            self.again = again

    def _repeat(self) -> None:
        while self.open:
            time.sleep(waits.KNOCK_S)
            with self.talking:
                if self.open and self.again and time.monotonic() - self.last_s >= AGAIN_S:
                    self.again()

    def close(self) -> None:
        with self.talking:
            self.open = False
            self.line.close()

    def number(self) -> str:
        self.count += 1
        return f"S{self.count}"


@dataclass
class Scene:
    """A story that goes on."""

    story: Story
    seat: dict[str, Any]
    clinic: Clinic
    people: People
    began_s: float = 0.0
    pages: dict[str, Page] = field(default_factory=dict)
    monitors: dict[str, Monitor] = field(default_factory=dict)
    held: ExitStack = field(default_factory=ExitStack)
    cable: Cable | None = None  # of the nurse's page, where the story pulls it

    @property
    def record(self) -> Record:
        return Record(self.clinic.home / "clinic.sqlite3", self.seat)

    def page(self, who: str = "nurse") -> Page:
        """Return this person's chair page; "nurse, other tablet" is her second. A tablet, but for a prescriber."""
        if who not in self.pages:
            login = who.partition(",")[0]
            by_cable = self.cable if who == "nurse" else None
            size = DESKTOP if login == "prescriber" else TABLET
            page = self.people.page(login, size=size, address=by_cable.url if by_cable else "")
            self.pages[who] = page
            if "key" in self.seat:
                self.open_chair(page)
        return self.pages[who]

    def open_chair(self, page: Page) -> None:
        """Open the live page and follow it, its alarms timed and its sound written down."""
        page.goto(f"/chair/{self.seat['key']}")
        expect(page.locator("#trouble")).to_be_hidden()
        follow(page)
        hears(page)
        page.evaluate(_SEEN)

    def monitor(self, name: str = "monitor", *, sender: tuple[str, str] | None = None) -> Monitor:
        if name not in self.monitors:
            line = chairside.Line(self.clinic.devices)
            self.monitors[name] = Monitor(line, sender or tuple(self.seat["devices"][name]))
        return self.monitors[name]

    def now_s(self) -> float:
        return time.monotonic() - self.began_s

    def wait_until(self, at_s: float) -> None:
        """Let the story's time go by."""
        if (left_s := at_s - self.now_s()) > 0:
            self.page().wait_for_timeout(waits.ms(left_s))

    def close(self) -> None:
        self.held.close()
        for monitor in self.monitors.values():
            monitor.close()
        self.people.close()
        if self.cable:
            self.cable.close()


def tell(scene: Scene) -> None:
    """Let a story go as told; fail with the moment at which it did not."""
    if scene.story.cable:
        scene.cable = Cable(scene.clinic.port)
    scene.page()
    scene.began_s = time.monotonic()
    for step in scene.story.script:
        scene.wait_until(step.at_s)
        for do in step.does:
            try:
                do(scene)
            except AssertionError as failed:
                told = "\n".join(scene.record.lines_as_text())
                why = str(failed).partition("Aria snapshot")[0].strip()
                raise AssertionError(f"at {step.at_s:g} s, {do.__qualname__}: {why}\n{told}") from failed
    if "key" not in scene.seat:
        assert scene.record.near_misses() == list(scene.story.near_misses)
        return
    _the_page_is_a_fresh_page(scene)
    compare(scene.story, scene.record, seen=_first_seen(scene))


def _the_page_is_a_fresh_page(scene: Scene) -> None:
    page = scene.page()
    if page.url.endswith(scene.seat["key"]) and page.evaluate("'readAt' in window"):
        same_as_fresh(page)


def _first_seen(scene: Scene) -> dict[str, float]:
    """When each alarm was first on a page; one that was there when the page was opened came before it."""
    seen: dict[str, float] = {}
    for page in scene.pages.values():
        opened_s = page.evaluate("window.opened || 0")
        for key, when_s in (page.evaluate("window.alarmsSeen") or {}).items():
            if when_s > opened_s + 0.5:
                seen[key] = min(when_s, seen.get(key, when_s))
    return seen
