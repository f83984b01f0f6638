"""The how-to for a nurse's first session, followed word by word: a line that cannot be followed fails."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from euthymia.demo import logins
from tests.conftest import CHECKOUT
from tests.journeys.conftest import TABLET
from tests.journeys.looking import shot

pytestmark = pytest.mark.browser

HOW_TO = CHECKOUT / "docs" / "how-to" / "first-session.md"
LOGINS = {"Nia Okoro": "nurse", "Sam Reyes": "nurse2"}


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label).and_(page.locator("input, select, textarea")).filter(visible=True).first


def button(page: Page | Locator, name: str) -> Locator:
    """By its whole name, or by how it begins."""
    whole = page.get_by_role("button", name=name, exact=True)
    return whole.first if whole.count() else page.get_by_role("button", name=re.compile("^" + re.escape(name))).first


def shown(page: Page, text: str) -> Locator:
    return page.get_by_text(text).filter(visible=True)


def answer(page: Page, said: str, question: str) -> None:
    group = page.get_by_role("group", name=re.compile(re.escape(question), re.IGNORECASE))
    group.get_by_label(said, exact=True).check()


def press_beside(page: Page, name: str, text: str) -> None:
    page.get_by_role("listitem").filter(has_text=text).get_by_role("button", name=name).first.click()


B, T = r"\*\*(.+?)\*\*", r"`(.+?)`"
WORDS: dict[str, Callable[..., None]] = {
    rf"Open {B}": lambda page, name: page.get_by_role("link", name=name).first.click(),
    rf"Press {B} beside {B}": press_beside,
    rf"Press {B}": lambda page, name: button(page, name).click(),
    rf"Touch {B}": lambda page, name: page.get_by_role("tab", name=name, exact=True).click(),
    rf"Type {T} under {B}": lambda page, text, label: field(page, label).fill(text),
    rf"Choose {B} under {B}": lambda page, choice, label: field(page, label).select_option(label=choice),
    rf"Tick {B}": lambda page, name: page.get_by_label(name, exact=True).first.check(),
    rf"Answer {B} to {B}": answer,
    rf"You see {B}": lambda page, text: expect(shown(page, text).first).to_be_visible(),
    rf"You do not see {B}": lambda page, text: expect(shown(page, text)).to_have_count(0),
    r"(?:Start|Pause|Stop) the pump with your own hand|Look at the pump": lambda _: None,  # no page does this
}


def instructions(line: str) -> Iterator[tuple[Callable[..., None], tuple[str, ...]]]:
    """Read one numbered line whole: what each of its sentences asks for, with what stands in them."""
    rest = re.sub(r"^\d+\. ", "", line)
    while rest:
        for words, act in WORDS.items():
            if found := re.match(rf"(?:{words})\.(?: |$)", rest):
                yield act, found.groups()
                rest = rest[found.end() :]
                break
        else:
            raise AssertionError(f"nobody can follow this: {rest}")


def follow(written: list[str], page_of: Callable[[str], Page], own: dict[str, dict[str, str]], *, shots: bool) -> int:
    """Carry out the lines of the how-to; give how many instructions were followed.

    page_of   opens the first page of whom a part is for
    own       what stands in place of the examples, by login
    """
    pages: dict[str, Page] = {}
    page, login, followed = None, "", 0
    for line in written:
        if line.startswith("## "):
            login = LOGINS[line.removeprefix("## ").partition(",")[0]]
            if login not in pages:
                pages[login] = page_of(login)
            page = pages[login]
        elif re.match(r"\d+\. ", line):
            for example, real in own[login].items():
                line = line.replace(example, real)
            for act, words in instructions(line):
                act(page, *words)
                followed += 1
        elif found := re.match(r"!\[.+\]\(\.\./screenshots/(.+)\.png\)$", line):
            if shots:
                shot(page, found[1])
        else:
            assert not re.match(r"\s*(?:\d+[.)]|[-*]) ", line), f"no instruction: {line}"
    return followed


def test_a_nurses_first_session_is_as_the_how_to_says(people, demo):
    lena = json.loads(demo.run("tests.journeys.ordered", "Chair 9"))
    passwords = {login: logins.load(demo.home)[login]["password"] for login in LOGINS.values()}
    own = {login: {"E00012": lena["number"], "your password": word} for login, word in passwords.items()}

    def page_of(login: str) -> Page:
        page = people.page(login, size=TABLET)
        page.goto("/today")
        return page

    assert follow(HOW_TO.read_text("utf-8").splitlines(), page_of, own, shots=True) > 80


@pytest.mark.parametrize("line", ["1. Press the button.", "2. Press **Find** and wait.", "3. Hope for **the best**."])
def test_a_line_that_nobody_can_follow_fails(line):
    with pytest.raises(AssertionError, match="nobody can follow this"):
        list(instructions(line))
