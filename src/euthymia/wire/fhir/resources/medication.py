"""Medication: what a reference from a statement, request or dispense leads to."""

from typing import Final

from euthymia.wire.fhir.doses.drug_text import as_mg, strength_mg
from euthymia.wire.fhir.elements import Resource, concept, each, mapping, number, reference, text
from euthymia.wire.fhir.values import Concept, Medication, UnreadableResource, Where

_ABSENT: Final = "absent-unknown-uv-ips"  # how a patient summary says that it lists no medicine
_MEASURED: Final = {"ml", "l", "mg", "g", "ug", "h", "hr", "d", "cm2", "%", "hour", "day"}  # no tablet is counted by it


def read_medication(resource: Resource, at: Where) -> Medication:
    """Read what a medication is called and what it is made of."""
    ingredients = list(each(resource.get("ingredient")))
    made_of = [reference(i.get("itemReference")) for i in ingredients]
    strength = _strength_mg(ingredients[0]) if len(ingredients) == 1 else None
    return Medication(at, _named(resource), tuple(link for link in made_of if link), strength)


def _strength_mg(ingredient: Resource) -> float | None:
    """Read the mg of one tablet: so much for one of a kind; None for what is measured by volume or time."""
    strength = mapping(ingredient.get("strength"))
    above, below = mapping(strength.get("numerator")), mapping(strength.get("denominator"))
    size, of = number(above.get("value")), number(below.get("value"))
    mg = as_mg(size, text(above.get("code")) or text(above.get("unit"))) if size else None
    measured = {text(below.get("code")).lower(), text(below.get("unit")).lower()} & _MEASURED
    return None if mg is None or measured else mg / (of or 1.0)


def _named(resource: Resource) -> Concept:
    """Take the medication's own name, or its one ingredient's."""
    own = concept(resource.get("code"))
    items = [concept(i.get("itemCodeableConcept")) for i in each(resource.get("ingredient"))]
    return own if own.said() or own.codings or len(items) != 1 else items[0]


def medicine_of(resource: Resource) -> tuple[Concept, str]:
    """Read what medicine a resource is about: its name, and the reference that leads to it, "" where there is none.

    The name that a reference shows stands in where the Medication is not in the file. A contained Medication is
    read here. Raises UnreadableResource where the resource names none.
    """
    named, link = concept(resource.get("medicationCodeableConcept")), reference(resource.get("medicationReference"))
    shown = text(mapping(resource.get("medicationReference")).get("display"))
    if link.startswith("#"):
        named, link = _contained(resource, link[1:]), ""
    if any(coding.system.endswith(_ABSENT) for coding in named.codings):
        said = next(iter(named.said()), named.codings[0].code)
        raise UnreadableResource(f"it names no medicine: “{said}”. That says nothing of what was tried before.")
    if not (named.codings or named.text or link or shown):
        raise UnreadableResource("it names no medicine. Look it up in the other system.")
    return (named if named.codings or named.text else Concept((), shown)), link


def _with_strength(named: Concept, inside: Resource) -> Concept:
    """Write an ingredient's own strength behind the name of a contained medication, where the name has none."""
    ingredients = list(each(inside.get("ingredient")))
    mg = _strength_mg(ingredients[0]) if len(ingredients) == 1 else None
    said = next(iter(named.said()), "")
    if mg is None or strength_mg(said) is not None:
        return named
    return Concept(named.codings, f"{said} {mg:g} mg".strip())


def _contained(resource: Resource, wanted: str) -> Concept:
    """Follow a reference to a contained medication, and on to its one contained ingredient; never round in a ring."""
    inside = {text(c.get("id")): c for c in each(resource.get("contained"))}
    seen: set[str] = set()
    while wanted not in seen:
        seen.add(wanted)
        if wanted not in inside:
            raise UnreadableResource(f"its medicine is said to be contained as #{wanted[:40]}, and is not there.")
        found = _with_strength(_named(inside[wanted]), inside[wanted])
        links = [reference(i.get("itemReference")) for i in each(inside[wanted].get("ingredient"))]
        if found.codings or found.text or len(links) != 1:
            return found
        wanted = links[0].removeprefix("#")
    raise UnreadableResource(f"its references go round in a ring through #{wanted[:40]}. Ask for it without the ring.")
