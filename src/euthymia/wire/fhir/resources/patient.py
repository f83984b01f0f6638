"""Patient: names, birth date and death, to hold against the chart."""

from euthymia.wire.fhir.elements import Resource, day, each, text
from euthymia.wire.fhir.values import Person, Where


def read_patient(resource: Resource, at: Where) -> Person:
    """Read whom a record is about. Raises UnreadableResource."""
    names = list(each(resource.get("name")))
    given = [g for n in names if isinstance(n.get("given"), list) for g in n["given"] if isinstance(g, str)]
    died = day(resource.get("deceasedDateTime"), "died")
    return Person(
        at,
        tuple(dict.fromkeys(f for n in names if (f := text(n.get("family"))))),
        tuple(dict.fromkeys(text(g) for g in given)),
        day(resource.get("birthDate"), "born"),
        died,
        dead=died is not None or resource.get("deceasedBoolean") is True or "deceasedDateTime" in resource,
    )
