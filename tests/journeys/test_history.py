"""Drugs tried in the browser: a dose that changed, a month for a date, and what would decide."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, shot

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(people) -> Page:
    """The drug history of Dora, whose list is not complete."""
    page = people.page("prescriber", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Dora Feld").get_by_role("link").first.click()
    page.get_by_role("link", name="Drugs tried", exact=True).click()
    return page


def test_a_changed_dose_is_entered_row_by_row_and_judged(page, people):
    page.get_by_text("Add a drug tried").click()
    page.get_by_label("Drug", exact=True).select_option("bupropion")
    page.get_by_label("Daily dose, mg").fill("150")
    page.get_by_label("Began", exact=True).fill("2025-02")
    page.get_by_label("Ended").fill("2025-03-01")
    page.get_by_role("button", name="The dose changed: one more row").click()
    assert page.get_by_label("Began", exact=True).first.input_value() == "2025-02"  # nothing typed is lost
    page.get_by_label("Daily dose, mg").nth(1).fill("300")
    page.get_by_label("Began", exact=True).nth(1).fill("2025-03-01")
    page.get_by_label("Ended").nth(1).fill("2025-06")
    page.get_by_label("Why did it end?").select_option("another reason")
    shot(page, "history-form", at="details.card")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="bupropion")).to_contain_text("300 mg 2025-03-01 to 2025-06")

    page.get_by_label("This episode began").fill("2025-01")
    page.get_by_role("button", name="Judge").click()

    verdict = page.locator("#verdict")
    expect(verdict.locator(".figure")).to_have_text("cannot tell")
    expect(verdict).to_contain_text("bupropion: how far it helped is not known")
    expect(verdict).to_contain_text("whether the list is complete: nobody has said so yet")
    shot(page, "verdict-tablet", at="#verdict")
    assert not axe(page)
    assert not runs_sideways(page)
    page.set_viewport_size(PHONE)
    assert not runs_sideways(page)
    shot(page, "verdict-phone", at="#verdict")
    assert not people.problems
