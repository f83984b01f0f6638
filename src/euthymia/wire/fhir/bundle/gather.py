"""What was read, put together for each person: references followed, doubles and rings refused."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from euthymia.wire.fhir.bundle.read import Item
from euthymia.wire.fhir.doses.drug_text import read_drug
from euthymia.wire.fhir.resources.reasons import uses_of
from euthymia.wire.fhir.values import Allergy, Concept, Diagnosis, Drug, Line, Medication, Person, Refused, Score

_LISTED: Final = 500  # other medicines that are kept by name
Key = tuple[int, str]
_RING: Final = "its references go round in a ring, so that it cannot be told what comes from what. Ask for it anew."


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
        self._seen: set[Key] = set()
        self._links: dict[Key, tuple[str, ...]] = {}
        self._condition_words: dict[Key, str] = {}  # what a condition says, by type and id or its other address

    def add(self, items: Iterable[Item | Refused]) -> None:
        """Take what was read; refusals are kept with those found here."""
        for item in items:
            if isinstance(item, Refused):
                self.refused.append(item)
            else:
                self._take(item)

    def people(self) -> list[Gathered]:
        """Give what was gathered for each person, references followed."""
        ringed = self._rings()
        for document, line in self._waiting:
            self._place(document, line, ringed)
        self._waiting = []
        return [g for g in self._joined().values() if not g.is_empty]

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
        self._links[(document, f"{line.where.type}/{line.where.id}")] = line.links
        if url:
            self._links[(document, url)] = line.links
        self._waiting.append((document, line))

    def _other(self, document: int, line: Line, drug: Drug) -> None:
        others = self._of(document, line.subject).others
        if len(others) < _LISTED or drug.said in others:
            others[drug.said] += 1

    def _place(self, document: int, line: Line, ringed: set[Key]) -> None:
        if (document, f"{line.where.type}/{line.where.id}") in ringed:
            self.refused.append(Refused(line.where, _RING))
            return
        medicine = self._followed(document, line)
        if medicine is None:
            return
        drug = read_drug(medicine)
        if drug.name:
            self._of(document, line.subject).lines.append(
                (replace(line, medicine=medicine, given_for=self._given_for(document, line, medicine)), drug)
            )
        else:
            self._other(document, line, drug)

    def _given_for(self, document: int, line: Line, medicine: Concept) -> tuple[str, ...]:
        """Return what a line was given for, its references followed; one that leads nowhere is shown as it is."""
        leads = (self._condition_words.get((document, _relative(link)), link) for link in line.given_for_links)
        return tuple(dict.fromkeys([*line.given_for, *leads, *uses_of(medicine)]))

    def _followed(self, document: int, line: Line) -> Concept | None:
        """Follow the reference to what the medicine is called; None where the line was refused."""
        link, seen = line.reference, set[str]()
        while link:
            if link in seen:
                self.refused.append(Refused(line.where, _RING))
                return None
            seen.add(link)
            found = self._medications.get((document, link)) or self._anywhere.get(link)
            if found is None:
                reason = f"its medicine is said to be {link[:60]}, which is not in the file. Ask for it with the file."
                self.refused.append(Refused(line.where, reason))
                return None
            if found.medicine.said() or found.medicine.codings or len(found.ingredients) != 1:
                return found.medicine
            link = found.ingredients[0]
        return line.medicine

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


def _relative(link: str) -> str:
    """Return a reference to a condition without its server and its version."""
    _, found, after = link.partition("Condition/")
    return f"Condition/{after.partition('/')[0]}" if found else link


def _with_unnamed(people: dict[Key, Gathered]) -> dict[Key, Gathered]:
    """Give what says of nobody whom it is about to the only person there is; among several it stays apart."""
    named = {key: one for key, one in people.items() if one.subject}
    if len(named) != 1:
        return people
    (only,) = named.values()
    for key, one in people.items():
        if key not in named:
            only.take(one)
    return named


def _identity(item: Item) -> Key:
    """Say what makes a resource the same one: its type and id, of one person where the record names her plainly."""
    at, subject = item.value.where, getattr(item.value, "subject", "")
    document = 0 if subject.startswith("Patient/") else item.document
    return document, f"{subject} {at.type}/{at.id}"


def _differ(one: Person | None, other: Person | None) -> bool:
    """Say whether two Patient resources are plainly of two people."""
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
