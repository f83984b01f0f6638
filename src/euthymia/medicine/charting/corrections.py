"""What the record says once it is corrected. Nothing is edited: a correction is an event that names an older one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from euthymia.medicine.charting.kinds import ACTS, EventKind

# What a hand entered, and a hand may correct. Of an act on the pump only the time: its opposite undoes it.
CORRECTABLE: Final = frozenset(
    {
        EventKind.VITALS, EventKind.CADSS, EventKind.DISSOCIATION, EventKind.DISTRESS, EventKind.ADVERSE_EVENT,
        EventKind.MEDICINE, EventKind.NOTE, EventKind.HELP, *ACTS,
    }
)  # fmt: skip


class Was(NamedTuple):
    """What an entry said before a correction, who said it, and the time it then had."""

    said: str
    by: str
    at_s: float


class Line(NamedTuple):
    """One event of a session as it is read.

    number     its own, never another's
    kind       the stored word, also where this version does not know it
    at_s       when it happened
    written_s  when it was written down
    was        what it said before each correction, oldest first
    struck     it was entered by mistake: shown as such, and read by nothing else
    """

    number: int
    kind: str
    at_s: float
    written_s: float
    body: dict[str, Any]
    was: tuple[Was, ...] = ()
    struck: bool = False


def effective(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give every line as its corrections leave it; the corrections stay among them.

    A correction's body: `of`, the number it corrects; `now`, the new body, None where it was entered by mistake; and
    `event_s`, the time it has now. Law: no line is lost, and of several corrections of one line the last holds.
    A device's reading that it takes back later stands under `struck` in its line's body.
    """
    lines = _without_taken_back(lines)
    fixes: dict[int, list[Line]] = {}
    for line in lines:
        if line.kind == EventKind.CORRECTION:
            fixes.setdefault(line.body["of"], []).append(line)
    if not fixes:
        return tuple(lines)
    return tuple(_corrected(line, fixes.get(line.number, ())) for line in lines)


def standing(lines: Sequence[Line]) -> list[Line]:
    """Give what holds: the lines as corrected, without those entered by mistake."""
    return [line for line in effective(lines) if not line.struck]


def baseline(lines: Sequence[Line]) -> dict[str, float]:
    """Give the values before the start by channel, as corrected; one that was taken back is not known.

    What a hand had measured is found again by the time it was entered with; a device's value stays as it was.
    """
    started = next((line for line in lines if line.kind == EventKind.ACT and line.body["action"] == "start"), None)
    if started is None:
        return {}
    found: dict[str, float] = dict(started.body.get("baseline", {}))
    by_hand = started.body.get("baseline_by_hand_s", {})
    for line, now in zip(lines, effective(lines), strict=True):
        if line.kind != EventKind.VITALS or not now.was:
            continue
        values = {} if now.struck or now.at_s > started.at_s else {r[0]: r[1] for r in now.body["readings"]}
        for channel, _, at_s, *_ in line.body["readings"]:
            if by_hand.get(channel) == at_s:
                found.pop(channel, None)
                found |= {channel: values[channel]} if channel in values else {}
    return found


def _without_taken_back(lines: Sequence[Line]) -> Sequence[Line]:
    """Strike what devices take back. Where two sources said different things in that moment, neither is struck."""
    said_back = (line for line in lines if line.kind == EventKind.TAKEN_BACK)
    back = {(line.body["channel"], line.body["at_s"]): line.number for line in said_back}
    if not back:
        return lines
    said: dict[tuple[str, float], set[float]] = {}
    for line in lines:
        for channel, value, at_s, *_ in line.body["readings"] if line.kind == EventKind.READINGS else ():
            said.setdefault((channel, at_s), set()).add(value)
    meant = {key: number for key, number in back.items() if len(said.get(key, ())) == 1}
    return [_struck(line, meant) if line.kind == EventKind.READINGS else line for line in lines]


def _struck(line: Line, back: Mapping[tuple[str, float], int]) -> Line:
    rows = line.body["readings"]
    gone = [row for row in rows if line.number < back.get((row[0], row[2]), 0)]
    if not gone:
        return line
    return line._replace(body={**line.body, "readings": [row for row in rows if row not in gone], "struck": gone})


def _corrected(line: Line, fixes: Iterable[Line]) -> Line:
    for fix in fixes:
        was = (*line.was, Was(line.body.get("said", ""), line.body.get("by", ""), line.at_s))
        if fix.body["now"] is None:
            line = line._replace(was=was, struck=True)
        else:
            line = line._replace(body=fix.body["now"], at_s=fix.body["event_s"], was=was, struck=False)
    return line
