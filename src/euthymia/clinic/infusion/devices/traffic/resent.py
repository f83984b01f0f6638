"""What each device sent lately: a message without news that comes again is known by its bytes."""

from collections import defaultdict, deque
from typing import Final

from euthymia.clinic.infusion.models import DeviceMessage, Disposition

KEPT: Final = 32  # messages of a device looked through
LOOKED_BACK: Final = 20_000  # messages of all devices, once for each device after a restart

Mark = tuple[int | None, int]  # the session, and the message's own hash: 64 bits tell 32 messages apart


class Resent:
    """The charted messages of each device, kept in memory: an index of them costs more than all the rest of a row."""

    def __init__(self) -> None:
        self._kept: defaultdict[int, deque[Mark]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._asked: set[int] = set()

    def add(self, device_id: int, session_id: int | None, raw: bytes) -> None:
        """Remember a message that was charted and committed."""
        self._kept[device_id].append((session_id, hash(raw)))

    def knows(self, device_id: int, session_id: int | None, raw: bytes) -> bool:
        """Return whether the device sent these very bytes in this session, lately."""
        if device_id not in self._asked:
            self._kept[device_id] = deque((*reversed(_stored(device_id)), *self._kept[device_id]), KEPT)
            self._asked.add(device_id)
        return (session_id, hash(raw)) in self._kept[device_id]


def _stored(device_id: int) -> list[Mark]:
    """Read what the database has of it, newest first; what this process remembers already may come twice."""
    newest = DeviceMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = DeviceMessage.objects.filter(
        pk__gt=newest - LOOKED_BACK, device_id=device_id, disposition=Disposition.CHARTED
    )
    found = rows.order_by("-pk").values_list("session_id", "raw")[:KEPT]
    return [(session_id, hash(bytes(raw))) for session_id, raw in found]
