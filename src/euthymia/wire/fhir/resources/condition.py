"""Condition: a diagnosis by code and words, with its status: refuted, doubtful, over, or there."""

from typing import Final

from euthymia.medicine.diagnoses import Code, Entry, read
from euthymia.medicine.diagnoses.codes import system_of
from euthymia.wire.fhir.elements import Resource, code_of, concept, day, each, mapping, reference, text
from euthymia.wire.fhir.values import Diagnosis, UnreadableResource, Where

_WEIGHT: Final = ("rules out", "asks", "names depression", "asks unless depressed", "listed")
_DECIDES: Final = ("rules out", "names depression")
_DOUBTED: Final = ("provisional", "differential", "unconfirmed")
_OVER: Final = ("inactive", "remission", "resolved")
# How sure a German record is of a diagnosis: A excluded, V suspected, Z the state after it, G certain.
_CERTAINTY: Final = "icd-10-gm-diagnosesicherheit"


def read_condition(resource: Resource, at: Where) -> Diagnosis:
    """Read one condition. Raises UnreadableResource where it was refuted, entered in error, or names nothing."""
    certainty, german = code_of(resource.get("verificationStatus")), _german_certainty(resource)
    if certainty in ("refuted", "entered-in-error"):
        raise UnreadableResource(f"its verification status is {certainty}: it is no diagnosis.")
    if german == "A":
        raise UnreadableResource("its certainty is A, which means excluded: it is no diagnosis.")
    what = concept(resource.get("code"))
    codes = [Code(c.code, system_of(c.system) or c.system) for c in what.codings if c.code]
    if not codes and not what.said():
        raise UnreadableResource("it names no condition. Look it up in the other system.")
    doubted = certainty if certainty in _DOUBTED else "suspected" if german == "V" else ""
    entries = read(codes, what.said(), over=_is_over(resource) or german == "Z", doubted=doubted)
    weightiest = min(entries, key=lambda entry: _WEIGHT.index(entry.effect))
    began = day(resource.get("onsetDateTime"), "began") or day(
        mapping(resource.get("onsetPeriod")).get("start"), "began"
    )
    decides = weightiest.effect in _DECIDES
    said = _shown(entries)
    return Diagnosis(at, reference(resource.get("subject")), weightiest.kind, said, decides, began, entries)


def _shown(entries: tuple[Entry, ...]) -> str:
    return entries[0].said


def _is_over(resource: Resource) -> bool:
    """Return whether its status says that it is over; without a status, whether an end is written."""
    status = code_of(resource.get("clinicalStatus"))
    return status in _OVER or (not status and any(member.startswith("abatement") for member in resource))


def _german_certainty(resource: Resource) -> str:
    codings = each(mapping(resource.get("code")).get("coding"))
    found = (e for c in codings for e in each(c.get("extension")) if text(e.get("url")).endswith(_CERTAINTY))
    return next((text(mapping(e.get("valueCoding")).get("code")) for e in found), "")
