"""What was read, put together for each person: references followed, doubles and rings refused."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final, TypeVar

import orjson

from euthymia.wire.fhir.bundle.read import Item
from euthymia.wire.fhir.doses.dosage import read_doses
from euthymia.wire.fhir.doses.drug_text import read_drug, read_parts
from euthymia.wire.fhir.resources.lines import taken
from euthymia.wire.fhir.resources.reasons import uses_of
from euthymia.wire.fhir.values import (
    Allergy,
    Concept,
    Diagnosis,
    Dose,
    Drug,
    Line,
    Medication,
    Person,
    Refused,
    Score,
    Where,
)

Shared = TypeVar("Shared", Concept, Dose)
_ALIKE: Final = 10_000  # texts that are held once
_LISTED: Final = 500  # other medicines that are kept by name
Key = tuple[int, str]
_RING: Final = "its references go round in a ring, so that it cannot be told what comes from what. Ask for it again."


@dataclass
class Gathered:
    """One person's part of a file. `others` counts the medicines that are none of ours, by name.

    conditions  the same for conditions that name no disorder we know
    """

    subject: str
    person: Person | None = None
    lines: list[tuple[Line, Drug]] = field(default_factory=list)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    allergies: list[Allergy] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    conditions: Counter[str] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is kept of this person but other medicines."""
        kept = (self.lines, self.diagnoses, self.conditions, self.scores, self.allergies)
        return self.person is None and not any(kept)

    def take(self, part: "Gathered") -> None:
        """Add what was said of the same person elsewhere."""
        self.person = self.person or part.person
        self.lines += part.lines
        self.diagnoses += part.diagnoses
        self.scores += part.scores
        self.allergies += part.allergies
        self.others += part.others
        self.conditions += part.conditions


class Gatherer:
    """Takes items one by one; keeps the lines of our drugs and what is known of the person, and lets the rest go."""

    def __init__(self) -> None:
        self.refused: list[Refused] = []
        self._people: dict[Key, Gathered] = {}
        self._names: dict[Key, str] = {}  # another address of a person, to type and id
        self._medications: dict[Key, Medication] = {}
        self._first: dict[str, int] = {}  # in which Bundle somebody was named first
        self._anywhere: dict[str, Medication | None] = {}  # None: two Bundles mean different things by it
        self._waiting: list[tuple[int, Line]] = []
        self._seen: set[bytes] = set()
        self._links: dict[Key, tuple[str, ...]] = {}
        self._alike: dict[Any, Any] = {}
        self._condition_words: dict[Key, str] = {}  # what a condition says, by type and id or its other address

    def add(self, items: Iterable[Item | Refused]) -> None:
        """Take what was read; refusals are kept with those found here."""
        for item in items:
            if isinstance(item, Refused):
                self.refused.append(item)
            else:
                self._take(item)

    def leave_out(self, other_versions: Mapping[int, str]) -> None:
        """Let go of what came from Bundles of another version of FHIR, where the same words may mean other things."""
        for document, version in other_versions.items():
            kept = [(place, line) for place, line in self._waiting if place != document]
            named = [key for key in self._people if key[0] == document]
            left = len(self._waiting) - len(kept) + sum(_size(self._people.pop(key)) for key in named)
            self._waiting = kept
            if left:
                reason = f"{left} more of the Bundle are not read, as it is FHIR {version}. Ask for R4 (4.0.1)."
                self.refused.append(Refused(Where("Bundle", "", 1), reason))

    def people(self) -> list[Gathered]:
        """Return what was gathered for each person, references followed."""
        ringed = self._rings()
        self._seen.clear()
        self._waiting.reverse()
        while self._waiting:
            self._place(*self._waiting.pop(), ringed)
        joined = self._joined().values()
        for kept in (self._people, self._alike, self._medications, self._anywhere, self._links, self._names):
            kept.clear()  # each person's part is let go as soon as it is read
        self._condition_words.clear()
        return [g for g in joined if not g.is_empty]

    def _take(self, item: Item) -> None:
        value, document = item.value, item.document
        if isinstance(value, Medication):
            self._medication(value, document, item.url)
            return
        if self._is_double(item):
            return
        if isinstance(value, Person):
            own = f"Patient/{value.where.id}"
            self._names |= {(document, name): own for name in (own, item.url) if name}
            self._of(document, own).person = value
        elif isinstance(value, Line):
            self._line(document, value, item.url)
        else:
            self._beside(document, value)
            if isinstance(value, Diagnosis):
                names = (f"Condition/{value.where.id}", item.url)
                self._condition_words |= {(document, name): value.said for name in names if name}

    def _medication(self, value: Medication, document: int, url: str) -> None:
        """Keep a medication by what its Bundle calls it, and for the file's other Bundles where all mean the same."""
        own = f"Medication/{value.where.id}"
        for name in (own, url):
            if name:
                self._medications.setdefault((document, name), value)
        known = self._anywhere.setdefault(own, value)
        if known is not None and (known.medicine, known.ingredients) != (value.medicine, value.ingredients):
            self._anywhere[own] = None

    def _beside(self, document: int, value: Diagnosis | Score | Allergy) -> None:
        found = self._of(document, value.subject)
        if isinstance(value, Diagnosis):
            self._condition(found, value)
        elif isinstance(value, Score):
            found.scores.append(value)
        else:
            found.allergies.append(value)

    def _condition(self, found: Gathered, value: Diagnosis) -> None:
        """Keep a disorder that we know, also one denied or doubted; list any other by its words."""
        if value.kind:
            found.diagnoses.append(value)
        elif len(found.conditions) < _LISTED or value.said in found.conditions:
            found.conditions[value.said] += 1

    def _is_double(self, item: Item) -> bool:
        """Refuse a second resource of one type and id; only what is kept here is remembered."""
        at = item.value.where
        if isinstance(item.value, Line) and not item.value.reference and not read_drug(item.value.medicine).name:
            return False
        key = _identity(item)
        if at.id and key in self._seen:
            self.refused.append(Refused(at, "the same type and id stood in the file before. The first one is kept."))
            return True
        self._seen.add(key)
        return False

    def _line(self, document: int, line: Line, url: str) -> None:
        if not line.reference:
            drug = read_drug(line.medicine)
            if not drug.name:
                self._other(document, line, drug)
                return
        if line.links:  # what builds on nothing stands in no ring
            self._links[(document, f"{line.where.type}/{line.where.id}")] = line.links
            if url:
                self._links[(document, url)] = line.links
        self._waiting.append((document, self._sharing(line)))

    def _sharing(self, line: Line) -> Line:
        """Return the line with the texts that many lines have alike held once, as a bulk export repeats them."""
        kind, id, place, entry = line.where
        medicine, dose = self._shared(line.medicine), self._shared(line.dose)
        where = Where(sys.intern(kind), id, place, entry)
        status, subject = sys.intern(line.status), sys.intern(line.subject)
        return replace(line, where=where, status=status, subject=subject, medicine=medicine, dose=dose)

    def _shared(self, value: Shared) -> Shared:
        if len(self._alike) > _ALIKE:
            self._alike.clear()
        alike: Shared = self._alike.setdefault(value, value)
        return alike

    def _other(self, document: int, line: Line, drug: Drug) -> None:
        if drug.differing:
            named = " and ".join(drug.differing)
            reason = f"its codes and words name more than one drug ({named}). Look up which was taken, and enter it."
            self.refused.append(Refused(line.where, reason))
            return
        others = self._of(document, line.subject).others
        if len(others) < _LISTED or drug.said in others:
            others[drug.said] += 1

    def _place(self, document: int, line: Line, ringed: set[Key]) -> None:
        if (document, f"{line.where.type}/{line.where.id}") in ringed:
            self.refused.append(Refused(line.where, _RING))
            return
        medication = self._followed(document, line)
        if medication is None:
            return
        drug, *added = read_parts(medication.medicine)
        if not drug.name:
            self._other(document, line, drug)
            return
        drug = replace(drug, strength_mg=drug.strength_mg or medication.strength_mg)
        of = replace(line, given_for=self._given_for(document, line, medication.medicine))
        for one in (drug, *added):
            self._of(document, line.subject).lines.append((_with_strength(of, medication.medicine, one), one))

    def _given_for(self, document: int, line: Line, medicine: Concept) -> tuple[str, ...]:
        """Return what a line was given for, its references followed; one that leads nowhere is shown as it is."""
        leads = (self._condition_words.get((document, _relative(link)), link) for link in line.given_for_links)
        return tuple(dict.fromkeys([*line.given_for, *leads, *uses_of(medicine)]))

    def _followed(self, document: int, line: Line) -> Medication | None:
        """Follow the reference to the medication; None where the line was refused.

        Where it is not in the file, the name that stands beside the reference is taken for it.
        """
        link, seen = line.reference, set[str]()
        own = Medication(line.where, line.medicine)
        while link:
            if link in seen:
                self.refused.append(Refused(line.where, _RING))
                return None
            seen.add(link)
            found = self._medication_at(document, link)
            if found is None and read_drug(line.medicine).name:
                return own
            if found is None:
                reason = f"its medicine is said to be {link[:60]}, which is not in the file. Ask for it with the file."
                self.refused.append(Refused(line.where, reason))
                return None
            if found.medicine.said() or found.medicine.codings or len(found.ingredients) != 1:
                return found
            link = found.ingredients[0]
        return own

    def _medication_at(self, document: int, link: str) -> Medication | None:
        """Find a medication by any address of it: absolute, relative, or with a version behind it."""
        for name in dict.fromkeys((link, unversioned(link), relative(link))):
            if found := self._medications.get((document, name)) or self._anywhere.get(name):
                return found
        return None

    def _of(self, document: int, subject: str) -> Gathered:
        return self._people.setdefault((document, subject), Gathered(subject))

    def _joined(self) -> dict[Key, Gathered]:
        """Put together what was said of one person under several addresses, whichever came first."""
        people: dict[Key, Gathered] = {}
        named = {key: part.person for key, part in self._people.items() if part.person}
        for (document, subject), part in self._people.items():
            own = self._own(document, subject)
            key = (0, own) if own.startswith("Patient/") else (document, own)
            first = self._first.setdefault(own, document)
            if _differ(named.get((first, own)), named.get((document, own))):
                key = (document, own)
            people.setdefault(key, Gathered(own)).take(part)
        return _with_unnamed(people)

    def _own(self, document: int, subject: str) -> str:
        relative = "Patient/" + subject.rpartition("/Patient/")[2] if "/Patient/" in subject else subject
        known = self._names.get((document, subject)) or self._names.get((document, relative))
        return known or subject

    def _rings(self) -> set[Key]:
        """Find the lines that build on each other in a ring."""
        return {key for key in self._links if _reaches_itself(key, self._links)}


def unversioned(link: str) -> str:
    """Return a reference without the version behind it: all versions are one resource."""
    return link.partition("/_history/")[0]


def relative(link: str) -> str:
    """Return type and id of a reference, whatever server stands before them; a urn is left as it is."""
    plain = unversioned(link)
    return plain if plain.startswith("urn:") else "/".join(plain.rsplit("/", 2)[-2:])


def _with_strength(line: Line, medicine: Concept, drug: Drug) -> Line:
    """Read the dose again with the strength that stands in the medication, and keep what the medicine is called."""
    if not line.reference and not line.dosages:
        return line
    dose = line.dose
    if line.dosages and drug.strength_mg:
        again = read_doses(orjson.loads(line.dosages), drug.strength_mg)
        dose = taken(again, line.notes)
    return replace(line, medicine=medicine, dose=dose, dosages=b"")


def _size(part: Gathered) -> int:
    return len(part.diagnoses) + len(part.scores) + len(part.allergies) + part.others.total()


def _relative(link: str) -> str:
    """Return a reference to a condition without its server and its version."""
    _, found, after = link.partition("Condition/")
    return f"Condition/{after.partition('/')[0]}" if found else link


def _with_unnamed(people: dict[Key, Gathered]) -> dict[Key, Gathered]:
    """Return what says of nobody whom it is about to the only person there is; among several it stays apart."""
    named = {key: one for key, one in people.items() if one.subject}
    if len(named) != 1:
        return people
    (only,) = named.values()
    for key, one in people.items():
        if key not in named:
            only.take(one)
    return named


def _identity(item: Item) -> bytes:
    """Return what makes a resource the same one: its type and id, of one person where the record names her plainly.

    Kept as sixteen bytes, since a bulk export has millions of them.
    """
    at, subject = item.value.where, getattr(item.value, "subject", "")
    document = 0 if subject.startswith("Patient/") else item.document
    return blake2b(f"{document} {subject} {at.type}/{at.id}".encode(errors="replace"), digest_size=16).digest()


def _differ(one: Person | None, other: Person | None) -> bool:
    """Return whether two Patient resources are plainly of two people."""
    if one is None or other is None:
        return False
    return (one.birth_date, one.families) != (other.birth_date, other.families)


def _reaches_itself(key: Key, links: Mapping[Key, tuple[str, ...]]) -> bool:
    document, seen = key[0], set[Key]()
    open_ = [(document, link) for link in links[key]]
    while open_:
        at = open_.pop()
        if at == key:
            return True
        if at not in seen:
            seen.add(at)
            open_ += [(document, link) for link in links.get(at, ())]
    return False
