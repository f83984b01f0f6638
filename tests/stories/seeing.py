"""What eyes see and ears hear in a story, and what the record says of messages."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests import waits
from tests.journeys.looking import heard
from tests.stories.stage import Scene
from tests.stories.story import Do


def sees_alarm(key: str, *, who: str = "nurse", within_s: float = waits.SOON_S, mark: str = "") -> Do:
    """The alarm is on the page: with `mark` also how ("ended", "seen", "high").

    How soon after its receipt it was there is measured by itself (record.compare); a slow machine only waits longer.
    """

    def sees(scene: Scene) -> None:
        alarm = alarm_on(scene.page(who), key)
        expect(alarm).to_be_visible(timeout=waits.ms(within_s))
        if mark:
            expect(alarm).to_have_class(re.compile(rf"\b{mark}\b"), timeout=waits.ms(within_s))

    return sees


def sees_no_alarm(key: str = "", *, who: str = "nurse") -> Do:
    """There is none on the page now; with a key, not that one."""

    def sees(scene: Scene) -> None:
        page = scene.page(who)
        shown = alarm_on(page, key) if key else page.locator("#alarms > li")
        expect(shown).to_have_count(0, timeout=waits.ms(waits.NOW_S))

    return sees


def alarm_on(page: Page, key: str) -> Any:
    return page.locator(f'#alarms > li[data-key="{key}"]')


def reads(words: str, *, where: str = "#log", who: str = "nurse", within_s: float = waits.SOON_S) -> Do:
    def sees(scene: Scene) -> None:
        expect(scene.page(who).locator(where).first).to_contain_text(words, timeout=waits.ms(within_s))

    return sees


def page_reads(words: str, *, who: str = "nurse") -> Do:
    """Somewhere on the page it says so."""

    def sees(scene: Scene) -> None:
        expect(scene.page(who).locator("main")).to_contain_text(words.format(**scene.seat))

    return sees


def page_reads_nowhere(words: str, *, who: str = "nurse") -> Do:
    def sees(scene: Scene) -> None:
        expect(scene.page(who).locator("main")).not_to_contain_text(words)

    return sees


def state(words: str, *, who: str = "nurse") -> Do:
    return reads(words, where="#state", who=who)


def refused(words: str, *, who: str = "nurse") -> Do:
    return reads(words, where=":is(#refusal, .said) .refusal", who=who)


def trouble(words: str, *, who: str = "nurse", within_s: float = waits.SOON_S) -> Do:
    return reads(words, where="#trouble", who=who, within_s=within_s)


def hears(priority: str, *, who: str = "nurse") -> Do:
    """The page sounds so by now."""

    def listens(scene: Scene) -> None:
        scene.page(who).wait_for_function(
            "p => window.played.includes(p)", arg=priority, timeout=waits.ms(waits.SOON_S)
        )

    return listens


def hears_nothing(for_s: float, *, who: str = "nurse") -> Do:
    def listens(scene: Scene) -> None:
        heard(scene.page(who))
        scene.page(who).wait_for_timeout(waits.ms(for_s))
        assert heard(scene.page(who)) == []

    return listens


def dispositions(*told: tuple[str, str]) -> Do:
    """What became of this chair's messages that were not charted, each way once, in order."""

    def looks(scene: Scene) -> None:
        found = list(dict.fromkeys(scene.record.dispositions()))
        assert found == list(told), found

    return looks
