"""The medical director switches the panel on; a nurse asks what the model expects: desk, tablet, phone."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, TABLET, sign
from tests.journeys.looking import axe, runs_sideways, shot, tab_through, too_small

PHONE = {"width": 390, "height": 844}


def switch(page: Page, to: str, demo) -> None:
    page.goto("/policies/outlook.shown")
    page.get_by_label("New value").fill(to)
    page.get_by_label("Reason").fill("Looked at together before it is used.")
    page.get_by_label("I have read this policy").check()
    sign(page, "Sign the new value", "director", demo)
    expect(page.get_by_role("status")).to_contain_text("signed")


def outcome_of_ruth(page: Page) -> None:
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    page.get_by_role("link", name="Outcome").click()
    expect(page.get_by_role("heading", name="Course", exact=True)).to_be_visible()


def test_what_the_model_expects_is_shown_apart_and_only_when_switched_on(people, demo):
    director, nurse = people.page("director"), people.page("nurse")
    outcome_of_ruth(nurse)
    expect(nurse.get_by_role("heading", name="What the model expects")).to_have_count(0)

    switch(director, "1", demo)
    for name, size in (("", DESKTOP), ("-tablet", TABLET), ("-phone", PHONE)):
        page = people.page("nurse", size=size)
        outcome_of_ruth(page)
        page.locator("#madrs summary").click()
        typed = page.locator("#madrs").get_by_label("1. sadness, seen")
        typed.fill("4")
        page.get_by_role("link", name="Compute it now").click()
        panel = page.get_by_role("region", name="What the model expects", exact=True)
        expect(panel.get_by_text("Half of the score gone, or more, by session six")).to_be_visible()
        expect(typed).to_have_value("4")  # nothing typed is lost
        panel.get_by_label("Compare a session every").fill("soon")
        panel.get_by_role("button", name="Look again").click()
        expect(panel.get_by_text('Spacing read as "soon"')).to_be_visible()
        panel.get_by_label("Compare a session every").fill("14")
        panel.get_by_role("button", name="Look again").click()
        expect(panel.get_by_text("Longer spacing").first).to_be_visible()
        assert not runs_sideways(page) and too_small(page, "#expects form", least_px=46) == []
        assert axe(page) == [] and tab_through(page) == ([], [])
        shot(page, f"outcome-expected{name}", at="#expects")

    switch(director, "0", demo)
    outcome_of_ruth(nurse)
    expect(nurse.get_by_role("heading", name="What the model expects")).to_have_count(0)
