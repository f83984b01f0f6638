"""The safety plan: written by a clinician with the person, carried on the person's own phone.

The sections are in our own neutral words: the known published form is its authors' and its wording is not copied.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.assessment.models.danger import SafetyPlan
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.front_door.phones import dialled
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.refusal import Refusal


class Section(NamedTuple):
    """One part of the plan; `hint` tells the clinician what belongs there."""

    key: str
    title: str
    hint: str


SECTIONS: Final = (
    Section("signs", "How I notice that it is getting worse", "Thoughts, feelings or things I do. One a line."),
    Section("own", "What I can do by myself", "What has helped before, without anybody else. One a line."),
    Section("places", "People and places that take my mind off it", "One a line."),
    Section("people", "People I can ask for help", "A name and a phone number on each line: one tap calls."),
    Section(
        "clinic", "Professionals and crisis lines", "A name and a phone number on each line. The clinic's own follow."
    ),
    Section("safer", "How we make it safer where I am", "What is locked away or handed over, and by whom. One a line."),
)
LONGEST: Final = 2000
_CALLED: Final = ("people", "clinic")  # numbers are called only in these two


class EmptyPlan(Refusal):
    """A plan without a single line."""


class PlanTooLong(Refusal):
    """A section that nobody in danger could read."""


class Line(NamedTuple):
    """One line as it is shown; `call` is what a tap dials, "" where the line has no number."""

    text: str
    call: str


def write(patient: Patient, told: Mapping[str, str], *, by: User) -> SafetyPlan:
    """Keep a new version; the earlier ones stay. Raises EmptyPlan, PlanTooLong."""
    sections = {one.key: told.get(one.key, "").strip() for one in SECTIONS}
    if not any(sections.values()):
        raise EmptyPlan("The safety plan is empty. Write at least one line with the person.")
    for one in SECTIONS:
        if len(sections[one.key]) > LONGEST:
            raise PlanTooLong(f'"{one.title}" is longer than {LONGEST} characters. Shorten it: it is read in danger.')
    at = timezone.now()
    with audit.atomic():
        row = SafetyPlan.objects.create(patient=patient, sections=sections, at=at, by=by)
        audit.write(Action.WROTE_SAFETY_PLAN, row, by=by, at=at, patient=patient)
    return row


def shown(plan: SafetyPlan) -> list[tuple[Section, list[Line]]]:
    """Return each section that has lines, line by line, with what a tap dials."""
    parts = [(one, [_line(text, one) for text in plan.sections.get(one.key, "").splitlines() if text.strip()])
             for one in SECTIONS]  # fmt: skip
    return [(one, lines) for one, lines in parts if lines]


def _line(text: str, section: Section) -> Line:
    return Line(text.strip(), dialled(text) if section.key in _CALLED else "")
