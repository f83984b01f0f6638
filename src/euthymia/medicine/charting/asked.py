"""What an acknowledged alarm asks for, as open lines until it is done: seen is not done.

Told by the record alone, so that it stays when the alarm is over, or a gentler level takes its place.
Source: house:one-condition, house:bp-limits, house:recheck-first
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from euthymia.medicine.charting.acts import PumpAct
from euthymia.medicine.charting.corrections import Line
from euthymia.medicine.charting.kinds import EventKind
from euthymia.medicine.drugs.at_the_chair import lowers_pressure
from euthymia.medicine.refusal import Refusal

# By level: what the action table asks of people. The pump and a recheck are seen in the record; a hand says the rest.
_ASKS: Final[Mapping[str, tuple[str, ...]]] = {
    "watch": ("recheck",),
    "call": ("prescriber", "recheck"),
    "pause": ("pause", "recheck", "physician"),
    "prompt": ("pause", "prescriber", "stay"),
    "stop": ("stop", "call"),
    "treat": ("stop", "recheck", "decide"),
    "symptom": ("stop", "treat", "call"),
}
WORDS: Final[Mapping[str, str]] = {
    "pause": "Pause the pump",
    "stop": "Stop the pump",
    "prescriber": "Call the prescriber",
    "physician": "Physician to the bedside",
    "stay": "Stay with the patient, one-to-one, until sedation and breathing are within their limits again",
    "decide": "Recheck, then the prescriber decides whether to treat",
    "treat": "Treat",
    "call": "Call for help; airway and support as trained",
}
BY_HAND: Final = ("prescriber", "physician", "decide", "treat", "call")
# A value that a device measures by itself is always newer: only these are rechecked.
RECHECKED: Final = frozenset({"systolic_mmhg", "diastolic_mmhg"})


class NotOwed(Refusal):
    """Something was said to be done that no acknowledged alarm asks for."""


class Owed(NamedTuple):
    """One open line.

    key      what is asked: "pause", "recheck", "prescriber"
    since_s  when the first alarm that asks for it was raised
    due_s    by when; None where at once
    """

    key: str
    text: str
    since_s: float
    due_s: float | None = None

    @property
    def by_hand(self) -> bool:
        """Return whether a hand must say that it is done."""
        return self.key in BY_HAND


def owed(
    lines: Sequence[Line],
    *,
    acts: Sequence[PumpAct],
    rechecked_s: Mapping[str, float],
    recheck_within_s: float,
    after_treatment_s: float,
) -> tuple[Owed, ...]:
    """Return what acknowledged alarms ask for and nobody has done, the oldest first.

    lines            the session's events
    acts             what hands did with the pump
    rechecked_s      by channel, when its newest value was measured
    recheck_within_s within what time a recheck is due
    after_treatment_s for how long after an antihypertensive the pressure is measured so often
    """
    found: dict[str, Owed] = {}
    for line in lines:
        if line.kind != EventKind.ALARM_ACKNOWLEDGED:
            continue
        for key in _ASKS.get(line.body["level"], ()):
            if not _done(key, line.body, lines, acts, rechecked_s):
                one = _line(key, line.body, recheck_within_s)
                found.setdefault(one.key, one)
    for line in lines:
        if cuffs := _treated(line, rechecked_s, recheck_within_s, after_treatment_s):
            found[cuffs.key] = cuffs  # the newest medicine counts
    if "stop" in found:
        found.pop("pause", None)  # a stop is more than a pause
    return tuple(sorted(found.values(), key=lambda one: (one.since_s, one.key)))


def _treated(line: Line, rechecked_s: Mapping[str, float], every_s: float, for_s: float) -> Owed | None:
    """Return the cuff pressures that an antihypertensive asks for, until one is measured after its time is over.

    Source: house:recheck-first
    """
    drug = _given(line)
    if not drug or not lowers_pressure(drug):
        return None
    newest_s = max(line.at_s, rechecked_s.get("systolic_mmhg", 0.0))
    if newest_s >= line.at_s + for_s:
        return None
    text = f"Cuff pressure every {every_s / 60:g} min for {for_s / 60:g} min after {drug}"
    return Owed("after-treatment", text, line.at_s, newest_s + every_s)


def _given(line: Line) -> str:
    if line.kind == EventKind.MEDICINE:
        return str(line.body["other"] or line.body["drug"])
    is_drug = line.kind == EventKind.HELP and line.body["group"] == "drug"
    return str(line.body["what"]) if is_drug else ""


def _line(key: str, alarm: Mapping[str, Any], within_s: float) -> Owed:
    since_s = alarm["raised_s"]
    if key == "recheck":
        return Owed("recheck", "Recheck the cuff pressure", since_s, since_s + within_s)
    return Owed(key, WORDS[key], since_s)


def _done(
    key: str,
    alarm: Mapping[str, Any],
    lines: Sequence[Line],
    acts: Sequence[PumpAct],
    rechecked_s: Mapping[str, float],
) -> bool:
    raised_s, channel = alarm["raised_s"], alarm["channel"]
    if key == "recheck":
        return channel not in RECHECKED or rechecked_s.get(channel, 0.0) > raised_s
    if key in ("pause", "stop"):
        return _pump_rests(key, acts, raised_s)
    if key == "stay":
        return not _any_lasts(alarm["level"], lines)
    said = (line for line in lines if line.kind == EventKind.ASKED_DONE and line.at_s >= raised_s)
    return any(line.body["what"] == key for line in said)


def _any_lasts(level: str, lines: Sequence[Line]) -> bool:
    """Return whether any alarm of a level lasts, by the record: breathing may be slow after sedation has gone."""
    lasts: dict[str, bool] = {}
    for line in lines:
        if line.kind == EventKind.ALARM_ENDED:
            lasts[line.body["key"]] = False
        elif line.kind == EventKind.ALARM_RAISED and line.body["level"] == level:
            lasts[line.body["key"]] = True
        elif line.kind == EventKind.ALARM_ACKNOWLEDGED and line.body["level"] == level:
            lasts.setdefault(line.body["key"], True)
    return any(lasts.values())


def _pump_rests(key: str, acts: Sequence[PumpAct], raised_s: float) -> bool:
    """Return whether a hand has paused, or stopped, since the alarm, or had before it and not started again."""
    enough = {"pause": ("pause", "stop"), "stop": ("stop",)}[key]
    before = [act.action for act in acts if act.at_s < raised_s]
    return (bool(before) and before[-1] in enough) or any(a.action in enough for a in acts if a.at_s >= raised_s)
