"""`euthymia screen`: a history in, a verdict out, as a tree to read or as JSON. Without Django."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, NamedTuple

import orjson

from euthymia.medicine import resistance
from euthymia.medicine.diagnoses import Entry
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance import Rule, Verdict, staging
from euthymia.medicine.resistance.rules import read_parameter
from euthymia.medicine.sources import SOURCES
from euthymia.wire import history as form
from euthymia.wire.diagnosis_form import diagnosis_form
from euthymia.wire.fhir import History, read_histories

REFUSED = 2


class NotAFile(Refusal):
    """The history cannot be read from where it was said to be."""


class NotOnePerson(Refusal):
    """A FHIR resource is no Bundle of one person."""


class NotJson(Refusal):
    """What was given is no JSON."""


def run(path: str, *, rule_name: str, changes: Sequence[str], as_of: str, episode_began: str, as_json: bool) -> int:
    """Judge what a file holds and print it; status 0 for any verdict. Raises Refusal for input that cannot be read."""
    rule = _rule(rule_name, changes)
    asked = {"as_of": as_of, "episode_began": episode_began}
    with _opened(path) as file:
        if path.endswith((".ndjson", ".jsonl")):
            return _many(file, rule, asked)
        text = file.read()
    given = _documents(text)
    if len(given) > 1:
        return _many(text.splitlines(), rule, asked)
    told = _told(given[0], asked)
    found = resistance.judge(form.read(told.form, as_of=date.today()), rule=rule)
    staged = staging.stage(found.history, form.beside(told.form))
    print(_json(found, told) if as_json else "\n".join([*_unconfirmed(told), tree(found, staged)]))
    return 0


def _rule(name: str, changes: Sequence[str]) -> Rule:
    if name == resistance.CLINIC and not changes:
        raise resistance.UnknownRule(
            "rule 'clinic' is the clinic's own and lives in its records. Here, name a rule and its changes: "
            "--rule fda --with min_weeks=8."
        )
    rule = resistance.preset(resistance.DEFAULT if name == resistance.CLINIC else name)
    if not changes:
        return rule
    return resistance.changed(rule, **dict(read_parameter(text) for text in changes), name=f"{rule.name}, changed")


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as failed:
        raise NotAFile(f"{path}: {failed.strerror}. Name a file, or - for standard input.") from None


def _documents(text: bytes) -> list[Any]:
    """Read one JSON document, or one a line where the whole is none."""
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError as failed:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith(b"{") or not lines[0].rstrip().endswith(b"}"):
            raise NotJson(f"the history is no JSON: {failed}. Correct it there.") from None
        return lines


class Told(NamedTuple):
    """A history in the documented form; of a record of another system also what was refused in it."""

    form: Any
    of_a_record: bool = False
    refused: tuple[str, ...] = ()


def _told(given: Any, asked: dict[str, str]) -> Told:
    """Read the documented form as it is, a FHIR resource as the record of one person."""
    if not isinstance(given, dict):
        return Told(given)
    wanted = {key: value for key, value in asked.items() if value}
    if "resourceType" in given:
        return _record(given, wanted)
    if "histories" in given or "augmentation" in given:
        return _of_history_command(given, wanted)
    return Told({**wanted, **given})


def _of_history_command(given: dict[str, Any], wanted: dict[str, str]) -> Told:
    """Read what `euthymia history --json` prints: the whole, or one person's part of it."""
    histories = given.get("histories", [given])
    if not isinstance(histories, list) or len(histories) != 1 or not isinstance(histories[0], dict):
        count = len(histories) if isinstance(histories, list) else 0
        raise NotOnePerson(f"it holds the histories of {count} people. Give one person's alone.")
    (one,) = histories
    refused = [str(each.get("refused", "")) for each in given.get("refused", []) if isinstance(each, dict)]
    trials = [*one.get("trials", []), *one.get("augmentation", [])]
    listed = [diagnosis_form(Entry("", "present", words)) for words in one.get("other_conditions", [])]
    entries = [
        {key: value for key, value in each.items() if key != "from_resources"} for each in one.get("diagnoses", [])
    ]
    of_person = {"diagnosis": one["diagnosis"]} if one.get("diagnosis") else {}
    if entries or listed:
        of_person["diagnoses"] = [*entries, *listed]
    return _unfinished(trials, of_person, tuple(refused), wanted)


def _unfinished(trials: list[Any], of_person: dict[str, Any], refused: tuple[str, ...], wanted: dict[str, str]) -> Told:
    """Return a record's trials as they stood on the day of the verdict, in the documented form."""
    as_of = wanted.get("as_of") or str(date.today())
    known = [form.until(form.documented(trial), as_of) for trial in trials]
    return Told({"as_of": as_of, **wanted, **of_person, "trials": [one for one in known if one]}, True, refused)


def _record(given: dict[str, Any], wanted: dict[str, str]) -> Told:
    if given["resourceType"] != "Bundle":
        raise NotOnePerson(f"a {given['resourceType']} alone is no history. Give a FHIR R4 Bundle of one person.")
    found, refused, _ = read_histories([orjson.dumps(given)])
    reasons = tuple(f"{one.where}: {one.reason}" for one in refused)
    if len(found) > 1:
        raise NotOnePerson(f"the Bundle is about {len(found)} people. Give one person's record alone.")
    if not found and refused:
        raise NotOnePerson(f"nothing in the Bundle can be read. {reasons[0]}")
    trials = [*found[0].trials, *found[0].agents] if found else []
    return _unfinished(trials, _diagnoses(found), reasons, wanted)


def _diagnoses(found: Sequence[History]) -> dict[str, Any]:
    """Return every condition of a record: those that decide, and the others by their words."""
    if not found:
        return {}
    entries = [diagnosis_form(entry) for one in found[0].diagnoses for entry in one.entries]
    listed = [diagnosis_form(Entry("", "present", words)) for words in found[0].conditions]
    decided = {"diagnosis": found[0].diagnosis} if found[0].diagnosis else {}
    return decided | {"diagnoses": [*entries, *listed]}


def _unconfirmed(told: Told) -> Iterator[str]:
    if told.of_a_record:
        yield "UNCONFIRMED: read from another system's record, and confirmed by nobody. A record is never complete."
        yield from (f"  refused: {reason}" for reason in told.refused)


def _json(found: Verdict, told: Told) -> str:
    staged = staging.stage(found.history, form.beside(told.form))
    beside = {"confirmed": False, "refused": list(told.refused)} if told.of_a_record else {}
    return orjson.dumps(form.verdict(found) | {"staging": [form.staged(one) for one in staged]} | beside).decode()


def _many(lines: Iterable[bytes], rule: Rule, asked: dict[str, str]) -> int:
    """Judge a line each; a line that is refused says so and stops nothing."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            try:
                given = orjson.loads(line)
            except orjson.JSONDecodeError as failed:
                raise NotJson(f"no JSON: {failed}") from None
            told = _told(given, asked)
            print(_json(resistance.judge(form.read(told.form, as_of=date.today()), rule=rule), told))
        except Refusal as refusal:
            print(orjson.dumps({"line": number, "refused": str(refusal)}).decode())
    return 0


# The tree


def tree(found: Verdict, staged: Sequence[staging.Staged]) -> str:
    """Draw a verdict as a tree of plain text: what counted and what did not, each with its reason and source."""
    lines = [f"{found.outcome.upper()}  (as of {found.history.as_of})", found.sentence, found.about_diagnosis]
    lines += [f"What would decide: {one}." for one in found.would_decide] + [""]
    for one in found.findings:
        lines.append(f"{_MARKS[one.counts]} {one.trial + 1}. {one.drug} ({one.drug_class}): {_WORDS[one.counts]}")
        lines += [f"    {_MARKS[c.passed]} {c.reason}  [{c.source}]" for c in one.checks]
    lines += _diagnosis_lines(found)
    lines += [f"? {one.written}: {one.sentence}" for one in found.history.unlisted]
    if not found.findings:
        lines.append("No trial of an antidepressant is in the history.")
    lines += ["", *_rule_lines(found.rule), "", *_staged_lines(staged)]
    lines += ["", "To ask beside it:", *(f"  - {cause.sentence}" for cause in found.other_causes)]
    lines += ["", f"For the person: {found.patient_sentence}", "", "Sources"]
    keys = dict.fromkeys([*found.sources, *(p.source for p in found.rule.parameters)])
    lines += [f"  [{key}] {SOURCES[key].citation}{_doubt(key)}" for key in keys]
    lines += ["", "This explains; the clinician decides. No verdict bars a consult."]
    return "\n".join(lines)


def _diagnosis_lines(found: Verdict) -> Iterator[str]:
    yield from (f"  diagnosis: {one.sentence}: {one.effect}" for one in found.history.diagnoses)


_MARKS = {True: "+", False: "-", None: "?"}
_WORDS = {True: "counts", False: "does not count", None: "cannot tell"}


def _doubt(key: str) -> str:
    return " (to be confirmed)" if SOURCES[key].to_be_confirmed else ""


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"Rule {rule.name}"
    for one in rule.parameters:
        yield f"  {one.label}: {one.value}  ({'published' if one.published else 'our reading'}) [{one.source}]"


def _staged_lines(staged: Sequence[staging.Staged]) -> Iterator[str]:
    yield "Staging, of this episode"
    for one in staged:
        if one.lowest is None or one.highest is None:
            yield f"  {one.name}: cannot be staged; what is missing: {', '.join(one.missing)}"
            continue
        yield f"  {one.name}: {form.range_of(one)}" + (f"; unknown: {', '.join(one.missing)}" if one.missing else "")
        yield from (f"      {part.label}: {part.seen}, {part.points:g}" for part in one.lowest.parts)
