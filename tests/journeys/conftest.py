"""The demo clinic run for real, a browser, and people who sign in as people do."""

import contextlib
import email
import os
import re
import shutil
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from euthymia.demo import logins
from tests import waits
from tests.journeys import failed
from tests.journeys.looking import NO_NETWORK
from tests.journeys.running import Clinic, below

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
USED: dict[tuple[Path, str], set[str]] = {}  # one-time codes, by clinic and login
SIGN_IN = re.compile("/login/|/sign-in")  # where somebody who is not signed in is led
DESKTOP, TABLET = {"width": 1280, "height": 900}, {"width": 768, "height": 1024}
expect.set_options(timeout=waits.ms(waits.PAGE_S))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the fixtures of a test whether it failed."""
    report = yield
    failed.note(item, report)
    return report


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[Clinic]:
    """`make demo` on free ports, bodies running 60 times faster than life."""
    with whole_clinic(tmp_path_factory.mktemp("clinic") / "home", speed=60) as clinic:
        yield clinic


@contextlib.contextmanager
def whole_clinic(home: Path, *, speed: float) -> Iterator[Clinic]:
    """The demo clinic, started whole. It must end clean."""
    clinic = Clinic(home)
    clinic.start_demo(speed=speed)
    children = below(clinic.started["demo"].pid)
    assert len(children) == 5, children
    yield clinic
    assert clinic.end() == {"demo": 0}, clinic.log.read_text()[-2000:]
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()], "the demo left a process"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a file: its driver keeps a loop running that would stop other files' own loops."""
    with chromium() as opened:
        yield opened


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, for the thread that asks."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no browser: install chromium with the system's package manager")
    lean, environment = Path(__file__).with_name("chromium"), {**os.environ, "EUTHYMIA_TEST_BROWSER": found}
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=lean, args=FLAGS, env=environment, **failed.launch_options())
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """Who has signed in during this run: a one-time code works once, so each signs in once."""
    return {}


@dataclass
class People:
    """Opens pages for people. `problems` holds what any of their consoles complained of."""

    browser: Browser
    clinic: Clinic
    cookies: dict[str, Any]
    contexts: list[BrowserContext] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    network_fails: bool = False  # on purpose: the browser complains of it, and htmx with it

    def page(
        self, login: str = "", *, size: dict[str, int] = DESKTOP, clinic: Clinic | None = None, address: str = ""
    ) -> Page:
        """Open a page for a colleague by login, for a patient by mail address, or for anybody.

        address  another way to the same clinic
        """
        if login and clinic is None:
            self.sign_in(login)
        context = self._context(self.cookies.get(login), base_url=address or (clinic or self.clinic).url, viewport=size)
        context.set_default_timeout(waits.ms(waits.PAGE_S))
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # A refusal is an answer with status 422, 404 or 403 by design; the browser notes it as an error.
        expected = re.search(r"status of (422|404|403)", message.text)
        if self.network_fails and NO_NETWORK.search(message.text):
            return
        if message.type in ("error", "warning") and not expected:
            self.problems.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _context(self, saved: Any, **more: Any) -> BrowserContext:
        context = self.browser.new_context(storage_state=saved, locale="en-GB", **more)
        self.contexts.append(context)
        return context

    def sign_in(self, login: str) -> None:
        """Sign in once a run. Keep a saved sign-in going, or make it again where it has ended: unused for too long."""
        if login in self.cookies:
            context = self._context(self.cookies[login], base_url=self.clinic.url)
            asked = "/home" if "@" in login else "/account/second-factor/"  # neither lists anybody: nothing is audited
            led_to = context.request.get(asked, max_redirects=0).headers.get("location", "")
            renewed = self._saved(context)  # a cookie carries its own end, and the answer may have moved it
            if SIGN_IN.search(led_to) is None:
                self.cookies[login] = renewed
                return
        page = self.page()
        patient_signs_in(page, login, self.clinic) if "@" in login else staff_signs_in(page, login, self.clinic)
        self.cookies[login] = self._saved(page.context)

    def _saved(self, context: BrowserContext) -> Any:
        """Close what was opened to sign in alone, and return its sign-in."""
        saved = context.storage_state()
        self.contexts.remove(context)
        context.close()
        return saved

    def pages(self) -> list[Page]:
        """List the pages that are open."""
        return [page for context in self.contexts for page in context.pages]

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


def staff_signs_in(page: Page, login: str, clinic: Clinic) -> None:
    """E-mail, password, one-time code, by keyboard alone."""
    page.goto("/account/login/")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type(logins.load(clinic.home)[login]["email"])
    page.keyboard.press("Tab")
    page.keyboard.type(logins.load(clinic.home)[login]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(fresh_code(login, clinic))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def fresh_code(login: str, clinic: Clinic) -> str:
    """Return a one-time code that was not used: it works once, and the next one comes within half a minute."""
    used = USED.setdefault((clinic.home, login), set())
    code = waits.until(
        lambda: {logins.code(clinic.home, login)} - used, within_s=waits.UP_S + logins.PERIOD_S, what="the next code"
    ).pop()
    used.add(code)
    return code


def patient_signs_in(page: Page, address: str, clinic: Clinic) -> None:
    """Ask for a link, read the mail, open the link, press the button."""
    before = set(links_for(address, clinic))
    page.goto("/patient/sign-in")
    page.get_by_label("Your e-mail").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")
    new = waits.until(lambda: set(links_for(address, clinic)) - before, what="the mail with the link")
    page.goto(new.pop())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()


def sign(page: Page, button: str, login: str, clinic: Clinic) -> None:
    """Sign: the password of who is signed in, once more, beside the button."""
    form = page.locator("form").filter(has=page.get_by_role("button", name=button))
    form.get_by_label("Your password, to sign").fill(logins.load(clinic.home)[login]["password"])
    form.get_by_role("button", name=button).click()


def links_for(address: str, clinic: Clinic) -> list[str]:
    """List the links in mails to this address."""
    mails = [email.message_from_bytes(path.read_bytes()) for path in (clinic.home / "mail").glob("*.log")]
    bodies = [m.get_payload(decode=True).decode() for m in mails if m["To"] == address]
    return [link for body in bodies for link in re.findall(r"https?://\S+key=\S+", body)]


@pytest.fixture
def people(request, browser, demo, cookies) -> Iterator[People]:
    """Pages for people; nothing on any of them may complain in the console."""
    opened = People(browser, demo, cookies)
    yield opened
    failed.keep(request.node, opened.pages(), log=demo.log, problems=opened.problems)
    opened.close()
    assert not opened.problems, "\n".join(opened.problems)
