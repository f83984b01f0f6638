"""The owner's page of staff on a phone, a tablet and a desktop; and what is left in the browser of who signed out."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, runs_sideways, shot, tab_through, too_small

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1280, 800)}


@pytest.mark.parametrize("size", SIZES)
def test_the_page_of_staff_fits_and_is_walked_by_keyboard(people, size):
    page = people.page("owner")
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/staff")
    expect(page.get_by_role("heading", name="Invite a colleague")).to_be_visible()
    shot(page, f"staff-{size}")
    faults = [*axe(page), *tab_through(page)[0]]
    assert not faults and not runs_sideways(page)

    page.get_by_role("link", name="Nia Okoro").first.click()
    expect(page.get_by_role("heading", name="End access")).to_be_visible()
    shot(page, f"colleague-{size}")
    assert not axe(page) and not runs_sideways(page)
    assert not too_small(page, "main form", least_px=24)


def test_what_a_browser_keeps_after_a_sign_out_names_nobody(people):
    """The worker is installed while somebody is signed in."""
    page = people.page("nurse")
    page.goto("/today")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Staff", exact=True)).to_be_visible()

    kept = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
          }
          return texts.join(" ");
        }"""
    )
    assert "You have no connection" in kept
    assert "Nia Okoro" not in kept and "Sign out" not in kept
    stored = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "Nia" not in stored and "Okoro" not in stored and "E0" not in stored
    page.context.set_offline(True)
    page.goto("/today")
    expect(page.get_by_role("heading", name="You have no connection")).to_be_visible()
    assert "Nia Okoro" not in page.content()
    page.context.set_offline(False)
