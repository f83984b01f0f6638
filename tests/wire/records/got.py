"""What the product reads from one case, in the words in which the tables write what it must read."""

from collections.abc import Mapping
from typing import Any

from euthymia.medicine.drugs import allergies
from euthymia.wire.fhir import read_histories
from euthymia.wire.fhir.resources.allergy_intolerance import read_allergy
from euthymia.wire.fhir.resources.condition import read_condition
from euthymia.wire.fhir.values import UnreadableResource, Where

_WEIGHT = ("rules out", "asks", "names depression", "asks unless depressed", "listed")


def concept(text: str, system: str = "", code: str = "") -> dict[str, Any]:
    """Make a FHIR concept of what a row gives of it."""
    coding = {name: value for name, value in (("system", system), ("code", code)) if value}
    return ({"text": text} if text else {}) | ({"coding": [coding]} if coding else {})


def of_allergy(resource: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an allergy answers, and how it weighs at an infusion of ketamine."""
    try:
        found = read_allergy(dict(resource), Where("AllergyIntolerance", "a", 1))
    except UnreadableResource:
        return "refused", "-"
    if found.none_known:
        return "none", "-"
    return "allergy", allergies.weigh(allergies.Allergy(found.substance, found.reaction)).weight


def of_condition(resource: Mapping[str, Any]) -> str:
    """Return what a condition means for the rule of resistance."""
    try:
        found = read_condition(dict(resource), Where("Condition", "c", 1))
    except UnreadableResource:
        return "refused"
    return min((entry.effect for entry in found.entries), key=_WEIGHT.index)


def kind_of_code(system: str, code: str) -> str:
    """Return which disorder a code names, "" where none that the rule knows."""
    return read_condition({"code": concept("", system, code)}, Where("Condition", "c", 1)).kind


def of_record(data: bytes) -> tuple[tuple[str, ...], str]:
    """Return a record's trials, a line each, and every sentence that stands beside them."""
    found, refused, _ = read_histories([data])
    trials = [_line(trial) for person in found for trial in person.trials]
    said = [one.reason for one in refused] + [str(person.as_dict()) for person in found]
    return tuple(trials), "\n".join(said)


def _line(trial: Mapping[str, Any]) -> str:
    held = ", ".join(
        f"{dose.get('from', '?')}..{dose.get('to', '?')} {_mg(dose.get('mg_per_day'))}" for dose in trial["doses"]
    )
    why = trial.get("ended_for", "unknown")
    beside = [
        why if why in ("no response", "intolerance") else "",
        trial.get("adherence", "") if trial.get("adherence") == "poor" else "",
        "for something else" if trial.get("given_for") and "depress" not in trial["given_for"].lower() else "",
    ]
    return " ".join(filter(None, [trial["drug"], held, *beside]))


def _mg(mg: float | None) -> str:
    return "?" if mg is None else f"{mg:g}"
