"""What the pages of several rooms show of requests for a consult."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from euthymia.clinic.front_door.models import ConsultRequest
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks.about import Person


def people_asking(user: User, keys: Collection[UUID]) -> dict[UUID, Person]:
    """Return who asked, by the key of the request, for somebody who may open requests. The caller writes the read."""
    if not user.is_booker:
        return {}
    page = reverse("front_door:requests")
    return {
        row.key: Person(f"{row.given} {row.family}", row.phone, f"{page}#request-{row.key}", "the request")
        for row in ConsultRequest.objects.filter(key__in=keys)
    }
