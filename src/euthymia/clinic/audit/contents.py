"""The hash of what was written, for the audit row of the action that wrote it.

The guard at the cursor sees each statement and keeps which rows it wrote; when the action ends, each is read back and
hashed. So nobody who writes a row has to remember this. A batch of device readings is hashed as it is sent.
"""

import contextlib
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any, Final, NamedTuple

import orjson
from django.apps import apps
from django.conf import settings
from django.db import models

from euthymia.clinic.audit.canonical import canonical, stored
from euthymia.clinic.audit.columns import BATCHED, LEFT_OUT, NEWEST, columns

AT_ONCE: Final = 1000  # rows a question, and rows a run of what is sealed


class Row(NamedTuple):
    """A row that a statement wrote or deleted."""

    table: str
    id: int


class Run(NamedTuple):
    """Rows of a batched table with ids from first to last, and their hash."""

    table: str
    first: int
    last: int
    hash: str


@dataclass
class Written:
    """What one open action wrote, in its order.

    by_hand   tables whose writer hashes what it sends
    owed      tables that it wrote and has not hashed yet
    """

    log: list[Row | Run] = field(default_factory=list)
    by_hand: frozenset[str] = frozenset()
    owed: set[str] = field(default_factory=set)

    @contextlib.contextmanager
    def hashing(self, tables: frozenset[str]) -> Iterator[None]:
        """Let the caller write tables whose rows it hashes itself, by `add_batch`: it owes that until it has."""
        self.by_hand = tables
        try:
            yield
        finally:
            self.by_hand = frozenset()

    def add_batch(self, table: str, ids: Sequence[int], rows: Sequence[Sequence[Any]]) -> None:
        """Add rows of a batched table, as they were sent: its bound columns in their order."""
        self.owed.discard(table)
        places = enumerate(ids)
        for _, some in groupby(places, key=lambda place: place[1] - place[0]):  # ids that follow each other
            run = [place for place, _ in some]
            begin, end = run[0], run[-1]
            self.log.append(Run(table, ids[begin], ids[end], run_hash(table, rows[begin : end + 1])))


def run_hash(table: str, rows: Sequence[Sequence[Any]], version: int = NEWEST) -> str:
    """Return the keyed hash of a run of rows, each its bound columns in their order."""
    return _keyed([version, table, rows])


def row_hash(table: str, pk: int, values: Sequence[Any], version: int = NEWEST) -> str:
    """Return the keyed hash of one row, its bound columns in their order."""
    return _keyed([version, table, pk, values])


def _keyed(value: Any) -> str:
    return hmac.digest(settings.AUDIT_KEY, canonical(value), hashlib.sha256).hex()


@cache
def model_of(table: str) -> type[models.Model]:
    """Return the model of a table of ours."""
    return {m._meta.db_table: m for m in apps.get_models(include_auto_created=True)}[table]


def read(table: str, ids: Iterable[int] | None = None, version: int = NEWEST) -> Iterator[tuple[int, list[Any]]]:
    """Read rows by id, or all in the order of their ids: each its id, and its bound columns in their order."""
    model, names = model_of(table), ("pk", *columns(table, version))
    if ids is None:
        yield from ((pk, values) for pk, *values in stored(model, names))
        return
    rows = model._base_manager.order_by("pk").values_list(*names)
    asked = list(ids)
    for begin in range(0, len(asked), AT_ONCE):
        yield from ((pk, values) for pk, *values in rows.filter(pk__in=asked[begin : begin + AT_ONCE]))


def content(written: Written) -> str:
    """Return what an action wrote as its audit row keeps it: version, and the hash of each row; "" where nothing."""
    if not written.log:
        return ""
    ids: dict[str, dict[int, None]] = {}
    runs: dict[str, list[Sequence[Any]]] = {}
    for entry in written.log:
        if isinstance(entry, Run):
            runs.setdefault(entry.table, []).append(entry[1:])
        else:
            ids.setdefault(entry.table, {})[entry.id] = None
    kept: dict[str, Any] = {"v": NEWEST}
    if migrating.now:
        kept["unread"] = {table: list(some) for table, some in ids.items()}
        ids = {}
    rows, gone = _hashed(ids, runs)
    kept |= {key: value for key, value in (("rows", rows), ("gone", gone), ("runs", runs)) if value}
    return orjson.dumps(kept).decode()


def _hashed(ids: dict[str, dict[int, None]], runs: dict[str, list[Sequence[Any]]]) -> tuple[Any, Any]:
    """Read rows back and hash them; a row that is not there any more is gone. Adds to `runs` what is batched."""
    rows: dict[str, dict[str, str]] = {}
    gone: dict[str, list[int]] = {}
    for table, wanted in ids.items():
        for pk, values in read(table, wanted):
            del wanted[pk]
            if table in BATCHED:
                runs.setdefault(table, []).append((pk, pk, run_hash(table, [values])))
            else:
                rows.setdefault(table, {})[str(pk)] = row_hash(table, pk, values)
        if wanted:
            gone[table] = list(wanted)
    return rows, gone


@dataclass
class Migrating:
    """Whether tables are being changed in this process: then today's columns may not all be there to be read."""

    now: bool = False

    def begin(self, **_: Any) -> None:
        self.now = True

    def end(self, **_: Any) -> None:
        self.now = False


migrating: Final = Migrating()


def only_left_out(table: str, changed: frozenset[str]) -> bool:
    """Return whether an update changes nothing that is bound."""
    return bool(changed) and changed <= LEFT_OUT.get(table, {}).keys()
