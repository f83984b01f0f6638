"""Condition: the diagnoses that decide whether a rule of resistance applies, by code or else by words.

SNOMED CT codes are those read beside their name; a code that is not here is not guessed, its words are read instead.
"""

import re
from typing import Final

from euthymia.wire.fhir.elements import Resource, code_of, concept, day, mapping, reference
from euthymia.wire.fhir.values import Concept, Diagnosis, DiagnosisKind, UnreadableResource, Where

_SNOMED: Final[dict[str, DiagnosisKind]] = {
    "370143000": "major depression",
    "15193003": "major depression with psychotic features",
    "13746004": "bipolar disorder",
    "10875004": "bipolar disorder",
    "69322001": "psychotic disorder",
    "58214004": "psychotic disorder",
}
_ICD10: Final[tuple[tuple[str, DiagnosisKind], ...]] = (
    (r"F3[23]\.?3\d*", "major depression with psychotic features"),
    (r"F32|F32\.?[01245]|F32\.?9|F33(\.?\d+)?", "major depression"),
    (r"F3[01](\.?\d+)?", "bipolar disorder"),
    (r"F2[02345](\.?\d+)?|F2[89]", "psychotic disorder"),
)
_WORDS: Final[tuple[tuple[str, DiagnosisKind], ...]] = (
    (r"bipolar", "bipolar disorder"),
    (r"major depress.*with psychotic", "major depression with psychotic features"),
    (r"schizophreni|schizoaffective|psychotic disorder", "psychotic disorder"),
    (r"major depress", "major depression"),
)
_OF_ANOTHER: Final = re.compile(r"family history|\bfh\b|history of|screening|rule out|suspected|without", re.IGNORECASE)


def read_condition(resource: Resource, at: Where) -> Diagnosis:
    """Read one diagnosis. Raises UnreadableResource where it was refuted or entered in error."""
    certainty = code_of(resource.get("verificationStatus"))
    if certainty in ("refuted", "entered-in-error"):
        raise UnreadableResource(f"its verification status is {certainty}: it is no diagnosis.")
    what, status = concept(resource.get("code")), code_of(resource.get("clinicalStatus"))
    began = day(resource.get("onsetDateTime"), "began") or day(
        mapping(resource.get("onsetPeriod")).get("start"), "began"
    )
    said = next(iter(what.said()), next((c.code for c in what.codings), ""))
    active = status in ("", "active", "recurrence", "relapse")
    return Diagnosis(at, reference(resource.get("subject")), _kind(what), said, active, began)


def _kind(what: Concept) -> DiagnosisKind:
    for coding in what.codings:
        if "snomed" in coding.system and coding.code in _SNOMED:
            return _SNOMED[coding.code]
        if "icd-10" in coding.system.lower() and (kind := _first(_ICD10, coding.code)):
            return kind
    for said in what.said():
        if not _OF_ANOTHER.search(said) and (kind := _first(_WORDS, said, anywhere=True)):
            return kind
    return ""


def _first(table: tuple[tuple[str, DiagnosisKind], ...], said: str, *, anywhere: bool = False) -> DiagnosisKind:
    look = re.search if anywhere else re.fullmatch
    return next((kind for pattern, kind in table if look(pattern, said, re.IGNORECASE)), "")
