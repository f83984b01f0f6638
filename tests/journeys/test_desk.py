"""The desk finds somebody, reads why a place is not free, books the one that is offered, moves and cancels it."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.looking import runs_sideways


def next_sunday() -> date:
    """A Sunday at least two days ahead, so that the Monday after it asks nothing first."""
    return next(day for n in range(2, 10) if (day := date.today() + timedelta(days=n)).weekday() == 6)


def found(page: Page) -> None:
    page.goto("/desk/bookings")
    page.get_by_label("Find a person").fill("ruth ams")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Ruth Amsel")).to_be_visible()
    assert "ruth" not in page.url


def test_the_desk_finds_books_moves_and_cancels(people):
    page = people.page("desk")
    found(page)
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link", name="Book").click()
    page.get_by_label("Day").fill(f"{next_sunday():%Y-%m-%d}")
    page.get_by_label("Time").fill("03:00")
    page.get_by_label("Time").press("Enter")
    expect(page.get_by_text(re.compile("The clinic is closed on Sunday"))).to_be_visible()
    assert not runs_sideways(page)

    monday = next_sunday() + timedelta(days=1)
    page.get_by_role("button", name=re.compile(rf"Book\s+Mon {monday.day} {monday:%b} 08:00")).click()
    expect(page.get_by_role("heading", name="Bookings")).to_be_visible()

    found(page)
    row = page.get_by_role("row", name="Ruth Amsel")
    row.get_by_role("link", name=re.compile(rf"Move.*{monday.day} {monday:%b} 08:00", re.DOTALL)).click()
    page.get_by_label("Time").fill("11:00")
    page.get_by_label("Why it is moved").fill("She asked for a later hour")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("heading", name="Bookings")).to_be_visible()

    found(page)
    row.get_by_text(re.compile(rf"Cancel.*{monday.day} {monday:%b} 11:00", re.DOTALL)).click()
    page.get_by_label("Why it is cancelled").locator("visible=true").fill("She has a cold this week")
    page.get_by_role("button", name="Cancel this booking").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Bookings")).to_be_visible()
    found(page)
    expect(row.get_by_text(re.compile(rf"{monday.day} {monday:%b} 11:00"))).to_have_count(0)
