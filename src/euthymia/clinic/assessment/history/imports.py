"""A record of another system: read for one patient, each line confirmed by a person, nothing counted before."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.assessment.history import judging
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import Allergy, AntidepressantTrial, ImportedLine, RecordImport
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.drugs import ketamine_names
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance.trials import OPEN_END
from euthymia.medicine.resistance.unlisted import Unlisted
from euthymia.wire import history as form_of
from euthymia.wire.diagnosis_form import diagnosis_form
from euthymia.wire.fhir import History, Person, Refused, read_histories

KEPT: Final = 300  # refused resources that are listed; all are counted
Kind = ImportedLine.Kind


class AnotherPerson(Refusal):
    """The record names somebody else than the chart, or several people."""


class NothingToRead(Refusal):
    """The file holds nothing that a history is made of."""


class NotYet(Refusal):
    """A line says that something was taken on a day that is still to come."""


class Decided(Refusal):
    """A line was decided meanwhile, or there is nothing to take back."""


class Found(NamedTuple):
    """What a file says, before it is saved."""

    history: History
    refused: tuple[Refused, ...]
    seen: dict[str, int]
    fingerprint: str
    size_bytes: int


def read(chunks: Iterable[bytes], patient: Patient, *, by: User) -> RecordImport:
    """Read a file for one patient and keep each line for a person to decide. The same line is kept once.

    Raises AnotherPerson where the record is about somebody else or several people, NothingToRead.
    """
    found = _found(chunks)
    _check_person(found.history.person, patient)
    lines = list(_lines(found.history))
    known = set(ImportedLine.objects.filter(patient=patient).values_list("fingerprint", flat=True))
    new = {mark: line for line in lines if (mark := _mark(*line)) not in known}
    at = timezone.now()
    with audit.atomic():
        row = RecordImport.objects.create(
            patient=patient, fingerprint=found.fingerprint, size_bytes=found.size_bytes, at=at, by=by,
            resources=sum(found.seen.values()), new_lines=len(new), known_lines=len(lines) - len(new),
            names_patient=_names_somebody(found.history.person), refused_count=len(found.refused),
            refused=[{"where": str(r.where), "reason": r.reason} for r in found.refused[:KEPT]],
            unlisted_medicines=found.history.others, unread_conditions=found.history.conditions,
        )  # fmt: skip
        ImportedLine.objects.bulk_create(
            (
                ImportedLine(patient=patient, record_import=row, kind=kind, fingerprint=mark, content=what)
                for mark, (kind, what) in new.items()
            ),
            ignore_conflicts=True,  # somebody else read the same file at the same moment
        )
        audit.write(Action.READ_RECORD_OF_ANOTHER_SYSTEM, row, by=by, at=at, new=len(new), refused=len(found.refused))
    return row


def _found(chunks: Iterable[bytes]) -> Found:
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk

    histories, refused, seen = read_histories(counted(), policy=policies.in_force("records"))
    if len(histories) > 1:
        raise AnotherPerson(
            f"The file is about {len(histories)} people. Ask the other system for this patient's record alone."
        )
    if not histories:
        reason = f" {refused[0].where}: {refused[0].reason}" if refused else ""
        raise NothingToRead(
            f"The file holds no medicine, diagnosis, PHQ-9 or allergy that can be read.{reason} "
            "Choose a FHIR R4 Bundle or an NDJSON file."
        )
    return Found(histories[0], refused, seen, digest.hexdigest(), size)


def _check_person(person: Person | None, patient: Patient) -> None:
    """Hold the record's Patient against the chart: the birth date, and a family name. Neither is shown."""
    if person is None:
        return
    families = {_plain(name) for name in person.families}
    if person.birth_date and person.birth_date != patient.birth_date:
        raise AnotherPerson(
            "The file's birth date is not the chart's: it may be another person's record. Nothing was read. "
            "Look whose file it is; if it is this patient's, correct the birth date where it is wrong."
        )
    if families and _plain(patient.family) not in families:
        raise AnotherPerson(
            "The file's family name is not the chart's: it may be another person's record. Nothing was read. "
            "Look whose file it is; if it is this patient's, correct the name where it is wrong."
        )


def _names_somebody(person: Person | None) -> bool:
    return person is not None and bool(person.families or person.birth_date)


def _plain(name: str) -> str:
    """Leave accents and capitals out: two systems seldom write them alike."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in apart if letter.isalpha()).casefold()


def _lines(history: History) -> Iterator[tuple[Kind, dict[str, Any]]]:
    for trial in history.trials:
        yield Kind.TRIAL, trial
    for agent in history.agents:
        yield Kind.AGENT, agent
    for d in history.diagnoses:
        look_at = [said for entry in d.entries if (said := entry.look_at)]
        entries = [diagnosis_form(entry) for entry in d.entries]
        found = {"said": d.said, "kind": d.kind, "active": d.active, "look_at": look_at, "entries": entries}
        yield Kind.DIAGNOSIS, {**found, **_dated(d.began), **_origin(d)}
    for s in history.scores:
        yield Kind.SCORE, {"total": s.total, **_dated(s.day), "look_at": list(s.sentences), **_origin(s)}
    for a in history.allergies:
        yield (
            Kind.ALLERGY,
            {
                "substance": a.substance,
                "reaction": a.reaction,
                "severity": a.severity,
                "none_known": a.none_known,
                **_dated(a.on),
                **({"said_by": a.said_by} if a.said_by else {}),
                **_origin(a),
            },
        )


def _dated(day: date | None) -> dict[str, str]:
    return {"day": day.isoformat()} if day else {}


def _origin(value: Any) -> dict[str, Any]:
    at = value.where
    return {"from_resources": [{"type": at.type, "id": at.id, "line": at.line}]}


def _mark(kind: Kind, found: Mapping[str, Any]) -> str:
    """Make a line's fingerprint: what it says and from which resources, wherever in a file they stood."""
    origins = sorted(f"{o['type']}/{o.get('id') or o['line']}" for o in found["from_resources"])
    left_out = ("from_resources", "look_at", *_ADDED.get(kind, ()))
    said = {k: v for k, v in found.items() if k not in left_out}
    return hashlib.sha256(json.dumps([kind, said, origins], sort_keys=True).encode()).hexdigest()


# Read later than the rest: a line that was kept before is still the same line.
_ADDED: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ALLERGY: ("day", "said_by"),
    Kind.DIAGNOSIS: ("entries",),
    Kind.TRIAL: ("words",),
    Kind.AGENT: ("words",),
}


# Deciding


def confirm(line: ImportedLine, *, by: User, told: Mapping[str, Any] | None = None) -> ImportedLine:
    """Confirm a line as read, or as `told` changes it (a trial in the documented form); from now on it counts.

    What the record does not say stays unknown: "active" is never read as still taken. Raises Decided, NotYet, and
    medicine's refusals.
    """
    decision = ImportedLine.Decision.CHANGED if told else ImportedLine.Decision.CONFIRMED
    enter = _ENTER.get(Kind(line.kind))
    with audit.atomic():
        line = _open(line)
        line.entered_as = enter(line, told, by) if enter else ""
        return _decide(line, decision, Action.CONFIRMED_WHAT_RECORD_SAYS, by=by)


def leave_out(line: ImportedLine, *, by: User) -> ImportedLine:
    """Leave a line out: it does not count and stays in the list. Raises Decided."""
    with audit.atomic():
        return _decide(_open(line), ImportedLine.Decision.LEFT_OUT, Action.LEFT_OUT_WHAT_RECORD_SAYS, by=by)


def undo(line: ImportedLine, *, by: User) -> ImportedLine:
    """Take a decision back; what it entered is struck out and stays in the record. Raises Decided."""
    with audit.atomic():
        line = ImportedLine.objects.select_for_update().get(pk=line.pk)
        if not line.decision:
            raise Decided("Nobody has decided about this line. There is nothing to take back.")
        _strike(line, by=by)
        line.entered_as = ""
        return _decide(line, ImportedLine.Decision.OPEN, Action.TOOK_BACK_DECISION_ABOUT_RECORD, by=by)


def _open(line: ImportedLine) -> ImportedLine:
    line = ImportedLine.objects.select_for_update().get(pk=line.pk)
    if line.decision:
        raise Decided("Somebody has decided about this line. Take that back first.")
    return line


def _decide(line: ImportedLine, decision: str, doing: Action, *, by: User) -> ImportedLine:
    at = timezone.now()
    line.decision, line.decided_by, line.decided_at = decision, by if decision else None, at if decision else None
    line.save()
    audit.write(doing, line, by=by, at=at, kind=line.kind)
    return line


def _strike(line: ImportedLine, *, by: User) -> None:
    what, _, key = line.entered_as.partition(":")
    if what == "trial":
        for trial in AntidepressantTrial.objects.filter(key=key, voided_at=None):
            judging.strike_trial(trial, by=by)
    elif what == "allergy":
        for allergy in Allergy.objects.filter(key=key, voided_at=None):
            acts.strike_allergy(allergy, by=by)


def _enter_trial(line: ImportedLine, told: Mapping[str, Any] | None, by: User) -> str:
    told = told or told_by(line.content)
    trial = form_of.read_or_name(told)
    if isinstance(trial, Unlisted):
        return f"trial:{judging.add_told(line.patient, told, by=by).key}"
    today = timezone.localdate().toordinal()
    days = [day for held in trial.held for day in (held.began[0], held.ended[0]) if today < day < OPEN_END]
    if days:
        day = date.fromordinal(days[0])
        raise NotYet(f"{trial.drug}: {day} lies in the future. Correct the date with Change, or leave it out.")
    return f"trial:{judging.add_trial(line.patient, trial, by=by).key}"


def _enter_allergy(line: ImportedLine, _: Mapping[str, Any] | None, by: User) -> str:
    if line.content["none_known"]:
        row = acts.say_none_known(line.patient, source=Allergy.Source.RECORD, by=by)
        return f"allergy:{row.key}"
    found = {"substance": _fitting(line.content["substance"]), "reaction": line.content["reaction"][:200]}
    fields = {
        **found,
        "severity": line.content["severity"],
        "source": Allergy.Source.RECORD,
        "noted_on": date.fromisoformat(line.content["day"]) if line.content.get("day") else None,
    }
    return f"allergy:{acts.add_allergy(line.patient, fields, by=by).key}"


def _fitting(substance: str) -> str:
    """Return a substance cut to its column, without cutting off that it is ketamine."""
    if ketamine_names.is_ketamine(substance) and not ketamine_names.is_ketamine(substance[:80]):
        return f"ketamine ({substance})"[:80]
    return substance[:80]


_ENTER: Final[dict[Kind, Callable[[ImportedLine, Mapping[str, Any] | None, User], str]]] = {
    Kind.TRIAL: _enter_trial,
    Kind.ALLERGY: _enter_allergy,
}


def told_by(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a line says of a trial, in the documented form of a history."""
    return form_of.documented(found)


def entered(lines: Iterable[ImportedLine]) -> dict[str, AntidepressantTrial]:
    """Return the trials that confirmed lines stand for, by `entered_as`."""
    keys = [line.entered_as.removeprefix("trial:") for line in lines if line.entered_as.startswith("trial:")]
    return {f"trial:{trial.key}": trial for trial in AntidepressantTrial.objects.filter(key__in=keys)}
