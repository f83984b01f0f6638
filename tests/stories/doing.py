"""What hands do in a story: press, enter, sign, go to a page."""

import re
from functools import partial
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign as signs
from tests.journeys.hands import answer_for_leaving, tab, uncover, write_note
from tests.stories.seeing import alarm_on
from tests.stories.stage import Scene
from tests.stories.story import Do


def press(button: str, *, who: str = "nurse") -> Do:
    def presses(scene: Scene) -> None:
        _button(scene.page(who), button).first.click()

    return presses


def double_press(button: str, *, who: str = "nurse") -> Do:
    def presses(scene: Scene) -> None:
        _button(scene.page(who), button).first.dblclick()

    return presses


def both_press(action: str, *, who: tuple[str, str]) -> Do:
    """Two people press the same button before either page has heard of the other."""

    def press_at_once(scene: Scene) -> None:
        for person in who:  # the first one's word is on its way before the second presses
            with scene.page(person).expect_request(f"**/act/{action}"):
                scene.page(person).evaluate(
                    "action => void document.querySelector(`.acts [data-action=${action}] button`).click()", action
                )

    return press_at_once


def fall_behind(*, who: str) -> Do:
    """This person's page shows what was, and hears of nothing that happens."""

    def falls(scene: Scene) -> None:
        page = scene.page(who)
        page.route("**/stream?*", lambda route: route.abort())
        page.reload()

    return falls


def _button(page: Page, name: str) -> Any:
    """By its whole name; one that ends with a colon, as "3:" of MOAA/S, by its beginning."""
    named: Any = re.compile(f"^{name}") if name.endswith(":") else name
    asked = {"name": named, "exact": not name.endswith(":")}
    if not page.get_by_role("button", **asked).count() and page.get_by_role("tab").count():
        uncover(page.get_by_role("button", include_hidden=True, **asked))
    return page.get_by_role("button", **asked)


def touch(words: str, *, who: str = "nurse") -> Do:
    """Touch these words, which open what is under them."""

    def touches(scene: Scene) -> None:
        scene.page(who).get_by_text(words, exact=True).click()

    return touches


def acknowledge(key: str, *, who: str = "nurse") -> Do:
    def acknowledges(scene: Scene) -> None:
        alarm_on(scene.page(who), key).get_by_role("button").click()
        expect(alarm_on(scene.page(who), key).get_by_role("button")).to_have_count(0)

    return acknowledges


def vitals(*, who: str = "nurse", **values: float) -> Do:
    """Enter vital signs by hand: Systolic=186, Diastolic=96."""

    def enters(scene: Scene) -> None:
        page = scene.page(who)
        uncover(page.get_by_label("Systolic", exact=True))
        for label, value in values.items():
            page.get_by_label("SpO2 %" if label == "SpO2" else label, exact=True).fill(f"{value:g}")
        press("Save vital signs", who=who)(scene)

    return enters


def note(words: str, *, minutes_ago: str = "", who: str = "nurse") -> Do:
    def writes(scene: Scene) -> None:
        write_note(scene.page(who), words, minutes_ago=minutes_ago)

    return writes


def correct(line: str, field: str, value: str, *, why: str, who: str = "nurse") -> Do:
    """Correct an entry from the log."""

    def corrects(scene: Scene) -> None:
        page = scene.page(who)
        tab(page, "What happened")
        page.locator("#log li", has_text=line).get_by_role("button").first.click()
        page.locator(f"#correct-{field}").fill(value)
        page.get_by_label("Why").fill(why)
        press("Save the correction", who=who)(scene)
        expect(page.locator("#correct")).to_be_hidden()

    return corrects


def strike(line: str, *, why: str, who: str = "nurse") -> Do:
    """Return of an entry that it never was."""

    def strikes(scene: Scene) -> None:
        page = scene.page(who)
        tab(page, "What happened")
        page.locator("#log li", has_text=line).get_by_role("button").first.click()
        page.get_by_label("Entered by mistake").check()
        page.get_by_label("Why").fill(why)
        press("Save the correction", who=who)(scene)
        expect(page.locator("#correct")).to_be_hidden()

    return strikes


def answers_all_well(*, suicidal: bool = False, who: str = "nurse") -> Do:
    """Answer every question for leaving as one who may leave, but for what is told."""

    def answers(scene: Scene) -> None:
        answer_for_leaving(scene.page(who), suicidal=suicidal)

    return answers


def fill(label: str, value: str, *, who: str = "nurse") -> Do:
    def fills(scene: Scene) -> None:
        field = scene.page(who).get_by_label(label).first
        uncover(field)
        field.fill(value.format(**scene.seat))

    return fills


def check(label: str, *, who: str = "nurse") -> Do:
    def checks(scene: Scene) -> None:
        scene.page(who).get_by_label(label, exact=True).check()

    return checks


def choose(label: str, option: str, *, who: str = "nurse") -> Do:
    def chooses(scene: Scene) -> None:
        scene.page(who).get_by_label(label).select_option(option)

    return chooses


def sign(button: str, *, who: str = "nurse") -> Do:
    def puts(scene: Scene) -> None:
        signs(scene.page(who), button, who, scene.clinic)

    return puts


def go(path: str, *, who: str = "nurse") -> Do:
    """Open a page; {key}, {patient} and {number} are this story's own. The chair's page is followed again."""

    def goes(scene: Scene) -> None:
        page = scene.page(who)
        if path == "/chair/{key}":
            scene.open_chair(page)
        else:
            page.goto(path.format(**scene.seat))

    return goes


def cut_network(*, who: str = "nurse") -> Do:
    """Nothing that this page sends leaves it."""
    return partial(_network, who=who, off=True)


def connected(*, who: str = "nurse") -> Do:
    return partial(_network, who=who, off=False)


def _network(scene: Scene, *, who: str, off: bool) -> None:
    scene.page(who).context.set_offline(off)
