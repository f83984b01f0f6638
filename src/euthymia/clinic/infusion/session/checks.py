"""What several acts at a chair check first: this patient, in the chair."""

from datetime import date, datetime

from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.people.models import Patient
from euthymia.medicine import session as states
from euthymia.medicine.refusal import Refusal


class NotThisPatient(Refusal):
    """Two identifiers were asked for, and they are not those of the patient in the chair."""


def _check_identity(patient: Patient, number: str, birth_date: date) -> None:
    if number.strip().upper() != patient.number.upper() or birth_date != patient.birth_date:
        raise NotThisPatient(
            f"Read: number {number.strip()}, born {birth_date:%d %B %Y}. That is not who is in this chair. "
            "Read the wristband again."
        )


def _check_in_the_chair(session: Session, happened_at: datetime | None = None) -> None:
    """What is written down late may belong to a patient who has left since; what happens now may not."""
    if session.state not in LIVE and not (happened_at and session.state == "discharged"):
        raise states.WrongMoment(
            f"The session is {session.state}: its patient is not in the chair. Open the chair's page again and enter "
            "it there."
        )
