"""What a medicine was given for: the reasons that a statement, a request or a dispense names, and those it leads to."""

from dataclasses import replace

from euthymia.medicine.drugs.rxnorm_products import PRODUCTS
from euthymia.medicine.resistance import uses
from euthymia.wire.fhir.doses.drug_text import RXNORM
from euthymia.wire.fhir.elements import Resource, concept, each, mapping, reference, text
from euthymia.wire.fhir.values import Concept, Line


def with_reasons(line: Line, resource: Resource) -> Line:
    """Add what a line was given for: its reasons by words or code, a use in its dose's text or its product's name."""
    said = [_words(reason) for reason in each(resource.get("reasonCode"))]
    leads_to = [reference(one) for one in each(resource.get("reasonReference"))]
    displays = [text(mapping(one).get("display")) for one in each(resource.get("reasonReference"))]
    said += [shown for shown, link in zip(displays, leads_to, strict=True) if shown and not link]
    said += [*uses.uses_in([line.dose.said], []), *uses_of(line.medicine)]
    found = tuple(dict.fromkeys(filter(None, said)))
    return replace(line, given_for=found, given_for_links=tuple(filter(None, leads_to)))


def uses_of(medicine: Concept) -> tuple[str, ...]:
    """Return the other uses that a product's name says, or its RxNorm code."""
    products = (PRODUCTS[c.code].use for c in medicine.codings if c.system in RXNORM and c.code in PRODUCTS)
    return tuple(dict.fromkeys(filter(None, [*uses.uses_in([], medicine.said()), *products])))


def _words(reason: Resource) -> str:
    """Return a reason's words, with its code where it has one."""
    named = concept(reason)
    codes = [coding.code for coding in named.codings if coding.code]
    return " ".join([*named.said()[:1], *(f"({code})" if named.said() else code for code in codes[:1])])
