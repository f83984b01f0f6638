"""Making a snapshot: gather, de-identify, write, audit."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.exchange.gather import gather
from euthymia.registry import snapshot
from euthymia.registry.deidentify import deidentify


def registry_home() -> Path:
    """Give the folder that holds the clinic's snapshots."""
    return Path(settings.HOME) / "registry"


def make_snapshot(*, by: object, at: datetime) -> Path:
    """Make a de-identified snapshot of the clinic as it is; an empty clinic gives an empty one.

    The files are written before the audit row, so that nobody waits at the database for the disk; a snapshot whose row
    cannot be written is taken away again. The row keeps the manifest's hash: a manifest written anew differs from it.
    Raises SnapshotExists.
    """
    folder = snapshot.write(registry_home(), deidentify(*gather()), made_at=at)
    try:
        manifest = snapshot.read_manifest(folder)
        with audit.atomic():
            audit.write(
                Action.MADE_REGISTRY_SNAPSHOT,
                by=by,
                at=at,
                folder=folder.name,
                manifest_sha256=manifest.sha256,
                rows={file.name: file.rows for file in manifest.files},
            )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder
