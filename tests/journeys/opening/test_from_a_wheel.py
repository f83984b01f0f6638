"""From a wheel to a running session: the page followed on a bare machine, then the set-up list, in a real browser.

`make wheel`, installed by install.sh without a network; production behind nginx, whose certificate an authority of the
test signed. Only the patient, with an order signed, is put in by the actions that staff use (tests.journeys.ordered):
the how-to for a nurse's first session begins there too.
"""

import base64
import contextlib
import hashlib
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, expect, sync_playwright

from euthymia.demo import logins
from tests import waits
from tests.cli.operations import wheels
from tests.cli.operations.commands import bare
from tests.conftest import CHECKOUT
from tests.journeys import failed
from tests.journeys.bedside import monitor
from tests.journeys.conftest import DESKTOP, FLAGS, TABLET, fresh_code, staff_signs_in
from tests.journeys.looking import follow as follow_live
from tests.journeys.opening import machine
from tests.journeys.opening.machine import ASKS, BEFORE, OWNER, PAGE, PASSWORD, Machine
from tests.journeys.opening.test_set_up import chair_and_device, clinician_and_duties, face, is_done, opened
from tests.journeys.running import Clinic
from tests.journeys.test_first_session import HOW_TO, follow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAIR = "Chair 9"
STAFF = {
    "director": ("Mira Castell", "Medical director"),
    "prescriber": ("Pavel Novak", "Prescriber"),
    "nurse": ("Nia Okoro", "Nurse"),
    "nurse2": ("Sam Reyes", "Nurse"),
}
# What people do on a page, counted as the browser's driver is told it.
TYPED, CHOSEN, PRESSED = ("fill",), ("select_option", "check", "set_checked"), ("click",)


@pytest.fixture(autouse=True)
def _kept(request, walked) -> Iterator[None]:
    """What a failed test looked at, where it is asked for."""
    yield
    pages = [page for context in walked.browser.contexts for page in context.pages]
    failed.keep(request.node, pages, log=walked.machine.folder / "serve.log")


@dataclass
class Walk:
    """Who signs in with what, and how often anything was typed, chosen and pressed."""

    machine: Machine
    browser: Browser
    people: Clinic
    counted: Counter[str] = field(default_factory=Counter)
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def page(self, login: str = "", size: dict[str, int] = DESKTOP) -> Page:
        context = self.browser.new_context(base_url="https://clinic.example", viewport=size, locale="en-GB")
        context.set_default_timeout(waits.ms(waits.PAGE_S))
        page = context.new_page()
        if login:
            staff_signs_in(page, login, self.people)
        return page

    def knows(self, login: str, email: str, password: str, secret: str) -> None:
        self.known[login] = {"email": email, "password": password, "secret": secret}
        logins.save(self.people.home, self.known)


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Iterator[Walk]:
    """The machine after sections 1 to 4 of the page, and a browser that trusts its authority's key."""
    before, after = PAGE.split("## 5. Open it")
    (wheel,) = wheels.made(tmp_path_factory.mktemp("source") / "euthymia").glob("*.whl")
    folder = tmp_path_factory.mktemp("machine")
    (folder / "people").mkdir()
    with machine.machine(folder, wheel, wheels.OFFLINE) as made:
        made.follow(before)
        with _browser(made) as browser:
            walk = Walk(made, browser, Clinic(folder / "people"))
            with _counting(walk.counted):
                yield walk
    assert "## 6. " in after


@contextlib.contextmanager
def _browser(made: Machine) -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no browser: install chromium with the system's package manager")
    key = x509.load_pem_x509_certificate(made.authority.path.read_bytes()).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    trusts = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    args = [
        *FLAGS, f"--ignore-certificate-errors-spki-list={trusts}",
        f"--host-resolver-rules=MAP clinic.example:443 127.0.0.1:{made.front}",
    ]  # fmt: skip
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=args, **failed.launch_options())
        yield browser
        browser.close()


@contextlib.contextmanager
def _counting(counted: Counter[str]) -> Iterator[None]:
    """Count what the walk types, chooses and presses, whoever's helper does it."""
    from playwright.sync_api import Keyboard, Locator

    with pytest.MonkeyPatch.context() as patch:
        for kind, names in (("typed", TYPED), ("chosen", CHOSEN), ("pressed", PRESSED)):
            for name in names:
                patch.setattr(Locator, name, _counted(getattr(Locator, name), counted, kind))
        patch.setattr(Keyboard, "type", _counted(Keyboard.type, counted, "typed"))
        yield


def _counted(does, counted, kind):
    def done(self, *words, **more):
        counted[kind] += 1
        return does(self, *words, **more)

    return done


def test_every_command_of_the_page_is_done_on_a_bare_machine(walked):
    made = walked.machine

    refused = {words: (status, said) for words, status, said in made.done if status}
    assert [words.split(" --front")[0] for words in refused] in ([], ["euthymia doctor"]), refused
    listed = set(made.left_out)
    assert all(command.startswith((*BEFORE, "systemd-run ")) or command == ASKS for command in listed)
    assert not any("Traceback" in said for _, _, said in made.done)
    assert (
        str(made.folder / "opt/euthymia/bin/euthymia")
        in (made.folder / "etc/systemd/system/euthymia.service").read_text()
    )


def test_it_runs_from_the_wheel_alone(walked):
    """Nothing of the checkout is on its path."""
    python = walked.machine.folder / "opt/euthymia/bin/python"
    told = "import sys, euthymia; print(euthymia.__file__, *sys.path)"
    found = wheels.run(python, "-c", told, cwd="/", env=walked.machine.environment)

    assert found.returncode == 0 and str(CHECKOUT) not in found.stdout
    assert found.stdout.startswith(str(walked.machine.folder / "opt/euthymia/lib"))


def test_the_doctor_finds_nothing_wrong_but_what_no_test_has(walked):
    done = walked.machine.run("euthymia doctor")

    wrong = re.findall(r"^WRONG +([^:]+):", done, re.M)
    assert set(wrong) <= {"clock", "disk"}, done
    assert "right  https://clinic.example: live pages" in done


def test_from_the_first_sign_in_to_a_running_session(walked, capsys):
    _owner_signs_in(walked)
    owner = walked.page("owner")
    owner.goto("/today")
    expect(owner.get_by_text(re.search(r'"(\d+ of \d+ done)"', PAGE)[1])).to_be_visible()
    for login, (name, role) in STAFF.items():
        _joins(walked, owner, login, name, role)
    owner.goto("/today")
    owner.get_by_role("link", name="Go on").click()
    face(owner)
    chair_and_device(owner, CHAIR)
    clinician_and_duties(owner)
    director = walked.page("director")  # by now another one-time code than the one that set it up
    _director_signs(walked, director)
    opened(owner, "Mail").get_by_role("button", name="Send a test message").click()
    is_done(owner, "Mail")
    for title in ("Staff", "Policies", "Second factor"):
        is_done(owner, title)
    _kit_is_signed(walked, owner, director)
    expect(owner.get_by_text("13 of 14 done.")).to_be_visible()  # no night was yet, and no copy of one
    in_list = Counter(walked.counted)

    _session_runs(walked)

    with capsys.disabled():
        print(_said(walked, in_list))


def _owner_signs_in(walked: Walk) -> None:
    (made,) = (said for words, _, said in walked.machine.done if "--no-questions" in words)
    walked.knows("owner", OWNER, PASSWORD, re.search(r"^authenticator key +([A-Z2-7]{32})$", made, re.M)[1])


def _joins(walked: Walk, owner: Page, login: str, name: str, role: str) -> None:
    """Be invited by mail, choose a password, set up a second factor."""
    email = f"{login}@clinic.example"
    owner.goto("/staff")
    owner.get_by_label("First and last name").fill(name)
    owner.get_by_label("E-mail").fill(email)
    owner.get_by_label("Role").select_option(label=role)
    owner.get_by_label("Your password, to confirm").fill(PASSWORD)
    owner.get_by_role("button", name="Invite").click()
    mail = waits.until(
        lambda: [mail for mail in walked.machine.mails.mails if mail["To"] == email], what="the invitation"
    )[-1]
    (link,) = re.findall(r"https://\S+", mail.get_payload(decode=True).decode())
    page, password = walked.page(), f"{login}-lantern-river"
    page.goto(link)
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same again").fill(password)
    page.get_by_role("button", name="Set this password").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(password)  # once more, before a second factor is set
    page.get_by_role("button", name="Confirm").click()
    secret = page.get_by_label("Authenticator secret").input_value()
    walked.knows(login, email, password, secret)
    page.get_by_label("Authenticator code").fill(fresh_code(login, walked.people))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_text("Recovery Codes").first).to_be_visible()
    page.context.close()


def _director_signs(walked: Walk, page: Page) -> None:
    """Read and sign each group of policies."""
    page.goto("/policies")
    expect(page.get_by_text("training only").first).to_be_visible()
    while (waiting := page.get_by_role("button", name=re.compile("^Sign these"))).count():
        form, left = page.locator("form").filter(has=waiting).first, waiting.count()
        form.get_by_role("checkbox").check()
        form.get_by_label("Your password, to sign").fill(walked.known["director"]["password"])
        waiting.first.click()
        expect(waiting).to_have_count(left - 1)
    expect(page.get_by_text("all signed").first).to_be_visible()


def _kit_is_signed(walked: Walk, owner: Page, page: Page) -> None:
    """The owner enters the list; the director, who is still signed in, signs it: a second sign-in waits for a code."""
    opened(owner, "Emergency kit").get_by_role("link", name="Open the kit's list").click()
    owner.get_by_label("One thing a line").fill("TEST kit, one bag, by the door")
    owner.get_by_role("button", name="Enter this list").click()
    page.goto(owner.url)
    page.get_by_label("Your password, to sign").fill(walked.known["director"]["password"])
    page.get_by_role("button", name="Sign this list").click()
    expect(page.get_by_text("In force")).to_be_visible()
    page.context.close()
    owner.goto("/setup")
    is_done(owner, "Emergency kit")


def _session_runs(walked: Walk) -> None:
    """Follow the how-to of a nurse's first session to where the infusion runs, then let the monitor speak."""
    command = [sys.executable, "-m", "tests.journeys.ordered", CHAIR]
    done = wheels.run(*command, cwd=CHECKOUT, env=bare(walked.machine.home))
    assert done.returncode == 0, done.stderr
    number = json.loads(done.stdout)["number"]
    pages: dict[str, Page] = {}

    def page_of(login: str) -> Page:
        pages[login] = walked.page(login, TABLET)
        pages[login].goto("/today")
        return pages[login]

    own = {login: {"E00012": number, "your password": walked.known[login]["password"]} for login in ("nurse", "nurse2")}
    to_the_start = HOW_TO.read_text("utf-8").partition("## Nia Okoro, nurse: an alarm")[0]
    assert follow(to_the_start.splitlines(), page_of, own, shots=False) > 40

    live = pages["nurse"]
    follow_live(live)
    with monitor("IntelliVue1", port=walked.machine.devices):
        expect(live.locator("#value-spo2_pct")).to_contain_text(re.compile(r"\b0 s ago\s*$"))  # no more "by hand"
    expect(live.locator("#state")).to_have_text("The infusion runs")


def _said(walked: Walk, in_list: Counter[str]) -> str:
    made, whole = walked.machine, walked.counted
    return (
        f"\nfrom a wheel to a running session: {len(made.done)} commands, {len(made.left_out)} more are the "
        f"machine's own; to the end of the set-up list {in_list['typed']} fields typed, {in_list['chosen']} chosen, "
        f"{in_list['pressed']} presses; to the running session {whole['typed']}, {whole['chosen']}, {whole['pressed']}"
    )
