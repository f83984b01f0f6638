"""How a go or no-go decision stands: how old it is, and what the chart has learnt since."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.eligibility.decision import line_changes
from euthymia.clinic.assessment.history import standing
from euthymia.clinic.assessment.models import EligibilityDecision, QuestionnaireResponse, RiskScreen
from euthymia.clinic.assessment.workup import results


class Since(NamedTuple):
    """The age of a decision in days, and what has changed since it was made, in words."""

    days: int
    changes: tuple[str, ...]

    @property
    def age(self) -> str:
        """Return the age in words."""
        return {0: "today", 1: "yesterday"}.get(self.days, f"{self.days} days ago")


def since(decision: EligibilityDecision, *, today: date, infused: results.Infused) -> Since:
    """Hold a decision against what the chart says today: its lines, the verdict and the danger."""
    changes = (*line_changes(decision, today=today, infused=infused), *_of_verdict(decision), *_of_danger(decision))
    return Since((today - timezone.localdate(decision.at)).days, changes)


def _of_verdict(decision: EligibilityDecision) -> Iterator[str]:
    found = standing.latest(decision.patient)
    if found and found.verdict.at > decision.at:
        yield f"resistance judged on {timezone.localdate(found.verdict.at):%d %B %Y}: {found.verdict.outcome}"
    if found and found.changes:
        yield f"what the verdict of resistance stands on: {'; '.join(found.changes)}"


def _of_danger(decision: EligibilityDecision) -> Iterator[str]:
    """Name what waits of the danger where something was answered after the decision."""
    answered = QuestionnaireResponse.objects.filter(patient=decision.patient, touches__at__gt=decision.at)
    screened = RiskScreen.objects.filter(patient=decision.patient, answered__at__gt=decision.at)
    if not (answered.exists() or screened.exists()):
        return
    stand = assessment.stand(decision.patient, at=timezone.now())
    yield from (f"danger: {reason.sentence}" for reason in stand.waits)
