"""Every case of reading a record: what is given, what must come of it, and what the product makes of it.

`python -m tests.wire.records` prints them: case, expected, got.
"""

import csv
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from euthymia.medicine.drugs.dosage_text import daily
from euthymia.medicine.resistance.reasons import why_ended
from euthymia.medicine.resistance.uses import use_of
from euthymia.wire.fhir.doses.dosage import read_doses
from euthymia.wire.fhir.doses.drug_text import read_drug
from euthymia.wire.fhir.values import Coding, Concept
from tests.wire.records.got import concept, kind_of_code, of_allergy, of_condition, of_record
from tests.wire.records.shapes import RXNORM, SHAPES, as_bundle
from tests.wire.records.verdicts import screened, shown

HERE: Final = Path(__file__).parent


class Case(NamedTuple):
    """One case. `right` says whether what came is what must come; asking may be right beside a number."""

    kind: str
    given: str
    expected: str
    got: str
    right: bool
    why: str = ""


def every() -> Iterator[Case]:
    """Yield every case with what the product makes of it."""
    for kind in KINDS.values():
        yield from kind()


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def _json(name: str) -> Any:
    return json.loads((HERE / "open" / name).read_text(encoding="utf-8"))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _mg(value: float | None) -> str:
    return "ask" if value is None else f"{value:g} mg a day"


def _dose(given: str, want: float | None, got: float | None, *, may_ask: bool, why: str) -> Case:
    right = (want is None or may_ask) if got is None else want is not None and abs(got - want) < 0.01
    expected = _mg(want) + (", or ask" if may_ask and want is not None else "")
    return Case("dosage text", given, expected, _mg(got), right, why)


def dosage_texts() -> Iterator[Case]:
    """Dosage texts with the strength of a tablet."""
    for row in _rows("tables/doses.csv"):
        got = daily.read(row["text"], _number(row["tablet_mg"])).mg_per_day
        yield _dose(row["text"], _number(row["mg_per_day"]), got, may_ask=row["or_ask"] == "yes", why=row["why"])
    for row in _rows("open/sigs.csv"):
        got = read_doses([{"text": row["text"]}], _number(row["strength_mg"])).mg_per_day
        yield _dose(row["text"], _number(row["mg_per_day"]), got, may_ask=row["or_ask"] == "yes", why="")


def allergies() -> Iterator[Case]:
    """Allergies: what they answer, and how they weigh at an infusion of ketamine."""
    for row in _rows("tables/allergies.csv"):
        system, _, code = row["code"].partition(" ")
        reaction = [{"manifestation": [{"text": row["reaction"]}]}] if row["reaction"] else []
        got = of_allergy({"code": concept(row["text"], system, code), "reaction": reaction})
        want = (row["answer"], row["weight"])
        yield Case("allergy", f"{row['text'] or row['code']}: {row['reaction']}", str(want), str(got), got == want,
                   row["why"])  # fmt: skip
    for one in _json("allergies.json"):
        answer, weight = of_allergy(one["resource"])
        got_open = ({"stop": "yes", "ask": "ask"}.get(weight, "no"), "yes" if answer == "none" else "no")
        wanted = (one["stops_ketamine"], one["none_known"])
        code = one["resource"]["code"]
        right = got_open == wanted and (answer == "allergy") == bool(one["allergy"])
        given = code.get("text") or code["coding"][0]["code"]
        yield Case("allergy", given, f"stops, none known: {wanted}", str(got_open), right, one["why"])


def conditions() -> Iterator[Case]:
    """Conditions by words, codes and status: what they mean for the rule of resistance."""
    for row in _rows("tables/conditions.csv"):
        status = row["status"]
        member = "clinicalStatus" if status in ("remission", "resolved") else "verificationStatus"
        beside = {member: {"coding": [{"code": status}]}} if status else {}
        got = of_condition({"code": concept(row["text"], row["system"], row["code"]), **beside})
        want = row["effect"]
        right = got != want.removeprefix("any but ") if want.startswith("any but ") else got == want
        given = " ".join(filter(None, [row["text"], row["code"], status]))
        yield Case("condition", given, want, got, right, row["why"])
    for row in _rows("open/diagnosis_codes.csv"):
        if row["meaning"] in _MEANS:
            got = kind_of_code(row["system"], row["code"])
            want = _MEANS[row["meaning"]]
            yield Case("code of a condition", f"{row['code']} {row['display']}", want, got or "nothing", got == want)


_MEANS: Final = {
    "bipolar": "bipolar disorder", "psychotic": "psychotic disorder", "major depression": "major depression",
    "psychotic depression": "major depression with psychotic features",
}  # fmt: skip


def judged_conditions() -> Iterator[Case]:
    """A condition beside two failed trials, judged: the whole way from the Bundle to the verdict."""
    given = _json("conditions.json")
    histories = [_with_condition(given, one) for one in given["items"]]
    verdicts = {"rules out": "rule does not apply", "ask": "cannot tell"}
    for one, history, got in zip(given["items"], histories, screened(histories, "elekt-d"), strict=True):
        want = verdicts.get(one["must"], "resistant")
        code = one.get("condition", {}).get("code", {"text": one.get("diagnosis")})
        words = [w for w in (code.get("text"), *(c.get("display") or c["code"] for c in code.get("coding", []))) if w]
        said = json.dumps(got, ensure_ascii=False) + shown(json.dumps(history).encode())
        right = got["verdict"] == want and (one["must"] not in ("ask", "list") or any(w in said for w in words))
        yield Case("condition beside failed trials", words[0], f"{one['must']}: {want}", got["verdict"], right,
                   one["why"])  # fmt: skip


def _with_condition(given: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    if "diagnosis" in one:
        return dict(given["form"]) | {"diagnosis": one["diagnosis"]}
    depressed = [] if one.get("alone") or one["must"] == "names depression" else [given["depression"]]
    found = [*given["beside"], one["condition"], *depressed]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in found]}


def reasons() -> Iterator[Case]:
    """Why a drug ended: no response, intolerance, or nothing that the words plainly say."""
    for row in _rows("tables/reasons.csv"):
        got = why_ended(row["words"], drug=row["drug"]) or ""
        yield Case("reason it ended", row["words"], row["ended_for"] or "unknown", got or "unknown",
                   got == row["ended_for"], row["why"])  # fmt: skip


def uses() -> Iterator[Case]:
    """What a drug was given for."""
    for row in _rows("tables/uses.csv"):
        got = use_of(row["words"])
        yield Case("use", row["words"], row["use"], got, got == row["use"], row["why"])


def drugs() -> Iterator[Case]:
    """Names, brands, spellings and codes of drugs."""
    named = [(row["written"], row["means"], row["why"]) for row in _rows("tables/drugs.csv")]
    named += [(row["written"], row["means"], row["note"]) for row in _rows("open/drugs.csv")]
    for written, means, why in named:
        got = read_drug(Concept((), written)).name
        yield Case("name of a drug", written, means, got or "nothing", got == means, why)
    for row in _rows("open/rxnorm_products.csv"):
        if row["means"] == "selegiline" and row["form"] != "patch":
            continue  # by mouth it is no antidepressant of the table
        found = read_drug(Concept((Coding(RXNORM, row["rxcui"], ""),), ""))
        single = row["unit"] == "mg" and "+" not in row["means"]
        right = found.name.startswith(row["means"].split()[0]) and (
            not single or found.strength_mg == float(row["strength"])
        )
        yield Case("RxNorm's clinical drugs", row["rxcui"], f"{row['means']} {row['strength']} {row['unit']}",
                   f"{found.name} {found.strength_mg}", right)  # fmt: skip


def shapes() -> Iterator[Case]:
    """Records in the shapes of several systems and editions."""
    for shape in SHAPES:
        got, said = of_record(as_bundle(shape))
        want = "; ".join(shape.trials) or "no trial"
        right = got == shape.trials and shape.says in said
        yield Case("record", shape.name, f"{want} {shape.says}".strip(), "; ".join(got) or "no trial", right)


def verdicts() -> Iterator[Case]:
    """Histories and Bundles with the verdict that they must get."""
    for name in ("cases.json", "histories.json"):
        for rule in sorted({one["rule"] for one in _json(name)}):
            of_rule = [one for one in _json(name) if one["rule"] == rule]
            for one, got in zip(of_rule, screened([one["history"] for one in of_rule], rule), strict=True):
                want = f"{one['verdict']}, {one['counted']} counted"
                came = f"{got.get('verdict', got.get('refused'))}, {got.get('counted')} counted"
                yield Case("verdict", one["name"], want, came, came == want)


def reads() -> Iterator[Case]:
    """What a Bundle must show, and must not."""
    for one in _json("reads.json"):
        text = shown(json.dumps(one["bundle"]).encode())
        found = json.loads(text)["histories"][0]
        every = [*found["trials"], *found["augmentation"]]
        wrong = list(_wrong(one, every, text))
        yield Case("shown", one["name"], one["why"], "; ".join(wrong) or "as it must be", not wrong)


def _wrong(one: dict[str, Any], every: list[dict[str, Any]], text: str) -> Iterator[str]:
    yield from (f"{words!r} is not shown" for words in one.get("says", ()) if words not in text)
    yield from (f"{words!r} stands there" for words in one.get("never", ()) if words in text)
    for trial in every:
        allowed = one.get("ended_for", {}).get(trial["drug"])
        if allowed is not None and trial.get("ended_for") not in allowed:
            yield f"{trial['drug']} ended for {trial['ended_for']}"
    for want in one.get("mg", ()):
        got = _mg_on(every, want["drug"], want["on"])
        if not got <= set(want["allowed"]):
            yield f"{want['drug']} {got} mg on {want['on']}"
    if one.get("trials", len(every)) != len(every):
        yield f"{len(every)} trials"
    agents = [trial["drug"] for trial in every]
    yield from (f"no {agent}" for agent in one.get("agents", ()) if agent not in agents)


def _mg_on(every: list[dict[str, Any]], drug: str, day: str) -> set[float | None]:
    doses = [dose for trial in every if trial["drug"] == drug for dose in trial["doses"]]
    return {dose.get("mg_per_day") for dose in doses if dose.get("from", "") <= day < dose.get("to", "9")} or {None}


KINDS: Final = {
    "dosage_texts": dosage_texts, "allergies": allergies, "conditions": conditions,
    "judged_conditions": judged_conditions, "reasons": reasons, "uses": uses, "drugs": drugs, "shapes": shapes,
    "verdicts": verdicts, "reads": reads,
}  # fmt: skip
