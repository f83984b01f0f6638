"""A packet as a FHIR R4 document bundle: a Composition, the person, and what its sections are made of.

Codes are LOINC, and RxNorm, where one is verified; units are UCUM where the laboratory's is known as one. Everything
else is said in words, in a code system of ours or none.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from euthymia.medicine.drugs.antidepressants import match

LOINC: Final = "http://loinc.org"
OURS: Final = "urn:euthymia:packet"
UCUM: Final = "http://unitsofmeasure.org"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
# A laboratory's unit as it is written, without case, and as UCUM writes it.
_UNITS: Final = {
    "u/l": "U/L", "mg/dl": "mg/dL", "mmol/l": "mmol/L", "µmol/l": "umol/L", "μmol/l": "umol/L", "umol/l": "umol/L",
    "miu/l": "m[IU]/L", "mu/l": "mU/L", "uiu/ml": "u[IU]/mL", "µiu/ml": "u[IU]/mL", "μiu/ml": "u[IU]/mL", "g/l": "g/L",
    "g/dl": "g/dL", "ng/ml": "ng/mL", "mg": "mg", "d": "d", "{score}": "{score}",
}  # fmt: skip
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
# An infusion's state here, as MedicationAdministration has it.
_GIVEN: Final = {"running": "in-progress", "paused": "on-hold", "observing": "completed", "discharged": "completed"}
Section = tuple[str, tuple[tuple[str, str], ...]]


def bundle(content: Mapping[str, Any], sections: Sequence[Section], *, key: str, at: datetime) -> dict[str, Any]:
    """Make the document. `sections` are its words, title by title; `key` names the packet."""
    patient = _patient(content, key)
    parts = {"Drugs tried": list(_trials(content, key)), "Verdict": [_verdict(content, key)],
             "Staging": list(_stages(content, key)), "Infusions": list(_infusions(content, key)),
             "Scores": list(_scores(content, key)),
             "Work-up": list(_results(content, key))}  # fmt: skip
    author = {"resourceType": "Practitioner", "id": _id(key, "author"), "name": [{"text": content["signed"]["by"]}]}
    composition = _composition(content, sections, parts, key=key, at=at)
    resources = [composition, patient, author, *(one for group in parts.values() for one in group)]
    return {
        "resourceType": "Bundle",
        "identifier": {"system": OURS, "value": f"urn:uuid:{key}"},
        "type": "document",
        "timestamp": at.isoformat(),
        "entry": [{"fullUrl": _url(one), "resource": _without_empty(one)} for one in resources],
    }


def _without_empty(value: Any) -> Any:
    """Return it without what is empty: FHIR allows no empty array, object or text, and no null."""
    if isinstance(value, Mapping):
        return {key: kept for key, one in value.items() if (kept := _without_empty(one)) not in _EMPTY}
    if isinstance(value, list):
        return [kept for one in value if (kept := _without_empty(one)) not in _EMPTY]
    return value.strip() if isinstance(value, str) else value


def _composition(
    content: Mapping[str, Any],
    sections: Sequence[Section],
    parts: Mapping[str, list[dict[str, Any]]],
    *,
    key: str,
    at: datetime,
) -> dict[str, Any]:
    author = {"reference": f"urn:uuid:{_id(key, 'author')}"}
    return {
        "resourceType": "Composition",
        "id": _id(key, "composition"),
        "status": "final",
        "type": {"text": "Assessment of treatment-resistant depression"},
        "subject": {"reference": f"urn:uuid:{_id(key, 'patient')}"},
        "date": at.isoformat(),
        "author": [author],
        "title": "Assessment of treatment-resistant depression",
        "custodian": {"display": content["clinic"]},
        "attester": [{"mode": "professional", "time": at.isoformat(), "party": author}],
        "section": [_section(title, lines, parts.get(title, [])) for title, lines in sections],
    }


def _section(title: str, lines: Sequence[tuple[str, str]], entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    rows = "".join(f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>" for label, text in lines)
    body = f"<table>{rows}</table>" if rows else "<p>Nothing on the chart.</p>"
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'
    found: dict[str, Any] = {"title": title, "text": {"status": "generated", "div": div}}
    return found | ({"entry": [{"reference": _url(one)} for one in entries]} if entries else {})


def _patient(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    person = content["person"]
    return {
        "resourceType": "Patient",
        "id": _id(key, "patient"),
        "identifier": [{"system": f"{OURS}:record-number", "value": person["number"]}],
        "name": [{"text": person["name"]}],
        "birthDate": person["born"],
    }


def _trials(content: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for place, trial in enumerate(content["history"]):
        if trial["drug"] in _no_drugs(content):
            continue
        doses = list(trial.get("doses", []))
        yield {
            "resourceType": "MedicationStatement",
            "id": _id(key, f"trial-{place}"),
            "status": _status(trial),
            "statusReason": [{"text": ended}] if (ended := _ended_for(trial)) else [],
            "medicationCodeableConcept": _drug(trial["drug"]),
            "subject": {"reference": f"urn:uuid:{_id(key, 'patient')}"},
            "dosage": [_daily(dose["mg_per_day"]) for dose in doses if "mg_per_day" in dose],
        } | _period(doses)


def _no_drugs(content: Mapping[str, Any]) -> list[str]:
    """Return the treatments that are no drug: they stand in the words of their section, not as a medicine."""
    named = content["verdict"].get("not_judged", [])
    return [one["drug"] for one in named if not one["reason"].startswith("not judged")]


def _drug(name: str) -> dict[str, Any]:
    """Return a drug by its name, with its RxNorm ingredient where that code is verified."""
    row = match(name)
    code = str(row.rxcui) if row and row.rxcui and row.rxcui_verified else ""
    return {"coding": [{"system": RXNORM, "code": code, "display": row.name}] if row and code else [], "text": name}


def _daily(mg_per_day: float) -> dict[str, Any]:
    rate = {"numerator": _quantity(mg_per_day, "mg"), "denominator": _quantity(1, "d")}
    return {"text": f"{mg_per_day:g} mg a day", "doseAndRate": [{"rateRatio": rate}]}


def _quantity(value: float, unit: str) -> dict[str, Any]:
    """Return a value with its unit as written, and its UCUM code where that is known."""
    ucum = _UNITS.get(unit.casefold(), "")
    return {"value": value, "unit": unit} | ({"system": UCUM, "code": ucum} if ucum else {})


def _ended_for(trial: Mapping[str, Any]) -> str:
    ended: str = trial.get("ended_for", "")
    return "" if ended in ("ongoing", "unknown") else ended


def _status(trial: Mapping[str, Any]) -> str:
    """Return FHIR's status: stopped where side effects ended it early, unknown where nobody knows that it ended."""
    if trial.get("ended_for") in ("ongoing", "intolerance"):
        return "active" if trial["ended_for"] == "ongoing" else "stopped"
    doses = trial.get("doses", [])
    return "completed" if _ended_for(trial) or (doses and doses[-1].get("to")) else "unknown"


def _infusions(content: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(content.get("infusions", [])):
        dose = _quantity(round(one["given_mg"], 2), "mg") if one["given_mg"] else {}
        yield {
            "resourceType": "MedicationAdministration",
            "id": _id(key, f"infusion-{place}"),
            "status": _GIVEN.get(one["state"], "unknown"),
            "medicationCodeableConcept": {"text": one["drug"]},
            "subject": {"reference": f"urn:uuid:{_id(key, 'patient')}"},
            "effectiveDateTime": one["day"],
            "dosage": {"route": {"text": "intravenous"}, "dose": dose} if dose else {},
        }


def _period(doses: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    ends = {"start": doses[0].get("from") if doses else None, "end": doses[-1].get("to") if doses else None}
    period = {name: day for name, day in ends.items() if day}
    return {"effectivePeriod": period} if period else {}


def _verdict(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    verdict = content["verdict"]
    return _observation(key, "verdict", {"text": "Treatment resistance"}, day=verdict["judged_at"]) | {
        "valueString": verdict["outcome"],
        "note": [{"text": verdict["sentence"]}],
    }


def _stages(content: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(content["staging"]):
        code = {"text": one["name"]}
        day = content["verdict"]["judged_at"]
        yield _observation(key, f"stage-{place}", code, day=day) | {"valueString": one["shown"]}


def _scores(content: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(content["scores"]):
        code = {"coding": [{"system": one["system"], "code": one["code"]}], "text": f"{one['scale']} total"}
        yield _observation(key, f"score-{place}", code, day=one["day"]) | {
            "valueQuantity": _quantity(one["total"], "{score}")
        }


def _results(content: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(content["workup"]):
        coding = {"coding": [{"system": LOINC, "code": one["loinc"]}]} if one["loinc"] else {}
        found = _observation(key, f"result-{place}", {**coding, "text": one["name"]}, day=one["day"])
        if one["value"] is None:
            yield found | {"valueString": one["found"] or "done"}
            continue
        bounds = {name: _quantity(one[name], one["unit"]) for name in ("low", "high") if one[name] is not None}
        range_ = {"referenceRange": [bounds]} if bounds else {}
        yield found | {"valueQuantity": _quantity(one["value"], one["unit"])} | range_


def _observation(key: str, name: str, code: Mapping[str, Any], *, day: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": _id(key, name),
        "status": "final",
        "code": dict(code),
        "subject": {"reference": f"urn:uuid:{_id(key, 'patient')}"},
        "effectiveDateTime": day,
    }


def _id(key: str, name: str) -> str:
    """A part's own name, the same each time the packet is written."""
    return str(uuid5(NAMESPACE_URL, f"{key}/{name}"))


def _url(resource: Mapping[str, Any]) -> str:
    return f"urn:uuid:{resource['id']}"
