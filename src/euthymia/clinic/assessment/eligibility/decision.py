"""Go or no-go: a prescriber decides line by line, and what has changed since is said."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment.models import EligibilityDecision
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import eligibility
from euthymia.medicine.eligibility.decision import ASKED, Line
from euthymia.medicine.refusal import Refusal


def decide_eligibility(
    patient: Patient, answers: Mapping[str, str], overrides: Mapping[str, str], *, infused: results.Infused, by: User
) -> EligibilityDecision:
    """Decide go, no-go or review; only a prescriber's reasons count as overrides."""
    at = timezone.now()
    reasons = {k: v for k, v in overrides.items() if v.strip()}
    if reasons and not by.is_prescriber:
        raise Refusal("Only a prescriber overrides an exclusion. Save without a reason and ask one to review.")

    known = results.known(patient, today=timezone.localdate(at), infused=infused)
    decision = eligibility.decide(answers, overrides=reasons, known=known)

    with audit.atomic():
        row = EligibilityDecision.objects.create(
            patient=patient,
            at=at,
            by=by,
            answers=dict(answers),
            overrides=reasons,
            outcome=decision.outcome,
            lines=[_plain(asdict(line)) for line in decision.lines],
        )
        audit.write(Action.DECIDED_ELIGIBILITY, row, by=by, at=at, outcome=decision.outcome)
    return row


def became_no_go(decision: EligibilityDecision, *, today: date, infused: results.Infused) -> tuple[str, ...]:
    """Name what the chart has learnt since a list was decided that makes it no-go; cautions wait for the next list."""
    known = results.known(decision.patient, today=today, infused=infused)
    again = eligibility.decide(decision.answers, overrides=_still(decision, known), known=known)
    before = {line["key"] for line in decision.lines if line["state"] == "no-go"}
    return tuple(line.seen or line.question for line in again.lines if line.state == "no-go" and line.key not in before)


def line_changes(decision: EligibilityDecision, *, today: date, infused: results.Infused) -> tuple[str, ...]:
    """Return each line of the list that the chart answers otherwise now, or that is new or gone, in words."""
    known = results.known(decision.patient, today=today, infused=infused)
    again = eligibility.decide(decision.answers, overrides=_still(decision, known), known=known)
    before = {line["key"]: line for line in decision.lines}
    now = {line.key for line in again.lines}
    gone = [f"no more: {line['question']}" for key, line in before.items() if key not in now]
    return (*filter(None, (_change(before.get(line.key), line) for line in again.lines)), *gone)


def _change(then: Mapping[str, Any] | None, line: Line) -> str:
    seen = f" {line.seen}" if line.seen else ""
    if then is None:
        return f"new: {line.question}{seen}"
    same = then["answer"] == line.answer and then["state"] == line.state
    says_no = line.answer == "no" and not line.seen.startswith(ASKED)  # a birthday is no change
    if same and (says_no or then.get("seen", "") == line.seen):
        return ""
    return f"{line.question} Then {then['answer']}, now {line.answer}.{seen}"


def _still(decision: EligibilityDecision, known: eligibility.Known) -> dict[str, str]:
    """Keep the reasons whose line still stands: a medicine that was ended has none any more."""
    lines = eligibility.decide(decision.answers, overrides={}, known=known).lines
    return {line.key: why for line in lines if (why := decision.overrides.get(line.key)) and line.answer != "no"}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
