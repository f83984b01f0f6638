"""Who may open the pages of a session, and the question that its lists share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import User


def clinicians_only(user: User | AnonymousUser) -> None:
    if not user.is_authenticated or not user.is_clinician:
        raise PermissionDenied


def session_for(request: HttpRequest, key: UUID, *, doing: Action | None = None) -> Session:
    """Find a session whose chart this person may open; with `doing`, write the opening."""
    clinicians_only(request.user)
    session = get_object_or_404(Session.objects.select_related("patient", "order", "chair", "nurse"), key=key)
    if doing:
        doors.patient_for(request.user, session.patient.key, doing=doing)
    elif not doors.may_open(request.user, session.patient):
        raise doors.ClosedChart(session.patient)
    return session


YES_NO = {"yes": "Yes", "no": "No"}


def question(name: str, text: str, choices: Mapping[str, str], given: Mapping[str, str]) -> dict[str, Any]:
    rows = [{"value": value, "text": said, "checked": given.get(name) == value} for value, said in choices.items()]
    return {"name": name, "text": text, "choices": rows}
