"""The page that shows how it may work: anybody opens it, slides through it, and reads it without any script too."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from euthymia.pharmacology.cascade.hundred import Standing, days_of, visits_of
from euthymia.research.calibration.hundred import responding, shown
from tests import waits
from tests.journeys.conftest import TABLET
from tests.journeys.looking import CHECKOUT, axe, runs_sideways, shot, tab_through, too_small

pytestmark = pytest.mark.browser
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
PATH = "/how-it-works"
MARKS = "(name) => [...document.querySelectorAll(`[data-people=${name}] use`)].map((n) => n.getAttribute('href'))"


def opened(people, size=LAPTOP) -> Page:
    page = people.page(size=size)
    page.goto(PATH)
    expect(page.locator("#course-form")).to_be_visible()
    expect(page.locator("#says-unsure")).to_contain_text("of 100")
    return page


def slide(page: Page, label: str, value: float) -> None:
    page.get_by_label(label, exact=True).fill(f"{value:g}")


def test_without_any_script_it_is_a_page_to_read_and_the_scripts_change_nothing_of_it(people, browser):
    bare = browser.new_context(java_script_enabled=False, base_url=people.clinic.url)
    still = bare.new_page()
    still.goto(PATH)
    page = opened(people)

    assert still.locator("#says-many").inner_text() == page.locator("#says-many").inner_text()
    expect(still.locator("[data-needs-script]:visible")).to_have_count(0)
    expect(still.locator(".hundred use")).to_have_count(204)  # two hundred people, and four marks explained
    texts = (
        "#says-unsure, #says-anyway, #says-given, #says-without, #says-when, #says-other, [data-reads], #reads-given"
    )
    assert still.locator(texts).all_inner_texts() == page.locator(texts).all_inner_texts()
    for name in ("given", "without"):
        drawn = [use.get_attribute("href") for use in still.locator(f'[data-people="{name}"] use').all()]
        assert drawn == page.evaluate(MARKS, name)
    bare.close()


@pytest.mark.parametrize(
    ("infusions", "a_week", "context", "day"), [(1, 1, "saline", 1), (8, 2, "open", 60), (8, 1, "midazolam", 84)]
)
def test_what_is_chosen_is_drawn_and_said_as_the_model_has_it(people, infusions, a_week, context, day):
    page, days = opened(people), days_of(infusions, a_week)
    given, without = (shown(days, context, given=one) for one in (True, False))
    slide(page, "Infusions: 6", infusions)
    page.locator(f"input[name=week][value='{a_week}']").check()
    page.locator(f"input[name=context][value='{context}']").check()
    slide(page, "Day", day)

    at = sum(visit <= day for visit in visits_of(days)) - 1
    yes = responding(given.standing[at])
    back = int((given.standing[at] == Standing.RELAPSED).sum())
    expect(page.locator("#says-many")).to_have_text(
        f"About {yes} of 100 {'still respond' if at >= infusions else 'respond'}."
    )
    expect(page.locator("#says-changed")).to_contain_text(f"{infusions} infusions. About")
    expect(page.locator("#says-unsure")).to_contain_text(f"from {given.low[at]} to {given.high[at]} of 100")
    expect(page.locator("#says-anyway")).to_contain_text(
        f"Without ketamine about {responding(without.standing[at])} of"
    )
    assert np.sum([mark in ("#p-yes", "#p-too") for mark in page.evaluate(MARKS, "given")]) == yes
    assert page.evaluate(MARKS, "given").count("#p-back") == back
    expect(page.locator('[data-flag="not known"]')).to_be_visible(visible=context == "open")
    expect(page.locator('[data-flag="extrapolation"]')).to_be_visible(visible=days[-1] > 28)


def test_days_are_walked_by_keyboard_and_by_buttons_and_each_is_said(people):
    page = opened(people)
    day = page.get_by_label("Day", exact=True)

    day.focus()
    page.keyboard.press("Home")
    expect(page.locator("#says-many")).to_have_text("Before the first rating.")
    page.get_by_role("button", name="Next rating").click()
    assert day.input_value() == "1"
    expect(page.locator("#says-when")).to_have_text("Day 1: rated the day after infusion 1 of 6")
    day.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#says-when")).to_have_text("Day 2: last rated on day 1, the day after infusion 1 of 6")
    assert "of 100 respond with ketamine" in day.get_attribute("aria-valuetext")
    page.keyboard.press("End")
    expect(page.locator("#says-when")).to_contain_text("weeks after the last infusion")
    assert "#p-back" in page.evaluate(MARKS, "given")


def test_one_infusion_is_slid_through_from_the_syringe(people):
    page = opened(people)

    slide(page, "Slide through two hours", 20)
    expect(page.locator("#says-minute")).to_have_text("20 minutes: the pump runs")
    expect(page.locator("#reads-given")).to_have_text("17.5 mg given")
    expect(page.locator('[data-reads="plasma"]')).to_contain_text("98 ng/mL in the middle person")
    slide(page, "Slide through two weeks", 0)
    expect(page.locator('[data-reads="score"]')).to_contain_text("33 points of 60")


def test_it_says_what_it_is_not_and_leads_on(people):
    page = opened(people)

    for said in (
        "A picture is not a promise.", "recommends nothing", "found no clear difference", "15 of 32 people responded",
        "no placebo arm", "told only", "Nobody can tell who beforehand",
    ):  # fmt: skip
        expect(page.get_by_text(said).first).to_be_visible()
    for name in ("Could it fit me?", "Ask for a consult"):
        expect(page.get_by_role("main").get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_role("heading", name="If you might act on thoughts")).to_be_visible()


def test_nothing_chosen_leaves_the_browser(people):
    page = opened(people)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    slide(page, "Infusions: 6", 3)
    slide(page, "Day", 40)
    page.wait_for_timeout(waits.ms(waits.SETTLED_S))

    assert asked == [] and page.url.endswith(PATH)


@pytest.mark.parametrize("size", [PHONE, TABLET, LAPTOP], ids=["phone", "tablet", "laptop"])
def test_it_fits_and_everybody_can_use_it(people, size):
    page = opened(people, size)

    assert not runs_sideways(page)
    assert axe(page) == []
    for where in ("#course-form", ".scrub"):
        assert too_small(page, where, least_px=48) == []
    assert tab_through(page) == ([], [])
    if size is not TABLET:
        shot(page, f"how-it-works-{size['width']}", at=".hundred")


def test_letters_twice_as_large_still_fit_a_phone(people):
    page = opened(people, PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert not runs_sideways(page)


def test_sliding_is_fluid_and_the_page_is_light(people):
    page = opened(people)
    took_ms = page.evaluate(
        """() => {
          const day = document.getElementById('day'), began = performance.now();
          for (let n = 0; n <= 84; n += 1) { day.value = n; day.dispatchEvent(new Event('input', { bubbles: true })); }
          return (performance.now() - began) / 85;
        }"""
    )
    folder = CHECKOUT / "src/euthymia/clinic/static/how_it_works"

    assert took_ms < waits.seconds(8)  # half of a frame
    assert sum(path.stat().st_size for path in folder.iterdir()) < 150_000
