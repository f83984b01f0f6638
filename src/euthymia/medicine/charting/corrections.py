"""What the record says once it is corrected. Nothing is edited: a correction is an event that names an older one."""

from collections.abc import Iterable, Sequence, Set
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
    """Return every line as its corrections leave it; the corrections stay among them.

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
    """Return what holds: the lines as corrected, without those entered by mistake."""
    return [line for line in effective(lines) if not line.struck]


def baseline(lines: Sequence[Line]) -> dict[str, float]:
    """Return the values before the start by channel, as corrected; one that was taken back is not known.

    What a hand had measured is found again by the time it was entered with, a device's value by its source and time.
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
    by_device = started.body.get("baseline_by_device", {})
    for line in lines:
        if line.kind == EventKind.TAKEN_BACK and line.number > started.number:
            channel = line.body["channel"]
            if by_device.get(channel) == [line.body.get("source"), line.body["at_s"]]:
                found.pop(channel, None)
    return found


def _without_taken_back(lines: Sequence[Line]) -> Sequence[Line]:
    """Strike what devices take back: of several sources, only what the one says that takes it back.

    Where it is not known who said what, and different things were said in that moment, none of them is struck.
    """
    backs: dict[tuple[str, float], list[Line]] = {}
    for line in lines:
        if line.kind == EventKind.TAKEN_BACK:
            backs.setdefault((line.body["channel"], line.body["at_s"]), []).append(line)
    if not backs:
        return lines
    values: dict[int, set[float]] = {}  # by the number of what takes back: the values that it may mean
    meant: list[tuple[int, int, int]] = []  # that number, and the line and place of each
    for line in lines:
        for place, row in enumerate(line.body["readings"]) if line.kind == EventKind.READINGS else ():
            for back in backs.get((row[0], row[2]), ()):
                if line.number < back.number and _may_mean(back, line, place):
                    values.setdefault(back.number, set()).add(row[1])
                    meant.append((back.number, line.number, place))
    gone: dict[int, set[int]] = {}
    for number, of, place in meant:
        if len(values[number]) == 1:
            gone.setdefault(of, set()).add(place)
    return [_struck(line, gone[line.number]) if line.number in gone else line for line in lines]


def _may_mean(back: Line, line: Line, place: int) -> bool:
    """Return whether the one who takes back may have said this row: what is not known of either speaks for it."""
    if "source" not in back.body:
        return True
    if back.body.get("device", "") != line.body.get("device", ""):
        return False
    source = line.body.get("sources", {}).get(str(place))
    return source is None or source == back.body["source"]


def _struck(line: Line, places: Set[int]) -> Line:
    rows = list(enumerate(line.body["readings"]))
    stand, gone = ([row for place, row in rows if (place in places) is struck] for struck in (False, True))
    return line._replace(body={**line.body, "readings": stand, "struck": gone})


def _corrected(line: Line, fixes: Iterable[Line]) -> Line:
    for fix in fixes:
        was = (*line.was, Was(line.body.get("said", ""), line.body.get("by", ""), line.at_s))
        if fix.body["now"] is None:
            line = line._replace(was=was, struck=True)
        else:
            line = line._replace(body=fix.body["now"], at_s=fix.body["event_s"], was=was, struck=False)
    return line
