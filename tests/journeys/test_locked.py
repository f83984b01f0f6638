"""A page that nobody touches locks: numbers, alarms, sound and help stay; a person unlocks it and confirms by name."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from euthymia.demo import logins
from tests import waits
from tests.journeys.conftest import TABLET
from tests.journeys.hands import tab
from tests.journeys.looking import axe, hears, runs_sideways, shot, too_small

pytestmark = pytest.mark.browser


@pytest.fixture
def live(people, demo) -> Page:
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", f"Chair {uuid4().hex[:6]}"))
    page = people.page("nurse", size=TABLET)
    page.goto(f"/chair/{made['key']}")
    page.get_by_role("button", name="I started the pump", exact=True).click()
    expect(page.locator("#state")).to_have_text("The infusion runs")
    return page


def locks(page: Page) -> None:
    """Do not wait the minutes of the policy."""
    page.evaluate("document.getElementById('live').dataset.idleS = '0.2'")
    expect(page.locator("#locked")).to_be_visible()
    page.evaluate("document.getElementById('live').dataset.idleS = '1200'")


def unlock(page: Page, demo) -> None:
    page.get_by_label("Password of Nia Okoro").fill(logins.load(demo.home)["nurse"]["password"])
    page.get_by_role("button", name="Unlock").click()


def test_a_page_nobody_touches_locks_and_still_takes_what_cannot_wait(live, demo, people):
    assert live.locator("#live").get_attribute("data-idle-s") == "1200"  # the policy: 20 min
    tab(live, "Note")
    live.locator("#note").fill("Half a sentence")
    tab(live, "Look")
    live.get_by_label("Systolic").fill("186")
    live.get_by_label("Diastolic").fill("88")
    live.get_by_role("button", name="Save vital signs").click()
    expect(live.locator("#alarms .high").first).to_be_visible()
    hears(live)

    locks(live)
    live.context.clear_cookies(name="sessionid")  # as at the end of the idle minutes

    expect(live.get_by_text("Locked. Numbers and alarms are live.")).to_be_visible()
    for gone in ("#note", ".acts[data-once]", "header nav"):
        expect(live.locator(gone).first).to_be_hidden()
    expect(live.locator("#value-systolic_mmhg .number")).to_have_text("186")
    live.wait_for_function("() => window.played.includes('high')")
    assert not axe(live)
    assert not runs_sideways(live)
    assert not too_small(live, "main", least_px=48)
    shot(live, "chair-locked")

    live.locator("#alarms .high button").first.click()
    expect(live.locator("#alarms .high").first).to_contain_text(
        re.compile(r"seen at the chair \d\d:\d\d, not confirmed")
    )
    live.get_by_role("button", name="I stopped the pump for good").click()
    live.get_by_role("button", name="HELP", exact=True).click()
    expect(live.locator("#log")).to_contain_text("HELP called (at Chair")
    expect(live.locator("#state")).to_have_text("The infusion runs")  # unconfirmed, it moves nothing

    unlock(live, demo)

    expect(live.locator("#locked")).to_be_hidden()
    expect(live.locator("#note")).to_have_value("Half a sentence")
    expect(live.locator("#unconfirmed li")).to_have_count(3)
    live.get_by_role("button", name="Fold", exact=True).click()  # HELP has the room until then
    assert not axe(live)
    for what in ("Alarm seen", "The pump was stopped", "HELP called"):
        live.get_by_role("button", name=re.compile(f"I confirm in my name: {what}")).click()
        expect(live.locator("#unconfirmed li", has_text=what)).to_have_count(0)
    expect(live.locator("#unconfirmed")).to_be_hidden()
    expect(live.locator("#state")).to_have_text("Stopped, under observation")
    expect(live.locator("#alarms .seen").first).to_contain_text("seen by Nia Okoro")
    tab(live, "Note")
    live.get_by_role("button", name="Save note").click()
    expect(live.locator("#log")).to_contain_text("Note: Half a sentence (Nia Okoro)")


def test_a_wrong_password_leaves_it_locked_and_so_does_a_reload(live, demo):
    locks(live)
    live.get_by_label("Password of Nia Okoro").fill("not the password")
    live.get_by_role("button", name="Unlock").click()
    expect(live.locator("#unlock-says")).to_contain_text("Still locked")

    live.reload()
    expect(live.locator("#locked")).to_be_visible()
    unlock(live, demo)
    expect(live.locator("#locked")).to_be_hidden()


def test_a_hand_on_the_page_keeps_it_open(live):
    live.evaluate("document.getElementById('live').dataset.idleS = '6'")
    for _ in range(6):
        live.wait_for_timeout(waits.ms(waits.A_GLANCE_S))
        live.locator("h1").click()
    expect(live.locator("#locked")).to_be_hidden()
