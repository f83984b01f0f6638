"""The packet's page: what it would say now, one click to sign it, and every one signed so far, as PDF or FHIR."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.assessment.access import clinicians_only
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.exchange import packet, packet_pdf, packet_treatment
from euthymia.clinic.exchange.models import Packet
from euthymia.clinic.front_door.context import face
from euthymia.clinic.people import doors, signing
from euthymia.clinic.people.models import Patient


@require_GET
@login_required
def shown(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """What a packet would say now, and those that were signed."""
    patient = _patient(request, patient_key, doing=Action.OPENED_PACKET)
    try:
        content = packet.gather(patient, clinic=face().profile.name, today=timezone.localdate())
    except packet.NothingJudged as nothing:
        content, why = None, str(nothing)
    else:
        content, why = packet_treatment.as_readable(content, patient, by=request.user), ""
    context = {
        "patient": patient, "sections": packet.sections(content) if content else (), "why": why,
        "changed": content["changed"] if content else "",
        "packets": Packet.objects.filter(patient=patient).select_related("signed_by"),
        "meaning": signing.PACKET, "label": packet.LABEL,
    }  # fmt: skip
    return render(request, "exchange/packet.html", context)


@require_POST
@login_required
def sign(request: HttpRequest, patient_key: UUID) -> HttpResponse:
    """Sign what the chart says now."""
    patient = _patient(request, patient_key, doing=Action.OPENED_PACKET)
    signing.confirm(request)
    packet.sign(patient, clinic=face().profile.name, by=request.user)
    return redirect("exchange:packet", patient_key=patient.key)


@require_GET
@login_required
def printed(request: HttpRequest, key: UUID) -> HttpResponse:
    """One signed packet as a PDF: an audited read, never kept by the browser; its name tells nobody who it is about."""
    row = _packet(request, key, doing=Action.PRINTED_PACKET)
    pdf = packet_pdf.print_packet(row, by=request.user, at=timezone.now())
    headers = {
        "Content-Disposition": f'attachment; filename="packet-{row.key.hex[:8]}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_GET
@login_required
def exported(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a FHIR document bundle."""
    row = _packet(request, key, doing=Action.EXPORTED_PACKET)
    headers = {
        "Content-Disposition": f'attachment; filename="packet-{row.key.hex[:8]}.json"',
        "Cache-Control": "no-store",
    }
    return JsonResponse(packet.as_fhir(row, by=request.user), content_type="application/fhir+json", headers=headers)


def _packet(request: HttpRequest, key: UUID, *, doing: Action) -> Packet:
    row = get_object_or_404(Packet.objects.select_related("patient"), key=key)
    _patient(request, row.patient.key, doing=doing)
    return row


def _patient(request: HttpRequest, key: UUID, *, doing: Action) -> Patient:
    clinicians_only(request.user)
    return doors.patient_for(request.user, key, doing=doing)
