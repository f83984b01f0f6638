"""AllergyIntolerance: to what, what happened, how bad, when, and who said it; or that none is known."""

from datetime import date
from typing import Final

from euthymia.medicine.drugs import ketamine_names, no_allergy
from euthymia.wire.fhir.elements import Resource, code_of, concept, day, each, mapping, reference, text
from euthymia.wire.fhir.values import Allergy, Concept, UnreadableResource, Where

_NO_ANSWER: Final = {
    "one denied": "it denies one substance or foods alone, which says nothing of medicines. Ask about the others.",
    "nobody asked": "it says that nobody has asked. Ask about allergies.",
}


def read_allergy(resource: Resource, at: Where) -> Allergy:
    """Read one allergy, or the answer that none is known.

    Raises UnreadableResource where it was refuted, entered in error, names nothing, or answers nothing.
    """
    certainty = code_of(resource.get("verificationStatus"))
    if certainty in ("refuted", "entered-in-error"):
        raise UnreadableResource(f"its verification status is {certainty}: it is no allergy.")
    what = concept(resource.get("code"))
    answer = no_allergy.answer_of(what.said(), [(c.system, c.code) for c in what.codings])
    reactions = list(each(resource.get("reaction")))
    happened = any(each(r.get("manifestation")) for r in reactions)  # "unknown medicine: anaphylaxis" is an allergy
    if (reason := _NO_ANSWER.get(answer)) and not (happened and answer == "nobody asked"):
        raise UnreadableResource(reason)
    substance = _substance(what, [concept(r.get("substance")) for r in reactions])
    if not substance:
        raise UnreadableResource("it names no substance. Look it up in the other system.")
    words = [w for r in reactions for m in each(r.get("manifestation")) for w in _happened(concept(m))]
    words += [text(r.get("description")) for r in reactions if text(r.get("description"))]
    severities = [text(r.get("severity")) for r in reactions]
    worst = next((s for s in ("severe", "moderate", "mild") if s in severities), "unknown")
    return Allergy(
        at, reference(resource.get("patient")), substance, ", ".join(dict.fromkeys(words)), worst,
        answer == "none known", _on(resource, reactions), _said_by(resource),
    )  # fmt: skip


def _on(resource: Resource, reactions: list[Resource]) -> date | None:
    """Return the day it happened, or was written down."""
    written = (r.get("onset") for r in reactions)
    dates = (*written, resource.get("lastOccurrence"), resource.get("onsetDateTime"), resource.get("recordedDate"))
    return next((found for one in dates if (found := day(one, "the reaction"))), None)


def _said_by(resource: Resource) -> str:
    """Return who said it: the asserter before the recorder, by name or else by what they are."""
    for member in ("asserter", "recorder"):
        who = mapping(resource.get(member))
        named = text(who.get("display")) or text(who.get("reference")).rpartition("/")[0].rpartition("/")[2]
        if named:
            return named
    return ""


def _happened(manifestation: Concept) -> tuple[str, ...]:
    """Return the words for what happened, or the code where nobody wrote any: a code alone is an unknown reaction."""
    return manifestation.said()[:1] or tuple(c.code for c in manifestation.codings if c.code)[:1]


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
