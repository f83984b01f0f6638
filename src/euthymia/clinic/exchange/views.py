"""The registry: snapshots that name nobody, and the one question asked of the newest."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.exchange.actions import make_snapshot, registry_home
from euthymia.clinic.front_door.views import staff_only
from euthymia.clinic.people.roles import Capability
from euthymia.registry import disclosure, snapshot
from euthymia.registry.engines import on_duckdb
from euthymia.registry.measures import response_rate

LISTED = 30
NAMES = {"madrs": "MADRS", "phq9": "PHQ-9", response_rate.OVERALL: "Over all, one line a person"}


@dataclass
class Listed:
    """A snapshot on the page: its manifest, with small row counts hidden, or what is wrong with it."""

    folder: Path
    manifest: snapshot.Manifest | None = None
    files: list[tuple[snapshot.File, disclosure.Shown]] = field(default_factory=list)
    faults: tuple[str, ...] = ()


@require_GET
@login_required
def registry(request: HttpRequest) -> HttpResponse:
    """List the snapshots and answer the question from the newest, if that one holds."""
    staff_only(request.user, Capability.USE_REGISTRY)
    listed = [_listed(folder) for folder in snapshot.snapshots(registry_home())[:LISTED]]
    if listed:
        listed[0].faults = snapshot.verify(listed[0].folder)
    lines = _answer(listed[0].folder) if listed and not listed[0].faults else []
    context = {"snapshots": listed, "lines": lines, "at_least": disclosure.AT_LEAST}
    return render(request, "exchange/registry.html", context)


def _listed(folder: Path) -> Listed:
    try:
        manifest = snapshot.read_manifest(folder)
    except snapshot.UnreadableManifest as wrong:
        return Listed(folder, faults=(str(wrong),))
    return Listed(folder, manifest, [(file, disclosure.show(file.rows)) for file in manifest.files])


def _answer(folder: Path) -> list[tuple[str, Any]]:
    lines = response_rate.publish(on_duckdb(response_rate.MEASURE, folder))
    return [(NAMES[line.scale], line) for line in lines]


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    staff_only(request.user, Capability.USE_REGISTRY)
    folder = make_snapshot(by=request.user, at=timezone.now())
    messages.success(request, f"Snapshot {folder.name} was made.")
    return redirect("exchange:registry")
