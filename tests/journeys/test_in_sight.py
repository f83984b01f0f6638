"""The chair is one screen: numbers, alarm and acts stay where they are, and everything a hand needs can be reached."""

import json
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SIZES = {
    "desktop": DESKTOP, "large desktop": {"width": 1440, "height": 900}, "wall": {"width": 1920, "height": 1080},
    "tablet": TABLET, "tablet on its side": {"width": 1024, "height": 768}, "phone": PHONE,
    "phone on its side": {"width": 844, "height": 390}, "200 % of 1280": {"width": 640, "height": 400},
}  # fmt: skip
LONGEST = "Wolfeschlegelsteinhausenbergerdorff-Wilhelmina Antonia van der Bellen-Montgomery"
HIT = """(node) => {
  const box = node.getBoundingClientRect();
  const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return node === found || node.contains(found) || found?.contains(node) && found.closest('#live > *') !== null;
}"""


def at_chair(people, demo, size: dict[str, int], script: str = "") -> Page:
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", f"Chair {uuid4().hex[:6]}"))
    page = people.page("nurse", size=size)
    page.add_init_script(script)
    page.goto(f"/chair/{made['key']}")
    page.get_by_role("button", name="I started the pump", exact=True).click()
    expect(page.locator("#state")).to_have_text("The infusion runs")
    return page


def in_sight(page: Page, what: str) -> bool:
    """Whether the middle of it lies in the window, and nothing lies over it."""
    return bool(page.locator(what).first.evaluate(HIT))


@pytest.mark.parametrize("size", SIZES)
def test_a_pressure_that_is_typed_alarms_where_the_hand_is(size, people, demo):
    page = at_chair(people, demo, SIZES[size])
    page.get_by_label("Systolic", exact=True).fill("186")
    page.get_by_label("Diastolic", exact=True).fill("112")
    page.get_by_role("button", name="Save vital signs").click()
    expect(page.locator("#alarms .high").first).to_be_visible()

    for what in ("#alarms .high .says", "#value-systolic_mmhg .number", "#value-spo2_pct .number", "#help-form button"):
        assert in_sight(page, what), what
    assert not runs_sideways(page)


# What a hand can reach lies in the window and under nothing else. Lists scroll inside their own part; on a phone or at
# twice the size so does what is entered.
OUT_OF_REACH = """() => {
  const small = matchMedia('(max-width: 47.9rem), (max-height: 30rem)').matches;
  const inside = '#rail, .log, .tabs, .to-read, .others, .help-columns' + (small ? ', .panels' : '');
  const seen = (n) => n.checkVisibility({ visibilityProperty: true }) && n.getBoundingClientRect().width > 0;
  const nodes = [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, summary')];
  return nodes.filter((n) => seen(n) && !n.closest(inside)).flatMap((n) => {
    const box = n.getBoundingClientRect();
    const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const isHit = found === n || n.contains(found);
    const isWhole = Math.min(box.left, box.top, innerWidth - box.right, innerHeight - box.bottom) >= -0.5;
    const isSmall = box.height < 47.5 || box.width < 47.5;
    return isHit && isWhole && !isSmall ? [] : [`${n.outerHTML.slice(0, 90)} ${JSON.stringify(box)}`];
  });
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.tile, .tile .number, .tile .name')]
  .filter((n) => n.scrollWidth > n.clientWidth + 1 && getComputedStyle(n).display !== 'inline')
  .map((n) => n.outerHTML.slice(0, 200))"""
SCROLLS = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
# An answer that is later than half a second counts as unasked for, so every answer here is.
SLOWLY = """const ask = window.fetch;
const later = (how) => new Promise((done) => setTimeout(done, how?.method === 'POST' ? 700 : 0));
window.fetch = (what, how) => later(how).then(() => ask(what, how));"""
SHIFTS = """() => new Promise((done) => {
  const named = ({ node, previousRect, currentRect }) =>
    `${node?.outerHTML?.slice(0, 60) || node?.textContent} ${[previousRect, currentRect].map(JSON.stringify)}`;
  const unasked = (list) => list.getEntries().filter((entry) => !entry.hadRecentInput);
  const add = (list) => done(unasked(list).map((entry) => [entry.value, entry.sources.map(named)]));
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done([]), 300);
})"""
# The gravest alarm and the page's own trouble are read whole, and the alarm's button is reached without scrolling.
CUT_OFF = """() => {
  const room = document.getElementById('rail').getBoundingClientRect();
  const inside = (n) => ((box) => box.top >= room.top - 1 && box.bottom <= room.bottom + 1)(n.getBoundingClientRect());
  const whole = (n) => n.scrollHeight <= n.clientHeight + 1 && n.scrollWidth <= n.clientWidth + 1;
  const all = (what) => [...document.querySelectorAll(what)];
  const words = all('#alarms > li:first-child .what, #trouble:not([hidden])').filter((n) => !whole(n));
  const outside = all('#alarms > li:first-child :is(.mark, .what, button)').filter((n) => !inside(n));
  return [...words, ...outside].map((n) => `${n.outerHTML.slice(0, 150)} ${JSON.stringify(n.getBoundingClientRect())}`);
}"""
NOT_RECORDING = 'data: {"trouble": {"since_s": 1, "why": "the database does not answer"}}\n\n'
FIXED = (".values", ".bar", "#value-systolic_mmhg", ".place.stop button", "#help-form button")


def is_one_screen(page: Page) -> None:
    expect(page.locator(".bar.changed")).to_have_count(0)
    assert page.evaluate(SCROLLS) == [0, 0]
    assert page.evaluate(OUT_OF_REACH) == []
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CUT_OFF) == []


def type_vitals(page: Page, **values: str) -> None:
    for label, value in values.items():
        page.get_by_label({"spo2": "SpO2 %"}.get(label, label.title()), exact=True).fill(value)
    page.get_by_role("button", name="Save vital signs").click()


@pytest.mark.parametrize("size", SIZES)
def test_in_every_state_nothing_scrolls_and_everything_is_in_reach(size, people, demo):
    """Quiet, one alarm, several, HELP, HELP folded, cut off from the clinic's server; with the longest name."""
    page = at_chair(people, demo, SIZES[size], SLOWLY)
    page.locator(".person h1").evaluate("(node, name) => { node.textContent = name }", LONGEST)
    is_one_screen(page)
    before = [page.locator(part).first.bounding_box() for part in ("#rail", *FIXED)]

    type_vitals(page, systolic="188", diastolic="112")
    expect(page.locator("#alarms .high").first).to_be_visible()
    is_one_screen(page)
    type_vitals(page, spo2="84", breaths="7")
    expect(page.locator("#alarms > li").nth(1)).to_be_visible()
    is_one_screen(page)
    page.get_by_role("button", name="HELP", exact=True).click()
    expect(page.locator("#help-here")).to_be_visible()  # recorded: the sheet is open after a reload too
    is_one_screen(page)
    page.get_by_role("button", name="Fold").click()
    is_one_screen(page)
    assert [page.locator(part).first.bounding_box() for part in ("#rail", *FIXED)] == before
    shifts = page.evaluate(SHIFTS)
    assert sum(value for value, _ in shifts) < 0.02, shifts
    people.network_fails = True
    page.route("**/stream*", lambda route: route.abort())
    page.reload()
    page.locator(".person h1").evaluate("(node, name) => { node.textContent = name }", LONGEST)
    expect(page.locator("#trouble")).to_contain_text("NOT LIVE")
    is_one_screen(page)
    page.route("**/stream*", lambda route: route.fulfill(body=NOT_RECORDING, content_type="text/event-stream"))
    page.route("**/vitals", lambda route: route.abort())
    expect(page.locator("#trouble")).to_contain_text("NOT RECORDING")
    page.get_by_role("button", name="Fold").click()
    type_vitals(page, pulse="77")
    expect(page.locator("#trouble")).to_contain_text("1 entry is kept on this tablet")
    is_one_screen(page)
    assert [page.locator(part).first.bounding_box() for part in FIXED] == before[1:]


@pytest.mark.parametrize("state", ["quiet", "alarm", "help"])
def test_help_is_reached_by_three_tabs_at_most(state, people, demo):
    page = at_chair(people, demo, DESKTOP)
    if state != "quiet":
        type_vitals(page, systolic="188", diastolic="112")
        expect(page.locator("#alarms .high").first).to_be_visible()
    if state == "help":
        page.get_by_role("button", name="HELP", exact=True).click()
        expect(page.locator("#help-sheet")).to_be_visible()
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")

    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "HELP":
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


def test_what_comes_under_a_finger_takes_no_press_for_a_moment(people, demo):
    """A second tap on "I paused the pump" must not start it again, nor say that it stands still."""
    page = at_chair(people, demo, DESKTOP)
    page.get_by_role("button", name="I paused the pump", exact=True).click()
    expect(page.locator("#state")).to_have_text("Paused")

    assert "changed" in (page.locator(".bar").get_attribute("class") or "")
    assert page.locator(".place.pause button").count() == 1 and not page.locator(".place.pause button").is_visible()
    page.get_by_role("button", name="The pump stands still: I looked").click()  # waits until it takes a press
    expect(page.locator("#log")).to_contain_text("stands still")


@pytest.mark.parametrize("size", SIZES)
def test_what_leads_elsewhere_opens_over_no_alarm_number_or_act(size, people, demo):
    page = at_chair(people, demo, SIZES[size])
    type_vitals(page, systolic="188", diastolic="112")
    expect(page.locator("#alarms .high").first).to_be_visible()
    page.locator("details.menu summary").click()
    expect(page.get_by_role("link", name="Chart", exact=True)).to_be_visible()

    for what in ("#alarms .high .says", "#alarms .high button", ".pump .name", *FIXED[2:]):
        assert in_sight(page, what), what
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Chart", exact=True)).to_be_hidden()


def test_further_alarms_are_counted_on_the_rail_and_reached_in_it(people, demo):
    page = at_chair(people, demo, PHONE)
    page.get_by_label("Systolic", exact=True).fill("186")
    page.get_by_label("Diastolic", exact=True).fill("112")
    page.get_by_label("SpO2 %", exact=True).fill("84")
    page.get_by_role("button", name="Save vital signs").click()
    expect(page.locator("#alarms > li").nth(1)).to_be_visible()

    count = page.locator("#alarms > li").count()
    assert page.locator("#rail").get_attribute("data-more") == f"+{count - 1} more"
    page.locator("#alarms > li button").last.scroll_into_view_if_needed()
    assert in_sight(page, "#alarms > li:last-child button")
    assert not axe(page)
