"""Small FHIR resources for tests, made in one line each."""

import json


def request(drug="sertraline 50 MG Oral Tablet", *, day="2024-01-01", sig="Take 1 tablet by mouth daily", **members):
    return {
        "resourceType": "MedicationRequest", "id": members.pop("id", f"r-{day}"), "status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": drug}, "subject": {"reference": "Patient/p"}, "authoredOn": day,
        "dosageInstruction": [{"text": sig}] if sig else [],
    } | members  # fmt: skip


def dispense(drug="sertraline 50 MG Oral Tablet", *, day="2024-01-01", days=30, **members):
    return {
        "resourceType": "MedicationDispense", "id": members.pop("id", f"d-{day}"), "status": "completed",
        "medicationCodeableConcept": {"text": drug}, "subject": {"reference": "Patient/p"}, "whenHandedOver": day,
        "daysSupply": {"value": days, "unit": "days"},
    } | members  # fmt: skip


def statement(drug="sertraline 50 MG Oral Tablet", *, start="2024-01-01", end=None, sig="1 tablet daily", **members):
    period = {"start": start} | ({"end": end} if end else {})
    return {
        "resourceType": "MedicationStatement", "id": members.pop("id", f"s-{start}"), "status": "completed",
        "medicationCodeableConcept": {"text": drug}, "subject": {"reference": "Patient/p"}, "effectivePeriod": period,
        "dosage": [{"text": sig}],
    } | members  # fmt: skip


def patient(**members):
    name = [{"family": "Oak", "given": ["Ada"]}]
    return {"resourceType": "Patient", "id": "p", "name": name, "birthDate": "1980-05-01"} | members


def phq9(total, *, day="2024-03-01", member="valueInteger", **members):
    code = {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]}
    return {
        "resourceType": "Observation", "id": f"o-{day}", "status": "final", "code": code,
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": day, member: total,
    } | members  # fmt: skip


def ndjson(*resources):
    return b"\n".join(r if isinstance(r, bytes) else json.dumps(r).encode() for r in resources)


def bundle(*resources, indent=None):
    entries = [{"fullUrl": f"urn:uuid:{r.get('id', '')}", "resource": r} for r in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}, indent=indent).encode()
