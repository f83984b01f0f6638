"""The list before the start: what is known of the day, who signed it, and what a prescriber reviewed or set aside."""

from collections.abc import Mapping
from dataclasses import asdict

from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.eligibility.decision import became_no_go
from euthymia.clinic.assessment.eligibility.since import Since, since
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import EligibilityDecision, QuestionnaireResponse
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session.refusals import NoReasonGiven, NotYours
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.infusion.summary import infused
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine import number_entry
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.checklists import pre_infusion
from euthymia.medicine.checklists.checklist import Override
from euthymia.medicine.instruments import phq9

UNSTARTED = ("ordered", "checked")


def go_through(session: Session, facts: pre_infusion.BeforeFacts, *, by: User) -> Session:
    """Sign that every line is met. Raises NotReady naming each that is not."""
    _check_unstarted(session)
    bring_the_prescriber(session, facts, by=by)
    lines = pre_infusion.check(facts, policy=policies.in_force("pre_infusion"))
    with writing(session, at=timezone.now(), by=by, doing=Action.SIGNED_PRE_INFUSION_CHECKLIST) as pen:
        signed = {"by": by.name, "role": by.get_role_display(), "meaning": signing.BEFORE}
        said = f"Ready to start, signed by {by.name}"
        pen.note(EventKind.BEFORE, {"lines": [asdict(line) for line in lines], "signed": signed, "text": said})
    return session


def bring_the_prescriber(session: Session, facts: pre_infusion.BeforeFacts, *, by: User) -> None:
    """Thoughts of suicide act at once, whether the list is finished or not: a later no does not undo the yes.

    It is written into the session, and a task is opened with a named owner and a clock.
    """
    if facts.suicidal and not session.events.filter(kind=EventKind.RISK_SAID).exists():
        with writing(session, at=timezone.now(), by=by, doing=Action.WROTE_DOWN_THOUGHTS_OF_SUICIDE) as pen:
            pen.note(
                EventKind.RISK_SAID,
                {"text": f"Thoughts of suicide, asked by {by.name}: a task asks a prescriber to come"},
            )
    if facts.suicidal and not facts.reviewed_by:
        what = f"Thoughts of suicide, said before an infusion at {session.chair}. Come to the chair and review it."
        tasks.open_task(
            Duty.Kind.RISK, what=what, at=timezone.now(), by=by, patient=session.patient, subject_key=session.key
        )


def review_risk(session: Session, finding: str, *, by: User) -> Session:
    """Record that a prescriber spoke with the patient about a positive answer, and what was found.

    It covers what was known by then; a yes, a higher item 9 or another answer that comes later asks for another review.
    """
    _check_prescriber(session, finding, by)
    patient = session.patient
    body = {"by": by.name, "finding": finding.strip(), "item_9": _item_9(patient), "waits": _waits(patient)}
    with writing(session, at=timezone.now(), by=by, doing=Action.REVIEWED_RISK_ANSWER_BEFORE_INFUSION) as pen:
        pen.note(EventKind.RISK_REVIEWED, {**body, "text": f"Risk reviewed by {by.name}"})
    return session


def set_aside(session: Session, key: str, reason: str, *, by: User) -> Session:
    """Set one line aside with a reason, where a prescriber may. Raises NotYours, NoReasonGiven."""
    _check_prescriber(session, reason, by)
    line = next((one for one in lines_of(session, {}) if one.key == key), None)
    if line is None or by.role not in line.who_may_override:
        raise NotYours(f'"{line.question if line else key}" holds for everybody: nobody sets it aside.')
    with writing(session, at=timezone.now(), by=by, doing=Action.OVERRODE_PRE_INFUSION_CRITERION) as pen:
        aside = asdict(Override(key, by.name, by.role, reason.strip()))
        pen.note(EventKind.SET_ASIDE, {**aside, "text": f"{line.question} set aside by {by.name}: {reason.strip()}"})
    return session


def lines_of(session: Session, answers: Mapping[str, str]) -> tuple[pre_infusion.Line, ...]:
    """Return every line as it stands with these answers."""
    return pre_infusion.criteria(facts_of(session, answers), policy=policies.in_force("pre_infusion"))


def facts_of(session: Session, answers: Mapping[str, str]) -> pre_infusion.BeforeFacts:
    """What is known: the chart's decision and answers, what a prescriber recorded, the rest as answered now."""
    decision = EligibilityDecision.objects.filter(patient=session.patient).first()
    item_9, waits = _item_9(session.patient), _waits(session.patient)
    said, reviewed_by = _risk_so_far(session, item_9, waits)
    noted = session.events.filter(kind=EventKind.SET_ASIDE).values_list("body", flat=True)
    aside = [Override(body["key"], body["by"], body["role"], body["reason"]) for body in noted]
    plain = {name: {"yes": True, "no": False}.get(answers.get(name, "")) for name in YES_OR_NO}
    plain["suicidal"] = said or plain["suicidal"]
    pregnancy = answers.get("pregnancy", "")
    return pre_infusion.BeforeFacts(
        evaluated=None if decision is None else decision.outcome == "go",
        became_no_go=became_no_go(decision, today=timezone.localdate(), infused=infused(session.patient))
        if decision
        else (),
        item_9=item_9,
        waits=waits,
        reviewed_by=reviewed_by,
        hours_since_food=_hours(answers, "hours_since_food"),
        hours_since_fluids=_hours(answers, "hours_since_fluids"),
        escort_name=answers.get("escort_name", ""),
        acls_name=answers.get("acls_name", ""),
        medicines=acts.today(session.patient, _of_each_medicine(answers)),
        pregnancy=pregnancy if pregnancy in PREGNANCY else None,  # type: ignore[arg-type]
        overrides=tuple(aside),
        **plain,
    )


def since_decided(patient: Patient) -> Since | None:
    """Return how old the go or no-go decision is and what has changed since; None where nobody has decided."""
    decision = EligibilityDecision.objects.filter(patient=patient).first()
    return since(decision, today=timezone.localdate(), infused=infused(patient)) if decision else None


YES_OR_NO: Mapping[str, str] = {
    "consent": "Consent signed, and does it still stand?",
    "suicidal": "Asked now: thoughts of suicide that need a prescriber?",
    "medicines_as_ordered": "No medicine is on the chart. Asked: taken none today but as the prescriber ordered?",
    "kit_checked": "Emergency kit checked today?",
    "call_tested": "Call signal tested with the patient?",
    "alarm_heard": "Test alarm heard from this tablet?",
    "promised": "Patient told who watches what, how often, and how to call?",
}
PREGNANCY = {
    "not due": "No, cannot be",
    "not done": "May be, or not sure: not tested yet",
    "negative": "May be, or not sure: test of today negative",
    "positive": "Test positive",
    "not alone": "Could not be asked alone yet",
}


def _of_each_medicine(answers: Mapping[str, str]) -> dict[str, bool | None]:
    """Read what was answered of each medicine, by its key."""
    given = {name.removeprefix("medicine:"): said for name, said in answers.items() if name.startswith("medicine:")}
    return {key: {"yes": True, "no": False}.get(said) for key, said in given.items()}


def unreadable(answers: Mapping[str, str]) -> str:
    """Return what was typed that is no number of hours; "" where all can be read."""
    for name, label in HOURS.items():
        text = answers.get(name, "").strip()
        if text and _hours(answers, name) is None:
            return f'{label}: read as "{text[:20]}". Type hours, 0 to 72.'
    return ""


HOURS: Mapping[str, str] = {"hours_since_food": "Hours since food", "hours_since_fluids": "Hours since clear fluids"}


def _hours(answers: Mapping[str, str], name: str) -> float | None:
    try:
        hours = number_entry.number(answers.get(name, ""), HOURS[name])
    except number_entry.NotANumber:
        return None
    return hours if 0 <= hours <= 72 else None


def _risk_so_far(session: Session, item_9: int | None, waits: tuple[str, ...]) -> tuple[bool, str]:
    """Return whether thoughts of suicide were said in this session, and who reviewed all of it ("" for nobody)."""
    said, reviewed_by = False, ""
    for kind, body in session.events.filter(kind__in=(EventKind.RISK_SAID, EventKind.RISK_REVIEWED)).values_list(
        "kind", "body"
    ):
        said = said or kind == EventKind.RISK_SAID
        covers = kind == EventKind.RISK_REVIEWED and (body["item_9"] or 0) >= (item_9 or 0)
        covers = covers and set(waits) <= set(body.get("waits", ()))
        reviewed_by = body["by"] if covers else ""
    return said, reviewed_by


def _waits(patient: Patient) -> tuple[str, ...]:
    """What waits on the page of danger, but item 9, which has its own rule here: the screener and other scales."""
    waiting = assessment.stand(patient, at=timezone.now()).waits
    return tuple(reason.sentence for reason in waiting if reason.source != "house:item-9")


def _item_9(patient: Patient) -> int | None:
    """The highest answer to item 9 on the newest PHQ-9 that was asked it: a later 0 does not undo an earlier answer."""
    sheets = QuestionnaireResponse.objects.filter(patient=patient, instrument=phq9.PHQ9.key, touches__item=9)
    sheet = sheets.order_by("-started_at").first()
    return max(sheet.touches.filter(item=9).values_list("answer", flat=True)) if sheet else None


def _check_unstarted(session: Session) -> None:
    if session.state not in UNSTARTED:
        raise states.WrongMoment(f"The session is {session.state}: the list before the start is over.")


def _check_prescriber(session: Session, reason: str, by: User) -> None:
    _check_unstarted(session)
    if not by.is_prescriber:
        raise NotYours("Only a prescriber reviews this or sets a line aside.")
    if len(reason.strip()) < LEAST_REASON:
        raise NoReasonGiven(f'Read as "{reason.strip()}". Write in a few words what you found or why.')
