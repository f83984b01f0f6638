"""How an alarm looks and sounds: the three priorities differ in colour, pattern, mark and text (IEC 60601-1-8)."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import waits
from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, shot, too_small

pytestmark = pytest.mark.browser
HZ = {"high": (1.4, 2.8), "medium": (0.4, 0.8)}
MARKS = {"high": "***", "medium": "**", "low": "*"}
PULSES = {"high": 10, "medium": 3, "low": 1}
REPEATED_S = {"high": (2.5, 15)}
BY_PRIORITY = """(priority) => {
  const node = document.querySelector(`#alarms > li.${priority}:not(.seen):not(.ended)`);
  const style = getComputedStyle(node);
  return { colour: style.borderTopColor, fill: style.backgroundColor, mark: node.querySelector('.mark').textContent,
    animation: style.animationName, seconds: parseFloat(style.animationDuration) };
}"""
REDS = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter((n) => n.checkVisibility() && !n.closest('.alarm, .trouble, .tile[data-alarm=high]'))
  .filter((n) => ['color', 'backgroundColor', 'borderTopColor']
    .some((name) => getComputedStyle(n)[name] === 'rgb(200, 16, 46)'))
  .map((n) => n.outerHTML.slice(0, 120))"""
BRIGHTEST = """() => {
  const light = (n) => { const [r, g, b] = getComputedStyle(n).backgroundColor.match(/[\\d.]+/g).map(Number);
    return Math.max(r, g, b) - Math.min(r, g, b); };
  const alarm = light(document.querySelector('#alarms .high:not(.ended)'));
  const beside = 'main .panels, main .tile:not([data-alarm]), main button:not(.alarm button)';
  const others = [...document.querySelectorAll(beside)].map(light);
  return [alarm, Math.max(...others)];
}"""
COUNTED = """() => {
  window.tones = 0;
  const real = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones += 1; return real.call(this); };
}"""

PLAYED = "(priority) => { window.tones = 0; return [window.alarmSound.play(priority), window.tones]; }"


def save(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Save vital signs").click()


@pytest.fixture
def live(people, demo) -> Page:
    """A page with a high alarm."""
    page = at_chair(people, demo, Systolic="186", Diastolic="88")
    expect(page.locator("#alarms .high").first).to_be_visible()
    return page


def at_chair(people, demo, **values: str) -> Page:
    """Start an infusion at a chair of its own, and enter these."""
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", f"Chair {uuid4().hex[:6]}"))
    page = people.page("nurse", size=TABLET)
    page.add_init_script(
        "new MutationObserver((changes) => changes.forEach((c) => c.addedNodes.forEach((n) =>"
        " n.parentElement?.id === 'announce' && (window.announced ||= []).push(n.textContent))))"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.goto(f"/chair/{made['key']}")
    page.get_by_role("button", name="I started the pump", exact=True).click()
    expect(page.locator("#state")).to_have_text("The infusion runs")
    save(page, **values)
    return page


def test_priorities_differ_in_colour_pattern_mark_and_text(live, people, demo):
    watched = at_chair(people, demo, Systolic="168", Diastolic="88")
    expect(watched.locator("#alarms .medium").first).to_be_visible()
    pages = {"high": live, "medium": watched}
    seen = {priority: pages[priority].evaluate(BY_PRIORITY, priority) for priority in HZ}

    assert seen["high"]["fill"] == "rgb(200, 16, 46)"
    assert seen["medium"]["fill"] == "rgb(255, 212, 0)"
    for priority, (least, most) in HZ.items():
        assert least <= 1 / seen[priority]["seconds"] <= most, priority
        assert seen[priority]["animation"] != "none"
        assert seen[priority]["mark"] == MARKS[priority]
    low = live.evaluate(
        "() => { const n = document.querySelector('#alarms > li').cloneNode(true); n.className = 'alarm low technical';"
        " document.getElementById('alarms').append(n); const s = getComputedStyle(n); const found ="
        " [s.borderTopColor, s.animationName, s.borderTopStyle]; n.remove(); return found; }"
    )
    assert low == ["rgb(111, 227, 245)", "none", "dashed"]
    assert live.evaluate(REDS) == []


def test_a_cuff_is_one_row_and_one_tap_and_what_it_asks_for_stays_until_it_is_done(live):
    save(live, Systolic="206", Diastolic="112")
    row = live.locator("#alarms > li.physiological")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Systolic 206 mmHg: above 200 mmHg")
    expect(live.locator("#owed")).to_be_hidden()  # nobody has seen it yet

    row.get_by_role("button").click()
    expect(row).to_contain_text("seen by Nia Okoro")
    lines = live.locator("#owed li")
    expect(lines.filter(has_text="Stop the pump: since")).to_be_visible()
    expect(lines.filter(has_text="Recheck the cuff pressure: due")).to_be_visible()
    for width, height in ((390, 844), (768, 1024), (1280, 900)):
        live.set_viewport_size({"width": width, "height": height})
        assert not runs_sideways(live), width
    assert axe(live) == []

    live.get_by_role("button", name="Done: Recheck, then the prescriber decides").click()
    expect(lines.filter(has_text="whether to treat")).to_have_count(0)
    live.get_by_role("button", name="I stopped the pump for good", exact=True).first.click()
    expect(lines.filter(has_text="Stop the pump")).to_have_count(0)


def test_each_alarm_is_announced_once_and_numbers_never(live):
    live.wait_for_timeout(waits.ms(waits.ANNOUNCED_S))
    save(live, Systolic="187", Diastolic="88")
    expect(live.locator("#value-systolic_mmhg .number")).to_have_text("187")
    live.wait_for_timeout(waits.ms(waits.ANNOUNCED_S))
    said = live.evaluate("window.announced")
    own = [line for line in said if "Chair" not in line]

    assert own and len(own) == len(set(own))
    assert any(line.startswith("high priority: Systolic 186") for line in own)
    regions = live.evaluate("[...document.querySelectorAll('[aria-live=assertive], [role=alert]')].map((n) => n.id)")
    assert not live.evaluate(
        "[...document.querySelectorAll('.value')].some((n) => n.closest('[aria-live], [role=alert], [role=status]'))"
    )
    assert "announce" in regions


def test_technical_alarms_are_marked_apart_from_physiological_ones(live):
    kinds = live.evaluate(
        "() => ['physiological', 'technical'].map((kind) => { const n = document.querySelector('#alarms > li')"
        ".cloneNode(true); n.className = `alarm medium ${kind}`; document.getElementById('alarms').append(n);"
        " const found = getComputedStyle(n).borderTopStyle; n.remove(); return found; })"
    )
    assert kinds == ["solid", "dashed"]
    expect(live.locator("#alarms > li.physiological").first).to_contain_text("Patient")


@pytest.mark.parametrize("priority", PULSES)
def test_sound_has_the_pulses_of_its_priority(live, priority):
    live.evaluate(COUNTED)
    # In one turn of the page, so that no alarm of its own sounds in between.
    every_s, tones = live.evaluate(PLAYED, priority)

    assert tones == PULSES[priority]
    least, most = REPEATED_S.get(priority, (2.5, 60))
    assert least <= every_s <= most


SILENT = """
  Object.defineProperty(AudioContext.prototype, 'state', { get: () => window.free ? 'running' : 'suspended' });
  AudioContext.prototype.resume = () => window.free ? Promise.resolve() : Promise.reject(new Error('blocked'));"""


NO_SOUND = """const Real = AudioContext;
  window.AudioContext = function () { if (!window.free) throw new Error('none here'); return new Real(); };"""


@pytest.mark.parametrize("without", [SILENT, NO_SOUND], ids=["the browser forbids it", "it has none"])
def test_a_session_does_not_start_on_a_tablet_that_is_kept_from_sounding(people, demo, without):
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", f"Chair {uuid4().hex[:6]}"))
    page = people.page("nurse", size=TABLET)
    page.add_init_script(without)
    page.goto(f"/chair/{made['key']}")
    start = page.get_by_role("button", name="I started the pump", exact=True)
    start.click()

    expect(page.get_by_text("this tablet is kept from sounding alarms")).to_be_visible()
    expect(page.get_by_text("Sound is off: touch here to turn alarm sound on")).to_be_in_viewport()
    expect(page.locator("#state")).to_have_text("Checked, ready to start")

    page.evaluate("window.free = true")
    start.click()
    expect(page.locator("#state")).to_have_text("The infusion runs")
    expect(page.locator("#sound-off")).to_be_hidden()


@pytest.mark.parametrize("theme", ["dark", "day"])
def test_by_day_and_in_a_dark_room_an_alarm_is_the_brightest_thing(live, theme):
    if theme == "day":
        live.locator("details.menu summary").click()
        live.get_by_role("button", name="Change to the light page").click()
        live.reload()  # kept on the tablet
        expect(live.locator("html.day")).to_have_count(1)
    expect(live.locator("#alarms .high").first).to_be_visible()
    alarm, others = live.evaluate(BRIGHTEST)

    assert alarm > others + 50
    assert not axe(live)
    assert not runs_sideways(live)
    assert not too_small(live, "main", least_px=48)
    shot(live, "chair-day" if theme == "day" else "chair-dark")
    assert re.search("dark|light", live.locator("#theme").get_attribute("aria-label"))


@pytest.mark.parametrize("page", ["before", "discharge", "limits"])
def test_pages_at_the_chair_can_be_hit_by_a_thumb(live, page):
    live.goto(f"{live.url}/{page}")
    assert not too_small(live, "main form", least_px=48)
