"""Which FHIR a resource was written in, by what gives it away: only R4 is read."""

from typing import Final

from euthymia.wire.fhir.elements import Resource, mapping, text

_BY_TYPE: Final = {"MedicationOrder": "DSTU2", "DiagnosticOrder": "DSTU2", "ReferralRequest": "STU3",
                   "MedicationUsage": "R5"}  # fmt: skip
_BY_MEMBER: Final = {
    "MedicationStatement": {"wasNotTaken": "DSTU2", "taken": "STU3", "medication": "R5", "adherence": "R5"},
    "MedicationRequest": {"medication": "R5", "definition": "STU3", "context": "STU3"},
    "MedicationDispense": {"medication": "R5", "notDone": "STU3"},
    "Condition": {"dateRecorded": "DSTU2", "assertedDate": "STU3", "participant": "R5"},
    "Observation": {"related": "STU3", "triggeredBy": "R5"},
    "AllergyIntolerance": {"assertedDate": "STU3", "substance": "DSTU2", "participant": "R5"},
    "Patient": {"animal": "STU3"},
    "Questionnaire": {
        "group": "DSTU2",
        "copyrightLabel": "R5",
        "versionAlgorithmString": "R5",
        "versionAlgorithmCoding": "R5",
    },
}
_IN_PROFILE: Final = {"/dstu2/": "DSTU2", "/stu3/": "STU3", "/r5/": "R5", "/5.0/": "R5", "/3.0/": "STU3",
                      "/1.0/": "DSTU2"}  # fmt: skip
_STARTS: Final = {"0": "DSTU1", "1": "DSTU2", "3": "STU3", "5": "R5", "6": "R6"}


def other_version(resource: Resource) -> str:
    """Name the version that gives itself away, "" where nothing speaks against R4."""
    kind = text(resource.get("resourceType"))
    stated = text(resource.get("fhirVersion"))
    if stated and not stated.startswith("4"):
        return _STARTS.get(stated[:1], stated[:10])
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    found = next((v for member, v in _BY_MEMBER.get(kind, {}).items() if member in resource), "")
    return found or _by_shape(kind, resource) or _by_profile(resource)


def _by_shape(kind: str, resource: Resource) -> str:
    """Tell STU3 by a clinical status that is a bare word, and by a dose beside its doseAndRate."""
    if kind in ("Condition", "AllergyIntolerance") and isinstance(resource.get("clinicalStatus"), str):
        return "STU3"
    doses = resource.get("dosageInstruction") or resource.get("dosage")
    first = mapping(doses[0]) if isinstance(doses, list) and doses else {}
    return "STU3" if "doseQuantity" in first or "doseRange" in first else ""


def _by_profile(resource: Resource) -> str:
    meta = mapping(resource.get("meta"))
    profiles = meta.get("profile")
    if not isinstance(profiles, list):
        return ""
    told = " ".join(p.lower() for p in profiles if isinstance(p, str))
    return next((version for part, version in _IN_PROFILE.items() if part in told), "")
