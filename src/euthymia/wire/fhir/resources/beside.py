"""What statements, requests and dispenses share beside the dose: notes, adherence, and when a thing was."""

import re
from collections.abc import Iterator
from typing import Final

from euthymia.wire.fhir.elements import Resource, concept, each, text
from euthymia.wire.fhir.values import Adhered

_EXTENSION: Final = "us-core-medication-adherence"
# Codes of SNOMED CT as the value sets of national core guides list them: partly, never or less than prescribed.
_POOR: Final = {"275928001", "266710000", "129834002", "448176008"}
_DENIALS: Final = (
    r"never|not|didn.?t|did not|has ?n.?t|have ?n.?t|was ?n.?t|is ?n.?t|none|nothing|no doses?|nie|nicht|keine|jamais|"
    r"pas|nunca|no|mai|non|nao|não|nooit|niet"
)
_TAKING: Final = (
    r"fill\w*|took|take\w*|taking|start\w*|picked up|use[ds]?|using|swallow\w*|eingenommen|genommen|pris|prend\w*|"
    r"tom[oó]|tomad\w*|toma\w*|tomou|assunt\w*|pres[oa]|ingenomen|genomen|gestart|begonnen|commenc\w*|débuté|"
    r"empez\w*|iniciad\w*"
)
_NOT_TAKEN: Final = re.compile(
    rf"\b(?:{_DENIALS})\b[^.;]{{0,40}}?\b(?:{_TAKING})\b|"
    r"\btook none\b|\bunfilled\b|\bnon-?(?:adheren\w+|complian\w+)\b"
    r"|\bnot (?:adherent|compliant)\b|\bstopped taking\b|\bhas stopped\b|\brefus(?:ed|es)\b",
    re.IGNORECASE,
)


def notes_of(resource: Resource) -> tuple[str, ...]:
    """Return what somebody wrote beside a resource."""
    return tuple(dict.fromkeys(said[:500] for note in each(resource.get("note")) if (said := text(note.get("text")))))


def reasons_of(resource: Resource) -> str:
    """Return the words of every statusReason."""
    return " ".join(said for reason in each(resource.get("statusReason")) for said in concept(reason).said())


def denies_taking(notes: tuple[str, ...]) -> str:
    """Return the note that says, or may say, that it was not taken; "" where none does."""
    return next((note for note in notes if _NOT_TAKEN.search(note)), "")


def adherence_of(resource: Resource) -> Adhered:
    """Read what a US Core record says of how regularly it was taken; a code that is not known is shown."""
    for extension in each(resource.get("extension")):
        if text(extension.get("url")).rpartition("/")[2] == _EXTENSION:
            return _adhered({text(part.get("url")): part for part in each(extension.get("extension"))})
    return Adhered()


def _adhered(parts: dict[str, Resource]) -> Adhered:
    code = concept(parts.get("medicationAdherence", {}).get("valueCodeableConcept"))
    codes = [coding.code for coding in code.codings if coding.code]
    said = next(iter(code.said()), "") or next(iter(codes), "nothing")
    asserted = text(parts.get("dateAsserted", {}).get("valueDateTime"))[:10]
    on = f" on {asserted}" if asserted else ""
    if _POOR.intersection(codes):
        return Adhered("poor", f"The record said{on} that it was not taken regularly ({said}).")
    return Adhered("", f"The record said{on} of how it was taken: {said}. Confirm how regularly it was taken.")


def links_of(resource: Resource, *members: str) -> tuple[str, ...]:
    """List what a resource builds on."""
    return tuple(dict.fromkeys(_links(resource, members)))


def _links(resource: Resource, members: tuple[str, ...]) -> Iterator[str]:
    for member in members:
        value = resource.get(member)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and (link := text(item.get("reference"))):
                yield link
