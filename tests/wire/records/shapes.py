"""Records in the shapes of several systems and editions, each with the trials that must be read from it.

A trial is written in one line: drug, first day..first day without it, mg a day, why it ended, another use; "?" is what
nobody may read from it.
"""

import json
from typing import Any, NamedTuple

from tests.wire.fhir.made import dispense, patient, request, statement

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
SNOMED = "http://snomed.info/sct"
PZN = "http://fhir.de/CodeSystem/ifa/pzn"
ADHERENCE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-medication-adherence"


class Shape(NamedTuple):
    """One record: its name, its resources, and the lines that must be read; a sentence that must stand there."""

    name: str
    resources: tuple[dict[str, Any], ...]
    trials: tuple[str, ...]
    says: str = ""
    kind: str = "collection"
    urls: dict[str, str] = {}


def coded(*codings: tuple[str, str], text: str = "") -> dict[str, Any]:
    """Make a concept of codes and a text."""
    return {"coding": [{"system": s, "code": c} for s, c in codings]} | ({"text": text} if text else {})


def twice(day: int, *, unit: str = "d", amount: float = 1, of: str = "tablet") -> dict[str, Any]:
    """Make a structured dosage."""
    return {
        "timing": {"repeat": {"frequency": day, "period": 1, "periodUnit": unit}},
        "doseAndRate": [{"doseQuantity": {"value": amount, "unit": of}}],
    }


def referring(one: dict[str, Any], reference: str, display: str = "") -> dict[str, Any]:
    """Let a line refer to its Medication in place of naming it."""
    left = {name: value for name, value in one.items() if name != "medicationCodeableConcept"}
    return left | {"medicationReference": {"reference": reference} | ({"display": display} if display else {})}


def medication(id: str, *codings: tuple[str, str], text: str = "", mg: float | None = None) -> dict[str, Any]:
    """Make a Medication, with the strength of its ingredient where one is given."""
    made: dict[str, Any] = {"resourceType": "Medication", "id": id, "code": coded(*codings, text=text)}
    if mg is not None:
        ratio = {"numerator": {"value": mg, "unit": "mg"}, "denominator": {"value": 1, "unit": "1"}}
        made["ingredient"] = [{"itemCodeableConcept": {"text": text or "x"}, "strength": ratio}]
    return made


VEN = "venlafaxine 75 MG Extended Release Oral Capsule"
TOLD = [{"text": "Take 2 capsules (150 mg total) by mouth daily."}]
WEEKS = {"end": "2024-03-31"}

SHAPES = (
    # US Core
    Shape("US Core: an order by RxNorm code alone, structured",
          (request(medicationCodeableConcept=coded((RXNORM, "312941")), dosageInstruction=[twice(1)]),),
          ("sertraline 2024-01-01..? 50",)),
    Shape("US Core: what a patient reports as a plan",
          (request(VEN, intent="plan", reportedBoolean=True, sig="Take 2 capsules daily"),),
          ("venlafaxine 2024-01-01..? 150",)),
    Shape("US Core: a plan alone was never taken", (request(VEN, intent="plan"),), ()),
    Shape("US Core: a proposal was never taken", (request(VEN, intent="proposal"),), ()),
    Shape("US Core: do not perform", (request(VEN, doNotPerform=True),), ()),
    Shape("US Core: cancelled", (request(VEN, status="cancelled"),), ()),
    Shape("US Core: a draft", (request(VEN, status="draft"),), ()),
    Shape("US Core: entered in error", (statement(status="entered-in-error"),), ()),
    Shape("US Core: not taken", (statement(status="not-taken"),), ()),
    Shape("US Core: adherence, partly not taken",
          (statement(**WEEKS, extension=[{"url": ADHERENCE, "extension": [
              {"url": "medicationAdherence", "valueCodeableConcept": coded((SNOMED, "275928001"))}]}]),),
          ("sertraline 2024-01-01..2024-04-01 50 poor",)),
    Shape("US Core: stopped, refills for a year, no end is read",
          (request(VEN, status="stopped", sig="Take 2 capsules daily", dispenseRequest={
              "numberOfRepeatsAllowed": 11, "expectedSupplyDuration": {"value": 30, "unit": "days", "code": "d"}}),),
          ("venlafaxine 2024-01-01..? 150",)),
    # Epic and Cerner shapes
    Shape("Epic: a reference to a Medication that is not sent, by its display",
          (referring(request(sig=""), "Medication/eX", "venlafaxine XR (EFFEXOR XR) 75 MG 24 hr capsule")
           | {"dosageInstruction": TOLD},),
          ("venlafaxine 2024-01-01..? 150",)),
    Shape("Epic: text and structure agree",
          (request(VEN, sig="", dosageInstruction=[{
              "text": "Take 1 capsule (75 mg total) by mouth 2 (two) times a day.",
              "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
              "doseAndRate": [{"doseQuantity": {"value": 75, "unit": "mg"}}]}]),),
          ("venlafaxine 2024-01-01..? 150",)),
    Shape("Epic: text and structure differ, which asks",
          (request(VEN, sig="", dosageInstruction=[{
              "text": "Take 1 capsule by mouth 2 (two) times a day.",
              "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
              "doseAndRate": [{"doseQuantity": {"value": 75, "unit": "mg"}}]}]),),
          ("venlafaxine 2024-01-01..? ?",)),
    Shape("Epic: as needed by its flag",
          (request("trazodone 50 MG Oral Tablet", sig="", dosageInstruction=[
              {"text": "Take 1 tablet nightly", "asNeededBoolean": True}]),),
          ("trazodone 2024-01-01..? ?",)),
    Shape("Cerner: a text with its facts of dispensing behind it",
          (request("sertraline 100 mg oral tablet", sig="100 mg = 1 tab, Oral, Daily, # 30 tab, 2 Refill(s)"),),
          ("sertraline 2024-01-01..? 100",)),
    Shape("Cerner: a range of doses",
          (request("sertraline 50 MG Oral Tablet", sig="", dosageInstruction=[{
              "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
              "doseAndRate": [{"doseRange": {"low": {"value": 1, "unit": "tablet"},
                                             "high": {"value": 3, "unit": "tablet"}}}]}]),),
          ("sertraline 2024-01-01..? ?",)),
    Shape("a weekly capsule is no daily dose",
          (request("fluoxetine 90 MG Delayed Release Oral Capsule", sig="", dosageInstruction=[
              twice(1, unit="wk", of="capsule")]),),
          ("fluoxetine 2024-01-01..? ?",)),
    Shape("a structured titration is never added up",
          (request("sertraline 50 MG Oral Tablet", sig="", dosageInstruction=[
              twice(1) | {"sequence": 1}, twice(1, amount=2) | {"sequence": 2}]),),
          ("sertraline 2024-01-01..? ?",)),
    Shape("morning and night are added",
          (request("sertraline 50 MG Oral Tablet", sig="", dosageInstruction=[
              {"text": "1 tablet in the morning"}, {"text": "1 tablet at night"}]),),
          ("sertraline 2024-01-01..? 100",)),
    # IPS
    Shape("IPS: a Medication by urn:uuid, ATC and the strength of its ingredient",
          (medication("m1", (ATC, "N06AX11"), text="mirtazapine", mg=30),
           referring(statement(end="2024-03-31", sig="1 tablet at night"), "urn:uuid:m1")),
          ("mirtazapine 2024-01-01..2024-04-01 30",), kind="document"),
    Shape("IPS: months are kept",
          (statement("mirtazapine 30 mg", start="2023-02", end="2023-09", sig="30 mg daily"),),
          ("mirtazapine 2023-02..2023-09 30",)),
    Shape("IPS: years are kept",
          (statement("mirtazapine 30 mg", start="2019", end="2021", sig="30 mg daily"),),
          ("mirtazapine 2019..2021 30",)),
    Shape("IPS: no medicine is known", (statement("", medicationCodeableConcept=coded(
        ("http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-known-medications"))),), ()),
    # MII and ISiK
    Shape("ISiK: ATC under its German address, name in German",
          (statement("", end="2024-03-31", sig="1-0-0-0", medicationCodeableConcept=coded(
              ("http://fhir.de/CodeSystem/bfarm/atc", "N06AB06"), (PZN, "01234567"),
              text="Sertralin 100 mg Filmtabletten")),),
          ("sertraline 2024-01-01..2024-04-01 100",)),
    Shape("ISiK: the older address of ATC",
          (statement("", end="2024-03-31", sig="150 mg täglich", medicationCodeableConcept=coded(
              ("http://fhir.de/CodeSystem/dimdi/atc", "N06AX16"))),),
          ("venlafaxine 2024-01-01..2024-04-01 150",)),
    Shape("MII: a contained Medication",
          (referring(statement(end="2024-03-31", sig="0-0-1"), "#m") | {
              "contained": [medication("m", text="Mirtazapin 30 mg Tabletten")]},),
          ("mirtazapine 2024-01-01..2024-04-01 30",)),
    # references
    Shape("a versioned reference",
          (medication("m2", text="citalopram 20 MG Oral Tablet"),
           referring(statement(end="2024-03-31"), "Medication/m2/_history/4")),
          ("citalopram 2024-01-01..2024-04-01 20",)),
    Shape("an absolute reference",
          (medication("m3", text="citalopram 20 MG Oral Tablet"),
           referring(statement(end="2024-03-31"), "https://ehr.example.org/fhir/Medication/m3")),
          ("citalopram 2024-01-01..2024-04-01 20",), urls={"m3": "https://ehr.example.org/fhir/Medication/m3"}),
    Shape("a relative reference among absolute addresses",
          (medication("m4", text="citalopram 20 MG Oral Tablet"),
           referring(statement(end="2024-03-31"), "Medication/m4")),
          ("citalopram 2024-01-01..2024-04-01 20",), urls={"m4": "https://ehr.example.org/fhir/Medication/m4"}),
    # codes and words at war
    Shape("code and words name two drugs, which asks",
          (statement("", end="2024-03-31", medicationCodeableConcept=coded(
              (ATC, "N06AB06"), text="citalopram 20 mg")),),
          (), says="name more than one drug (citalopram and sertraline)"),
    Shape("a code of the substance beside its brand",
          (statement("", end="2024-03-31", sig="1 tablet daily", medicationCodeableConcept=coded(
              (ATC, "N06AB10"), text="Cipralex 10 mg Filmtabletten")),),
          ("escitalopram 2024-01-01..2024-04-01 10",)),
    # reasons and uses
    Shape("it failed, by its reason's words",
          (statement(**WEEKS, statusReason=[{"text": "no response after 10 weeks"}]),),
          ("sertraline 2024-01-01..2024-04-01 50 no response",)),
    Shape("heart failure is not its failure",
          (statement(**WEEKS, statusReason=[{"text": "new heart failure"}]),),
          ("sertraline 2024-01-01..2024-04-01 50",)),
    Shape("a prior authorisation that failed is not its failure",
          (request(status="stopped", statusReason={"text": "prior authorization failed"}),),
          ("sertraline 2024-01-01..? 50",)),
    Shape("no side effects is not intolerance",
          (statement(**WEEKS, statusReason=[{"text": "no side effects, patient moved away"}]),),
          ("sertraline 2024-01-01..2024-04-01 50",)),
    Shape("for smoking, by RxNorm's own name",
          (statement("12 HR bupropion hydrochloride 150 MG Extended Release Oral Tablet [Zyban]", end="2024-03-31"),),
          ("bupropion 2024-01-01..2024-04-01 150 for something else",)),
    Shape("for pain, by a reason",
          (statement("duloxetine 60 MG Oral Capsule", end="2024-03-31", sig="1 capsule daily",
                     reasonCode=[{"text": "diabetic neuropathic pain"}]),),
          ("duloxetine 2024-01-01..2024-04-01 60 for something else",)),
    Shape("for sleep, by its dose's words",
          (statement("trazodone 50 MG Oral Tablet", end="2024-03-31", sig="1 tablet at bedtime for sleep"),),
          ("trazodone 2024-01-01..2024-04-01 50 for something else",)),
    Shape("for a depression and for sleep",
          (statement("mirtazapine 30 MG Oral Tablet", end="2024-03-31", sig="1 tablet at bedtime",
                     reasonCode=[{"text": "Depression"}, {"text": "Insomnia"}]),),
          ("mirtazapine 2024-01-01..2024-04-01 30",)),
    # courses
    Shape("a statement and the order it builds on are one",
          (request(id="o1"), statement(end="2024-03-31", basedOn=[{"reference": "MedicationRequest/o1"}])),
          ("sertraline 2024-01-01..2024-04-01 50",)),
    Shape("two strengths that run on are one course",
          (statement("sertraline 50 MG Oral Tablet", id="a", start="2024-01-01", end="2024-01-31"),
           statement("Zoloft 100 MG Oral Tablet", id="b", start="2024-02-01", end="2024-03-31")),
          ("sertraline 2024-01-01..2024-02-01 50, 2024-02-01..2024-04-01 100",)),
    Shape("two drugs are two",
          (statement("citalopram 20 MG Oral Tablet", id="a", end="2024-01-31"),
           statement("escitalopram 10 MG Oral Tablet", id="b", start="2024-02-01", end="2024-03-31")),
          ("citalopram 2024-01-01..2024-02-01 20", "escitalopram 2024-02-01..2024-04-01 10")),
    Shape("an added strength leaves its days unknown",
          (statement(VEN, id="a", end="2024-03-31", sig="1 capsule daily"),
           statement("venlafaxine 37.5 MG Extended Release Oral Capsule", id="b", end="2024-03-31",
                     sig="1 capsule daily")),
          ("venlafaxine 2024-01-01..2024-04-01 ?",)),
    Shape("fills carry on the dose of their order",
          (request(id="o1", dispenseRequest={"expectedSupplyDuration": {"value": 30, "unit": "d", "code": "d"}}),
           dispense(day="2024-01-01", authorizingPrescription=[{"reference": "MedicationRequest/o1"}]),
           dispense(day="2024-01-30", authorizingPrescription=[{"reference": "MedicationRequest/o1"}])),
          ("sertraline 2024-01-01..2024-03-01 50",)),
    Shape("a fill that was declined was never taken", (dispense(status="declined"),), ()),
    Shape("a fill that was cancelled was never taken", (dispense(status="cancelled"),), ()),
    # notes and words that deny
    Shape("a note that says it was never taken",
          (statement(**WEEKS, note=[{"text": "Patient says she never took it"}]),),
          ("sertraline 2024-01-01..2024-04-01 ?",)),
    Shape("a dose that its words deny",
          (statement(**WEEKS, sig="No longer taking 50 mg daily"),),
          ("sertraline 2024-01-01..2024-04-01 ?",)),
    # other editions
    Shape("R5: a usage", ({"resourceType": "MedicationUsage", "id": "u", "status": "recorded",
                            "medication": {"concept": {"text": "sertraline 50 MG"}}},), ()),
    Shape("R5: a statement with its medicine under `medication`",
          ({"resourceType": "MedicationStatement", "id": "s", "status": "recorded",
            "medication": {"concept": {"text": "sertraline 50 MG Oral Tablet"}},
            "subject": {"reference": "Patient/p"}, "effectivePeriod": {"start": "2024-01-01", "end": "2024-03-31"},
            "dosage": [{"text": "1 tablet daily"}]},), (), says="written in FHIR R5"),
    Shape("STU3: a statement that says whether it was taken",
          ({"resourceType": "MedicationStatement", "id": "s", "status": "completed", "taken": "y",
            "medicationCodeableConcept": {"text": "sertraline 50 MG Oral Tablet"},
            "subject": {"reference": "Patient/p"}, "effectivePeriod": {"start": "2024-01-01", "end": "2024-03-31"},
            "dosage": [{"text": "1 tablet daily"}]},), (), says="written in FHIR STU3"),
)  # fmt: skip


def as_bundle(shape: Shape) -> bytes:
    """Write a shape as its system sends it, with a patient before it."""
    found = [patient(), *shape.resources]
    entries = [{"fullUrl": shape.urls.get(one.get("id", ""), f"urn:uuid:{one.get('id', '')}"), "resource": one}
               for one in found]  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": shape.kind, "entry": entries}).encode()
