"""The buttons of the Devices card: pair by a scan or by hand, let go."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices import pairing as infusion_pairing
from euthymia.clinic.infusion.models import Device
from euthymia.medicine.refusal import Refusal


@require_POST
@login_required
def pair(request: HttpRequest, key: UUID, device_key: UUID) -> HttpResponse:
    session = session_for(request, key)
    device = get_object_or_404(Device, key=device_key, retired_at=None)
    number, born = _identifiers(request.POST)
    infusion_pairing.pair(session, device, number=number, birth_date=born, by=request.user)
    return redirect("infusion:chair", key=session.key)


@require_POST
@login_required
def unpair(request: HttpRequest, key: UUID, device_key: UUID) -> HttpResponse:
    session = session_for(request, key)
    pairing.unpair(session, get_object_or_404(Device, key=device_key), by=request.user)
    return redirect("infusion:chair", key=session.key)


def _identifiers(posted: Mapping[str, str]) -> tuple[str, date]:
    """A scanned wristband, else the two fields."""
    if scanned := posted.get("wristband", "").strip():
        return pairing.read_wristband(scanned)
    try:
        return posted.get("number", ""), date.fromisoformat(posted.get("birth_date", ""))
    except ValueError:
        raise Refusal("Date of birth: not a date. Scan the wristband, or type number and date.") from None
