"""All stories at once: one clinic run for real, a few browsers, and for each story a chair of its own."""

import json
import os
import queue
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from playwright.sync_api import Browser

from tests import waits
from tests.journeys.conftest import People, chromium
from tests.journeys.looking import NO_NETWORK
from tests.journeys.running import CHECKOUT, Clinic
from tests.stories.stage import Scene, tell
from tests.stories.story import Story

AT_ONCE = int(os.environ.get("EUTHYMIA_STORIES_AT_ONCE", "3"))
PLAYERS = ("nurse", "nurse2", "prescriber")


class Usher:
    """Seats patients, one story after another, in a process of its own."""

    def __init__(self, clinic: Clinic) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        environment |= {"EUTHYMIA_HOME": str(clinic.home), "EUTHYMIA_MODE": "demo"}
        self._asking = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.seats"],
            cwd=CHECKOUT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._answer()

    def seat(self, story: Story) -> dict[str, Any]:
        """Seat the patient of a story at a chair named like it."""
        return self._ask({"name": story.name, "seat": asdict(story.seat)})

    def clear(self, chair_key: str) -> None:
        """Clear the chair of a story that is told."""
        self._ask({"clear": chair_key})

    def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        with self._asking:
            assert self._process.stdin
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "nobody seats any more: look above for why"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self._process.communicate(timeout=waits.UP_S)


@dataclass
class Theatre:
    """Tells stories and keeps how each went: "" for as told, else what went otherwise."""

    clinic: Clinic
    cookies: dict[str, Any] = field(default_factory=dict)
    went: dict[str, str] = field(default_factory=dict)

    def tell_all(self, stories: Iterable[Story]) -> None:
        """Several at once; then, one after another, those that must be alone."""
        stories, self._usher = list(stories), Usher(self.clinic)
        try:
            self._sign_in()
            self._at_once([story for story in stories if not story.alone], AT_ONCE)
            self._at_once([story for story in stories if story.alone], 1)
        finally:
            self._usher.close()

    def _sign_in(self) -> None:
        def all_sign_in() -> None:
            with chromium() as browser:
                people = People(browser, self.clinic, self.cookies)
                for login in PLAYERS:
                    people.sign_in(login)
                people.close()

        _in_threads(all_sign_in, 1)

    def _at_once(self, stories: list[Story], threads: int) -> None:
        waiting: queue.SimpleQueue[Story] = queue.SimpleQueue()
        for story in stories:
            waiting.put(story)

        def tell_some() -> None:
            with chromium() as browser:
                while True:
                    try:
                        story = waiting.get_nowait()
                    except queue.Empty:
                        return
                    self.went[story.name] = self._told(story, browser)

        _in_threads(tell_some, min(threads, len(stories)))

    def _told(self, story: Story, browser: Browser) -> str:
        people = People(browser, self.clinic, self.cookies)
        scene = Scene(story, {}, self.clinic, people)
        try:
            scene.seat = self._usher.seat(story)
            tell(scene)
            problems = [problem for problem in people.problems if not NO_NETWORK.search(problem)]
            return "\n".join(problems)
        except Exception as failed:
            return f"{failed}" if isinstance(failed, AssertionError) else traceback.format_exc()
        finally:
            scene.close()
            if scene.seat:
                self._usher.clear(scene.seat["chair_key"])


def _in_threads(do: Any, count: int) -> None:
    """A browser's driver belongs to one thread: none of them is the one that pytest runs in."""
    threads = [threading.Thread(target=do) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
