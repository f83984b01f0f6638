"""Who may do what at the clinic: one table, read by pages, menus, doors and tasks, and printed as docs/roles.md.

Here stands what a role may do at all. Whose chart, is asked at its door (people.doors); whether it is the moment,
medicine decides. Nothing else in the clinic names a collection of roles.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from django.db import models


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    MEDICAL_DIRECTOR = "medical_director", "Medical director"
    PRESCRIBER = "prescriber", "Prescriber"
    NURSE = "nurse", "Nurse"
    FRONT_DESK = "front_desk", "Front desk"
    RESEARCHER = "researcher", "Researcher"
    PATIENT = "patient", "Patient"


class Capability(Enum):
    """What a role may do, in a sentence for the medical director who reads the table."""

    WORK_HERE = "Signs in as staff, always with a second factor."
    WORK_TASKS = "Has a list of today, takes and finishes its tasks, and is told which chair needs somebody."
    BOOK = "Reads requests for a consult, registers people, sees name and contact, books and cancels."
    OPEN_CHARTS = "Opens the charts of patients on whose care team they are, others with a typed reason; records there."
    PRESCRIBE = (
        "Signs orders, packets and overrides with a reason; orders medicines for the day; loosens a patient's limits; "
        "answers what a doubtful allergy means; sees a dose before its second check."
    )
    ADD_TO_ANY_TEAM = "Puts a colleague on the care team of a chart opened with a reason, without being on the team."
    READ_POLICIES = "Reads the clinic's policies and who signed them."
    FIND_POLICIES = "Finds the policies in the menu."
    SIGN_POLICIES = "Signs a policy, or puts another value in force."
    LOAD_WORDINGS = "Loads a scale's wording, turns it on and takes it back."
    RUN_THE_CLINIC = (
        "Sets the clinic's name, phones, hours and crisis contacts; chairs, devices, bookable clinicians and duties; "
        "tests its mail."
    )
    MANAGE_STAFF = (
        "Invites colleagues, changes roles, disables accounts, ends sign-ins, and resets passwords and second factors."
    )
    MEND_GAPS = "Is told what nobody here may open, and how much waits for that."
    REVIEW_OPENED_CHARTS = "Reviews charts that were opened with a reason, never their own."
    REVIEW_AUDIT = "Reads the audit, and signs its review."
    HEAR_OF_THE_MACHINE = "Is asked about the clinic's own machine and records."
    USE_REGISTRY = "Sees the registry and makes its snapshots: no names, no dates, small counts hidden."
    OWN_PAGE = "Has a page of their own: what is asked of them, their answers, their safety plan."


_PRESCRIBERS: Final = frozenset({Role.PRESCRIBER, Role.MEDICAL_DIRECTOR})
_CLINICIANS: Final = _PRESCRIBERS | {Role.NURSE}
_CARE: Final = _CLINICIANS | {Role.FRONT_DESK}
_CLINIC: Final = _CARE | {Role.OWNER}
_HEADS: Final = frozenset({Role.OWNER, Role.MEDICAL_DIRECTOR})
_DIRECTOR: Final = frozenset({Role.MEDICAL_DIRECTOR})

ROLES: Final[Mapping[Capability, frozenset[Role]]] = {
    Capability.WORK_HERE: _CLINIC | {Role.RESEARCHER},
    Capability.WORK_TASKS: _CLINIC,
    Capability.BOOK: _CARE,
    Capability.OPEN_CHARTS: _CLINICIANS,
    Capability.PRESCRIBE: _PRESCRIBERS,
    Capability.ADD_TO_ANY_TEAM: _DIRECTOR,
    Capability.READ_POLICIES: _CLINIC,
    Capability.FIND_POLICIES: _CLINICIANS | {Role.OWNER},
    Capability.SIGN_POLICIES: _DIRECTOR,
    Capability.LOAD_WORDINGS: _DIRECTOR,
    Capability.RUN_THE_CLINIC: _HEADS,
    Capability.MANAGE_STAFF: frozenset({Role.OWNER}),
    Capability.MEND_GAPS: _HEADS,
    Capability.REVIEW_OPENED_CHARTS: _HEADS,
    Capability.REVIEW_AUDIT: _HEADS,
    Capability.HEAR_OF_THE_MACHINE: _CLINIC,
    Capability.USE_REGISTRY: _DIRECTOR | {Role.RESEARCHER},
    Capability.OWN_PAGE: frozenset({Role.PATIENT}),
}

# In which order roles are asked about a task, of those who may open what it is about.
PRESCRIBERS_FIRST: Final = (Role.MEDICAL_DIRECTOR, Role.PRESCRIBER)
CARE_IN_ORDER: Final = (*PRESCRIBERS_FIRST, Role.NURSE, Role.FRONT_DESK)
ALARMS_IN_ORDER: Final = (Role.PRESCRIBER, Role.MEDICAL_DIRECTOR, Role.NURSE)
MACHINE_IN_ORDER: Final = (Role.OWNER, *CARE_IN_ORDER)
MACHINE_HANDED_ON: Final = (Role.MEDICAL_DIRECTOR, Role.OWNER, Role.PRESCRIBER)


def may(role: str, capability: Capability) -> bool:
    """Return whether a role may do this; one that is not known may nothing."""
    return role in ROLES[capability]


def staff_roles() -> list[Role]:
    """Return the roles of those who work here, in the order of the table."""
    return [role for role in Role if role in ROLES[Capability.WORK_HERE]]
