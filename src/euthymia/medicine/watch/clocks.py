"""A device's clock against ours: where a value belongs in time, and whether its clock has stepped."""

from math import inf
from typing import Final, NamedTuple

from euthymia.medicine.readings import POSSIBLE, Reading
from euthymia.medicine.watch.alarm import label
from euthymia.medicine.watch.limits import Limits
from euthymia.medicine.watch.sources import source_of
from euthymia.medicine.watch.state import CONTINUOUS, Latest, Outcome

ACCEPTED: Final = frozenset({"new", "amended", "future", "arrival"})


class Past(NamedTuple):
    """What a reading is placed by: our clock, the limits, and the newest time of each source in its message."""

    now_s: float
    limits: Limits
    newest: dict[tuple[str, ...], float]


def placed(reading: Reading, value: float, own: Latest | None, newest_s: float, past: Past) -> Outcome:
    """Place a reading in its source's past, and in its channel's.

    own       what its source said before, while it lives
    newest_s  the newest value of any source
    A device's value that is stamped before its source's last one is a step of its clock, unless nothing came from that
    time: then the link has caught up, and it is late. A step acts by its arrival until the clock is right again.
    """
    at_s, now_s, limits = reading.at_s, past.now_s, past.limits
    if own is not None and at_s == own.sent_at_s:
        return "repeat" if value == own.value else "amended"
    if at_s > now_s + limits.clock_s:
        return "future"
    if own is not None and reading.code and reading.channel in CONTINUOUS and now_s - at_s > limits.clock_s:
        if _stepped(reading, own, past):
            return "arrival"
    elif own is not None and own.at_s != own.sent_at_s:
        return "new"  # its clock is right again
    if own is not None and at_s < own.at_s:
        return "late"
    if reading.channel in CONTINUOUS and newest_s - at_s > limits.continuous_stale_s:
        return "late"
    return "arrival" if reading.timed == "arrival" else "new"


def _stepped(reading: Reading, own: Latest, past: Past) -> bool:
    at_s, clock_s = reading.at_s, past.limits.clock_s
    if own.at_s - own.sent_at_s > clock_s:
        return at_s > own.sent_at_s
    newest_s = past.newest.get((reading.channel, *source_of(reading)), at_s)
    missed = own.missed is not None and own.missed[0] < at_s < own.missed[1]
    return newest_s < own.sent_at_s - clock_s and not missed


def newest_stamps(readings: tuple[Reading, ...]) -> dict[tuple[str, ...], float]:
    """Return the newest time each continuous source gives in a message: it has one clock, however many values."""
    newest: dict[tuple[str, ...], float] = {}
    for reading in readings:
        low, high = POSSIBLE[reading.channel]
        if reading.channel in CONTINUOUS and reading.value is not None and low <= reading.value <= high:
            key = (reading.channel, *source_of(reading))
            newest[key] = max(reading.at_s, newest.get(key, -inf))
    return newest


def missed_until(at_s: float, now_s: float, was: Latest | None, limits: Limits) -> tuple[float, float] | None:
    """Return between which of the device's times nothing came, by its clock and by ours."""
    if was is None or was.at_s - was.sent_at_s > limits.clock_s:
        return None
    quiet_s = min(at_s - was.sent_at_s, now_s - was.received_s)
    return (was.sent_at_s, at_s) if quiet_s > limits.continuous_stale_s else was.missed


def wrong_clock(reading: Reading, outcome: Outcome, now_s: float, limits: Limits) -> str:
    """Return in words how a device's time is wrong; "" where it is right. A cuff value is rightly old."""
    ahead_s, name = reading.at_s - now_s, label(reading.channel)
    if reading.timed == "arrival":
        return f"{name} bears no time that can be read: it counts from its arrival"
    if outcome == "arrival":
        return f"{name} is stamped {-ahead_s:.0f} s behind our clock, a step back: it counts from its arrival"
    if ahead_s > limits.clock_s:
        return f"{name} is stamped {ahead_s:.0f} s ahead of our clock"
    if reading.channel in CONTINUOUS and -ahead_s > limits.clock_s:
        return f"{name} arrived {-ahead_s:.0f} s old: slow clock or delayed link"
    return ""


def behind_a_hand(device: Reading, heard_s: float, limits: Limits) -> str:
    """Return in words how far a device's time is behind ours, where a value by hand is newer; "" where it is not."""
    age_s, name = heard_s - device.at_s, label(device.channel)
    if not device.code or age_s <= limits.clock_s:
        return ""
    return f"{name} is stamped {age_s:.0f} s behind our clock, older than the {name} entered by hand"
