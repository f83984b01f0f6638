"""What the pages of several rooms show of assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.eligibility.since import Since, since
from euthymia.clinic.assessment.history import standing
from euthymia.clinic.assessment.models import EligibilityDecision, QuestionnaireResponse, ResistanceVerdict
from euthymia.clinic.assessment.scales import listing
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.people.models import Patient
from euthymia.medicine.danger import Danger
from euthymia.medicine.eligibility import drug_screen
from euthymia.medicine.eligibility.drug_screen import ScreenLine
from euthymia.medicine.instruments import phq9
from euthymia.medicine.instruments.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Assessed:
    """How one person stands; verdict and decision are None until they are made, the sheets are of the PHQ-9.

    verdict_changed  what has changed since the verdict, "" where nothing has;  decided  the decision's age and the same
    screens  positive drug screens, presumptive or confirmed
    """

    danger: Danger
    verdict: ResistanceVerdict | None
    verdict_changed: str
    decision: EligibilityDecision | None
    decided: Since | None
    sheets: Sequence[QuestionnaireResponse]
    screens: Sequence[ScreenLine]


def of_patient(patient: Patient, *, at: datetime, infused: Infused) -> Assessed:
    """Return how this person stands now, with the five newest PHQ-9.

    infused  what the room of infusions, which stands after this one, knows
    """
    judged = standing.latest(patient)
    decision = EligibilityDecision.objects.filter(patient=patient).select_related("by", "patient").first()
    return Assessed(
        danger=assessment.stand(patient, at=at),
        verdict=judged.verdict if judged else None,
        verdict_changed=judged.sentence if judged else "",
        decision=decision,
        decided=since(decision, today=timezone.localdate(at), infused=infused) if decision else None,
        screens=drug_screen.to_ask(results.screens(patient, today=timezone.localdate(at))),
        sheets=tuple(QuestionnaireResponse.objects.filter(patient=patient, instrument=phq9.PHQ9.key)[:5]),
    )


@dataclass(frozen=True, slots=True)
class Own:
    """What one person reads on their own page: scales to answer, those answered, and the verdict in their words."""

    to_answer: Sequence[listing.ToAnswer]
    answered: Sequence[tuple[Instrument, QuestionnaireResponse]]
    verdict: ResistanceVerdict | None


def for_patient(patient: Patient) -> Own:
    """Return what this person reads of their own assessment."""
    verdict = ResistanceVerdict.objects.filter(patient=patient).first()
    return Own(listing.to_answer(patient), listing.answered_alone(patient), verdict)
