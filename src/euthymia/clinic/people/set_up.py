"""One line of the set-up list: what a clinic has to have before its first session, and what it blocks."""

from typing import NamedTuple

from django.db.models import QuerySet

from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import ROLES, Capability


class Line(NamedTuple):
    """What one room says of one thing to set up.

    key     its name in addresses
    says    how it stands, in a sentence
    blocks  what cannot happen while it is missing; "" where it is done
    """

    key: str
    title: str
    done: bool
    says: str
    blocks: str = ""


def colleagues(capability: Capability) -> QuerySet[User]:
    """Return who works here and may do this, by name."""
    return User.objects.filter(role__in=ROLES[capability], is_active=True).order_by("name", "pk")
