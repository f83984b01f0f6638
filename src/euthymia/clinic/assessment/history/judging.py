"""Gather, decide, apply: every judgement here is medicine's, every row is audited."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment.history import confirmed
from euthymia.clinic.assessment.models import AntidepressantTrial, ResistanceVerdict
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import resistance
from euthymia.medicine.resistance import Finding, History, Rule, Trial, Verdict
from euthymia.medicine.resistance import staging as stages
from euthymia.medicine.resistance.diagnosis import Answer
from euthymia.medicine.resistance.trials import Day
from euthymia.medicine.resistance.unlisted import Unlisted
from euthymia.wire import history


def add_told(patient: Patient, told: Mapping[str, Any], *, by: User) -> AntidepressantTrial:
    """Add one drug tried in the documented form; one that no table has is kept as it was written, and not judged.

    Raises what reading it raises.
    """
    one = history.read_or_name(told)
    if isinstance(one, Trial):
        return add_trial(patient, one, by=by)
    return _add(patient, one.written, {key: value for key, value in told.items() if value not in (None, "")}, by=by)


def add_trial(patient: Patient, trial: Trial, *, by: User) -> AntidepressantTrial:
    """Add one drug tried."""
    return _add(patient, trial.drug, history.trial(trial), by=by)


def _add(patient: Patient, drug: str, form: Mapping[str, Any], *, by: User) -> AntidepressantTrial:
    at = timezone.now()
    row = AntidepressantTrial(patient=patient, drug=drug, history=form, entered_by=by, entered_at=at)
    with audit.atomic():
        row.save()
        audit.write(Action.ENTERED_ANTIDEPRESSANT_TRIAL, row, by=by, at=at)
    return row


def strike_trial(trial: AntidepressantTrial, *, by: User) -> None:
    """Take a trial out of what is judged; the row stays."""
    at = timezone.now()
    with audit.atomic():
        trial.voided_at = at
        trial.save()
        audit.write(Action.VOIDED_ANTIDEPRESSANT_TRIAL, trial, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class About:
    """What a verdict looks at beside the drugs tried."""

    episode_began: Day = resistance.UNKNOWN_DAY
    history_complete: bool = False
    diagnosis: str = ""
    other_causes: Mapping[str, Answer] = field(default_factory=dict)
    staging: stages.Beside = field(default_factory=stages.Beside)


def rule(name: str) -> Rule:
    """Find a rule by name: a preset, or the clinic's own as its policies have it. Raises UnknownRule."""
    return policies.in_force("resistance").as_rule() if name == resistance.CLINIC else resistance.preset(name)


def judge_resistance(patient: Patient, *, rule: Rule, about: About, by: User, at: datetime) -> ResistanceVerdict:
    """Judge the drugs tried; the verdict keeps what it looked at."""
    with audit.atomic():
        known = [row.read() for row in AntidepressantTrial.objects.filter(patient=patient, voided_at=None)]
        told = History(
            as_of=timezone.localdate(at),
            trials=tuple(one for one in known if isinstance(one, Trial)),
            unlisted=tuple(one for one in known if isinstance(one, Unlisted)),
            episode_began=about.episode_began,
            diagnosis=about.diagnosis,
            history_complete=about.history_complete,
            other_causes=about.other_causes,
            diagnoses=confirmed.diagnoses(patient),
        )

        verdict = resistance.judge(told, rule=rule)
        staged = stages.stage(told, about.staging)

        document = history.document(told)
        row = ResistanceVerdict.objects.create(
            patient=patient,
            at=at,
            by=by,
            rule_name=verdict.rule_name,
            rule_version=verdict.rule_version,
            episode_began=document.get("episode_began", ""),
            history_complete=about.history_complete,
            outcome=verdict.outcome,
            sentence=verdict.sentence,
            patient_sentence=verdict.patient_sentence,
            findings=[_finding(one) for one in verdict.findings],
            inputs=document["trials"],
            sources=list(verdict.sources),
            context=_context(verdict) | {"staging": [history.staged(one) for one in staged], "asked": _asked(about)},
        )
        audit.write(Action.JUDGED_TREATMENT_RESISTANCE, row, by=by, at=at, outcome=verdict.outcome)
    return row


def _context(verdict: Verdict) -> dict[str, Any]:
    """What stands beside the verdict: the diagnoses it looked at, what could not be tried, and what would decide."""
    found = history.verdict(verdict)
    kept = ("diagnosis", "would_decide", "other_causes", "parameters", "not_judged")
    return {key: found[key] for key in kept} | {
        "stopped_early": found["could_not_be_tried_adequately"],
        "diagnoses_to_ask": list(verdict.diagnoses_to_ask),
        "diagnoses": history.document(verdict.history).get("diagnoses", []),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "drug": one.drug, "drug_class": one.drug_class, "counts": one.counts, "sources": list(one.sources),
        "checks": [{"passed": c.passed, "reason": c.reason, "source": c.source} for c in one.checks],
    }  # fmt: skip


def _asked(about: About) -> dict[str, Any]:
    """What the form held, so that it is there again for the next judgement."""
    return {"diagnosis": about.diagnosis, **about.other_causes, **asdict(about.staging)}
