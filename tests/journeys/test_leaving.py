"""Leaving by the criteria, and the day after, with infusions of earlier: the clock is not turned in the browser."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign
from tests.journeys.hands import answer_for_leaving
from tests.journeys.looking import axe, shot

pytestmark = pytest.mark.browser


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_she_leaves_when_every_line_is_met(people, demo):
    people.sign_in("nurse")
    key = json.loads(demo.run("tests.journeys.chair", "Chair 16", "2"))["key"]
    page = people.page("nurse")
    page.goto(f"/chair/{key}")
    expect(page.locator("#state")).to_have_text("Stopped, under observation")
    for label, value in (("Systolic", 121), ("Diastolic", 77), ("Pulse", 71), ("SpO2 %", 98)):
        page.get_by_label(label, exact=True).fill(str(value))
    press(page, "Save vital signs")
    expect(page.locator("#value-spo2_pct .number")).to_have_text("98")
    page.get_by_role("button", name="5:").click()
    page.get_by_text("CADSS total").click()
    page.get_by_label("Total, 0 to 92").fill("1")
    press(page, "Save CADSS")
    expect(page.locator("#log")).to_contain_text("CADSS 1 of 92")

    page.get_by_role("link", name="Leaving").click()
    expect(page.locator(".lines .no").first).to_be_visible()
    answer_for_leaving(page)
    with page.expect_navigation():
        press(page, "Look again")
    expect(page.locator(".lines .yes").first).to_be_visible()
    expect(page.locator(".lines .no")).to_have_count(0)
    shot(page, "leaving", at="main .lines")
    sign(page, "Sign: may leave", "nurse", demo)

    expect(page.get_by_role("heading", name="Lena Marchetti")).to_be_visible()
    page.goto(f"/chair/{key}")
    expect(page.locator("#state")).to_have_text("Left the clinic")
    expect(page.locator("#log")).to_contain_text("Discharged by Nia Okoro; escort Elio Marchetti")
    expect(page.locator("[data-action]:visible")).to_have_count(0)


def test_the_day_after_is_a_point_on_her_course(people, demo):
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", "Chair 17", "25"))
    page = people.page("nurse")
    page.goto("/patients")
    page.get_by_role("row", name=made["number"]).get_by_role("link").click()
    page.get_by_role("link", name="Outcome").click()
    check = page.locator("section").filter(has_text=re.compile(r"A day after: the infusion of.*began 1.day", re.S))
    expect(check).to_contain_text("Eight items, 0 to 6")
    assert not axe(page)
    shot(page, "day-after")

    check.get_by_role("group", name="Does the person feel safe today?").get_by_label("Yes").check()
    check.get_by_label("headache").check()
    for field in check.locator("input[inputmode=numeric]").all():
        field.fill("1")
    check.get_by_role("button", name="Save the check").click()

    expect(page.get_by_text("feels safe: yes; headache")).to_be_visible()
    expect(page.get_by_role("row", name="MADRS-24h").or_(page.get_by_role("row", name="24 h")).first).to_be_visible()
    expect(page.locator("#course canvas")).to_be_visible()
