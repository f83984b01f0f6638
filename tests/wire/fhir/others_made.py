"""Three records as other systems write them, made up: German, a large US vendor's shape, and an IPS document."""

import json
from collections.abc import Mapping
from typing import Any

SUBJECT = {"reference": "urn:uuid:p"}
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


def _bundle(kind: str, *resources: Mapping[str, Any]) -> bytes:
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}, indent=1).encode()


def _person(born: str) -> dict[str, Any]:
    name = [{"family": "Amsel", "given": ["Ruth"]}]
    return {"resourceType": "Patient", "id": "p", "name": name, "birthDate": born}


def _taken(id: str, drug: str, period: tuple[str, str], dose: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement", "id": id, "status": "completed", "subject": SUBJECT,
        "medicationCodeableConcept": {"text": drug}, "effectivePeriod": {"start": period[0], "end": period[1]},
        "dosage": [{"text": dose}],
    } | more  # fmt: skip


def _of_person(kind: str, id: str, code: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    whose = "patient" if kind == "AllergyIntolerance" else "subject"
    return {"resourceType": kind, "id": id, whose: SUBJECT, "code": code} | more


def german(born: str) -> bytes:
    """A list of medicines and diagnoses in German."""
    return _bundle(
        "collection",
        _person(born),
        _taken("g1", "Venlafaxin retard 150 mg Hartkapseln", ("2022-03", "2022-09"), "1-0-0", status="stopped",
               statusReason=[{"text": "Übelkeit und Gewichtszunahme"}],
               reasonCode=[{"text": "Rezidivierende depressive Störung, gegenwärtig schwere Episode"}]),
        _taken("g2", "Cipralex 10 mg Filmtabletten", ("2021-01-04", "2021-05-20"), "2 Tabletten morgens",
               statusReason=[{"text": "keine ausreichende Wirkung, keine Nebenwirkungen"}]),
        _of_person("Condition", "g3", {"text": "V.a. bipolare Störung"}),
        _of_person("Condition", "g4", {"text": "Asthma bronchiale"}),
        _of_person("AllergyIntolerance", "g5", {"text": "Penicillin"},
                   reaction=[{"manifestation": [{"text": "Exanthem"}]}]),
    )  # fmt: skip


def vendor(born: str) -> bytes:
    """Orders with a name beside a reference that is not in the file, reported medicines, and "Not on File"."""
    told = "Take 2 tablets (100 mg total) by mouth 1 (one) time each day"
    order = {
        "resourceType": "MedicationRequest", "id": "e1", "status": "stopped", "intent": "order", "subject": SUBJECT,
        "medicationReference": {"reference": "Medication/x", "display": "sertraline (ZOLOFT) 50 MG tablet"},
        "authoredOn": "2023-01-10", "dosageInstruction": [{"text": told}], "statusReason": {"text": "Ineffective"},
    }  # fmt: skip
    reported = {
        "resourceType": "MedicationRequest", "id": "e2", "status": "active", "intent": "plan", "subject": SUBJECT,
        "reportedBoolean": True, "medicationCodeableConcept": {"text": "buPROPion XL (WELLBUTRIN XL) 150 MG tablet"},
        "authoredOn": "2024-01-10", "dosageInstruction": [{"text": "Take 150 mg by mouth every morning."}],
    }  # fmt: skip
    words = "Severe episode of recurrent major depressive disorder, without psychotic features (HCC)"
    return _bundle(
        "searchset", _person(born), order, reported, _of_person("Condition", "e3", {"text": words}),
        _of_person("AllergyIntolerance", "e4", {"text": "Not on File"}),
    )  # fmt: skip


def ips(born: str) -> bytes:
    """An International Patient Summary: a Medication by reference with its strength, and what is known to be absent."""
    mg = {"numerator": {"value": 30, "unit": "mg"}, "denominator": {"value": 1, "unit": "tablet"}}
    medication = {
        "resourceType": "Medication", "id": "m",
        "code": {"coding": [{"system": "http://www.whocc.no/atc", "code": "N06AX11", "display": "mirtazapine"}]},
        "ingredient": [{"itemCodeableConcept": {"text": "mirtazapine"}, "strength": mg}],
    }  # fmt: skip
    taken = _taken("i1", "", ("2021-02", "2021-09"), "1 tablet at night")
    del taken["medicationCodeableConcept"]
    none = {"coding": [{"system": ABSENT, "code": "no-known-allergies"}]}
    return _bundle(
        "document", {"resourceType": "Composition", "id": "c", "status": "final", "title": "Summary"}, _person(born),
        medication, taken | {"medicationReference": {"reference": "urn:uuid:m"}},
        _of_person("AllergyIntolerance", "i2", none),
        _of_person("Condition", "i3", {"coding": [{"system": "http://snomed.info/sct", "code": "66344007"}]}),
    )  # fmt: skip
