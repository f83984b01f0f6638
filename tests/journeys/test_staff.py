"""The owner's page of staff on a phone, a tablet and a desktop; what a browser keeps of who left, and of a chair."""

import time
from uuid import uuid4

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


# What a tablet could not send: said to a clinician on every page, removed after the clinic's days.

DAY_S = 86_400
KEEP = """async ([session, ages]) => {
  const opened = await new Promise((done) => {
    const asking = indexedDB.open("euthymia-chair", 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore("kept", { keyPath: "place", autoIncrement: true });
    asking.onsuccess = () => done(asking.result);
  });
  const change = opened.transaction("kept", "readwrite");
  const says = "Pressure 190/100";
  for (const happened_s of ages) change.objectStore("kept").add({ session, happened_s, says, refused: "" });
  await new Promise((done) => (change.oncomplete = done));
  opened.close();
}"""
LEFT = """async () => {
  const opened = await new Promise((done) => {
    const asking = indexedDB.open("euthymia-chair", 1);
    asking.onsuccess = () => done(asking.result);
  });
  const asked = opened.transaction("kept").objectStore("kept").getAll();
  const found = await new Promise((done) => (asked.onsuccess = () => done(asked.result.length)));
  opened.close();
  return found;
}"""


def keep(page, *days):
    page.evaluate(KEEP, [str(uuid4()), [time.time() - age * DAY_S for age in days]])


@pytest.mark.parametrize("size", [(390, 844), (768, 1024), (1280, 900)])
def test_a_clinician_reads_what_is_left_and_what_was_removed(people, size):
    page = people.page("nurse")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("/today")
    expect(page.locator("#unsent")).to_be_hidden()
    keep(page, 8, 6.9, 0.1)

    page.reload()
    said = page.locator("#unsent")
    expect(said).to_contain_text("1 entry made at a chair on this tablet never reached the record and was removed here")
    expect(said).to_contain_text("2 entries made at a chair on this tablet were never recorded")
    assert page.evaluate(LEFT) == 2
    assert not axe(page) and not runs_sideways(page) and not too_small(page, "#unsent", least_px=24)
    assert "190/100" not in page.content()

    page.get_by_role("button", name="I have read this").click()
    expect(said).not_to_contain_text("removed here after")
    page.reload()
    expect(said).to_contain_text("2 entries")
    expect(said).not_to_contain_text("removed here after")


def test_it_is_removed_where_nobody_is_signed_in_and_told_to_the_next_clinician(people):
    page = people.page("nurse")
    page.goto("/today")
    keep(page, 8)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Staff", exact=True)).to_be_visible()
    page.wait_for_function(f"async () => (await ({LEFT})()) === 0")
    assert page.locator("#unsent").count() == 0
    assert page.evaluate("JSON.stringify({ ...localStorage })") == '{"unsent-removed":"1"}'


def test_a_tablet_that_kept_nothing_gets_no_store_of_ours(people):
    page = people.page("nurse")
    page.goto("/today")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
