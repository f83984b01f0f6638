"""What happens in a story: devices say, hands press and enter, eyes see."""

import re
import time
from functools import partial
from typing import Any

from playwright.sync_api import Page, expect

from tests.clinic import chairside
from tests.clinic.chairside import BREATHS, DIASTOLIC, HEART, PULSE, SPO2, SYSTOLIC, stamp
from tests.clinic.pump import alarm_message, pump_message
from tests.journeys.conftest import sign as signs
from tests.journeys.looking import heard
from tests.stories.stage import Monitor, Scene
from tests.stories.story import Do

SAID = {"spo2": SPO2, "pulse": PULSE, "resp": BREATHS, "heart": HEART}

# Devices


def monitor_says(*, device: str = "monitor", takes: str = "A", pid: str = "", **said: Any) -> Do:
    """The monitor says this now, and again every three seconds; SpO2 97 and pulse 72 where nothing else is told.

    said   spo2, pulse, resp; cuff=(systolic, diastolic), measured cuff_min_ago; the message is age_s old;
           clock_s is what its clock is off by
    """

    def says(scene: Scene) -> None:
        monitor = scene.monitor(device)
        values = {"spo2": 97, "pulse": 72} | said
        measured_s = time.time() - 60 * values.pop("cuff_min_ago", 0)
        age_s, named = values.pop("age_s", 0.0), pid.format(**scene.seat)
        say = partial(_say, monitor, values, measured_s, takes=takes, pid=named)
        monitor.say(partial(say, age_s=age_s), say)

    return says


def _say(
    monitor: Monitor, values: dict[str, Any], measured_s: float, *, takes: str, pid: str, age_s: float = 0.0
) -> None:
    off_s = values.get("clock_s", 0.0)
    rows, at_s = _rows(values, measured_s + off_s), time.time() - age_s + off_s
    monitor.send(chairside.message(monitor.number(), *rows, at_s=at_s, sender=monitor.sender, pid=pid), takes=takes)


def _rows(values: dict[str, Any], measured_s: float) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [(SAID[name], values[name]) for name in SAID if values.get(name) is not None]
    if cuff := values.get("cuff"):
        rows += [(SYSTOLIC, cuff[0], measured_s), (DIASTOLIC, cuff[1], measured_s)]
    return rows


def monitor_reports_every_second(seconds: int, *, device: str = "monitor") -> Do:
    """The monitor reports as a real one does, and then falls silent."""

    def reports(scene: Scene) -> None:
        for _ in range(seconds):
            monitor_says(device=device)(scene)
            scene.page().wait_for_timeout(1000)
        monitor_falls_silent(device=device)(scene)

    return reports


def monitor_falls_silent(*, device: str = "monitor") -> Do:
    def falls(scene: Scene) -> None:
        scene.monitor(device).say(lambda: None, None)

    return falls


def monitor_sends_unheard(**said: Any) -> Do:
    """The monitor sends while nothing is answered, and says no more; its answer comes when it can."""

    def sends(scene: Scene) -> None:
        monitor_falls_silent()(scene)
        monitor, at_s = scene.monitor(), time.time()
        rows = _rows({"spo2": 97, "pulse": 72} | said, at_s)
        monitor.line.send(chairside.message(monitor.number(), *rows, at_s=at_s, sender=monitor.sender))

    return sends


def database_held() -> Do:
    """Another process holds the database, as a stalled disk would: nothing can be written."""

    def holds(scene: Scene) -> None:
        scene.held.enter_context(scene.clinic.locked_database())

    return holds


def database_free() -> Do:
    def frees(scene: Scene) -> None:
        scene.held.close()

    return frees


def stranger_says(**said: Any) -> Do:
    """A sender that no chair of this clinic knows."""

    def says(scene: Scene) -> None:
        scene.monitor("stranger", sender=("NOBODY-KNOWS", "STORY"))
        monitor_says(device="stranger", takes="R", **said)(scene)

    return says


def two_patients_in_a_message() -> Do:
    def says(scene: Scene) -> None:
        monitor, number = scene.monitor(), scene.seat["number"]
        sender, at = monitor.sender, stamp(time.time())
        lines = [f"MSH|^~\\&|{sender[0]}|{sender[1]}|||{at}||ORU^R01|{monitor.number()}|P|2.6"]
        for patient in (f"{number}||Marchetti^Lena||19930117", "P-999999||Else^Somebody||19700101"):
            lines += [f"PID|||{patient}", f"OBR|1||||||{at}", f"OBX|1|NM|{SPO2}|1.1.1.1|60|%|||||R"]
        monitor.send(("\r".join(lines) + "\r").encode())

    return says


def pump_says(**said: Any) -> Do:
    """The pump says its rate and status, and says so again every three seconds."""

    def says(scene: Scene) -> None:
        pump = scene.monitor("pump")
        say = partial(_pump_says, pump, said)
        pump.say(say, say)

    return says


def _pump_says(pump: Monitor, said: dict[str, Any]) -> None:
    pump.send(pump_message(pump.number(), sender=pump.sender, **said))


def pump_alarm(phase: str, state: str) -> Do:
    def says(scene: Scene) -> None:
        pump = scene.monitor("pump")
        pump.send(alarm_message(pump.number(), phase, state, sender=pump.sender))

    return says


# Hands


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
        for person in who:
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
    return page.get_by_role("button", name=named, exact=not name.endswith(":"))


def touch(words: str, *, who: str = "nurse") -> Do:
    """Touch these words, which open what is under them."""

    def touches(scene: Scene) -> None:
        scene.page(who).get_by_text(words, exact=True).click()

    return touches


def acknowledge(key: str, *, who: str = "nurse") -> Do:
    def acknowledges(scene: Scene) -> None:
        _alarm(scene.page(who), key).get_by_role("button").click()
        expect(_alarm(scene.page(who), key).get_by_role("button")).to_have_count(0)

    return acknowledges


def vitals(*, who: str = "nurse", **values: float) -> Do:
    """Enter vital signs by hand: Systolic=186, Diastolic=96."""

    def enters(scene: Scene) -> None:
        page = scene.page(who)
        for label, value in values.items():
            page.get_by_label("SpO2 %" if label == "SpO2" else label, exact=True).fill(f"{value:g}")
        press("Save vital signs", who=who)(scene)

    return enters


def note(words: str, *, minutes_ago: str = "", who: str = "nurse") -> Do:
    def writes(scene: Scene) -> None:
        page = scene.page(who)
        card = page.locator("details", has=page.get_by_text("Note", exact=True))
        if not page.locator("#note").is_visible():
            page.get_by_text("Note", exact=True).click()
        if minutes_ago:
            card.get_by_text("When: now").click()
            card.get_by_label("Minutes ago").fill(minutes_ago)
        page.locator("#note").fill(words)
        press("Save note", who=who)(scene)

    return writes


def correct(line: str, field: str, value: str, *, why: str, who: str = "nurse") -> Do:
    """Correct an entry from the log."""

    def corrects(scene: Scene) -> None:
        page = scene.page(who)
        page.locator("#log li", has_text=line).get_by_role("button").first.click()
        page.locator(f"#correct-{field}").fill(value)
        page.get_by_label("Why").fill(why)
        press("Save the correction", who=who)(scene)
        expect(page.locator("#correct")).to_be_hidden()

    return corrects


def answers_all_well(*, suicidal: bool = False, who: str = "nurse") -> Do:
    """Answer every question for leaving as one who may leave, but for what is told."""

    def answers(scene: Scene) -> None:
        page = scene.page(who)
        for question in page.locator("main form fieldset").all():
            asked = question.inner_text()
            yes = suicidal if "suicide" in asked else "oxygen" not in asked
            question.get_by_label("Yes" if yes else "No", exact=True).check()
        page.get_by_label("Escort, by name").fill("Elio Marchetti")

    return answers


def fill(label: str, value: str, *, who: str = "nurse") -> Do:
    def fills(scene: Scene) -> None:
        scene.page(who).get_by_label(label).first.fill(value.format(**scene.seat))

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


def pull_the_cable() -> Do:
    """Nothing reaches the nurse's page any more, and its connections stay open."""

    def pulls(scene: Scene) -> None:
        assert scene.cable
        scene.cable.pull()

    return pulls


def plug_the_cable_in() -> Do:
    def plugs(scene: Scene) -> None:
        assert scene.cable
        scene.cable.plug_in()

    return plugs


# Eyes


def sees_alarm(key: str, *, who: str = "nurse", within_s: float = 2.0, mark: str = "") -> Do:
    """The alarm is on the page: with `mark` also how ("ended", "seen", "high")."""

    def sees(scene: Scene) -> None:
        alarm = _alarm(scene.page(who), key)
        expect(alarm).to_be_visible(timeout=within_s * 1000)
        if mark:
            expect(alarm).to_have_class(re.compile(rf"\b{mark}\b"), timeout=within_s * 1000)

    return sees


def sees_no_alarm(key: str = "", *, who: str = "nurse") -> Do:
    """There is none on the page now; with a key, not that one."""

    def sees(scene: Scene) -> None:
        page = scene.page(who)
        shown = _alarm(page, key) if key else page.locator("#alarms > li")
        expect(shown).to_have_count(0, timeout=2000)

    return sees


def _alarm(page: Page, key: str) -> Any:
    return page.locator(f'#alarms > li[data-key="{key}"]')


def reads(words: str, *, where: str = "#log", who: str = "nurse", within_s: float = 5.0) -> Do:
    def sees(scene: Scene) -> None:
        expect(scene.page(who).locator(where).first).to_contain_text(words, timeout=within_s * 1000)

    return sees


def page_reads(words: str, *, who: str = "nurse") -> Do:
    """Somewhere on the page it says so."""

    def sees(scene: Scene) -> None:
        expect(scene.page(who).locator("main")).to_contain_text(words.format(**scene.seat))

    return sees


def page_reads_nowhere(words: str, *, who: str = "nurse") -> Do:
    def sees(scene: Scene) -> None:
        expect(scene.page(who).locator("main")).not_to_contain_text(words)

    return sees


def state(words: str, *, who: str = "nurse") -> Do:
    return reads(words, where="#state", who=who)


def refused(words: str, *, who: str = "nurse") -> Do:
    return reads(words, where="#refusal", who=who)


def trouble(words: str, *, who: str = "nurse", within_s: float = 5.0) -> Do:
    return reads(words, where="#trouble", who=who, within_s=within_s)


def hears(priority: str, *, who: str = "nurse") -> Do:
    """The page sounds so by now."""

    def listens(scene: Scene) -> None:
        scene.page(who).wait_for_function("p => window.played.includes(p)", arg=priority, timeout=4000)

    return listens


def hears_nothing(for_s: float, *, who: str = "nurse") -> Do:
    def listens(scene: Scene) -> None:
        heard(scene.page(who))
        scene.page(who).wait_for_timeout(for_s * 1000)
        assert heard(scene.page(who)) == []

    return listens


def fates(*told: tuple[str, str]) -> Do:
    """What became of this chair's messages that were not charted, each way once, in order."""

    def looks(scene: Scene) -> None:
        found = list(dict.fromkeys(scene.record.fates()))
        assert found == list(told), found

    return looks
