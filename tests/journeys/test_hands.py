"""What a hand enters at the chair: once, late, without network, corrected; and help."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import waits
from tests.journeys.hands import tab, write_note
from tests.journeys.looking import axe, follow, same_as_fresh

pytestmark = pytest.mark.browser

OPEN_H = "0.02"  # 72 s: a hand can enter what happened in them
LATE_S = 12.0  # what happened longer ago than 10 s is entered late
# What the tablet keeps becomes that much older, as if the network had been away for so long.
TIME_PASSES = """async (s) => {
  const page = document.querySelector('script[type=module]').src;
  const { kept, mark } = await import(page.replace('page.js', 'entry/kept.js'));
  const older = (fields) => fields.map(([name, value]) => [name, name === 'happened_s' ? value - s : value]);
  for (const entry of await kept(document.getElementById('live').dataset.session))
    await mark({ ...entry, happened_s: entry.happened_s - s, fields: older(entry.fields) });
}"""


@pytest.fixture
def chair(demo, people, request):
    people.sign_in("nurse")
    made = demo.run("tests.journeys.chair", request.node.name[:40], OPEN_H, "ready")
    return f"/chair/{json.loads(made)['key']}"


@pytest.fixture
def live(people, chair) -> Page:
    page = people.page("nurse")
    page.goto(chair)
    follow(page)
    return page


@pytest.fixture
def cut(people):
    """Cut a page off, and connect it again; the browser's own complaints of a missing network are expected."""

    people.network_fails = True

    def offline(page: Page, off: bool) -> None:
        page.context.set_offline(off)

    return offline


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def log(page: Page):
    return page.locator("#log")


def lines(page: Page, words: str) -> int:
    return log(page).locator("li", has_text=words).count()


def kept(page: Page) -> str:
    """What the tablet keeps of this session, as it keeps it."""
    return page.evaluate(
        "import(document.querySelector('script[type=module]').src.replace('page.js', 'entry/kept.js'))"
        ".then((m) => m.kept(document.getElementById('live').dataset.session)).then(JSON.stringify)"
    )


def test_page_then_each_new_entry_equals_a_fresh_page(live):
    write_note(live, "Sleeps quietly", minutes_ago="0.2")
    expect(log(live)).to_contain_text("Note: Sleeps quietly")
    expect(log(live)).to_contain_text("entered late")
    same_as_fresh(live)

    live.get_by_text("Medicine given", exact=True).click()
    form = live.locator("form[action$='/medicine']")
    form.get_by_text("Ondansetron").click()
    form.get_by_label("Dose").fill("4")
    form.get_by_label("Ordered by, by name").fill("Pavel Novak")
    press(live, "Save medicine")
    expect(log(live)).to_contain_text("Given: Ondansetron 4 mg, IV, ordered by Pavel Novak")
    same_as_fresh(live)


def test_page_then_a_correction_equals_a_fresh_page(live):
    live.get_by_label("Systolic").fill("186")
    live.get_by_label("Diastolic").fill("96")
    press(live, "Save vital signs")
    expect(live.locator("#alarms .high").first).to_be_visible()

    tab(live, "What happened")
    live.locator("#log li", has_text="Systolic 186").get_by_role("button").first.click()
    expect(live.locator("#correct-systolic_mmhg")).to_be_focused()
    live.locator("#correct-systolic_mmhg").fill("126")
    live.get_by_label("Why").fill("Typed 8 for 2")
    assert not axe(live)
    press(live, "Save the correction")

    expect(live.locator("#value-systolic_mmhg .number")).to_have_text("126")
    expect(log(live)).to_contain_text(re.compile("was Systolic 186 mmHg, Diastolic 96 mmHg, Nia Okoro"))
    expect(live.locator("#correct")).to_be_hidden()
    expect(live.locator("#alarms .high.ended")).to_be_visible()
    same_as_fresh(live)


def test_page_then_help_equals_a_fresh_page(live):
    expect(live.locator("#help-sheet")).to_be_hidden()
    press(live, "HELP")
    expect(live.locator("#help-sheet")).to_be_visible()
    expect(live.locator("#help-lines")).to_contain_text("HELP called at the chair (Nia Okoro)")
    same_as_fresh(live)

    press(live, "Emergency services")
    press(live, "Suction")
    expect(live.locator("#help-lines li")).to_have_count(3)
    assert not axe(live)
    same_as_fresh(live)

    live.get_by_role("link", name="The sheet, to print").click()
    expect(live.locator("table").first).to_contain_text("Called: Emergency services")
    live.emulate_media(media="print")
    expect(live.get_by_role("button", name="Print this sheet")).to_be_hidden()
    expect(live.locator("header.top")).to_be_hidden()


def test_a_double_press_is_one_entry(live):
    live.get_by_role("button", name="Dissociation 3").dblclick()
    expect(log(live)).to_contain_text("Dissociation 3 of 4")
    live.get_by_role("button", name="I started the pump", exact=True).dblclick()
    expect(live.locator("#state")).to_have_text("The infusion runs")
    live.wait_for_timeout(waits.ms(waits.A_SOUND_S))

    assert lines(live, "Dissociation 3 of 4") == 1
    expect(live.locator("#state")).to_have_text("The infusion runs")  # the second press did not pause it


def test_what_was_refused_is_mended_and_pressed_again_at_once(live):
    live.get_by_text("CADSS total").click()
    live.get_by_label("Total, 0 to 92").fill("93")
    live.get_by_role("button", name="Save CADSS").click()
    refused = live.wait_for_selector(".said .refusal")
    assert "93" in refused.inner_text()

    live.evaluate(  # as fast as a machine: quicker than any finger
        "() => { document.querySelector('#cadss').value = '3';"
        " [...document.querySelectorAll('button')].find((b) => b.textContent === 'Save CADSS').click(); }"
    )

    expect(log(live)).to_contain_text("CADSS 3 of 92")


def test_a_page_that_is_behind_is_told_so(live, people, cut, chair):
    press(live, "I started the pump")
    expect(live.locator("#state")).to_have_text("The infusion runs")
    behind = people.page("nurse")
    behind.route("**/stream?*", lambda route: route.abort())
    behind.goto(chair)
    press(live, "I stopped the pump for good")
    expect(live.locator("#state")).to_have_text("Stopped, under observation")

    press(behind, "I paused the pump")

    expect(behind.locator(".said .refusal")).to_contain_text("The session is observing; pause is not possible now.")


def test_without_network_entries_are_kept_through_a_reload_and_merged_once(live, people, cut, chair):
    live.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    live.reload()  # now the worker answers for this page
    cut(live, True)
    write_note(live, "Entered without network")
    tab(live, "Look")
    live.get_by_role("button", name="Dissociation 2").click()
    expect(live.locator("#kept-count")).to_have_text("2 entries are kept on this tablet and not yet in the record")
    expect(live.locator("#kept-list li")).to_have_text(
        [re.compile("Entered without network"), re.compile("Dissociation, 2")]
    )
    assert not axe(live)
    live.evaluate(TIME_PASSES, LATE_S)

    live.goto(chair)
    expect(live.get_by_text("kept on this tablet, and sent when the chair's page is opened again")).to_be_visible()

    cut(live, False)
    live.goto(chair)

    expect(log(live)).to_contain_text("Note: Entered without network")
    expect(log(live)).to_contain_text("Dissociation 2 of 4")
    expect(live.locator("#kept")).to_be_hidden()
    expect(log(live).locator("li", has_text="Entered without network")).to_contain_text("entered late")
    assert kept(live) == "[]"  # so that a page loaded again has nothing to send
    live.reload()
    expect(log(live)).to_contain_text("Dissociation 2 of 4")
    assert lines(live, "Entered without network") == lines(live, "Dissociation 2 of 4") == 1


def test_an_answer_that_was_lost_makes_no_second_entry(live, people, cut):
    """The server wrote it down; the tablet never heard so, and sends it again."""
    lost = []

    def swallow(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    live.route("**/note", swallow)
    write_note(live, "Written once")

    expect(log(live)).to_contain_text("Note: Written once")
    expect(live.locator("#kept")).to_be_hidden()
    assert (lost, lines(live, "Written once")) == ([204], 1)


def test_without_network_the_pump_is_not_started(live, people, cut):
    cut(live, True)
    press(live, "I started the pump")

    expect(live.locator(".said .refusal")).to_contain_text("the values must be looked at before the pump runs")
    expect(live.locator("#kept")).to_be_hidden()


def test_what_is_refused_after_all_stays_until_a_hand_has_written_it_down(live, people, cut):
    cut(live, True)
    live.get_by_text("CADSS total").click()
    live.get_by_label("Total, 0 to 92").fill("93")
    press(live, "Save CADSS")
    write_note(live, "After it")
    expect(live.locator("#kept-list li")).to_have_count(2)
    cut(live, False)

    expect(log(live)).to_contain_text("Note: After it")
    expect(live.locator("#kept-list")).to_contain_text("Not recorded: ")
    expect(live.locator("#kept-count")).to_have_text("1 entry is kept on this tablet and not yet in the record")
    live.reload()
    press(live, "I have written it down: discard it here")
    expect(live.locator("#kept")).to_be_hidden()


def test_while_signed_out_entries_are_kept_until_the_same_person_signs_in(live, people, chair):
    cookies = live.context.cookies()
    live.context.clear_cookies()
    write_note(live, "Entered while signed out")
    expect(live.locator(".said .refusal")).to_contain_text("Kept on this tablet and not recorded: you are signed out")

    other = people.page("nurse2")
    live.context.add_cookies(other.context.cookies())
    live.goto(chair)
    expect(live.locator("#kept-list")).to_contain_text("Entered by Nia Okoro: it is sent when they sign in")
    assert lines(live, "Entered while signed out") == 0

    live.context.clear_cookies()
    live.context.add_cookies(cookies)
    live.goto(chair)
    expect(log(live)).to_contain_text("Note: Entered while signed out (Nia Okoro)")
    expect(live.locator("#kept")).to_be_hidden()


def test_the_tablet_keeps_no_name_of_the_patient(live, cut, people):
    cut(live, True)
    live.get_by_role("button", name="Dissociation 2").click()
    expect(live.locator("#kept-list li")).to_have_count(1)

    assert "Dissociation" in kept(live)
    assert "Marchetti" not in kept(live) and "csrf" not in kept(live)


AWAKE = """
  window.locks = [];
  Object.defineProperty(navigator, 'wakeLock', { value: { request: async (kind) => {
    window.locks.push(kind);
    return { release: () => window.locks.push('released') };
  } } });
"""


def test_the_tablet_is_kept_awake_and_again_after_it_was_hidden(people, chair):
    page = people.page("nurse")
    page.add_init_script(AWAKE)
    page.goto(chair)
    page.wait_for_function("window.locks.length === 1")

    page.evaluate(
        "['hidden', 'visible'].forEach((state) => {"
        " Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); })"
    )

    page.wait_for_function("window.locks.length === 2")
    assert page.evaluate("window.locks") == ["screen", "screen"]


def test_an_entry_is_corrected_by_keyboard_alone(live):
    live.get_by_role("button", name="Dissociation 3").press("Enter")
    expect(log(live)).to_contain_text("Dissociation 3 of 4")
    tab(live, "What happened")
    correct = log(live).locator("li", has_text="Dissociation").get_by_role("button")
    correct.focus()
    live.keyboard.press("Enter")
    expect(live.locator("#correct-level")).to_be_focused()
    live.keyboard.press("Control+A")
    live.keyboard.type("1")
    while live.evaluate("document.activeElement.id") != "correct-reason":
        live.keyboard.press("Tab")
    live.keyboard.type("A slip")
    live.keyboard.press("Enter")

    expect(log(live)).to_contain_text("Dissociation 1 of 4")
    expect(correct.first).to_be_focused()


PUSH_DOWN = """height => {
  const line = document.createElement('div');
  line.id = 'came-meanwhile';
  line.style.height = `${height}px`;
  document.getElementById('live').prepend(line);
}"""


def finger_down_on(button: Locator) -> dict[str, float]:
    """Bring the finger down on a button, and give its box; where another chair's line came first, look again."""
    mouse = button.page.mouse
    for _ in range(5):
        button.hover()
        box = button.bounding_box()
        mouse.down()
        if button.evaluate("(it) => it.matches(':active')"):
            return box
        mouse.move(0, 0)
        mouse.up()
    raise AssertionError(f"the finger never came down on {button}")


def test_a_press_counts_though_the_list_was_drawn_again_under_the_finger(live):
    """A message renews a list between finger down and finger up: the press is given to the same button, once."""
    finger_down_on(live.get_by_role("button", name="Dissociation 3"))
    live.evaluate("() => { const it = document.querySelector('button:active'); it.replaceWith(it.cloneNode(true)); }")
    live.mouse.up()

    expect(log(live)).to_contain_text("Dissociation 3 of 4")
    live.get_by_role("button", name="Dissociation 1").click()
    expect(log(live)).to_contain_text("Dissociation 1 of 4")
    assert lines(live, "Dissociation 3 of 4") == 1


def test_a_press_is_not_given_to_a_button_that_no_finger_could_reach(live):
    """What was drawn in its place is not offered any more: the press is for nothing."""
    finger_down_on(live.get_by_role("button", name="Dissociation 3"))
    live.evaluate(
        "() => { const it = document.querySelector('button:active');"
        " it.replaceWith(Object.assign(it.cloneNode(true), { hidden: true })); }"
    )
    live.mouse.up()

    live.get_by_role("button", name="Dissociation 1").click()
    expect(log(live)).to_contain_text("Dissociation 1 of 4")
    assert lines(live, "Dissociation 3 of 4") == 0


def test_a_press_counts_for_what_the_finger_came_down_on_though_the_page_moves(live):
    """A line of another chair appears between finger down and finger up: the press is neither lost nor another's."""
    start = live.get_by_role("button", name="I started the pump", exact=True)
    box = finger_down_on(start)
    live.evaluate(PUSH_DOWN, box["height"] * 3)
    live.mouse.up()
    expect(live.locator("#state")).to_have_text("The infusion runs")

    live.evaluate("document.getElementById('came-meanwhile').remove()")
    pause = live.get_by_role("button", name="I paused the pump", exact=True)
    stop = live.get_by_role("button", name="I stopped the pump for good", exact=True)
    above, below = (button.bounding_box() for button in (pause, stop))
    live.mouse.move(above["x"] + 10, above["y"] + above["height"] / 2)
    live.mouse.down()
    live.mouse.move(above["x"] + 200, below["y"] + 200)  # a hand that changes its mind leaves the button
    live.mouse.up()
    expect(live.locator("#log")).not_to_contain_text("paused")
    expect(live.locator("#state")).to_have_text("The infusion runs")
