"""The registry: snapshots that name nobody, and the figures that were released last."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.exchange.actions import make_snapshot, registry_home
from euthymia.clinic.exchange.models import RegistryRelease
from euthymia.clinic.front_door.views import staff_only
from euthymia.clinic.people.roles import Capability
from euthymia.registry import disclosure, snapshot
from euthymia.registry.measures import response_rate

LISTED = 30
NAMES = {"madrs": "MADRS", "phq9": "PHQ-9", response_rate.OVERALL: "Over all, one line a person"}


@dataclass
class Listed:
    """A snapshot on the page: its manifest, of which no row is counted, or what is wrong with it."""

    folder: Path
    manifest: snapshot.Manifest | None = None
    faults: tuple[str, ...] = ()


@require_GET
@login_required
def registry(request: HttpRequest) -> HttpResponse:
    """Show the figures that were released last, and list the snapshots."""
    staff_only(request.user, Capability.USE_REGISTRY)
    listed = [_listed(folder) for folder in snapshot.snapshots(registry_home())[:LISTED]]
    if listed:
        listed[0].faults = snapshot.verify(listed[0].folder)
    released = RegistryRelease.objects.last()
    lines = [(NAMES[line.scale], line) for line in response_rate.publish(released.rates)] if released else []
    context = {"snapshots": listed, "released": released, "lines": lines, "at_least": disclosure.AT_LEAST}
    return render(request, "exchange/registry.html", context)


def _listed(folder: Path) -> Listed:
    try:
        manifest = snapshot.read_manifest(folder)
    except snapshot.UnreadableManifest as wrong:
        return Listed(folder, faults=(str(wrong),))
    return Listed(folder, manifest)


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    staff_only(request.user, Capability.USE_REGISTRY)
    folder = make_snapshot(by=request.user, at=timezone.now())
    messages.success(request, f"Snapshot {folder.name} was made.")
    return redirect("exchange:registry")
