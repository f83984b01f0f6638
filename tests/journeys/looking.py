"""How a page is looked at: by axe, by keyboard, and against a page opened afresh."""

import itertools
import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

CHECKOUT = Path(__file__).resolve().parents[2]
SHOTS = CHECKOUT / "docs" / "screenshots"
# What a browser says of a network that a test has cut.
NO_NETWORK = re.compile("net::ERR_|htmx:(sendError|afterRequest)")
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"


def shot(page: Page, name: str, *, at: str = "body") -> None:
    """Keep a picture for the documents, from `at` down.

    Only when EUTHYMIA_SCREENSHOTS=1, so that a test run changes no file.
    """
    if os.environ.get("EUTHYMIA_SCREENSHOTS") == "1":
        SHOTS.mkdir(exist_ok=True)
        page.locator(at).first.wait_for()
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.evaluate("at => document.querySelector(at).scrollIntoView({ block: 'start', behavior: 'instant' })", at)
        page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")
        assert (SHOTS / f"{name}.png").stat().st_size < 300_000, name


def axe(page: Page) -> list[str]:
    """List what axe-core finds, every rule on; evaluated by the driver, so the page's own policy stays as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


# One radio of a group is a stop: the chosen one, or the first. A closed <details> hides what is in it.
_STOPS = """() => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const shown = (n) => n.checkVisibility({ visibilityProperty: true }) && n.getClientRects().length > 0;
  const stops = [...document.querySelectorAll(wanted)].filter(
    (n) => !n.disabled && n.type !== 'hidden' && n.tabIndex >= 0 && shown(n));
  const groups = new Map();
  const kept = stops.filter((n) => {
    if (n.type !== 'radio') return true;
    const key = (n.form ? [...document.forms].indexOf(n.form) : -1) + n.name;
    const group = stops.filter((o) => o.type === 'radio' && o.name === n.name && o.form === n.form);
    const chosen = group.find((o) => o.checked) || group[0];
    return n === chosen;
  });
  kept.forEach((n, place) => (n.dataset.stop = place));
  return kept.map((n) => n.outerHTML.slice(0, 120));
}"""
_WHERE = """() => {
  const n = document.activeElement;
  if (!n || n === document.body) return null;
  const style = getComputedStyle(n);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const box = n.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [n.dataset.stop === undefined ? -1 : +n.dataset.stop, seen && inside, n.outerHTML.slice(0, 120)];
}"""


# htmx marks what it renews from before it asks until what came is drawn.
_RENEWED = "() => !document.querySelector('#menu-alarms:is(.htmx-request, .htmx-swapping, .htmx-settling)')"


def tab_through(page: Page) -> tuple[list[str], list[str]]:
    """Press Tab until it comes round; give what it never reached or reached out of order, and where focus is not seen.

    A date or time field holds the focus for each of its parts, so the same stop may come several times in a row. The
    strip of other chairs does not renew itself meanwhile: what it held would be counted as never reached.
    """
    page.route("**/chairs/alarms/now", lambda route: route.fulfill(status=204))
    page.wait_for_function(_RENEWED)  # one that was asked for before may still come
    stops = page.evaluate(_STOPS)
    page.evaluate("document.activeElement.blur()")
    reached: list[int] = []
    unseen: list[str] = []
    for _ in range(6 * len(stops) + 10):
        page.keyboard.press("Tab")
        where = page.evaluate(_WHERE)
        if where is None:  # between the last stop and the first
            continue
        place, seen, what = where
        if len(set(reached)) > 1 and place == reached[0]:
            break
        if place >= 0 and reached[-1:] != [place]:
            reached.append(place)
        if not seen:
            unseen.append(what)
    else:
        unseen.append("Tab never came round: a trap")
    # A page that sets the focus itself starts there, so the round may pass the end of the page once.
    back = [b for a, b in itertools.pairwise(reached) if b < a]
    missed = [stops[n] for n in range(len(stops)) if n not in reached]
    return missed + [stops[n] for n in back[1:]], unseen


_SMALL = """([where, least]) => [...document.querySelectorAll(where)].flatMap((n) => {
  if (!n.checkVisibility() || n.type === 'hidden' || n.closest('.skip')) return [];
  const target = ['radio', 'checkbox'].includes(n.type) ? n.closest('label') || n : n;
  const box = target.getBoundingClientRect();
  const ok = box.height >= least - 0.5 && box.width >= least - 0.5;
  return ok ? [] : [`${Math.round(box.width)} x ${Math.round(box.height)}: ${n.outerHTML.slice(0, 120)}`];
})"""


def too_small(page: Page, where: str, *, least_px: int) -> list[str]:
    """List buttons, fields and links smaller than that, high or wide; a radio or box counts with its label."""
    targets = ", ".join(f"{where} {tag}" for tag in ("button", "input", "select", "textarea", "summary", "a[href]"))
    return list(page.evaluate(_SMALL, [targets, least_px]))


def runs_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


# What a nurse reads on the live page, ages and the clock of a running dose aside.
_READ = """() => {
  const text = (id) => document.getElementById(id)?.textContent;
  const all = (where, read) => [...document.querySelectorAll(where)].map(read);
  return {
    values: all('.value', (n) => `${n.id} ${n.querySelector('.number').textContent}`),
    alarms: all('#alarms > li', (n) => `${n.className} | ${n.textContent}`),
    quiet: ['no-alarms', 'rail-elsewhere'].some((it) => !document.getElementById(it).hidden),
    state: text('state'),
    given: document.getElementById('state').textContent.includes('runs') ? '' : text('given'),
    pump: !document.getElementById('pump-warning').hidden,
    offered: all('[data-action]', (n) => (n.hidden ? '' : n.dataset.action)),
    log: all('#log > li', (n) => n.textContent),
    help: !document.getElementById('help-sheet').hidden && all('#help-lines > li', (n) => n.textContent),
  };
}"""
_RECORD = f"""() => {{
  const read = {_READ};
  const root = document.getElementById('live');
  window.readAt = {{}};
  const keep = () => (window.readAt[root.dataset.number] = read());
  new MutationObserver(keep).observe(root, {{ attributeFilter: ['data-number'] }});
  keep();
}}"""


def follow(page: Page) -> None:
    """From now on keep what the page shows after each event, by the event's number."""
    page.evaluate(_RECORD)


def same_as_fresh(page: Page) -> dict[str, Any]:
    """Check that the followed page showed at event n what a page opened afresh at n shows; give that.

    The fresh page gets no stream, so it stays at the event it was made at. A number that the followed page stepped
    over, because two events came at once, is asked for again with a newer fresh page.
    """
    fresh = page.context.new_page()
    fresh.route("**/stream?*", lambda route: route.abort())
    for _ in range(8):
        fresh.goto(page.url)
        number, shown = fresh.evaluate("document.getElementById('live').dataset.number"), fresh.evaluate(_READ)
        page.wait_for_function("n => +document.getElementById('live').dataset.number >= n", arg=int(number))
        followed = page.evaluate("n => window.readAt[n]", number)
        if followed is not None:
            fresh.close()
            assert followed == shown
            return dict(shown)
    raise AssertionError("the followed page stepped over every event that a fresh page was opened at")


def hears(page: Page) -> None:
    """Write down what the page plays, in place of the loudspeaker."""
    page.evaluate(
        "() => { window.played = []; window.alarmSound.on = () => true;"
        " window.alarmSound.play = (priority) => { window.played.push(priority); return 0.5; }; }"
    )


def heard(page: Page) -> list[str]:
    """Return what was played since the last time, and forget it."""
    played: list[str] = page.evaluate("() => window.played.splice(0)")
    return played
