"""PHQ-9 item 9 acts the moment it is touched: finished form or not, tab open or not."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import patient_signs_in

pytestmark = pytest.mark.browser


@pytest.fixture
def noah(people, demo) -> Page:
    """His own page, signed in by the mailed link. His earlier answer to item 9 was "Not at all"."""
    page = people.page()
    patient_signs_in(page, "noah@patients.example", demo)
    return page


def answer(page: Page, item: int, text: str) -> None:
    group = page.get_by_role("group", name=re.compile(rf"^{item}\. "))
    with page.expect_response(lambda r: f"/item/{item}" in r.url):
        group.get_by_label(text).check()


def test_a_touch_and_a_closed_tab_leave_a_task_with_an_owner_and_a_clock(noah, people):
    noah.get_by_role("link", name="Answer the PHQ-9").click()
    page = noah.context.new_page()
    page.goto(noah.url)
    page.get_by_role("group", name=re.compile(r"^9\. ")).get_by_label("Several days").check()
    page.close()  # at once: no answer of the server is waited for

    prescriber = people.page("prescriber")
    prescriber.goto("/patients")
    number = prescriber.get_by_role("row", name="Noah Lindqvist").get_by_role("cell").first.inner_text()
    prescriber.goto("/today")
    task = prescriber.locator("section.card").filter(has_text=number)
    expect(task).to_have_count(1)
    expect(task).to_contain_text("PHQ-9 item 9 was answered above zero")
    expect(task).to_contain_text("Owner: Pavel Novak")
    expect(task).to_contain_text(re.compile(r"by \d+ \w+ \d\d:\d\d"))

    noah.reload()
    # The list it stands on in open hours, or when the clinic opens: nobody is said to know of it who does not.
    expect(
        noah.get_by_text(re.compile("This is on the list of Pavel Novak|Nobody here reads this before"))
    ).to_be_visible()
    expect(noah.get_by_text("Pavel Novak saw this")).to_have_count(0)
    expect(noah.get_by_text("DEMO crisis line")).to_be_visible()

    answer(noah, 9, "Not at all")
    expect(noah.get_by_text("Your earlier answer is kept beside the new one")).to_be_visible()
    expect(noah.get_by_text("DEMO crisis line")).to_be_visible()

    prescriber.reload()
    expect(task).to_have_count(1)
    task.get_by_role("button", name="I have this").click()
    expect(task).to_contain_text("taken")
    noah.reload()
    expect(noah.get_by_text("Pavel Novak saw an earlier answer")).to_have_count(0)
    expect(noah.get_by_text("Pavel Novak saw this")).to_be_visible()
    task.get_by_role("link", name="open the chart").click()
    expect(prescriber.get_by_text("PHQ-9 item 9 was answered above zero")).to_be_visible()


def test_crisis_steps_come_on_the_same_page_when_item_nine_is_touched(people, demo):
    page = people.page("oscar@patients.example")
    page.goto("/me")
    page.get_by_role("link", name=re.compile("PHQ-9|Go on")).click()
    expect(page.get_by_text("DEMO crisis line")).to_be_hidden()

    answer(page, 9, "Nearly every day")

    expect(page.get_by_text("Thank you for telling us")).to_be_visible()
    expect(page.get_by_text("DEMO crisis line")).to_be_visible()
    expect(page.get_by_role("button", name="Finish")).to_be_visible()  # the way to treatment stays open
