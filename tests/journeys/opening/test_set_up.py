"""A clinic as `euthymia init` leaves it: its owner walks the set-up list, and a nurse opens a session at the chair."""

import json
import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from euthymia.demo import logins
from tests import waits
from tests.cli.operations.commands import euthymia, made
from tests.journeys.conftest import DESKTOP, TABLET, staff_signs_in
from tests.journeys.looking import axe, runs_sideways, shot, tab_through, too_small
from tests.journeys.running import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
PASSWORD = "orange-kettle-seven"
STAFF = {
    "director": ("Mira Castell", "medical_director"),
    "prescriber": ("Pavel Novak", "prescriber"),
    "nurse": ("Nia Okoro", "nurse"),
    "nurse2": ("Sam Reyes", "nurse"),
}
KEY = re.compile(r"^authenticator key +([A-Z2-7]{32})$", re.M)


def account(email: str, said: str, password: str = "") -> dict[str, str]:
    """Return what somebody signs in with, from what the command printed."""
    secret = re.search(r"\b[A-Z2-7]{32}\b", said)
    found = password or re.search(r"(?m)^.*password\s+(\S+)$", said)
    assert secret and found, said
    return {"email": email, "password": found if isinstance(found, str) else found[1], "secret": secret[0]}


@pytest.fixture
def clinic(tmp_path) -> Iterator[Clinic]:
    """A clinic made by flags, and its pages on this machine; the mode lets a browser in without TLS."""
    home, password = tmp_path / "clinic", tmp_path / "password.txt"
    password.write_text(f"{PASSWORD}\n")
    said = made(home, "--time-zone", "Europe/Berlin", "--password-file", str(password)).stdout
    people = {"owner": account("owner@clinic.example", said, PASSWORD)}
    for login, (name, role) in STAFF.items():
        email = f"{login}@clinic.example"
        people[login] = account(email, euthymia(home, "staff", "add", email, name, role).stdout)
    logins.save(home, people)
    running = Clinic(home)
    running.start("web", "web", "--port", str(running.port))
    waits.until(lambda: answers(running), within_s=waits.UP_S, what="a page of the clinic")
    yield running
    assert running.end() == {"web": 0}, running.log.read_text()[-2000:]


def answers(running: Clinic) -> bool:
    """Return whether a page comes; the first one is held back until crisis contacts are published."""
    try:
        urllib.request.urlopen(f"{running.url}/help", timeout=waits.NOW_S).close()
    except OSError:
        return False
    return True


def signed_in(browser: Browser, clinic: Clinic, login: str, size: dict[str, int]) -> Page:
    page = browser.new_context(base_url=clinic.url, viewport=size, locale="en-GB").new_page()
    staff_signs_in(page, login, clinic)
    return page


def line(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


def opened(page: Page, title: str) -> Locator:
    """A line with what stands below it."""
    found = line(page, title)
    if found.locator("> details:not([open])").count():
        found.locator("> details > summary").click()
    return found


def is_done(page: Page, title: str) -> None:
    expect(line(page, title).get_by_text("done", exact=True)).to_be_visible()


def face(page: Page) -> None:
    """Name and phones, a crisis line, opening hours."""
    part = opened(page, "Clinic and phones")
    for label, text in (("Name", "Lake Clinic"), ("Person to call", "Ann Other"), ("Phone", "555 0100")):
        part.get_by_label(label, exact=True).fill(text)
    part.get_by_label("Phone that somebody always answers").fill("555 0199")
    part.get_by_role("button", name="Publish name and phones").click()
    is_done(page, "Clinic and phones")
    part = opened(page, "Crisis contacts")
    for label, text in (("Country", "TEST"), ("Name of the line", "TEST line"), ("Phone", "TEST, no real line")):
        part.get_by_label(label, exact=True).fill(text)
    part.get_by_role("button", name="Publish this line").click()
    is_done(page, "Crisis contacts")
    part = opened(page, "Opening hours")
    part.get_by_label("Monday").fill("08:00-18:00")
    part.get_by_role("button", name="Publish opening hours").click()
    is_done(page, "Opening hours")


def chair_and_device(page: Page, chair: str = "Garden") -> None:
    part = opened(page, "Rooms and chairs")
    expect(part.get_by_text("No chair yet")).to_be_visible()
    part.get_by_label("Name of the room or chair").fill(chair)
    page.keyboard.press("Enter")
    is_done(page, "Rooms and chairs")
    expect(line(page, "Rooms and chairs").get_by_role("status")).to_have_text(f"Added: {chair}.")
    part = opened(page, "Devices")
    part.get_by_label("Name that it sends (MSH-3)").fill("IntelliVue1")
    part.get_by_role("button", name="Add device").click()
    is_done(page, "Devices")


def clinician_and_duties(page: Page) -> None:
    part = opened(page, "Bookable clinicians")
    part.get_by_label("Clinician").select_option(label="Pavel Novak, prescriber")
    part.get_by_role("button", name="Make bookable").click()
    is_done(page, "Bookable clinicians")
    part = opened(page, "Duties")
    for choice in part.get_by_role("combobox").all():
        choice.select_option(label="Pavel Novak, prescriber")
    part.get_by_role("button", name="Set duties").click()
    is_done(page, "Duties")


def looked_at(page: Page, least_px: int = 44) -> list[str]:
    """Everything that is wrong with the list, each line open, by axe, keyboard, width and size."""
    while (folded := page.locator("main details:not([open]) > summary:visible")).count():
        folded.first.click()
    missed, unseen = tab_through(page)
    return [
        *axe(page), *missed, *unseen, *too_small(page, "main form", least_px=least_px),
        *(["it runs sideways"] if runs_sideways(page) else []),
    ]  # fmt: skip


def test_the_owner_walks_the_list_and_a_nurse_opens_a_session_at_the_chair(browser, clinic):
    page = signed_in(browser, clinic, "owner", DESKTOP)
    page.goto("/today")
    expect(page.get_by_text("3 of 14 done.")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    face(page)
    chair_and_device(page)
    clinician_and_duties(page)
    opened(page, "Mail").get_by_role("button", name="Send a test message").click()
    expect(line(page, "Mail").get_by_role("status")).to_contain_text("nobody got it")
    expect(page.get_by_text("10 of 14 done.")).to_be_visible()  # policies, mail and the nightly copy wait

    patient = json.loads(clinic.run("tests.journeys.ordered", "Garden"))
    nurse = signed_in(browser, clinic, "nurse", TABLET)
    nurse.goto("/patients")
    nurse.get_by_role("row", name=patient["number"]).get_by_role("link").first.click()
    nurse.goto(f"{nurse.url}/orders")
    nurse.get_by_label("Chair", exact=True).select_option(label="Garden")
    nurse.get_by_role("button", name=re.compile("^Open")).first.click()
    expect(nurse).to_have_url(re.compile("/chair/"))
    expect(nurse.get_by_text("Garden").first).to_be_visible()

    for name, size in {"desktop": DESKTOP, "tablet": TABLET, "phone": PHONE}.items():
        page.set_viewport_size(size)
        page.goto("/setup")
        shot(page, f"set-up-{name}")
        assert not looked_at(page)
