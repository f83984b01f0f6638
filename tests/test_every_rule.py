"""Every rule of the watch is known where it must be: in the oracle, in the rehearsal's judge, on the page, as a hazard.

Each place is asked by what it does where it can be: the oracle and the judge are shown values that break the rule.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from euthymia.clinic.infusion.session import board
from euthymia.demo.rehearsal import judge
from euthymia.demo.rehearsal.bedside import Value
from euthymia.demo.rehearsal.diary import Brought, Diary
from euthymia.medicine import watch
from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import Limits, WatchRule, every_rule
from tests import named
from tests.conftest import CHECKOUT
from tests.medicine.watch import oracle
from tests.medicine.watch.every_alarm import broken_by, every_alarm, with_everything

LIMITS = with_everything(Limits())
SECOND = WatchRule("second-person", "stop")  # of two alarms that nobody sees, not of values: it has no alarm of its own
STATIC = CHECKOUT / "src/euthymia/clinic/static"
BROKEN = broken_by(LIMITS, began_s=1000.0)


def missing(rules: Iterable[WatchRule], knows: dict[str, Callable[[WatchRule], bool]]) -> list[str]:
    """Name each rule that a place does not know."""
    return [f"watch rule {r.name} is missing {place}" for r in rules for place, known in knows.items() if not known(r)]


def in_the_oracle(rule: WatchRule) -> bool:
    if rule.name in oracle.TABLES:
        return f"tests/{oracle.TABLES[rule.name]}" in named.tests()
    scenes = BROKEN.get(rule.name, [])
    return bool(scenes) and all(
        rule.name in oracle.conditions([(r.at_s, [r]) for r in readings], limits=LIMITS) for readings in scenes
    )


def asked_by_the_judge(rule: WatchRule) -> bool:
    if rule.level == "stale" and rule.channel in judge.LONGEST_SILENCE_S:
        return True
    scenes = BROKEN.get(rule.name, [])
    return rule.name in judge.NOT_ASKED or (bool(scenes) and all(_judge_misses(rule.name, one) for one in scenes))


def second_asked_by_the_judge(_: WatchRule) -> bool:
    """Show the judge two alarms that passed their mark unseen, and no task: it must say that nobody was called."""
    keys = ("spo2_pct:stop", "systolic_mmhg:pause")
    record = [judge.Told(1000.0, "alarm raised", {"key": key, "priority": "high"}) for key in keys]
    record += [judge.Told(1030.0, "alarm escalated", {"key": key, "escalated_s": [1030.0]}) for key in keys]
    missed = list(judge._second(Diary("sample"), record, []))
    return missed == ["1030.00: second-person was not called"] and not list(
        judge._second(Diary("sample"), record, [(1030.5, 2000.0)])
    )


def second_on_the_page(strip: str, menu: str, overview: str) -> Callable[[WatchRule], bool]:
    """Return whether each place that shows other chairs offers to take over."""
    return lambda _: (
        "takeOver(notice.take_over)" in strip and all("infusion:take_over" in one for one in (menu, overview))
    )


def second_page() -> Callable[[WatchRule], bool]:
    menu, overview = (CHECKOUT / f"src/euthymia/clinic/infusion/templates/infusion/{name}" for name in TEMPLATES)
    return second_on_the_page(script("chair/elsewhere.js"), menu.read_text("utf-8"), overview.read_text("utf-8"))


TEMPLATES = ("_menu_alarms.html", "_chairs.html")


def _judge_misses(name: str, readings: Iterable[Reading]) -> bool:
    """Show the judge values that break a rule and a record without any alarm: it must say which did not alarm."""
    diary = Diary("sample", limits=[(0.0, LIMITS)])
    for r in readings:
        value = Value(r.channel, r.value, r.at_s)
        diary.brought.append(Brought(b"", (value,), r.at_s, r.at_s, "charted"))
    return any(said.endswith(f": {name} did not alarm") for said in judge._missed(diary, []))


def script(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def on_the_page(alarms: str, sound: str, style: str) -> Callable[[WatchRule], bool]:
    """Return whether these sources draw, mark and sound the alarm that a rule raises, with its words."""
    marks, about, order = _keys(alarms, "MARKS"), _keys(alarms, "ABOUT"), alarms.partition("const PRIORITIES")[2][:60]
    pulses = set(re.findall(r"^    (\w+): \{ gaps", sound, re.M))
    raised = every_alarm(Limits())

    def known(rule: WatchRule) -> bool:
        if rule.name not in raised:
            return False
        alarm = raised[rule.name]
        state = watch.initial(now_s=0, limits=LIMITS)._replace(alarms={alarm.key: alarm})
        (shown,) = board.board(state, LIMITS)["alarms"]
        urgency = shown["priority"]
        heard = urgency in pulses and f'"{urgency}"' in order
        seen = urgency in marks and shown["kind"] in about and f".alarm.{urgency} {{" in style
        return heard and seen and bool(shown["text"]) and bool(shown["action"])

    return known


def _keys(text: str, name: str) -> set[str]:
    (inside,) = re.findall(rf"const {name} = \{{(.*?)\}};", text)
    return set(re.findall(r"(\w+):", inside))


def page() -> Callable[[WatchRule], bool]:
    return on_the_page(script("chair/alarms.js"), script("sound.js"), script("euthymia.css"))


def among_the_hazards(text: str) -> Callable[[WatchRule], bool]:
    """Return whether a rule has a row that names a hazard of the list."""
    there = set(re.findall(r"^\| (H-\d+) \|", text, re.M))
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+`) \| (H-[^|]+) \|$", text, re.M)
    hazards = {rule: set(numbers.split()) for rules, numbers in rows for rule in re.findall(r"`([^`]+)`", rules)}
    return lambda rule: bool(hazards.get(rule.name)) and hazards[rule.name] <= there


def safety() -> str:
    return (CHECKOUT / "docs/safety.md").read_text("utf-8")


def test_every_rule_is_known_everywhere():
    everywhere = {
        "in the oracle": in_the_oracle,
        "in the rehearsal's judge": asked_by_the_judge,
        "on the page": page(),
        "in the hazards": among_the_hazards(safety()),
    }

    assert missing(every_rule(), everywhere) == []


def test_the_call_of_a_second_person_is_known_everywhere():
    everywhere = {
        "in the oracle": in_the_oracle,
        "in the rehearsal's judge": second_asked_by_the_judge,
        "on the page": second_page(),
        "in the hazards": among_the_hazards(safety()),
    }

    assert missing([SECOND], everywhere) == []


@pytest.mark.parametrize("place", range(3))
def test_a_page_that_does_not_offer_to_take_over_is_named(place):
    parts = ["takeOver(notice.take_over)", "infusion:take_over", "infusion:take_over"]
    parts[place] = ""

    assert missing([SECOND], {"on the page": second_on_the_page(*parts)}) == [
        "watch rule second-person is missing on the page"
    ]


def test_a_judge_that_asks_for_no_second_person_is_named(monkeypatch):
    monkeypatch.setattr(judge, "_second", lambda *_: ())

    assert missing([SECOND], {"in the rehearsal's judge": second_asked_by_the_judge}) == [
        "watch rule second-person is missing in the rehearsal's judge"
    ]


def test_the_list_is_whole():
    """Each level that an alarm may have, and each line of the action table, is the rule of a name of its own."""
    names = [rule.name for rule in every_rule()]

    assert {rule.level for rule in every_rule()} == set(watch.ACTIONS)
    assert set(BROKEN) <= set(names)
    assert len(names) == len(set(names))


def test_the_page_says_what_to_do_by_the_limits_of_the_session():
    limits = replace(LIMITS, cuff_interval_watch_s=420)
    alarm = every_alarm(limits)["systolic_mmhg:watch"]
    state = watch.initial(now_s=0, limits=limits)._replace(alarms={alarm.key: alarm})

    assert [shown["action"] for shown in board.board(state, limits)["alarms"]] == ["Recheck in 7 min."]


RULES = {rule.name: rule for rule in every_rule()}
LOW_OXYGEN, TWICE, LINK = RULES["spo2_pct:pause"], RULES["pressure:treat-twice"], RULES["link"]


@pytest.mark.parametrize("rule", [LOW_OXYGEN, LINK], ids=lambda rule: rule.name)
def test_an_oracle_without_a_rule_is_named(monkeypatch, rule):
    table = oracle.table
    monkeypatch.setattr(oracle, "table", lambda limits: [row for row in table(limits) if row[0] != rule.name])
    monkeypatch.delitem(oracle.TABLES, rule.name, raising=False)

    assert missing([rule], {"in the oracle": in_the_oracle}) == [f"watch rule {rule.name} is missing in the oracle"]


def test_an_oracle_whose_table_points_at_no_test_is_named(monkeypatch):
    monkeypatch.setitem(oracle.TABLES, "link", "medicine/watch/test_step.py::test_gone")

    assert not in_the_oracle(LINK)


@pytest.mark.parametrize("rule", [LOW_OXYGEN, TWICE, LINK, RULES["spo2_pct:stale"]], ids=lambda rule: rule.name)
def test_a_judge_without_a_rule_is_named(monkeypatch, rule):
    rules = judge._rules
    monkeypatch.setattr(judge, "_rules", lambda *asked: (row for row in rules(*asked) if row[0] != rule.name))
    monkeypatch.setattr(judge, "_high_twice", lambda *asked, **how: False)
    monkeypatch.delitem(judge.NOT_ASKED, rule.name, raising=False)
    monkeypatch.delitem(judge.LONGEST_SILENCE_S, rule.channel, raising=False)

    assert missing([rule], {"in the rehearsal's judge": asked_by_the_judge}) == [
        f"watch rule {rule.name} is missing in the rehearsal's judge"
    ]


@pytest.mark.parametrize(
    ("name", "written", "broken"),
    [
        ("chair/alarms.js", 'high: "***", ', ""),
        ("chair/alarms.js", 'physiological: "Patient", ', ""),
        ("chair/alarms.js", '["high", ', "["),
        ("sound.js", "    high: {", "    grave: {"),
        ("euthymia.css", ".alarm.high {", ".alarm.grave {"),
    ],
)
def test_a_page_that_cannot_draw_or_sound_a_rule_is_named(name, written, broken):
    files = ["chair/alarms.js", "sound.js", "euthymia.css"]
    assert written in script(name)
    page = on_the_page(*(script(file).replace(written, broken if file == name else written) for file in files))

    assert missing([LOW_OXYGEN], {"on the page": page}) == ["watch rule spo2_pct:pause is missing on the page"]


def test_a_rule_that_no_scene_raises_is_missing_on_the_page():
    assert not page()(WatchRule("spo2_pct:rest", "call", "spo2_pct"))


@pytest.mark.parametrize("broken", ["`spo2_pct:resume`", "`spo2_pct:pause`, H-999"], ids=["no row", "no such hazard"])
def test_a_rule_without_a_hazard_is_named(broken):
    word, _, hazard = broken.partition(", ")
    text = safety().replace("`spo2_pct:pause`", word)
    text = text.replace("| H-08 H-76 |", f"| {hazard} |") if hazard else text

    assert missing([LOW_OXYGEN], {"in the hazards": among_the_hazards(text)}) == [
        "watch rule spo2_pct:pause is missing in the hazards"
    ]
