"""One person's record of another system to the documented form of a history. Nothing of it counts until confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any, Final

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.resistance import reasons, uses
from euthymia.medicine.resistance.adherence import USUAL, DispensingPolicy
from euthymia.wire.diagnosis_form import diagnosis_form
from euthymia.wire.fhir.bundle.courses import Course, courses
from euthymia.wire.fhir.bundle.gather import Gathered, Gatherer
from euthymia.wire.fhir.bundle.read import Reader
from euthymia.wire.fhir.values import Allergy, Diagnosis, Drug, Line, Person, Refused, Score, Where

# The words of the documented form, the one first that a rule for depression does not apply to.
DIAGNOSES: Final = {
    "bipolar disorder": "bipolar disorder",
    "psychotic disorder": "psychotic disorder",
    "major depression with psychotic features": "major depressive disorder with psychotic features",
    "major depression": "major depressive disorder",
    "other depression": "depressive disorder",
}
Trial = dict[str, Any]
_WORDS_KEPT: Final = 20  # different wordings of one course that are shown; all of them were read


@dataclass(frozen=True)
class History:
    """What a file says of one person.

    trials     in the documented form, each with "from_resources" and "look_at"; "confirmed" is False in each
    agents     the same for what is added to an antidepressant
    diagnosis  the words of the documented form; "" where none surely decides
    diagnoses  every condition that names a disorder we know, also one that is doubtful, denied or over
    others     medicines that are none of ours, by name, with how often each stood there
    conditions the same for conditions that name no disorder we know
    """

    subject: str
    person: Person | None
    trials: tuple[Trial, ...]
    agents: tuple[Trial, ...]
    diagnosis: str
    diagnoses: tuple[Diagnosis, ...]
    scores: tuple[Score, ...]
    allergies: tuple[Allergy, ...]
    others: dict[str, int]
    conditions: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it in the documented form, unconfirmed: dates of the episode and completeness are not in a record."""
        found: dict[str, Any] = {"confirmed": False, "trials": list(self.trials), "augmentation": list(self.agents)}
        if self.diagnosis:
            found["diagnosis"] = self.diagnosis
        found["diagnoses"] = [
            {**diagnosis_form(entry), "from_resources": [from_(one.where)]}
            for one in self.diagnoses
            for entry in one.entries
        ]
        found["other_conditions"] = list(self.conditions)
        found["other_medicines"] = list(self.others)
        found["phq9"] = [
            {"total": s.total, "day": s.day and s.day.isoformat(), "from_resources": [from_(s.where)]}
            for s in self.scores
        ]
        return found


def read_histories(
    chunks: Iterable[bytes], *, policy: DispensingPolicy = USUAL
) -> tuple[tuple[History, ...], tuple[Refused, ...], dict[str, int]]:
    """Read a file: each person's history, what was refused and why, and how many resources of each type were seen."""
    reader, gatherer = Reader(), Gatherer()
    gatherer.add(reader.read(chunks))
    gatherer.leave_out(reader.other_versions)
    people = gatherer.people()
    refused = list(gatherer.refused)
    people.reverse()
    found = []
    while people:  # let each go once it is read: a bulk export holds everybody
        found.append(history(people.pop(), refused, policy=policy))
    return tuple(found), tuple(refused), dict(reader.seen)


def history(found: Gathered, refused: list[Refused], *, policy: DispensingPolicy = USUAL) -> History:
    """Turn what was gathered of one person into trials; lines that cannot be are added to `refused`."""
    lines = [(line, drug) for line, drug in found.lines if _possible(line, found.person, refused)]
    trials = _in_order(_trials([(line, d) for line, d in lines if not d.agent], found.person, policy))
    agents = _in_order(_trials([(line, d) for line, d in lines if d.agent], found.person, policy))
    active = {d.kind for d in found.diagnoses if d.active}
    return History(
        found.subject, found.person, trials, agents,
        next((words for kind, words in DIAGNOSES.items() if kind in active), ""),
        tuple(found.diagnoses), tuple(sorted(found.scores, key=lambda s: s.day or date.min)), tuple(found.allergies),
        dict(found.others.most_common()), dict(found.conditions.most_common()),
    )  # fmt: skip


def _in_order(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    return tuple(sorted(trials, key=lambda trial: (trial["doses"][0].get("from", ""), trial["drug"])))


def _possible(line: Line, person: Person | None, refused: list[Refused]) -> bool:
    """Refuse a line that lies before its person's birth, or ends before it begins."""
    born = person.birth_date if person else None
    if born and line.began and line.began < born:
        reason = f"it begins {line.began}, before the person was born. Correct one of the two in the other system."
    elif line.began and line.ended and line.ended <= line.began:
        reason = f"it ends {line.ended}, not after it begins, {line.began}. Correct one of the two."
    else:
        return True
    refused.append(Refused(line.where, reason))
    return False


def _trials(lines: Sequence[tuple[Line, Drug]], person: Person | None, policy: DispensingPolicy) -> Iterator[Trial]:
    ordered = sorted(lines, key=lambda pair: pair[1].name)
    drugs = {id(line): drug for line, drug in lines}
    for _, group in groupby(ordered, key=lambda pair: pair[1].name):
        for part in _by_form(list(group)):
            for course in courses([line for line, _ in part], policy):
                yield _trial(course, [drugs[id(line)] for line in course.lines], person)


def _by_form(lines: Sequence[tuple[Line, Drug]]) -> list[list[tuple[Line, Drug]]]:
    """Keep apart what decides about a dose: salts of bupropion, release forms of paroxetine.

    A line that does not say which joins those nearest to it in time.
    """
    parts: dict[float | None, list[tuple[Line, Drug]]] = {}
    for line, drug in lines:
        parts.setdefault(_dose_factor(drug), []).append((line, drug))
    unsaid = parts.pop(None, []) if len(parts) > 1 else []
    said = list(parts.values())
    for line, drug in unsaid:
        min(said, key=lambda part: min(_days_between(line, one) for one, _ in part)).append((line, drug))
    return said


def _dose_factor(drug: Drug) -> float | None:
    """Return by how much a form's doses differ from the plain form's; None where the name does not say the form."""
    row = antidepressants.match(drug.name)
    factors = {f.times for f in row.forms if {drug.form, drug.salt} & {f.name, *f.also}} if row else set()
    return factors.pop() if len(factors) == 1 else None


def _days_between(line: Line, other: Line) -> int:
    return abs((line.began - other.began).days) if line.began and other.began else 10**6


def _trial(course: Course, drugs: Sequence[Drug], person: Person | None) -> Trial:
    """Write one course in the documented form: what is unknown, or said in two ways, is absent."""
    trial: Trial = {"drug": drugs[0].name, "written_as": drugs[0].said}
    for member in ("route", "form", "salt"):
        said = {getattr(drug, member) for drug in drugs} - {""}
        if len(said) == 1:
            trial[member] = said.pop()
    trial["doses"] = [step.as_dict() for step in course.steps]
    if course.adherence:
        trial["adherence"] = course.adherence
    if because := reasons.why_ended(course.lines[-1].ended_because, drug=drugs[0].name):
        trial["ended_for"] = because
    if given_for := _given_for(course):
        trial["given_for"] = given_for
    trial["confirmed"] = False
    trial["from_resources"] = [from_(line.where) for line in course.lines]
    trial["look_at"] = list(dict.fromkeys(_sentences(course, drugs[0], person)))
    trial["words"] = list(_source_words(course))
    return trial


def _source_words(course: Course) -> Iterator[dict[str, Any]]:
    """Return each line's own words of dose, status, reason and use beside the dose that was read from it, once each."""
    found: list[dict[str, Any]] = []
    for line in course.lines:
        words = {
            "dose": line.dose.said[:500], "mg_per_day": line.dose.mg_per_day, "status": line.status,
            "because": line.ended_because[:500], "given_for": "; ".join(line.given_for)[:500],
            "notes": [note[:500] for note in line.notes], "steps": len(line.dose.steps),
        }  # fmt: skip
        kept = {key: value for key, value in words.items() if value}
        if kept not in found:
            found.append(kept)
    yield from found[:_WORDS_KEPT]


def from_(at: Where) -> dict[str, Any]:
    """Return where something came from."""
    place = {"type": at.type, "id": at.id, "line": at.line, "entry": at.entry}
    return {k: v for k, v in place.items() if v not in (None, "")}


def _given_for(course: Course) -> str:
    """Return everything that the lines of a course were given for."""
    return "; ".join(dict.fromkeys(one for line in course.lines for one in line.given_for))


def _sentences(course: Course, drug: Drug, person: Person | None) -> Iterator[str]:
    """Yield what a person should look at before confirming."""
    yield from course.sentences
    last = course.lines[-1]
    if last.began is None:
        yield "Nobody wrote when it began."
    if course.steps[-1].ends is None:
        yield _open_ended(last)
    for line in course.lines:
        yield from line.dose.sentences
    yield from _of_doses(course, drug)
    yield from _of_reasons(course)
    yield from _words(course)
    if person and person.dead:
        yield f"The record says that this person died{f' on {person.died}' if person.died else ''}."


def _of_reasons(course: Course) -> Iterator[str]:
    """Show why it ended in the record's own words, and ask about a use other than depression."""
    if ended := course.lines[-1].ended_because:
        yield f"Why it ended, in the record's words: “{ended[:500]}”."
    if (given_for := _given_for(course)) and uses.use_of(given_for) != "depression":
        yield f"Given for “{given_for[:300]}”: was it for the depression too?"


def _of_doses(course: Course, drug: Drug) -> Iterator[str]:
    """Yield which doses are not known and why, and which look like a slip of the decimal point."""
    if any(step.mg_per_day is None for step in course.steps):
        whys = (line.dose.why_unknown for line in course.lines if line.dose.mg_per_day is None)
        yield from (f"Dose not known: {why}." for why in whys if why)
    row = antidepressants.match(drug.name)
    for step in course.steps:
        if row and step.mg_per_day and (warning := antidepressants.tenfold(row, step.mg_per_day)):
            yield warning


def _words(course: Course) -> Iterator[str]:
    """Show the words that the dose was read from, the status and the notes of each line."""
    for line in course.lines:
        yield from line.sentences
        if line.dose.said:
            yield f"Dose in the record's words: “{line.dose.said[:500]}”."
        if line.status not in ("", "active", "completed"):
            yield f"Its status in the record is {line.status}."
        yield from (f"Note in the record: “{note}”." for note in line.notes)


def _open_ended(line: Line) -> str:
    if line.status == "active" and line.began:
        return f"Active since {line.began.year} by the record, which does not mean taken today: confirm when it ended."
    return f"Its status is {line.status or 'not given'}, and nobody wrote when it ended."


def person_only(histories: Sequence[History]) -> History | None:
    """Return the only person's history; None where there is none, or more than one."""
    return replace(histories[0]) if len(histories) == 1 else None
