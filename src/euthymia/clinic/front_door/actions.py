"""What the front door does: take a request, decide how soon, tell the right person."""

from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.front_door import context
from euthymia.clinic.front_door.models import ClinicProfile, ConsultRequest, CrisisContact
from euthymia.clinic.people import doors
from euthymia.clinic.people.access import mailed
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty


def urgency_of(answers: dict[str, Any]) -> tuple[str, list[str]]:
    """Decide how soon we call, with the reasons that staff will read."""
    if answers["safe"] == "no":
        return ConsultRequest.Urgency.SOON, ["said they do not feel safe today"]
    if answers["safe"] == "unsure":
        return ConsultRequest.Urgency.SOON, ["was not sure of feeling safe today"]
    return ConsultRequest.Urgency.ROUTINE, ["said they feel safe today"]


def ask_for_consult(answers: dict[str, Any]) -> ConsultRequest:
    """Save a request with its urgency, open the task, and mail a receipt once it is committed."""
    at = timezone.now()
    urgency, reasons = urgency_of(answers)
    fields = {k: answers[k] for k in ("given", "family", "birth_date", "email", "phone", "reason", "preferred_contact")}
    with audit.atomic():
        request = ConsultRequest.objects.create(**fields, urgency=urgency, urgency_reasons=reasons, asked_at=at)
        audit.write(Action.ASKED_FOR_CONSULT, request, by=None, at=at, urgency=urgency)
        kind = Duty.Kind.RISK if urgency == ConsultRequest.Urgency.SOON else Duty.Kind.CONSULTS
        tasks.open_task(
            kind, what=f"Consult request: {reasons[0]}. Call them.", at=at, by=None, subject_key=request.key
        )
        transaction.on_commit(lambda: _mail_receipt(request))
    return request


def _mail_receipt(request: ConsultRequest) -> None:
    """The mail names the clinic and nothing else: who reads someone's mail is not ours to know."""
    if mailed.goes_nowhere():
        return
    profile = context.face().profile
    call = f" You can call {profile.person_to_call} on {profile.phone}." if profile.phone else ""
    send_mail(
        f"{profile.name}: we have your message",
        f"Thank you. We will contact you about an appointment.{call}\n",
        None,
        [request.email],
        fail_silently=True,
    )


def requests_waiting(*, by: User) -> list[ConsultRequest]:
    """Write one read row that names every request on the list, then give it: who asked, why, how to reach them."""
    rows = list(ConsultRequest.objects.filter(declined_at=None).select_related("patient"))
    if rows:
        with audit.atomic():
            audit.write(
                Action.LISTED_REQUESTS,
                by=by,
                at=timezone.now(),
                requests=[str(row.key) for row in rows],
                patients=[str(row.patient.key) for row in rows if row.patient],
            )
    return rows


def register_from(request: ConsultRequest, *, by: User) -> Patient:
    """Open a record for who asked, once; the request points at it from then on.

    The request is locked before it is looked at: of eight presses at once the first registers, the others find it.
    The patient is read after the lock: rows joined by a query that waited are those of before the wait.
    """
    with audit.atomic():
        request = ConsultRequest.objects.select_for_update().get(pk=request.pk)
        if request.patient_id:
            return request.patient
        patient = doors.register(
            given=request.given,
            family=request.family,
            birth_date=request.birth_date,
            email=request.email,
            phone=request.phone,
            by=by,
        )
        request.patient = patient
        request.save()
        audit.write(Action.REGISTERED_FROM_REQUEST, request, by=by, at=timezone.now(), patient=patient)
    return patient


def set_profile(profile: ClinicProfile, *, by: User) -> None:
    with audit.atomic():
        profile.save()
        audit.write(Action.SET_CLINICS_PROFILE, profile, by=by, at=timezone.now())
    context.refresh()


def set_contacts(contacts: list[CrisisContact], *, by: User) -> None:
    """Publish the crisis contacts the clinic has checked; the old ones go."""
    with audit.atomic():
        CrisisContact.objects.all().delete()
        CrisisContact.objects.bulk_create(contacts)
        audit.write(Action.PUBLISHED_CRISIS_CONTACTS, by=by, at=timezone.now(), lines=len(contacts))
    context.refresh()
