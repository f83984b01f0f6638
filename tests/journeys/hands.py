"""What hands do on more than one page's test."""

from playwright.sync_api import Page


def write_note(page: Page, words: str, *, minutes_ago: str = "") -> None:
    """Write a note on the live page, of now or of so long ago."""
    card = page.locator("details", has=page.get_by_text("Note", exact=True))
    if not page.locator("#note").is_visible():
        page.get_by_text("Note", exact=True).click()
    if minutes_ago:
        card.get_by_text("When: now").click()
        card.get_by_label("Minutes ago").fill(minutes_ago)
    page.locator("#note").fill(words)
    page.get_by_role("button", name="Save note", exact=True).click()


def answer_for_leaving(page: Page, *, suicidal: bool = False) -> None:
    """Answer every question for leaving as one who may leave, but for what is told."""
    for question in page.locator("main form fieldset").all():
        asked = question.inner_text()
        yes = suicidal if "suicide" in asked else "oxygen" not in asked
        question.get_by_label("Yes" if yes else "No", exact=True).check()
    page.get_by_label("Escort, by name").fill("Elio Marchetti")
