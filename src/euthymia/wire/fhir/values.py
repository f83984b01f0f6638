"""What a record of another system says, as values; each keeps where it came from. Nothing here decides anything."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, NamedTuple

from euthymia.medicine.diagnoses import Entry
from euthymia.medicine.diagnoses import Kind as DiagnosisKind
from euthymia.medicine.drugs.dosage_text.daily import Step
from euthymia.medicine.drugs.dosage_text.parts import STEPS
from euthymia.medicine.refusal import Refusal

Kind = Literal["statement", "request", "dispense", "administration"]


class Where(NamedTuple):
    """Where a resource stood: its type and id, its line in the file, its place in a Bundle (None: alone)."""

    type: str
    id: str
    line: int
    entry: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}" if self.entry is None else f"line {self.line}, entry {self.entry}"
        return f"{self.type or 'resource'}{'/' + self.id if self.id else ''} ({place})"


class Refused(NamedTuple):
    """One resource that is not taken, and why: a sentence. The rest goes in."""

    where: Where
    reason: str


class UnreadableResource(Refusal):
    """One resource does not say what it has to, or says what cannot be."""


class Coding(NamedTuple):
    """One code of one code system, as sent."""

    system: str
    code: str
    display: str


class Concept(NamedTuple):
    """What something is called: codes, and the text beside them."""

    codings: tuple[Coding, ...]
    text: str

    def said(self) -> tuple[str, ...]:
        """List every wording, the text first."""
        return tuple(dict.fromkeys(t for t in (self.text, *(c.display for c in self.codings)) if t))


@dataclass(frozen=True, slots=True)
class Dose:
    """What is taken a day. `mg_per_day` None where the record does not say it; `why_unknown` then says why.

    sentences  what a person should look at
    days       how long it is taken, where that is written as days
    steps      the steps of a titration, where each is written with its days
    """

    mg_per_day: float | None
    said: str = ""
    why_unknown: str = ""
    as_needed: bool = False
    sentences: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None  # the first day without it
    days: int | None = None
    steps: tuple[Step, ...] = ()
    began_as: str = ""  # as written, where the month or the year alone is known
    ended_as: str = ""

    def because(self, why: str, *, as_needed: bool = False) -> "Dose":
        """Return it as unknown, with the reason."""
        return replace(self, mg_per_day=None, why_unknown=why, as_needed=as_needed or self.as_needed)

    def in_steps(self, steps: tuple[Step, ...]) -> "Dose":
        """Return it as a titration: no one dose, the steps kept where they are known."""
        return replace(self, mg_per_day=None, why_unknown=STEPS, steps=steps)

    def of(self, mg: float, sentences: tuple[str, ...] = ()) -> "Dose":
        """Return it as a known dose."""
        return replace(self, mg_per_day=mg, sentences=sentences)


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug as named in a prescription: which of ours, and what its text says of it.

    name         as in the catalogue; "" where none of ours, or none that can be told
    strength_mg  mg in one tablet or capsule; None where the text does not say it
    differing    the drugs that its codes and words name, where they name more than one
    """

    name: str
    said: str
    agent: bool = False
    strength_mg: float | None = None
    route: str = ""
    form: str = ""
    salt: str = ""
    differing: tuple[str, ...] = ()


class Adhered(NamedTuple):
    """How regularly a medicine was taken by the record: "affirmed", "poor" or "", and the sentence that says so."""

    said: str = ""
    sentence: str = ""


NOTHING_SAID: Final = Adhered()


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, request or dispense of a medicine.

    began, ended  ended is the first day without it; None where nobody wrote it; of a month or a year alone the first
                  day it can have begun and the last it can have ended, with `began_as`, `ended_as` as it was written
    supply_days   days that were handed over or ordered; None where unknown
    at_most_days  days that the refills of an order allow, which nobody may have fetched
    links         other resources it builds on
    dosages       Dosage elements as sent, where the strength of a tablet stands in a Medication elsewhere
    adherence     how regularly it was taken, as the record says, and its words
    notes         what somebody wrote beside it
    given_for     what it was given for, in the record's words;  given_for_links  the conditions that say so
    """

    where: Where
    kind: Kind
    status: str
    subject: str
    medicine: Concept
    reference: str
    dose: Dose
    began: date | None
    ended: date | None
    supply_days: int | None
    ended_because: str = ""
    links: tuple[str, ...] = ()
    began_as: str = ""
    ended_as: str = ""
    at_most_days: int | None = None
    dosages: bytes = b""
    adherence: Adhered = NOTHING_SAID
    notes: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    given_for: tuple[str, ...] = ()
    given_for_links: tuple[str, ...] = ()

    def from_day(self, began: date, written: str = "") -> "Line":
        """Return the line with a first day."""
        return replace(self, began=began, began_as=written)


@dataclass(frozen=True, slots=True)
class Medication:
    """A Medication resource: what it is called, the medications it is made of, and the mg of one tablet."""

    where: Where
    medicine: Concept
    ingredients: tuple[str, ...] = ()
    strength_mg: float | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the record is about. Every part may be empty."""

    where: Where
    families: tuple[str, ...]
    givens: tuple[str, ...]
    birth_date: date | None
    died: date | None = None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One condition of a record.

    kind     of its weightiest entry; "" where it names none that we know
    active   it surely says now that a rule applies, or does not: a bipolar disorder does so for life
    entries  every disorder that its codes and words name, with who has it, when and how surely
    """

    where: Where
    subject: str
    kind: DiagnosisKind
    said: str
    active: bool
    began: date | None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One total of a questionnaire."""

    where: Where
    subject: str
    instrument: str
    total: int
    day: date | None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Allergy:
    """One allergy or intolerance."""

    where: Where
    subject: str
    substance: str
    reaction: str
    severity: str
    none_known: bool = False  # the record says that no allergy is known
    on: date | None = None
    said_by: str = ""


Read = Line | Medication | Person | Diagnosis | Score | Allergy
