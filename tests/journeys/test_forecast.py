"""The research forecast on the live page: looked at, asked by keyboard, and out of everything else's way."""

import itertools
import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET
from tests.journeys.hands import tab
from tests.journeys.looking import axe, follow, runs_sideways, same_as_fresh, shot, too_small

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
NUMBERS = itertools.count(71)


@pytest.fixture
def chair(demo):
    yield json.loads(demo.run("tests.journeys.midway", f"Chair {next(NUMBERS)}"))
    demo.run("tests.journeys.midway", "off")


def opened(people, chair, size=None) -> Page:
    page = people.page("nurse", **({"size": size} if size else {}))
    page.goto(f"/chair/{chair['key']}")
    tab(page, "Forecast")
    expect(page.locator("#forecast svg").first).to_be_visible()
    return page


@pytest.mark.parametrize(("size", "name"), [(None, "forecast"), (TABLET, "forecast-tablet"), (PHONE, "")])
def test_it_is_drawn_apart_and_fits_every_screen(people, chair, size, name):
    page = opened(people, chair, size)

    expect(page.locator("#forecast")).to_contain_text("Not measured, and no alarm.")
    expect(page.locator("#forecast table")).to_be_visible()
    assert not runs_sideways(page)
    assert axe(page) == []
    if name:
        shot(page, name, at="#forecast")
    page.locator("#forecast summary").filter(has_text="What if").click()
    page.get_by_label("A pause, then as signed").check()
    page.get_by_label("Minutes", exact=True).fill("15")
    page.get_by_role("button", name="Show what the model expects then").click()
    expect(page.locator("#forecast-if svg").first).to_be_visible()
    assert axe(page) == []
    assert too_small(page, "#forecast", least_px=48) == []
    assert not runs_sideways(page)
    if name == "forecast":
        shot(page, "forecast-what-if", at="#forecast-if")


def test_a_refused_question_stays_as_it_was_typed(people, chair):
    page = opened(people, chair)
    page.locator("#forecast summary").filter(has_text="What if").click()
    page.get_by_label("Another rate from now on").check()
    page.get_by_label("Rate, mL/h").fill("400")
    page.get_by_role("button", name="Show what the model expects then").click()

    expect(page.locator("#forecast-if .refusal")).to_contain_text("faster than")
    expect(page.get_by_label("Rate, mL/h")).to_have_value("400")


def test_page_then_a_reading_equals_a_fresh_page_and_the_forecast_follows(people, chair):
    page = opened(people, chair)
    follow(page)
    before = page.locator("#forecast circle").count()
    page.get_by_label("Systolic").fill("139")
    page.get_by_label("Diastolic").fill("84")
    page.get_by_role("button", name="Save vital signs", exact=True).click()
    expect(page.locator("#value-systolic_mmhg .number")).to_have_text("139")

    expect(page.locator("#forecast circle")).to_have_count(before + 2)
    same_as_fresh(page)


def test_a_forecast_that_cannot_be_made_again_says_so_and_the_page_goes_on(people, chair):
    page = opened(people, chair)
    people.network_fails = True
    page.route("**/forecast", lambda route: route.abort())
    page.get_by_label("Systolic").fill("190")
    page.get_by_label("Diastolic").fill("112")
    page.get_by_role("button", name="Save vital signs", exact=True).click()

    expect(page.locator("#alarms .high").first).to_be_visible()
    expect(page.locator("#forecast-now")).to_contain_text("could not be made again")
    expect(page.locator("#forecast svg")).to_have_count(0)
    expect(page.locator("#refusal")).to_be_empty()
