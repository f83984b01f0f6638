"""Senders that are no device of the clinic: one row an address, and not one a message.

What a stranger sends is not charted and not kept whole: nobody may fill the disk, or make the audit chain grow, by
sending. It is counted in memory and written at most once a minute; a listener that is killed forgets that minute.
"""

import time
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import F

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.devices.traffic.arriving import Arrived
from euthymia.clinic.infusion.models import Stranger
from euthymia.clinic.infusion.session.writer import moment
from euthymia.clinic.people import policies

SAMPLE_BYTES: Final = 4_096
MOST_ADDRESSES: Final = 500  # rows; those beyond them are counted in one row together
EVERY_S: Final = 60.0
OTHERS: Final = "others"


class Counted(NamedTuple):
    """What an address sent since it was last written: how often, first and last, and the newest of it."""

    messages: int
    first_s: float
    last_s: float
    reason: str
    sample: bytes


class Strangers:
    """The messages of strangers that are counted and not written yet."""

    def __init__(self) -> None:
        self._counted: dict[str, Counted] = {}
        self._written_s = -EVERY_S

    @property
    def messages(self) -> int:
        """How many are counted and not written."""
        return sum(counted.messages for counted in self._counted.values())

    def count(self, arrived: Arrived, reason: str) -> None:
        """Count one message by the address that it came from."""
        address = arrived.link.address
        if address not in self._counted and len(self._counted) >= MOST_ADDRESSES:
            address = OTHERS
        was = self._counted.get(address)
        messages, first_s = (was.messages, was.first_s) if was else (0, arrived.received_s)
        newest = reason[:300].replace("\x00", " "), arrived.raw[:SAMPLE_BYTES]
        self._counted[address] = Counted(messages + 1, first_s, arrived.received_s, *newest)

    def is_due(self) -> bool:
        """Return whether there is something to write: at once after a quiet minute, else once a minute."""
        return bool(self._counted) and time.monotonic() - self._written_s >= EVERY_S

    def write(self, at: datetime) -> None:
        """Write what was counted, inside the caller's action. It counts as written once `forget` is called."""
        known = set(Stranger.objects.values_list("address", flat=True))
        for address, counted in _by_row(self._counted, known).items():
            _write_row(address, counted, is_known=address in known)
        counts = {"addresses": len(self._counted), "messages": self.messages}
        audit.write(Action.COUNTED_STRANGERS, by="system:listener", at=at, **counts)

    def forget(self) -> None:
        """Begin again after the commit."""
        self._counted, self._written_s = {}, time.monotonic()


def _by_row(counted: dict[str, Counted], known: set[str]) -> dict[str, Counted]:
    """Return what goes into which row: an address beyond the most that have one goes to the others."""
    rows: dict[str, Counted] = {}
    left = MOST_ADDRESSES - len(known - {OTHERS})
    for address, one in counted.items():
        if address not in known and address != OTHERS:
            left -= 1
        place = address if address in known or left >= 0 else OTHERS
        rows[place] = _joined(rows[place], one) if place in rows else one
    return rows


def _joined(one: Counted, other: Counted) -> Counted:
    newer = max(one, other, key=lambda counted: counted.last_s)
    return newer._replace(messages=one.messages + other.messages, first_s=min(one.first_s, other.first_s))


def _write_row(address: str, counted: Counted, *, is_known: bool) -> None:
    newest = {"last_at": moment(counted.last_s), "reason": counted.reason, "sample": counted.sample}
    if is_known:
        Stranger.objects.filter(address=address).update(messages=F("messages") + counted.messages, **newest)
    else:
        first_at = moment(counted.first_s)
        Stranger.objects.create(address=address, messages=counted.messages, first_at=first_at, **newest)


def clear_old(now: datetime) -> int:
    """Clear away the rows of addresses that have been silent for longer than the clinic keeps them; give how many."""
    kept = timedelta(days=policies.in_force("time").strangers_kept_days)
    old = Stranger.objects.filter(last_at__lt=now - kept)
    if not old.exists():
        return 0
    with audit.atomic():
        count: int = old.delete()[0]
        audit.write(Action.CLEARED_STRANGERS, by="system:nightly", at=now, addresses=count)
    return count
