"""AllergyIntolerance: to what, what happened, how bad."""

import re
from typing import Final

from euthymia.wire.fhir.elements import Resource, code_of, concept, each, reference, text
from euthymia.wire.fhir.values import Allergy, UnreadableResource, Where

_NONE_KNOWN: Final = re.compile(r"(?:no|nil) known allerg(?:y|ies).*|nka|no allerg(?:y|ies)", re.IGNORECASE)


def read_allergy(resource: Resource, at: Where) -> Allergy:
    """Read one allergy. Raises UnreadableResource where it was refuted, entered in error, or names nothing."""
    certainty = code_of(resource.get("verificationStatus"))
    if certainty in ("refuted", "entered-in-error"):
        raise UnreadableResource(f"its verification status is {certainty}: it is no allergy.")
    what = concept(resource.get("code"))
    substance = next(iter(what.said()), next((c.code for c in what.codings), ""))
    if not substance:
        raise UnreadableResource("it names no substance. Look it up in the other system.")
    reactions = list(each(resource.get("reaction")))
    words = [said for r in reactions for m in each(r.get("manifestation")) for said in concept(m).said()[:1]]
    severities = [text(r.get("severity")) for r in reactions]
    worst = next((s for s in ("severe", "moderate", "mild") if s in severities), "unknown")
    none = _NONE_KNOWN.fullmatch(substance) is not None
    return Allergy(at, reference(resource.get("patient")), substance, ", ".join(dict.fromkeys(words)), worst, none)
