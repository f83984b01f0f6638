"""A page nobody can be watching is noticed on the other screens, and so are alarms nobody acknowledges and help."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import waits
from tests.journeys.conftest import whole_clinic
from tests.journeys.looking import axe, heard, hears, shot
from tests.journeys.running import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.alone]
SOUNDS = "() => window.played.length > 0"  # Tomas's pump runs on at another chair: that may sound in its place
_TURN = """(state) => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Clinic]:
    """A clinic of its own: five seconds are measured, and other files leave their chairs unwatched."""
    with whole_clinic(tmp_path_factory.mktemp("eyes") / "home", speed=1) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def cookies() -> dict[str, Any]:
    return {}


def turn(page: Page, state: str) -> None:
    page.evaluate(_TURN, state)


@pytest.fixture
def chair(demo, people):
    """A chair of its own whose infusion runs."""
    people.sign_in("nurse")
    name = f"Chair {uuid4().hex[:6]}"
    made = json.loads(demo.run("tests.journeys.chair", name))
    return {"url": f"/chair/{made['key']}", "name": name}


@pytest.fixture
def watching(people, chair) -> Page:
    """Its page, open and with its sound on: the hand that starts the pump turns it on."""
    page = people.page("nurse")
    page.goto(chair["url"])
    page.get_by_role("button", name="I started the pump", exact=True).click()
    expect(page.locator("#sound-off")).to_be_hidden()
    expect(page.locator("#state")).to_have_text("The infusion runs")
    page.wait_for_timeout(waits.ms(waits.WATCHED_S))
    return page


@pytest.fixture
def other(people, demo) -> Page:
    """Another chair's page, open in another browser."""
    made = json.loads(demo.run("tests.journeys.chair", f"Other {uuid4().hex[:6]}"))
    page = people.page("nurse2")
    page.goto(f"/chair/{made['key']}")
    hears(page)
    return page


@pytest.fixture
def overview(people) -> Page:
    page = people.page("prescriber")
    page.goto("/chairs")
    hears(page)
    return page


def notice(page: Page, chair, kind="unwatched"):
    return page.locator(f'#elsewhere [data-kind="{kind}"]', has_text=f"{chair['name']}:")


def is_hidden(page, people):
    turn(page, "hidden")


def is_muted(page, people):
    page.evaluate("window.alarmSound.on = () => false")


def goes_elsewhere(page, people):
    page.goto("about:blank")


def is_closed(page, people):
    page.close()


def is_cut_off(page, people):
    people.network_fails = True
    page.context.set_offline(True)


PLAYED_AT = """() => { window.heard = []; const play = window.alarmSound.play;
  window.alarmSound.play = (priority) => { window.heard.push([priority, Date.now()]); return play(priority); }; }"""


LINES = "[...document.querySelectorAll('#elsewhere > li')].map((line) => line.dataset.key)"


def test_an_alarm_sounds_within_two_seconds_of_the_value_that_breaks_its_limit(watching):
    quiet = watching.get_by_role("button", name="Pause alarm sound")
    if quiet.is_visible():  # of another chair
        quiet.click()
    expect(quiet).to_be_hidden()
    watching.get_by_label("Systolic", exact=True).fill("186")
    watching.get_by_label("Diastolic", exact=True).fill("112")
    watching.evaluate(PLAYED_AT)
    pressed_ms = watching.evaluate("Date.now()")
    watching.get_by_role("button", name="Save vital signs").click()
    watching.wait_for_function("() => window.heard.length > 0")

    ((priority, at_ms), *_) = watching.evaluate("window.heard")
    assert priority == "high"
    assert at_ms - pressed_ms <= 2000


def test_sound_for_other_chairs_is_paused_on_one_screen_with_its_countdown(watching, overview, chair):
    watching.get_by_role("button", name="HELP", exact=True).click()
    overview.wait_for_function("() => window.played.includes('high')")

    # A chair that another test leaves unwatched is new trouble at any moment, and sounds: then it is paused again.
    for _ in range(4):
        lines = overview.evaluate(LINES)
        if (pause := overview.get_by_role("button", name="Pause alarm sound here")).is_visible():
            pause.click()
        expect(overview.locator("#elsewhere-paused")).to_contain_text(re.compile(r"paused on this screen: 1:\d\d left"))
        heard(overview)
        overview.wait_for_timeout(waits.ms(waits.A_SOUND_S))
        if set(overview.evaluate(LINES)) <= set(lines):
            break
    assert "high" not in heard(overview)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (is_hidden, "hidden since"),
        (is_muted, "its sound is off since"),
        (goes_elsewhere, "closed at"),
        (is_closed, "closed at"),
        (is_cut_off, "not heard from since"),
    ],
)
def test_a_page_nobody_can_watch_is_noticed_elsewhere_within_five_seconds(
    what, why, watching, other, overview, chair, people
):
    for screen in (other, overview):
        expect(notice(screen, chair)).to_have_count(0)

    what(watching, people)
    began_s = time.monotonic()
    expect(notice(other, chair)).to_contain_text(
        f"nobody's screen watches it ({why}", timeout=waits.ms(waits.SAID_WITHIN_S)
    )
    expect(notice(overview, chair)).to_contain_text(
        why, timeout=max(1, waits.ms(waits.SAID_WITHIN_S - (time.monotonic() - began_s)))
    )
    print(f"noticed elsewhere after {time.monotonic() - began_s:.1f} s: {why}")
    for screen in (other, overview):
        screen.wait_for_function(SOUNDS)
        assert "Marchetti" not in notice(screen, chair).inner_text()


def test_a_page_that_is_back_says_what_happened_and_for_how_long(watching, other, chair):
    turn(watching, "hidden")
    expect(notice(other, chair)).to_be_visible()
    turn(watching, "visible")

    said = watching.locator("#was-away-text")
    expect(said).to_contain_text(re.compile(r"This page was hidden from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d \(\d+ s\)"))
    expect(notice(other, chair)).to_have_count(0)
    assert not axe(watching)
    watching.get_by_role("button", name="I have looked", exact=True).click()
    expect(said).to_be_hidden()


def test_a_page_that_looks_away_for_a_moment_is_not_called(watching, other, chair):
    turn(watching, "hidden")
    watching.wait_for_timeout(waits.ms(waits.A_GLANCE_S))
    turn(watching, "visible")
    other.wait_for_timeout(waits.ms(waits.ASKED_AGAIN_S))
    expect(notice(other, chair)).to_have_count(0)
    expect(watching.locator("#was-away")).to_be_hidden()


def test_help_shows_and_sounds_on_every_screen_within_two_seconds(watching, other, overview, chair, people):
    today = people.page("desk")
    today.goto("/today")
    watching.get_by_role("button", name="HELP", exact=True).click()

    for screen in (other, overview):
        expect(notice(screen, chair, "help")).to_be_visible(timeout=waits.ms(waits.HELP_WITHIN_S))
        screen.wait_for_function("() => window.played.includes('high')")
        assert not axe(screen)
    shot(overview, "chairs-need")
    expect(today.locator("#menu-alarms")).to_contain_text(f"{chair['name']}: HELP was called. Tell a nurse.")
    assert not axe(today)

    watching.get_by_role("button", name="Help is here: other screens stop calling").click()
    for screen in (other, overview):
        expect(notice(screen, chair, "help")).to_have_count(0)
    expect(today.locator("#menu-alarms")).not_to_contain_text(chair["name"])


def test_an_alarm_nobody_acknowledges_shows_elsewhere_at_30_s_and_everywhere_at_60_s(
    watching, other, overview, chair, people
):
    today = people.page("nurse2")
    today.goto("/today")
    watching.get_by_label("Systolic").fill("186")
    watching.get_by_label("Diastolic").fill("88")
    watching.get_by_role("button", name="Save vital signs").click()
    expect(watching.locator("#alarms .high").first).to_be_visible()
    began_s = time.monotonic()
    elsewhere_ms = waits.ms(waits.UNSEEN_ELSEWHERE_S + waits.LATE_S)
    everywhere_ms = waits.ms(waits.UNSEEN_EVERYWHERE_S - waits.UNSEEN_ELSEWHERE_S + 2 * waits.LATE_S)
    for screen in (other, overview):
        expect(notice(screen, chair, "alarm").first).to_contain_text("Nobody has acknowledged it", timeout=elsewhere_ms)
        assert time.monotonic() - began_s > waits.UNSEEN_ELSEWHERE_S - waits.EARLY_S
    expect(today.locator("#menu-alarms")).to_contain_text(
        f"{chair['name']}: a high alarm that nobody acknowledges",
        timeout=everywhere_ms,
    )
    assert time.monotonic() - began_s > waits.UNSEEN_EVERYWHERE_S - waits.EARLY_S
    today.reload()
    expect(
        today.get_by_text(f"{chair['name']}: a high alarm that nobody acknowledges. Go to the chair.")
    ).to_be_visible()

    for button in watching.locator("#alarms .high button").all():
        button.click()
    for screen in (other, overview):
        expect(notice(screen, chair, "alarm")).to_have_count(0)
