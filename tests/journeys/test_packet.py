"""Results come in, the list answers, and the packet is signed: in the browser, by keyboard and at tablet size."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET, sign
from tests.journeys.looking import axe, runs_sideways, shot

pytestmark = pytest.mark.browser


@pytest.fixture
def page(people) -> Page:
    """Noah's chart: a verdict is on it."""
    page = people.page("prescriber", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Noah Lindqvist").get_by_role("link").first.click()
    return page


def looks_right(page: Page) -> None:
    assert not axe(page)
    assert not runs_sideways(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert not runs_sideways(page)
    page.set_viewport_size(TABLET)


def test_a_result_is_entered_and_the_list_and_the_packet_say_it(page, demo, people):
    page.get_by_role("link", name="Work-up", exact=True).click()
    page.get_by_text("Enter a result").click()
    page.get_by_label("What", exact=True).select_option("ALT")
    page.get_by_label("Number").fill("150")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.get_by_text("has no unit")).to_be_visible()
    page.get_by_label("Unit").fill("U/L")
    page.get_by_label("Range to").fill("40")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="ALT").first).to_contain_text("above the range")
    shot(page, "work-up")
    looks_right(page)

    page.get_by_role("link", name="Go or no-go", exact=True).click()
    expect(page.get_by_text("From the chart: ALT or AST 3.8 times the upper limit.").first).to_be_visible()
    looks_right(page)

    page.get_by_role("link", name="Packet", exact=True).click()
    shot(page, "packet")
    looks_right(page)
    sign(page, "Sign the packet as it stands", "prescriber", demo)
    with page.expect_download() as saved:
        page.get_by_role("link", name="PDF").first.click()
    assert saved.value.suggested_filename.startswith("packet-")
    assert not people.problems
