"""A colleague adds a passkey in the browser, signs in with it, alone or after the password, and signs out again."""

import json
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from euthymia.demo import logins
from tests.journeys.looking import axe

pytestmark = pytest.mark.browser

COLLEAGUE = "nurse2"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(people, demo) -> Page:
    """Signed in, on a device that keeps passkeys, about to add one."""
    page = people.page(COLLEAGUE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto("/account/second-factor/webauthn/add/")
    if "reauthenticate" in page.url:  # asked for once in five minutes
        page.get_by_label("Password").fill(logins.load(demo.home)[COLLEAGUE]["password"])
        page.get_by_role("button", name="Confirm").click()
    return page


def add_passkey(page: Page, name: str, *, alone: bool) -> None:
    expect(page.get_by_role("heading", name="Add Security Key")).to_be_visible()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passwordless").set_checked(alone)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Security key added")).to_be_visible()


def leave(page: Page) -> None:
    """Be nobody here again; what the other tests are signed in by stays.

    The page is left first: an answer that it still waits for would bring another secret of forms than the next page's.
    """
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto("/account/login/")


def test_a_passkey_alone_signs_a_colleague_in(page, demo):
    add_passkey(page, "Tablet at chair 1", alone=True)
    leave(page)
    assert not axe(page)

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_text("Sam Reyes, nurse", exact=True)).to_be_visible()
    assert {"kind": "webauthn"} in written("added a second factor", demo)


def test_an_open_live_page_ends_when_its_person_signs_out(page, people, demo, request):
    add_passkey(page, "Another tablet", alone=True)
    leave(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    live = page.context.new_page()
    live.on("pageerror", lambda error: people.problems.append(str(error)))
    live.goto(f"/chair/{json.loads(demo.run('tests.journeys.chair', request.node.name[:40]))['key']}")
    expect(live.locator("#trouble")).to_be_hidden()
    expect(live.locator("#value-spo2_pct .number")).to_have_text("98")

    page.get_by_role("button", name="Sign out").click()

    expect(live.locator("#trouble")).to_contain_text("NOT LIVE: you were signed out")
    expect(live.locator(".values")).to_have_count(0)  # nobody's numbers stay behind
    assert not axe(live)
    live.get_by_role("link", name="Open this page again").click()
    expect(live.get_by_role("heading", name="Staff sign-in")).to_be_visible()


def test_a_page_whose_person_signs_out_asks_for_nothing_more_and_goes_on_where_nothing_came_of_it(people):
    page = people.page("nurse")
    page.clock.install()
    page.goto("/home")
    asked = []
    page.on("request", lambda one: one.url.endswith("/chairs/alarms/now") and asked.append(one.url))
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # the server does not answer
    page.get_by_role("button", name="Sign out").click()
    before = len(asked)

    page.clock.run_for(6000)  # else it asks every 5 s
    page.evaluate("fetch('/offline')")  # what it had asked for would have come before this
    assert len(asked) == before
    with page.expect_request("**/chairs/alarms/now"):
        page.clock.run_for(9500)


def test_a_passkey_is_the_second_step_after_the_password(page, demo):
    add_passkey(page, "Key on a ring", alone=False)
    leave(page)
    page.get_by_label("E-mail").fill(logins.load(demo.home)[COLLEAGUE]["email"])
    page.get_by_label("Password").fill(logins.load(demo.home)[COLLEAGUE]["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Code")).to_be_focused()

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()


def written(action: str, demo) -> list[dict[str, str]]:
    with sqlite3.connect(demo.home / "clinic.sqlite3") as database:
        rows = database.execute("SELECT detail FROM audit_auditevent WHERE action = ?", [action]).fetchall()
    return [json.loads(detail) for (detail,) in rows]
