"""Hold the rows of the clinic against the hashes that the chain keeps of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.audit import contents
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.chain import Entry
from euthymia.clinic.audit.columns import BATCHED, NEWEST, VERSIONS, columns

SAID: Final = 20  # faults told one by one; of more their number


class Newest(NamedTuple):
    """The newest hash of a row: by which version of the columns, and which audit row keeps it."""

    version: int
    hash: str
    number: int


@dataclass
class Bound:
    """What the chain says of each row, row by row as it is walked; runs of batched tables are compared on the way."""

    newest: dict[tuple[str, int], Newest] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    bound: int = 0  # audit rows with content
    first: Entry | None = None  # the first of them
    sealed: Entry | None = None
    unread: set[tuple[str, int]] = field(default_factory=set)
    readers: dict[tuple[str, tuple[str, ...]], "_Reader"] = field(default_factory=dict)  # by table and columns

    def take(self, entry: Entry) -> None:
        """Take over what one audit row says was written."""
        if not entry.content:
            return
        kept = json.loads(entry.content)
        version = kept["v"]
        self.bound += 1
        self.first = self.first or entry
        if entry.action == Action.SEALED_ROWS:
            self.sealed = self.sealed or entry
        self.unread |= {(table, pk) for table, ids in kept.get("unread", {}).items() for pk in ids}
        for table, hashes in kept.get("rows", {}).items():
            for pk, digest in hashes.items():
                self.newest[table, int(pk)] = Newest(version, digest, entry.number)
                self.unread.discard((table, int(pk)))
        for table, ids in kept.get("gone", {}).items():
            for pk in ids:
                self.newest.pop((table, pk), None)
        for table, runs in kept.get("runs", {}).items():
            for first, last, digest in runs:
                self._compare(table, version, first, last, digest, entry.number)

    def _compare(self, table: str, version: int, first: int, last: int, digest: str, number: int) -> None:
        rows = self._reader(table, version).take(first, last)
        if contents.run_hash(table, rows, version) != digest:
            which = f"{first}" if first == last else f"{first} to {last}"
            self.found.append(f"{table} {which}: changed or deleted since audit row {number} kept it")

    def _reader(self, table: str, version: int) -> "_Reader":
        return self.readers.setdefault((table, columns(table, version)), _Reader(table, version))

    def _taken_by_none(self, table: str) -> list[int]:
        """Return the ids that no version's reader took: each reads the whole table by its own columns."""
        self._reader(table, NEWEST)
        first, *others = [reader.rest() for (of, _), reader in self.readers.items() if of == table]
        return sorted(set(first).intersection(*others)) if others else first

    def faults(self) -> list[str]:
        """Compare every row with its newest hash, once the chain was walked; give what differs."""
        for table in VERSIONS[NEWEST]:
            if table not in BATCHED:
                self._compare_table(table)
        for (table, pk), newest in self.newest.items():
            self.found.append(f"{table} {pk}: deleted since audit row {newest.number} kept it")
        for table in BATCHED:
            self.found += [f"{table} {pk}: written by no audited action" for pk in self._taken_by_none(table)]
        if len(self.found) > SAID:
            return [*self.found[:SAID], f"and {len(self.found) - SAID:,} more"]
        return self.found

    def _compare_table(self, table: str) -> None:
        """Compare a table by each version that its rows were hashed by; what is compared is taken out of `newest`."""
        versions = {new.version for (of, _), new in self.newest.items() if of == table} | {NEWEST}
        for version in sorted(versions):
            for pk, values in contents.read(table, version=version):
                newest = self.newest.get((table, pk))
                if newest is None and version == NEWEST and (table, pk) not in self.unread:
                    self.found.append(f"{table} {pk}: written by no audited action")
                elif newest is not None and newest.version == version:
                    if contents.row_hash(table, pk, values, version) != newest.hash:
                        self.found.append(f"{table} {pk}: changed since audit row {newest.number} kept it")
                    self.newest[table, pk] = newest._replace(version=0)
        for key in [key for key, new in self.newest.items() if key[0] == table and new.version == 0]:
            del self.newest[key]

    def notes(self) -> list[str]:
        """Return from where content is bound."""
        if self.first is None:
            return ["no row's content is bound yet: run euthymia migrate once"]
        lines = [f"content is bound from row {self.first.number} on: {self.bound:,} rows of the chain keep hashes"]
        if self.sealed:
            rows, day = self.sealed.detail["rows"], timezone.localtime(self.sealed.at)
            lines.append(f"row {self.sealed.number} sealed {rows:,} rows as found on {day:%Y-%m-%d %H:%M}")
        return lines


class _Reader:
    """A batched table in the order of its ids, read once beside the chain: the order in which both were written.

    Two writers may have taken ids in another order than their places in the chain: rows read ahead are kept till then.
    """

    def __init__(self, table: str, version: int) -> None:
        self._rows: Iterator[tuple[int, list[Any]]] = contents.read(table, version=version)
        self._ahead: dict[int, list[Any]] = {}
        self._read_to = 0

    def take(self, first: int, last: int) -> list[list[Any]]:
        """Take the rows from one id to another that are there."""
        while self._read_to < last:
            pk, values = next(self._rows, (last, None))
            self._read_to = pk
            if values is not None:
                self._ahead[pk] = values
        if last - first < len(self._ahead):
            ids = [pk for pk in range(first, last + 1) if pk in self._ahead]
        else:
            ids = sorted(pk for pk in self._ahead if first <= pk <= last)
        return [self._ahead.pop(pk) for pk in ids]

    def rest(self) -> list[int]:
        """Return the ids of the rows that nobody took."""
        return [*self._ahead, *(pk for pk, _ in self._rows)]
