"""AllergyIntolerance: to what, what happened, how bad."""

import re
from typing import Final

from euthymia.medicine.drugs import ketamine_names
from euthymia.wire.fhir.elements import Resource, code_of, concept, each, reference, text
from euthymia.wire.fhir.values import Allergy, Concept, UnreadableResource, Where

_NONE_KNOWN: Final = re.compile(r"(?:no|nil) known allerg(?:y|ies).*|nka|no allerg(?:y|ies)", re.IGNORECASE)


def read_allergy(resource: Resource, at: Where) -> Allergy:
    """Read one allergy. Raises UnreadableResource where it was refuted, entered in error, or names nothing."""
    certainty = code_of(resource.get("verificationStatus"))
    if certainty in ("refuted", "entered-in-error"):
        raise UnreadableResource(f"its verification status is {certainty}: it is no allergy.")
    what = concept(resource.get("code"))
    reactions = list(each(resource.get("reaction")))
    substance = _substance(what, [concept(r.get("substance")) for r in reactions])
    if not substance:
        raise UnreadableResource("it names no substance. Look it up in the other system.")
    words = [said for r in reactions for m in each(r.get("manifestation")) for said in concept(m).said()[:1]]
    severities = [text(r.get("severity")) for r in reactions]
    worst = next((s for s in ("severe", "moderate", "mild") if s in severities), "unknown")
    none = _NONE_KNOWN.fullmatch(substance) is not None
    return Allergy(at, reference(resource.get("patient")), substance, ", ".join(dict.fromkeys(words)), worst, none)


def _substance(what: Concept, reacted_to: list[Concept]) -> str:
    """Return the name, or the code where nobody wrote one; ketamine is named wherever a name or a code says it."""
    written = next(iter(what.said()), "")
    if ketamine_names.is_ketamine(written):
        return written
    ketamine = next(filter(None, map(_ketamine, (what, *reacted_to))), "")
    if ketamine:
        return f"{ketamine} ({written})" if written else ketamine
    return written or next((c.code for c in what.codings), "")


def _ketamine(substance: Concept) -> str:
    """Return the name under which a substance is ketamine, by code first; "" where it is not."""
    named = (ketamine_names.CODES.get((c.system, c.code), "") for c in substance.codings)
    return next((name for name in (*named, *substance.said()) if ketamine_names.is_ketamine(name)), "")
