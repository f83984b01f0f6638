"""The list for leaving: what is known, what a prescriber reviewed and handed over, the check booked for tomorrow."""

import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.refusals import NoReasonGiven, NotYours
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.medicine import charting, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.checklists import discharge
from euthymia.medicine.checklists.checklist import Override
from euthymia.medicine.refusal import Refusal

ASKED: Final[Mapping[str, str]] = {
    "oriented": "Oriented to person, place and time?",
    "on_oxygen": "Is oxygen being given?",
    "walks": "Walks safely?",
    "nausea_controlled": "Nausea controlled?",
    "suicidal": "Asked about thoughts of suicide: are they acute now?",
    "instructions_given": "Written instructions given?",
    "line_out": "IV line out?",
}
RISK, REVIEWED = EventKind.RISK_AT_LEAVING, EventKind.RISK_REVIEWED_AT_LEAVING
HANDED, ASIDE = EventKind.HANDED_OVER, EventKind.SET_ASIDE_AT_LEAVING


class NothingToReview(Refusal):
    """A handover was to be written and nobody has said that thoughts of suicide are acute."""


def hear_risk(session: Session, facts: discharge.DischargeFacts, *, by: User) -> None:
    """Acute thoughts of suicide act at once, whether the list is finished or not: a later no does not undo the yes.

    It is written into the session, and a task is opened with a named owner and a clock.
    """
    if not facts.suicidal or session.events.filter(kind=RISK).exists():
        return
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.WROTE_DOWN_THOUGHTS_OF_SUICIDE_AT_DISCHARGE) as pen:
        pen.note(RISK, {"text": f"Acute thoughts of suicide, asked by {by.name}: a task asks a prescriber to come"})
        tasks.open_task(
            Duty.Kind.RISK,
            what=f"Acute thoughts of suicide, said before leaving {session.chair}. Come, review, and hand over.",
            at=at,
            by=by,
            patient=session.patient,
            subject_key=_about(session),
        )


def _about(session: Session) -> UUID:
    """What the task at leaving is about: apart from one that was opened before the start."""
    return uuid5(session.key, "leaving")


def hand_over(session: Session, finding: str, *, to: str, when: datetime, by: User) -> Session:
    """Record that a prescriber reviewed acute thoughts of suicide, and to whom and when the patient was handed over.

    Raises NotYours, NothingToReview, NoReasonGiven, WrongMoment.
    """
    states.check(session.state, "discharge")
    if not by.is_prescriber:
        raise NotYours("Only a prescriber reviews this and hands the patient over.")
    if not session.events.filter(kind=RISK).exists():
        raise NothingToReview("Nobody has written down acute thoughts of suicide here. Answer the question first.")
    if len(finding.strip()) < LEAST_REASON:
        raise NoReasonGiven(f'Finding read as "{finding.strip()}". Write in a few words what you found.')
    at = timezone.now()
    if not to.strip() or when > at:
        raise NoReasonGiven("Write to whom the patient was handed over, by name and place, and when: a time gone by.")
    with writing(session, at=at, by=by, doing=Action.REVIEWED_AND_HANDED_OVER_AT_DISCHARGE) as pen:
        pen.note(REVIEWED, {"by": by.name, "finding": finding.strip(), "text": f"Risk reviewed by {by.name}"})
        said = f"Handed over to {to.strip()} at {timezone.localtime(when):%H:%M}, by {by.name}"
        body = {"by": by.name, "to": to.strip(), "when": when.isoformat(), "text": said}
        pen.note(HANDED, body, event_at=when)
        tasks.finish_about(Duty.Kind.RISK, _about(session), outcome=said, by=by)
    return session


def set_aside(session: Session, key: str, reason: str, *, by: User) -> Session:
    """Set one line aside with a reason, where a clinician may. Raises NotYours, NoReasonGiven, WrongMoment."""
    states.check(session.state, "discharge")
    line = next((one for one in lines_of(session, {}) if one.key == key), None)
    if line is None or by.role not in line.who_may_override:
        raise NotYours(f'"{line.question if line else key}" holds for everybody: nobody sets it aside.')
    if len(reason.strip()) < LEAST_REASON:
        raise NoReasonGiven(f'Read as "{reason.strip()}". Write in a few words why.')
    with writing(session, at=timezone.now(), by=by, doing=Action.OVERRODE_DISCHARGE_CRITERION) as pen:
        aside = asdict(Override(key, by.name, by.role, reason.strip()))
        pen.note(ASIDE, {**aside, "text": f"{line.question} set aside by {by.name}: {reason.strip()}"})
    return session


def book_day_after(session: Session, *, by: User, at: datetime) -> Task:
    """Open the task of the check about 24 hours later, with an owner and a clock. Raises NobodyOnDuty."""
    return tasks.open_task(
        Duty.Kind.DAY_AFTER,
        what="The check a day after an infusion: feeling safe, side effects, MADRS over 24 hours.",
        at=at,
        by=by,
        patient=session.patient,
        subject_key=session.key,
    )


def lines_of(session: Session, answers: Mapping[str, str]) -> tuple[discharge.Line, ...]:
    """Return every line as it stands with these answers."""
    return discharge.criteria(facts_of(session, answers), policy=policies.in_force("discharge"))


def facts_of(session: Session, answers: Mapping[str, str]) -> discharge.DischargeFacts:
    """What is known now: values no older than their rule, scores and reviews from events, the rest as answered."""
    plain = {name: {"yes": True, "no": False}.get(answers.get(name, "")) for name in ASKED}
    noted = _noted(session)
    plain["suicidal"] = RISK in noted or plain["suicidal"]
    aside = [Override(body["key"], body["by"], body["role"], body["reason"]) for body in noted.get(ASIDE, ())]
    reviewed, handed = noted.get(REVIEWED, [{}])[-1], noted.get(HANDED, [{}])[-1]
    return discharge.DischargeFacts(
        **_measured(session),
        **_scored(session),
        reviewed_by=reviewed.get("by", ""),
        handed_to=handed.get("to", ""),
        escort_name=answers.get("escort_name", ""),
        overrides=tuple(aside),
        **plain,
    )


def _noted(session: Session) -> dict[str, list[dict[str, Any]]]:
    """What was written down for leaving, by kind, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = session.events.filter(kind__in=(RISK, REVIEWED, HANDED, ASIDE)).order_by("number")
    for kind, body in rows.values_list("kind", "body"):
        found.setdefault(kind, []).append(body)
    return found


def _measured(session: Session) -> dict[str, float | None]:
    """Values that are no older than their rule: an older one is not known."""
    state, limits, now_s = watch.from_dict(session.alarm_state), limits_for(session), time.time()
    seen = {
        channel: latest.value
        for channel, latest in state.latest.items()
        if now_s - latest.at_s <= watch.patience_s(state, channel, limits=limits)[1]
    }
    cuff = state.latest.get("systolic_mmhg")
    return {
        "sedation_moaas": seen.get("sedation_moaas"),
        "systolic_mmhg": seen.get("systolic_mmhg"),
        "diastolic_mmhg": seen.get("diastolic_mmhg"),
        "pulse_bpm": seen.get("pulse_bpm", seen.get("heart_rate_bpm")),
        "vitals_age_min": (now_s - cuff.at_s) / 60 if cuff else None,
        "spo2_pct": seen.get("spo2_pct"),
    }


def _scored(session: Session) -> dict[str, float | None]:
    """The baseline, the time since the end, and CADSS before the start and after the end: as corrected."""
    acts = board.acts_of(session)
    lines = sorted(charting.standing(acts), key=lambda line: line.at_s)
    moved = {line.body["action"]: line for line in lines if line.kind in charting.ACTS}
    started, stopped, baseline = moved.get("start"), moved.get("stop"), charting.baseline(acts)
    scores = [(line.at_s, line.body["total"]) for line in lines if line.kind == EventKind.CADSS]
    before = [total for at_s, total in scores if started and at_s < started.at_s]
    after = [total for at_s, total in scores if stopped and at_s >= stopped.at_s]
    return {
        "minutes_since_end": (time.time() - stopped.at_s) / 60 if stopped else None,
        "baseline_systolic_mmhg": baseline.get("systolic_mmhg"),
        "baseline_diastolic_mmhg": baseline.get("diastolic_mmhg"),
        "baseline_pulse_bpm": baseline.get("pulse_bpm", baseline.get("heart_rate_bpm")),
        "baseline_spo2_pct": baseline.get("spo2_pct"),
        "cadss": after[-1] if after else None,
        "cadss_baseline": before[-1] if before else None,
    }
