"""Medication: what a reference from a statement, request or dispense leads to; and what these three share."""

from collections.abc import Iterator

from euthymia.wire.fhir.elements import Resource, concept, each, mapping, reference, text
from euthymia.wire.fhir.values import Concept, Medication, UnreadableResource, Where


def read_medication(resource: Resource, at: Where) -> Medication:
    """Read what a medication is called and what it is made of."""
    made_of = [reference(i.get("itemReference")) for i in each(resource.get("ingredient"))]
    return Medication(at, _named(resource), tuple(link for link in made_of if link))


def _named(resource: Resource) -> Concept:
    """Take the medication's own name, or its one ingredient's."""
    own = concept(resource.get("code"))
    items = [concept(i.get("itemCodeableConcept")) for i in each(resource.get("ingredient"))]
    return own if own.said() or own.codings or len(items) != 1 else items[0]


def medicine_of(resource: Resource) -> tuple[Concept, str]:
    """Read what medicine a resource is about: its name, or the reference that leads to it.

    A contained Medication is read here. Raises UnreadableResource where the resource names none.
    """
    named, link = concept(resource.get("medicationCodeableConcept")), reference(resource.get("medicationReference"))
    if link.startswith("#"):
        named, link = _contained(resource, link[1:]), ""
    if not (named.codings or named.text or link):
        shown = text(mapping(resource.get("medicationReference")).get("display"))
        if not shown:
            raise UnreadableResource("it names no medicine. Look it up in the other system.")
        named = Concept((), shown)
    return named, link


def _contained(resource: Resource, wanted: str) -> Concept:
    """Follow a reference to a contained medication, and on to its one contained ingredient; never round in a ring."""
    inside = {text(c.get("id")): c for c in each(resource.get("contained"))}
    seen: set[str] = set()
    while wanted not in seen:
        seen.add(wanted)
        if wanted not in inside:
            raise UnreadableResource(f"its medicine is said to be contained as #{wanted[:40]}, and is not there.")
        found = _named(inside[wanted])
        links = [reference(i.get("itemReference")) for i in each(inside[wanted].get("ingredient"))]
        if found.codings or found.text or len(links) != 1:
            return found
        wanted = links[0].removeprefix("#")
    raise UnreadableResource(f"its references go round in a ring through #{wanted[:40]}. Ask for it without the ring.")


def links_of(resource: Resource, *members: str) -> tuple[str, ...]:
    """List what a resource builds on."""
    return tuple(_links(resource, members))


def _links(resource: Resource, members: tuple[str, ...]) -> Iterator[str]:
    for member in members:
        value = resource.get(member)
        for item in value if isinstance(value, list) else [value]:
            if link := reference(item):
                yield link
