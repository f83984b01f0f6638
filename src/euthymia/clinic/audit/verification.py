"""Walk the whole chain, and hold it against its head, its anchors, the rows it speaks of, and its triggers."""

import contextlib
import hmac
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from euthymia.clinic.audit import anchors, chain, triggers
from euthymia.clinic.audit.actions import known
from euthymia.clinic.audit.bound import Bound
from euthymia.clinic.audit.chain import Entry
from euthymia.clinic.audit.models import AuditEvent, ChainHead

BACK: Final = timedelta(minutes=1)  # rows of one moment may be written in another order than they were begun in


@dataclass(frozen=True)
class Verification:
    """What a walk over the whole chain found. It holds where there are no faults.

    faults    what was changed, cut or deleted, each a sentence
    notes     what is no fault: from where content is bound, a clock that was set back
    unknown   each action that this version does not know, with the number of its rows: no fault
    """

    rows: int
    anchored: int
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """Return the first fault, "" where the chain holds."""
        return self.faults[0] if self.faults else ""


def verify(anchor: Path | None = None, *, guarded: bool = False) -> Verification:
    """Walk the chain from its first row as it stands at one moment, while the clinic works.

    anchor    a copy of the anchor file that was kept elsewhere; without one, the clinic's own
    guarded   look also whether the database's triggers are there, as they are in every clinic
    """
    anchored, torn = anchors.read(anchor or settings.AUDIT_ANCHOR)
    if torn:
        return Verification(0, len(anchored), (torn,))
    with _one_moment():
        walk = _Walk(anchored)
        fault = walk.chain() or walk.ends() or walk.held_against_anchors()
        faults = [fault] if fault else walk.bound.faults()
        faults += triggers.missing(connection) if guarded else []
        notes = walk.bound.notes() + walk.clock_notes() + (triggers.notes(connection) if guarded else [])
    unknown = {action: rows for action, rows in sorted(walk.said.items()) if not known(action)}
    return Verification(walk.count, len(anchored), tuple(faults), tuple(notes), unknown)


@dataclass
class _Walk:
    """How far a walk over the chain has come."""

    anchored: Mapping[int, str]
    count: int = 0
    last_hash: str = "0" * 64
    at: datetime | None = None
    hashes: dict[int, str] = field(default_factory=dict)  # of the anchored rows
    said: Counter[str] = field(default_factory=Counter)
    bound: Bound = field(default_factory=Bound)
    set_back: list[tuple[timedelta, int]] = field(default_factory=list)

    def chain(self) -> str:
        """Walk every row; give what is wrong with the first that is not as it was written."""
        rows = AuditEvent.objects.order_by("number").values_list(*Entry._fields)
        for values in rows.iterator(chunk_size=2000):
            entry = Entry(*values)
            self.count += 1
            if entry.number != self.count:
                return f"row {self.count} is missing; the next number is {entry.number}."
            digest = chain.digest(entry, entry.number, self.last_hash, entry.content or "")
            if not hmac.compare_digest(entry.hash, digest):
                return f"row {self.count} was changed, or one before it."
            self._take(entry)
        return ""

    def _take(self, entry: Entry) -> None:
        self.last_hash = entry.hash
        if self.count in self.anchored:
            self.hashes[self.count] = entry.hash
        self.said[entry.action] += 1
        if self.at and self.at - entry.at > BACK:
            self.set_back.append((self.at - entry.at, entry.number))
        self.at = entry.at
        self.bound.take(entry)

    def ends(self) -> str:
        """Hold the last row against the head."""
        head = ChainHead.objects.filter(pk=1).first()
        if (head.number, head.hash) != (self.count, self.last_hash) if head else self.count:
            return "the head does not match the last row: rows were cut or added."
        return ""

    def held_against_anchors(self) -> str:
        """Hold the rows against the anchored heads."""
        for number, head_hash in sorted(self.anchored.items()):
            if self.hashes.get(number) != head_hash:
                return f"the anchored row {number} is not in the chain: its tail was cut."
        return ""

    def clock_notes(self) -> list[str]:
        """Return where the clock of the server went back. No fault of the chain: its order is that of its numbers."""
        if not self.set_back:
            return []
        most, number = max(self.set_back)
        most_whole = timedelta(seconds=round(most.total_seconds()))
        times = f"{len(self.set_back):,} times"
        return [f"the clock went back {times} between two rows, by at most {most_whole}, before row {number}"]


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it stands now, and keep nobody from writing meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:  # not Django's own transaction, which takes SQLite's lock for writers
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
