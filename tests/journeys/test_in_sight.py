"""What must be seen is seen: alarm and numbers stay on the screen while a hand works anywhere on the page."""

import json
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, shot

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "tablet": TABLET, "phone": PHONE, "phone on its side": {"width": 844, "height": 390},
         "200 % of 1280": {"width": 640, "height": 400}}  # fmt: skip
HIT = """(node) => {
  const box = node.getBoundingClientRect();
  const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return node === found || node.contains(found) || found?.contains(node) && found.closest('.monitor') !== null;
}"""


def at_chair(people, demo, size: dict[str, int]) -> Page:
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", f"Chair {uuid4().hex[:6]}"))
    page = people.page("nurse", size=size)
    page.goto(f"/chair/{made['key']}")
    page.get_by_role("button", name="I started the pump", exact=True).click()
    expect(page.locator("#state")).to_have_text("The infusion runs")
    return page


def in_sight(page: Page, what: str) -> bool:
    """Whether the middle of it lies in the window, and nothing lies over it."""
    return bool(page.locator(what).first.evaluate(HIT))


@pytest.mark.parametrize("size", SIZES)
def test_a_pressure_that_is_typed_alarms_where_the_hand_is(size, people, demo):
    """The entry stands far down the page; the alarm that it raises must not lie above the window."""
    page = at_chair(people, demo, SIZES[size])
    page.get_by_label("Systolic", exact=True).fill("186")
    page.get_by_label("Diastolic", exact=True).fill("112")
    save = page.get_by_role("button", name="Save vital signs")
    save.scroll_into_view_if_needed()

    save.click()
    expect(page.locator("#alarms .high").first).to_be_visible()

    for what in ("#alarms .high .says", "#value-systolic_mmhg .number", "#value-spo2_pct .number", "#help-form button"):
        assert in_sight(page, what), what
    assert not runs_sideways(page)


@pytest.mark.parametrize("size", ["desktop", "tablet"])
def test_an_alarm_moves_neither_numbers_nor_buttons(size, people, demo):
    page = at_chair(people, demo, SIZES[size])
    places = [page.locator("#value-pulse_bpm"), page.locator("#value-systolic_mmhg")]
    places.append(page.get_by_role("button", name="I paused the pump", exact=True))
    # Other chairs of this demo come and go.
    page.locator("#elsewhere").evaluate("node => node.style.setProperty('display', 'none', 'important')")
    page.locator("#rail").evaluate("node => node.scrollIntoView()")
    before = [place.bounding_box() for place in places]

    page.get_by_label("Systolic", exact=True).evaluate("node => { node.value = '186'; }")
    page.get_by_label("Diastolic", exact=True).evaluate("node => { node.value = '112'; }")
    page.get_by_role("button", name="Save vital signs").evaluate("node => node.click()")  # without scrolling to it
    expect(page.locator("#alarms .high").first).to_be_visible()

    assert [place.bounding_box() for place in places] == before
    shot(page, f"chair-in-sight-{size}")


def test_further_alarms_are_counted_on_the_rail_and_reached_in_it(people, demo):
    page = at_chair(people, demo, PHONE)
    page.get_by_label("Systolic", exact=True).fill("186")
    page.get_by_label("Diastolic", exact=True).fill("112")
    page.get_by_label("SpO2 %", exact=True).fill("84")
    page.get_by_role("button", name="Save vital signs").click()
    expect(page.locator("#alarms > li").nth(1)).to_be_visible()

    count = page.locator("#alarms > li").count()
    assert page.locator("#rail").get_attribute("data-more") == f"{count - 1} more below"
    page.locator("#alarms > li button").last.scroll_into_view_if_needed()
    assert in_sight(page, "#alarms > li:last-child button")
    assert not axe(page)
