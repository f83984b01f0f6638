"""The live page of a chair: what it shows after each event is what a page opened afresh shows."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests import waits
from tests.journeys.bedside import monitor
from tests.journeys.looking import follow, heard, hears, same_as_fresh

pytestmark = pytest.mark.browser


@pytest.fixture
def chair(demo, request):
    return json.loads(demo.run("tests.journeys.chair", request.node.name))


@pytest.fixture
def live(people, chair) -> Page:
    page = people.page("nurse")
    page.goto(f"/chair/{chair['key']}")
    follow(page)
    return page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_page_then_acts_equals_a_fresh_page(live):
    expect(live.locator("#state")).to_have_text("Checked, ready to start")
    same_as_fresh(live)

    for button, state in (
        ("I started the pump", "The infusion runs"),
        ("I paused the pump", "Paused"),
        ("I started the pump again", "The infusion runs"),
        ("I stopped the pump for good", "Stopped, under observation"),
    ):
        press(live, button)
        expect(live.locator("#state")).to_have_text(state)
        shown = same_as_fresh(live)
        assert shown["state"] == state
        assert shown["pump"] is (state in ("Paused", "Stopped, under observation"))

    press(live, "The pump stands still: I looked")
    expect(live.get_by_text("PUMP MAY STILL BE RUNNING")).to_be_hidden()
    assert not same_as_fresh(live)["pump"]


def test_page_then_an_alarm_equals_a_fresh_page(live):
    live.get_by_label("Systolic").fill("186")
    live.get_by_label("Diastolic").fill("112")
    press(live, "Save vital signs")
    expect(live.locator("#value-systolic_mmhg .number")).to_have_text("186")
    expect(live.locator("#alarms .high").first).to_be_visible()
    assert any("high" in alarm for alarm in same_as_fresh(live)["alarms"])

    live.locator("#alarms .high button").first.click()

    expect(live.locator("#alarms .seen").first).to_contain_text("seen by Nia Okoro")
    assert any("seen by Nia Okoro" in alarm for alarm in same_as_fresh(live)["alarms"])


def test_page_then_what_a_hand_entered_equals_a_fresh_page(live):
    live.get_by_role("button", name="4:").click()
    expect(live.locator("#value-sedation_moaas .number")).to_have_text("4")
    same_as_fresh(live)

    live.get_by_text("CADSS total").click()
    live.get_by_label("Total, 0 to 92").fill("17")
    press(live, "Save CADSS")
    expect(live.locator("#log")).to_contain_text("CADSS 17 of 92")
    same_as_fresh(live)

    live.get_by_text("Side effect", exact=True).click()
    live.get_by_text("Nausea", exact=True).click()
    press(live, "Save with grade 2")
    expect(live.locator("#log")).to_contain_text("Nausea, grade 2")
    same_as_fresh(live)


def test_page_then_device_messages_equals_a_fresh_page(live, chair, demo):
    with monitor(chair["monitor"], port=demo.devices) as device:
        expect(live.locator("#value-spo2_pct .age")).not_to_contain_text("by hand")
        for _ in range(3):
            same_as_fresh(live)
    assert device.counts.accepted and not device.counts.errors


def test_the_first_touch_of_a_hand_turns_the_sound_on(live):
    expect(live.locator("#sound-off")).to_be_visible()
    press(live, "I started the pump")
    expect(live.locator("#sound-off")).to_be_hidden()


def test_alarms_sound_until_their_sound_is_paused_and_a_new_one_sounds(live):
    hears(live)
    press(live, "I started the pump")
    expect(live.locator("#state")).to_have_text("The infusion runs")

    live.get_by_label("Systolic").fill("186")
    live.get_by_label("Diastolic").fill("88")
    press(live, "Save vital signs")
    live.wait_for_function("() => window.played.includes('high')")

    assert any(_silent_after_a_pause(live) for _ in range(4))
    expect(live.locator("#sound-paused")).to_contain_text("paused by Nia Okoro: 1:")
    same_as_fresh(live)

    live.get_by_role("button", name="2:").click()  # MOAA/S 2: a new condition
    live.wait_for_function("() => window.played.includes('high')")


def _silent_after_a_pause(page: Page) -> bool:
    """Pause the sound and listen. Another chair of the demo may begin to sound just then: that is new, and may."""
    press(page, "Pause alarm sound")
    page.wait_for_timeout(waits.ms(waits.SETTLED_S))
    heard(page)
    page.wait_for_timeout(waits.ms(waits.A_SOUND_S))
    return heard(page) == []


def test_page_then_a_symptom_equals_a_fresh_page(live):
    live.get_by_text("Symptom: stop and treat").click()
    press(live, "Chest pain")
    alarm = live.locator("#alarms > li.high").filter(has_text="Symptom: chest pain")
    expect(alarm).to_contain_text("Stop the pump. Treat.")
    same_as_fresh(live)

    alarm.get_by_role("button", name="Acknowledge").click()
    expect(alarm).to_contain_text("seen by Nia Okoro")
    alarm.get_by_role("button", name="It is over").click()
    expect(alarm).to_be_hidden()
    expect(live.locator("#log")).to_contain_text("Chest pain is over, says Nia Okoro")
    same_as_fresh(live)
