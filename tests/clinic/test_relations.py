"""No room reaches ahead by a reverse relation: import-linter cannot see `patient.orders`, so there is none."""

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models

ROOM = "euthymia.clinic."
RELATIONS = [
    field
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith(ROOM)
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey | models.ManyToManyField)
]


def reaches_ahead(field: models.Field) -> bool:
    """Return whether an earlier room's model gets an attribute for this field of another room."""
    other = field.related_model._meta.app_label != field.model._meta.app_label
    return other and not field.remote_field.hidden


@pytest.mark.parametrize("field", RELATIONS, ids=str)
def test_no_relation_gives_an_earlier_room_an_attribute(field):
    assert not reaches_ahead(field)


@pytest.mark.parametrize(
    ("related_name", "room", "reaches"),
    [
        ("orders", "infusion", True),
        (None, "infusion", True),  # Django then names it order_set
        ("+", "infusion", False),
        ("care_team", "people", False),  # of one room
    ],
)
def test_a_relation_with_a_name_is_caught(related_name, room, reaches):
    registry = Apps()
    person = sample("people", registry)
    order = sample(room, registry, to=models.ForeignKey(person, models.PROTECT, related_name=related_name))

    assert reaches_ahead(order._meta.get_field("to")) is reaches


def sample(room: str, registry: Apps, **fields: models.Field) -> type[models.Model]:
    """Make a model in a registry of its own, so that the clinic's are left alone."""
    meta = type("Meta", (), {"app_label": room, "apps": registry})
    name = "Order" if fields else "Person"
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


@pytest.mark.parametrize("name", ["orders", "sessions", "tasks", "trials", "sheets", "appointments", "requests"])
def test_a_person_has_no_attribute_of_a_later_room(name):
    assert not hasattr(apps.get_model("people", "Patient"), name)
