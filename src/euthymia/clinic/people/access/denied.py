"""A chart, or anything else of a person, that was asked for and denied is written down: whose account, from where."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import doors
from euthymia.clinic.people.guessing import refusals
from euthymia.clinic.people.models import Patient

_DENIED = (403, 404)


class Denied:
    """Writes each refusal of an address that names a person or a record, of somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked = request.resolver_match
        if response.status_code in _DENIED and asked and asked.kwargs and request.user.is_authenticated:
            user = request.user
            patient = getattr(request, "denied_patient", None) or _patient(asked.kwargs)
            refusals.note(Action.CHART_DENIED, who=str(user.key), request=request, user=user, patient=patient)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Keep whose chart a door did not open."""
        if isinstance(exception, doors.LockedChart | Http404):
            request.denied_patient = getattr(exception, "patient", None)


def _patient(kwargs: dict[str, object]) -> Patient | None:
    key = kwargs.get("patient_key")
    return Patient.objects.filter(key=key).first() if isinstance(key, UUID) else None
