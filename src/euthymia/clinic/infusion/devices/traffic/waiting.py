"""What has arrived and is not committed yet: fair shares between lines, and no line without a bound."""

from collections import deque
from collections.abc import Hashable, Iterator
from typing import Final, Generic, TypeVar

from euthymia.clinic.infusion.devices.traffic.arriving import Arrived

OF_A_LINE: Final = 16  # messages of one line in a group, where others wait too
FULL_MESSAGES: Final = 64
FULL_BYTES: Final = 2_000_000

L = TypeVar("L", bound=Hashable)


class Waiting(Generic[L]):
    """The messages of each line, in its order. The lines take turns: one message a line a turn."""

    def __init__(self) -> None:
        self._of: dict[L, deque[Arrived]] = {}
        self._bytes: dict[L, int] = {}
        self._count = 0
        self.size = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[Arrived, L]]:
        return ((arrived, line) for line, queue in self._of.items() for arrived in queue)

    def __contains__(self, line: object) -> bool:
        return line in self._of

    def add(self, arrived: Arrived, line: L) -> None:
        """Take one message to the end of its line's."""
        self._of.setdefault(line, deque()).append(arrived)
        self._bytes[line] = self._bytes.get(line, 0) + len(arrived.raw)
        self.size += len(arrived.raw)
        self._count += 1

    def turn(self, most: int) -> list[tuple[Arrived, L]]:
        """Take the next messages, at most so many: one of each line in turn, and few of one line where others wait."""
        share = OF_A_LINE * len(self._of) if len(self._of) > 1 else most
        group: list[tuple[Arrived, L]] = []
        while self._of and len(group) < min(most, share):
            line = next(iter(self._of))
            queue = self._of.pop(line)
            arrived = queue.popleft()
            self._bytes[line] -= len(arrived.raw)
            if queue:
                self._of[line] = queue  # to the end: the others come first
            else:
                del self._bytes[line]
            group.append((arrived, line))
            self.size -= len(arrived.raw)
            self._count -= 1
        return group

    def is_full(self, line: L, *, part: int = 1) -> bool:
        """Return whether a line has so much waiting that no more is read from it; of half of it with part=2."""
        queue = self._of.get(line)
        if queue is None:
            return False
        return len(queue) > FULL_MESSAGES // part or self._bytes[line] > FULL_BYTES // part
