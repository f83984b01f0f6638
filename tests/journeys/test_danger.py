"""Danger now in a real browser: a touch is enough, a closed tab loses nothing, and the plan is on the phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import axe, runs_sideways, shot, too_small

pytestmark = pytest.mark.browser
TABLET, PHONE = {"width": 768, "height": 1024}, {"width": 390, "height": 844}


@pytest.fixture
def ruth(people) -> Page:
    """The page of danger of Ruth's chart, on a nurse's tablet, with the screener begun."""
    page = people.page("nurse", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    page.get_by_role("link", name="Danger now", exact=True).click()
    page.get_by_role("button", name=re.compile("^Begin|^Ask again")).click()
    expect(page.get_by_role("group", name=re.compile("^Item 1$"))).to_be_visible()
    return page


def test_a_yes_shows_what_to_do_within_the_touch_and_a_closed_tab_leaves_the_task(ruth, people):
    assert not axe(ruth)
    assert not runs_sideways(ruth) and not too_small(ruth, "main fieldset", least_px=24)
    again = ruth.context.new_page()
    again.goto(ruth.url)
    again.get_by_role("group", name=re.compile("^Item 4")).get_by_label("Yes").check()
    again.close()  # at once: no answer of the server is waited for

    with ruth.expect_response(lambda r: "/item/5" in r.url):
        ruth.get_by_role("group", name=re.compile("^Item 5")).get_by_label("Yes").check()
    now = ruth.get_by_role("region", name="Danger now")
    expect(now).to_contain_text("A person acts now")
    expect(now).to_contain_text("yes to item 4, 5")
    expect(now).to_contain_text("emergency or inpatient care")
    expect(now).to_contain_text("Owner: Pavel Novak")
    shot(ruth, "danger-now")
    shot(ruth, "danger-screener", at="#screener")

    prescriber = people.page("prescriber")
    prescriber.goto(ruth.url)
    prescriber.get_by_role("group", name="Danger, as you judge it").get_by_label("Moderate").check()
    prescriber.get_by_label("What you asked, heard and agreed").fill("Spoke an hour; sister stays; plan renewed.")
    prescriber.get_by_role("button", name="Record the assessment").click()
    expect(now.page.get_by_role("region", name="Danger now")).to_be_visible()
    expect(prescriber.get_by_role("region", name="Danger now")).to_contain_text("judged moderate")
    expect(prescriber.get_by_role("region", name="Danger now")).not_to_contain_text("A person acts now")
    assert not axe(prescriber)


def test_the_plan_is_written_in_the_chart_and_read_on_the_phone(ruth, people):
    ruth.get_by_role("navigation", name="Chart of").get_by_role("link", name="Safety plan").click()
    ruth.get_by_label("How I notice that it is getting worse").fill("I stop answering\nI do not sleep")
    ruth.get_by_label("What I can do by myself").fill("Walk by the river")
    ruth.get_by_label("People I can ask for help").fill("Mira, sister, 555 010 0199")
    shot(ruth, "safety-plan-chart")
    ruth.get_by_role("button", name="Save as a new version").click()
    expect(ruth.get_by_text("the one in use")).to_be_visible()
    assert not axe(ruth) and not runs_sideways(ruth)

    phone = people.page("ruth@patients.example", size=PHONE)
    phone.goto("/me")
    phone.get_by_role("link", name="Open my safety plan").click()
    call = phone.get_by_role("link", name="Call Mira")
    expect(call).to_have_attribute("href", "tel:5550100199")
    assert call.bounding_box()["height"] >= 48
    assert not axe(phone) and not runs_sideways(phone)
    shot(phone, "safety-plan-phone")
