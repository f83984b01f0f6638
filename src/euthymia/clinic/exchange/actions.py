"""Making a snapshot: gather, de-identify, write, audit; and releasing its figures once that tells of nobody."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.exchange.gather import gather
from euthymia.clinic.exchange.models import RegistryRelease
from euthymia.medicine.refusal import Refusal
from euthymia.registry import release, snapshot
from euthymia.registry.deidentify import deidentify
from euthymia.registry.engines import on_duckdb
from euthymia.registry.measures import response_rate

MOST_A_DAY: Final = 6


class SnapshotsEnough(Refusal):
    """So many snapshots were made within a day that one more would only fill the disk."""


def registry_home() -> Path:
    """Return the folder that holds the clinic's snapshots."""
    return Path(settings.HOME) / "registry"


def make_snapshot(*, by: object, at: datetime) -> Path:
    """Make a de-identified snapshot of the clinic as it is; an empty clinic gives an empty one.

    The files are written before the audit row, so that nobody waits at the database for the disk; a snapshot whose row
    cannot be written is taken away again. The row keeps the manifest's hash: a manifest written again differs from it.
    Its figures are released where they may follow what was released before.
    Raises SnapshotExists, SnapshotsEnough.
    """
    _check_few(at)
    folder = snapshot.write(registry_home(), deidentify(*gather()), made_at=at)
    try:
        manifest = snapshot.read_manifest(folder)
        rates = on_duckdb(response_rate.MEASURE, folder)
        with audit.atomic():
            audit.write(
                Action.MADE_REGISTRY_SNAPSHOT,
                by=by,
                at=at,
                folder=folder.name,
                manifest_sha256=manifest.sha256,
                rows={file.name: file.rows for file in manifest.files},
            )
            _release(folder.name, rates, by=by, at=at)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _release(name: str, rates: tuple[response_rate.Rate, ...], *, by: object, at: datetime) -> None:
    audit.wait_for_turn()  # of two at once, each must know what the other released
    if release.may_follow(rates, [row.rates for row in RegistryRelease.objects.all()]):
        row = RegistryRelease.objects.create(snapshot=name, released_at=at, counts=[list(rate) for rate in rates])
        audit.write(Action.RELEASED_REGISTRY_FIGURES, row, by=by, at=at, folder=name)


def _check_few(at: datetime) -> None:
    """Refuse one more than the day's snapshots. Raises SnapshotsEnough."""
    since = f"{at.astimezone(UTC) - timedelta(days=1):%Y-%m-%dT%H%M%SZ}"
    if sum(folder.name > since for folder in snapshot.snapshots(registry_home())) >= MOST_A_DAY:
        raise SnapshotsEnough(f"{MOST_A_DAY} snapshots were made within a day. Use the newest, or wait until tomorrow.")
