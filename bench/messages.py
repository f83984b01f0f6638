"""The message every row sends: six values of one bedside monitor, as the simulated one at the demo's chairs words them.

Oxygen, pulse and breathing are new in each message; the last cuff reading's three values come again with their own
time, as a monitor repeats them until it measures again.
"""

from datetime import UTC, date, datetime, tzinfo
from typing import Final, NamedTuple

from euthymia.demo.physiology import Patient
from euthymia.demo.voices import VOICES, Moment, Person, observation_message
from euthymia.wire.mllp import frame

BORN: Final = date(1961, 3, 1)
_NOW, _ID = b"@@NOW@@", b"@@ID@@"
_SECOND: Final = "%Y%m%d%H%M%S"


class Chair(NamedTuple):
    """One chair of the bench's clinic: its sender's MSH-3, and its patient's record number and family name."""

    sender: str
    number: str
    family: str


def chair(index: int) -> Chair:
    """Name the chair of that index, from 0."""
    return Chair(f"BENCH{index:04}", f"B{index:05}", f"Bench{index:04}")


class Wording:
    """The messages of one chair, ready but for the time and the control id."""

    def __init__(self, index: int, began_s: float) -> None:
        self._ready = [_ready(index, began_s, second) for second in range(60, 68)]
        self._count = 0

    def at(self, now_s: float) -> bytes:
        """Return the next message as it goes on the line, measured at now_s (kept to 0.1 ms)."""
        self._count += 1
        ready = self._ready[self._count % len(self._ready)]
        return ready.replace(_NOW, stamped(now_s)).replace(_ID, b"%d" % self._count)


def _ready(index: int, began_s: float, second: int) -> bytes:
    """Word one message, framed, with marks in place of its moment and its control id."""
    voice, who = VOICES["mindray"], chair(index)
    moment = Moment(began_s + second, began_s)
    rows = [row for row in voice.rows(Patient("steady", index).at(second), moment) if "PERF" not in row.coding]

    def stamp(at_s: float, zone: tzinfo) -> str:
        return _NOW.decode() if at_s == moment.now_s else datetime.fromtimestamp(at_s, zone).strftime(_SECOND)

    raw = observation_message(
        voice._replace(names_patients=True, stamp=stamp),
        who.sender,
        rows,
        moment=moment,
        control_id=_ID.decode(),
        person=Person(who.number, who.family, "Given", BORN),
    )
    return frame(raw)


def stamped(now_s: float) -> bytes:
    """Write a time as HL7 does, in UTC, to 0.1 ms."""
    whole = int(now_s)
    return b"%s.%04d" % (_second(whole), int((now_s - whole) * 10_000))


_last: tuple[int, bytes] = (0, b"")


def _second(whole: int) -> bytes:
    global _last
    if _last[0] != whole:
        _last = (whole, datetime.fromtimestamp(whole, UTC).strftime(_SECOND).encode())
    return _last[1]
