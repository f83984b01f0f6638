"""What hands do on more than one page's test."""

from playwright.sync_api import Locator, Page


def tab(page: Page, name: str) -> None:
    """Open one of the parts of the live page that take turns."""
    page.get_by_role("tab", name=name, exact=True).click()


def uncover(what: Locator) -> None:
    """Open the part of the live page that holds this, where another one is open."""
    held_by = "node => node.closest('[role=tabpanel][hidden]')?.getAttribute('aria-labelledby')"
    if opener := what.first.evaluate(held_by):
        what.page.locator(f"#{opener}").click()


def write_note(page: Page, words: str, *, minutes_ago: str = "") -> None:
    """Write a note on the live page, of now or of so long ago."""
    tab(page, "Note")
    if minutes_ago:
        panel = page.locator("#panel-note")
        panel.get_by_text("When: now").click()
        panel.get_by_label("Minutes ago").fill(minutes_ago)
    page.locator("#note").fill(words)
    page.get_by_role("button", name="Save note", exact=True).click()


def answer_for_leaving(page: Page, *, suicidal: bool = False) -> None:
    """Answer every question for leaving as one who may leave, but for what is told."""
    for question in page.locator("main form fieldset").all():
        asked = question.inner_text()
        yes = suicidal if "suicide" in asked else "oxygen" not in asked
        question.get_by_label("Yes" if yes else "No", exact=True).check()
    page.get_by_label("Escort, by name").fill("Elio Marchetti")
