"""On which line each device is heard. A device speaks on one: a second one that takes its name is kept apart.

In memory alone: after a restart the line that speaks first is the device's.
"""

from typing import Final, NamedTuple

SECOND_LINE: Final = "a second line speaks as this device"
APART_OVER_S: Final = 30.0  # that long without it, and what was kept apart is over
_LONGEST_S: Final = 120.0


class Voice(NamedTuple):
    """A device on its line: when it was heard last, how long before that, and how often."""

    line: int
    last_s: float
    gap_s: float
    messages: int


class Voices:
    """Each device's line, by the numbers that the lines have; 0 is none, and never a second one.

    news  of each device whose line has changed how, until the record has it
    """

    def __init__(self) -> None:
        self.news: dict[int, str] = {}
        self._leads: dict[int, Voice] = {}
        self._devices: dict[int, set[int]] = {}  # of each open line
        self._ended: dict[int, Voice] = {}
        self._apart: dict[tuple[int, str], float] = {}

    def elsewhere(self, device_id: int, line: int, now_s: float, *, silence_s: float) -> bool:
        """Return whether the device is being heard on another line: open, and not silent for longer than its rule.

        silence_s  the clinic's; a device that speaks more seldom is silent after two of its own pauses
        """
        lead = self._leads.get(device_id)
        if lead is None or not line or lead.line == line:
            return False
        return now_s - lead.last_s <= max(silence_s, min(2 * lead.gap_s, _LONGEST_S))

    def hear(self, device_id: int, line: int, now_s: float) -> None:
        """Note that a device spoke on its line, and how that line took over from another.

        A device that connects for every message takes nothing over.
        """
        was = self._leads.get(device_id)
        if not line or (was is not None and was.line == line and was.last_s == now_s):
            return
        ended = self._ended.pop(device_id, None)
        same = was is not None and was.line == line
        gap_s = now_s - was.last_s if was is not None and same else 0.0
        self._leads[device_id] = Voice(line, now_s, gap_s, (was.messages if was is not None and same else 0) + 1)
        self._devices.setdefault(line, set()).add(device_id)
        if was is not None and not same:
            self.news[device_id] = f"The line before it has been silent for {now_s - was.last_s:.0f} s"
        elif ended is not None and ended.messages > 1:
            self.news[device_id] = "The line before it has ended"

    def speaks_on(self, line: int) -> bool:
        """Return whether a device of the clinic was heard on a line."""
        return line in self._devices

    def close(self, line: int) -> None:
        """Note that a line has ended: the next line to speak as its devices takes over at once."""
        for device_id in self._devices.pop(line, ()):
            if (lead := self._leads.get(device_id)) is not None and lead.line == line:
                self._ended[device_id] = self._leads.pop(device_id)

    def keep_apart(self, device_id: int, why: str, now_s: float) -> None:
        """Note that something was kept apart for a reason that lasts until it is not seen any more."""
        self._apart[device_id, why] = now_s

    def lasts(self, device_id: int, why: str, now_s: float) -> bool:
        """Return whether it was kept apart for this reason lately."""
        return now_s - self._apart.get((device_id, why), -APART_OVER_S) < APART_OVER_S
