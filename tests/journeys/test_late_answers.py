"""What a hand types while an answer is on its way: only its own press wipes it, and every press ends in words."""

import json
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, expect

from tests import waits
from tests.journeys.hands import tab
from tests.journeys.looking import axe

pytestmark = pytest.mark.browser


@dataclass
class Line:
    """The way to the server: it does what it was asked to, and its answers wait here until they are let go."""

    page: Page
    waiting: list[tuple[Route, object]] = field(default_factory=list)

    def hold(self, where: str, *, times: int = 1) -> None:
        left = iter(range(times))

        def handle(route: Route) -> None:
            if next(left, None) is None:
                route.continue_()
            else:
                self.waiting.append((route, route.fetch()))

        self.page.route(where, handle)

    def arrived(self, count: int) -> None:
        """Wait until the server has answered so many."""
        while len(self.waiting) < count:
            self.page.wait_for_timeout(waits.ms(waits.KNOCK_S))

    def let_go(self, which: int = 0) -> None:
        route, answer = self.waiting.pop(which)
        route.fulfill(response=answer)


@pytest.fixture
def chair(demo, people, request) -> str:
    people.sign_in("nurse")
    return f"/chair/{json.loads(demo.run('tests.journeys.chair', request.node.name[5:45]))['key']}"


@pytest.fixture
def live(people, chair) -> Page:
    page = people.page("nurse")
    page.goto(chair)
    return page


@pytest.fixture
def line(live) -> Line:
    return Line(live)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def said(page: Page):
    """What stands under all that is entered: what became of each press."""
    return page.locator("#pad-said")


def pressure(page: Page, systolic: str, diastolic: str) -> None:
    page.get_by_label("Systolic", exact=True).fill(systolic)
    page.get_by_label("Diastolic", exact=True).fill(diastolic)


def stands(page: Page, systolic: str, diastolic: str) -> None:
    expect(page.get_by_label("Systolic", exact=True)).to_have_value(systolic)
    expect(page.get_by_label("Diastolic", exact=True)).to_have_value(diastolic)


def log(page: Page):
    return page.locator("#log")


def test_what_is_typed_while_an_answer_is_5_s_late_stays(live, line):
    line.hold("**/vitals")
    pressure(live, "121", "71")
    press(live, "Save vital signs")
    stands(live, "", "")
    expect(said(live)).to_contain_text("Being sent: Save vital signs, Systolic 121, Diastolic 71")
    pressure(live, "186", "112")
    live.wait_for_timeout(waits.ms(waits.SAID_WITHIN_S))
    line.let_go()

    expect(said(live)).to_have_text(re.compile(r"Recorded, pressed at \d\d:\d\d: .*Systolic 121"))
    stands(live, "186", "112")
    expect(live.get_by_label("Diastolic", exact=True)).to_be_focused()
    assert not axe(live)
    press(live, "Save vital signs")
    expect(log(live)).to_contain_text("Systolic 186")
    expect(log(live)).to_contain_text("Systolic 121")
    stands(live, "", "")


def test_an_answer_that_never_comes_leaves_the_entry_kept_then_recorded_once(live, people):
    people.network_fails = True
    lost: list[Route] = []
    live.route("**/vitals", lambda route: lost.append(route) if not lost else route.abort())
    pressure(live, "133", "73")
    press(live, "Save vital signs")
    pressure(live, "187", "113")

    expect(said(live)).to_contain_text("Kept on this tablet, not yet in the record", timeout=waits.ms(waits.LINE_S))
    stands(live, "187", "113")
    live.unroute("**/vitals")
    expect(said(live)).to_contain_text("Recorded")
    stands(live, "187", "113")
    expect(log(live).locator("li", has_text="Systolic 133")).to_have_count(1)


KEEPS_NOTHING = "Object.defineProperty(indexedDB, 'open', { value: () => { throw new Error('keeps nothing'); } });"


def test_answers_out_of_order_end_each_its_own_press(people, chair):
    """Where the browser keeps nothing, two presses are on their way at once and the first is answered last."""
    page = people.page("nurse")
    page.add_init_script(KEEPS_NOTHING)
    page.goto(chair)
    line = Line(page)
    line.hold("**/vitals", times=2)
    pressure(page, "123", "73")
    press(page, "Save vital signs")
    line.arrived(1)
    pressure(page, "124", "73")
    press(page, "Save vital signs")
    line.arrived(2)
    page.get_by_label("Pulse", exact=True).fill("88")

    line.let_go(1)
    expect(said(page)).to_have_text(re.compile(r"Being sent: .*123.*Recorded.*124"))
    stands(page, "", "")
    pressure(page, "186", "112")
    line.let_go(0)
    expect(said(page)).to_have_text(re.compile(r"Recorded.*123.*Recorded.*124"))
    stands(page, "186", "112")
    expect(page.get_by_label("Pulse", exact=True)).to_have_value("88")


def test_what_is_refused_goes_back_to_the_hand_with_every_choice(live):
    tab(live, "Medicine given")
    form = live.locator("form[action$='/medicine']")
    form.get_by_text("Ondansetron").click()
    form.get_by_label("Dose").fill("four")
    form.get_by_label("Unit").select_option(index=1)
    form.get_by_label("Ordered by, by name").fill("Pavel Novak")
    unit = form.get_by_label("Unit").input_value()
    press(live, "Save medicine")

    expect(said(live).locator(".refusal")).to_contain_text("Not recorded: ")
    expect(form.get_by_label("Dose")).to_have_value("four")
    expect(form.get_by_label("Unit")).to_have_value(unit)
    expect(form.get_by_label("Ondansetron")).to_be_checked()
    expect(form.get_by_label("Ordered by, by name")).to_have_value("Pavel Novak")
    form.get_by_label("Dose").fill("4")
    press(live, "Save medicine")
    expect(log(live)).to_contain_text("Given: Ondansetron 4")
    expect(form.get_by_label("Ondansetron")).not_to_be_checked()


def test_what_is_refused_while_the_hand_typed_on_is_said_and_mixes_with_nothing(live, line):
    line.hold("**/vitals")
    pressure(live, "1210", "71")
    press(live, "Save vital signs")
    live.get_by_label("Systolic", exact=True).fill("186")
    line.arrived(1)
    line.let_go()

    refusal = said(live).locator(".refusal")
    expect(refusal).to_contain_text("NOT RECORDED: Save vital signs, Systolic 1210, Diastolic 71")
    stands(live, "186", "")


def test_presses_of_two_forms_each_end_in_words(live, line):
    line.hold("**/note")
    tab(live, "Note")
    live.locator("#note").fill("First")
    press(live, "Save note")
    line.arrived(1)
    tab(live, "Look")
    live.get_by_role("button", name="Dissociation 3").click()
    tab(live, "Note")
    live.locator("#note").fill("Second, being typed")
    expect(said(live)).to_contain_text("Being sent")
    line.let_go()

    expect(said(live)).to_contain_text("Recorded")
    expect(said(live)).to_contain_text("First")
    expect(said(live)).to_have_text(re.compile(r"Recorded.*First.*Recorded.*Dissociation, 3"))
    expect(live.locator("#note")).to_have_value("Second, being typed")


def test_a_double_press_of_a_form_that_was_wiped_asks_for_nothing(live):
    tab(live, "Note")
    live.locator("#note").fill("Pressed twice")
    live.get_by_role("button", name="Save note", exact=True).dblclick()

    expect(said(live)).to_contain_text("Recorded")
    expect(log(live).locator("li", has_text="Pressed twice")).to_have_count(1)


def test_other_values_are_another_press_however_quick(live):
    """A machine types faster than any finger; what it pressed is not passed over as a double press."""
    live.evaluate(
        """() => {
          const form = document.querySelector("form[action$='/vitals']");
          for (const mmhg of ["141", "142"]) {
            form.elements.systolic_mmhg.value = mmhg;
            form.elements.diastolic_mmhg.value = "90";
            form.querySelector("button:not([type=button])").click();
          }
        }"""
    )

    expect(log(live)).to_contain_text("Systolic 141")
    expect(log(live)).to_contain_text("Systolic 142")


def test_a_page_left_while_an_answer_is_late_loses_and_doubles_nothing(live, line, people, chair):
    people.network_fails = True  # the page is left while it asks
    line.hold("**/note")
    tab(live, "Note")
    live.locator("#note").fill("Left at once")
    press(live, "Save note")
    line.arrived(1)
    live.goto("/today")
    live.goto(chair)

    expect(log(live)).to_contain_text("Note: Left at once")
    expect(live.locator("#kept")).to_be_hidden()
    assert log(live).locator("li", has_text="Left at once").count() == 1


def test_the_form_of_one_correction_does_not_take_the_place_of_another(live, line):
    for level in ("2", "3"):
        live.get_by_role("button", name=f"Dissociation {level}").click()
        expect(log(live)).to_contain_text(f"Dissociation {level} of 4")
    entries = log(live).locator("li", has_text="Dissociation")
    tab(live, "What happened")
    line.hold("**/form")
    entries.nth(1).get_by_role("button").click()
    line.arrived(1)
    entries.nth(0).get_by_role("button").click()
    live.get_by_label("Why").fill("A slip")
    line.let_go()
    live.wait_for_timeout(waits.ms(waits.SETTLED_S))

    expect(live.get_by_label("Why")).to_have_value("A slip")
    expect(live.locator("#correct")).to_contain_text("Dissociation 3 of 4")
    live.locator("#correct-level").fill("1")
    press(live, "Save the correction")
    expect(live.locator("#correct-said")).to_contain_text("Recorded")
    expect(live.locator("#correct")).to_be_hidden()


def test_a_page_that_takes_itself_again_gives_back_what_was_typed(people, chair):
    page = people.page("nurse")
    streams: list[Route] = []
    page.route("**/stream?*", lambda route: streams.append(route) if not streams else route.continue_())
    page.goto(chair)
    expect(page.locator(".tile .bounds").first).to_contain_text("92")  # the page has started
    pressure(page, "186", "112")
    tab(page, "Side effect")
    page.get_by_text("Dizziness", exact=True).click()
    with page.expect_navigation():
        streams[0].fulfill(content_type="text/event-stream", body="event: again\ndata: 1\n\n")

    stands(page, "186", "112")
    expect(page.get_by_label("Dizziness")).to_be_checked()


def test_an_answer_that_brings_its_form_again_keeps_what_was_typed_since(people):
    page = people.page("prescriber")
    page.goto("/patients")
    page.get_by_role("row", name="Dora Feld").get_by_role("link").first.click()
    page.get_by_role("link", name="Drugs tried", exact=True).click()
    line = Line(page)
    line.hold("**/resistance")
    page.get_by_label("This episode began").fill("2025-01")
    press(page, "Judge")
    line.arrived(1)
    page.get_by_label("This episode began").fill("2025-02-03")
    line.let_go()

    expect(page.locator("#verdict section[role=status]")).to_be_visible()
    expect(page.get_by_label("This episode began")).to_have_value("2025-02-03")
