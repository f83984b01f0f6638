"""What devices send, and what goes wrong on the way: damage, repeats, somebody else's values, a kill, a full disk."""

from euthymia.clinic.server import scratch
from euthymia.demo.rehearsal.bedside import SOMEBODY_ELSE, Value
from euthymia.demo.rehearsal.chair import Chair
from euthymia.demo.rehearsal.diary import Disposition
from euthymia.wire.mllp import VT


def messages(chair: Chair) -> None:
    """A monitor talks for a while."""
    pause_s = chair.chance.choice((1, 2, 4, 8, 25))
    for _ in range(chair.chance.randint(1, 4)):
        chair.bring(*_said(chair))
        chair.wait(pause_s)


def somebody_elses(chair: Chair) -> None:
    """The monitor is still set to another person."""
    raw, values = chair.bedside.say(chair.clock.now_s, person=SOMEBODY_ELSE)
    chair.bring(raw, values, chair.disposition(SOMEBODY_ELSE))


def garbled(chair: Chair) -> None:
    """Bytes that are no message: kept whole on the line of a device; of who has not spoken yet they are counted."""
    raw, _ = chair.bedside.say(chair.clock.now_s)
    is_ours = chair.place.listener.intake.voices.speaks_on(chair.place.wire.number)
    chair.bring(raw.replace(b"MSH", b"MXH", 1), (), "kept apart" if is_ours else "counted")


def cut(chair: Chair) -> None:
    """A message whose end is lost, and the next one after it."""
    lost, _ = chair.bedside.say(chair.clock.now_s)
    chair.bring(*_said(chair), ahead=VT + lost, lost=lost)


def again(chair: Chair) -> None:
    """The last message of this device once more, to the byte."""
    last = next((one for one in reversed(chair.diary.brought) if one.raw and one.values), None)
    if last is not None and last.disposition == chair.disposition(chair.bedside.person) == "charted":
        chair.bring(last.raw, last.values, "charted")


def kill(chair: Chair) -> None:
    """The listener is killed after its commit and before its answer: the device sends again."""
    said = _said(chair)
    chair.bring(*said)
    chair.place.start_the_listener()
    chair.bring(*said)


def disk_full(chair: Chair) -> None:
    """Nothing can be written for some seconds; the monitor goes on, and sends again what was not taken."""
    began_s, chair.dark = chair.clock.now_s, True
    scratch.writable(False)
    unsent = []
    try:
        for _ in range(chair.chance.randint(1, 4)):
            unsent.append(_said(chair))
            chair.bring(*unsent[-1])
            chair.clock.to(chair.clock.now_s + 2)
    finally:
        scratch.writable(True)
        chair.dark = False
    for said in unsent:
        chair.bring(*said)
    chair.diary.dark.append((began_s, chair.clock.now_s))


def _said(chair: Chair) -> tuple[bytes, tuple[Value, ...], Disposition]:
    """What the monitor says now, and what must become of it."""
    raw, values = chair.bedside.say(chair.clock.now_s)
    return raw, values, chair.disposition(chair.bedside.person)
