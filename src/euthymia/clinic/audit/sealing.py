"""Rows that were written before the chain kept their hash: sealed once, as they are found."""

import json
from datetime import datetime

from euthymia.clinic.audit import chain, contents
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.columns import BATCHED, NEWEST, VERSIONS
from euthymia.clinic.audit.contents import AT_ONCE, Row
from euthymia.clinic.audit.models import AuditEvent

BY = "system:migrate"


def seal(*, at: datetime) -> int:
    """Hash every row in one audit row, once in the life of a clinic; later only rows that a migration wrote.

    A second time it would take what somebody changed below the product for what was found. So it would in a clinic
    whose chain has kept hashes from its first row on: there nothing is to be sealed but what a migration wrote.
    """
    with chain.atomic():
        chain.lock()  # so that nobody writes between what is read and what is sealed
        sealed = AuditEvent.objects.filter(action=Action.SEALED_ROWS).order_by("-number").first()
        written = chain.written()
        kept_from_the_start = sealed is None and AuditEvent.objects.exclude(content=None).exists()
        if sealed is None and not kept_from_the_start:
            rows = _everything(written)
        else:
            rows = _migrated(written, sealed.number if sealed else 0)
        if rows or not (sealed or kept_from_the_start):
            chain.write(Action.SEALED_ROWS, by=BY, at=at, rows=rows)
    return rows


def _everything(written: contents.Written) -> int:
    """Add every row of every table; give how many."""
    rows = 0
    for table in VERSIONS[NEWEST]:
        if table in BATCHED:
            rows += _runs(written, table)
            continue
        ids = list(contents.model_of(table)._base_manager.order_by("pk").values_list("pk", flat=True))
        written.log += [Row(table, pk) for pk in ids]
        rows += len(ids)
    return rows


def _runs(written: contents.Written, table: str) -> int:
    """Add a batched table in runs that meet: no row can be put between two of them."""
    rows, some = 0, []
    for pk, values in contents.read(table):
        some.append((pk, values))
        rows += 1
        if len(some) == AT_ONCE:
            written.log.append(_run(table, some))
            some = []
    if some:
        written.log.append(_run(table, some))
    return rows


def _run(table: str, some: list[tuple[int, list[object]]]) -> contents.Run:
    return contents.Run(table, some[0][0], some[-1][0], contents.run_hash(table, [values for _, values in some]))


def _migrated(written: contents.Written, since: int) -> int:
    """Add what the chain says that migrations wrote since the newest seal; give how many rows."""
    rows: dict[Row, None] = {}
    for text in AuditEvent.objects.filter(number__gt=since, content__contains='"unread"').values_list(
        "content", flat=True
    ):
        rows |= {Row(table, pk): None for table, ids in json.loads(text)["unread"].items() for pk in ids}
    written.log += list(rows)
    return len(rows)
