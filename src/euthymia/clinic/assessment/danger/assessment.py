"""Answers about suicide as they are touched, the tasks they open, and the assessment in person that closes them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from euthymia.clinic.assessment.danger import sheet_risk
from euthymia.clinic.assessment.models import QuestionnaireResponse
from euthymia.clinic.assessment.models.danger import Handover, RiskAnswer, RiskAssessment, RiskScreen
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.medicine import danger, instruments
from euthymia.medicine.danger import Danger, Judgement
from euthymia.medicine.instruments import cssrs
from euthymia.medicine.refusal import Refusal

UNFINISHED = "A C-SSRS screener was begun and not finished. Speak with the person; unanswered is never “low”."
POSITIVE = "A C-SSRS screener item was answered yes. Speak with the person now and record the assessment."


class ToNobody(Refusal):
    """A handover names nobody."""


class SeenLater(Refusal):
    """A judgement claims to have seen answers of the future."""


class NobodySpoke(Refusal):
    """A task about danger is to be closed, and nobody has assessed the person or handed them over since."""


def stand(patient: Patient, *, at: datetime) -> Danger:
    """Return how much danger the chart shows now, and what to do."""
    return danger.assess(
        sheet_risk.told(patient),
        [one.as_screen() for one in RiskScreen.objects.filter(patient=patient).prefetch_related("answered")],
        [one.as_judgement() for one in RiskAssessment.objects.filter(patient=patient).select_related("by")],
        as_of=timezone.localdate(at),
    )


def begin(patient: Patient, *, by: User) -> RiskScreen:
    """Go on with the screener that is open, or open a new one."""
    newest = RiskScreen.objects.filter(patient=patient).first()
    if newest and newest.closed_at is None:
        return newest
    at = timezone.now()
    with audit.atomic():
        screen = RiskScreen.objects.create(patient=patient, started_at=at, started_by=by)
        audit.write(Action.BEGAN_RISK_SCREEN, screen, by=by, at=at, patient=patient)
    return screen


def touch(screen: RiskScreen, item: str, *, yes: bool, by: User) -> Danger:
    """Save one answer the moment it is touched; a yes opens the task in the same transaction."""
    cssrs.check({item: yes})
    at = timezone.now()
    with audit.atomic():
        row = RiskAnswer.objects.create(screen=screen, item=item, yes=yes, at=at, by=by)
        audit.write(Action.ANSWERED_RISK_ITEM, screen, by=by, at=row.at, patient=screen.patient, item=item)
        _close(screen, at=at)
        if yes:
            _open_task(screen, POSITIVE, by=by, at=at)
    return stand(screen.patient, at=at)


def read_by_date(screen: RiskScreen, last_behaviour_on: date | None, *, by: User) -> None:
    """Read the screener by the day of the behaviour, or by the published map again. Raises BehaviourStillToCome."""
    at = timezone.now()
    read_by = cssrs.BY_DATE if last_behaviour_on else cssrs.PUBLISHED
    today = timezone.localdate(at)
    cssrs.triage({"6": True}, read_by=read_by, last_behaviour_on=last_behaviour_on, as_of=today)
    with audit.atomic():
        screen.triage_rule, screen.last_behaviour_on = read_by, last_behaviour_on
        screen.save()
        audit.write(Action.CHOSE_HOW_RISK_SCREEN_IS_READ, screen, by=by, at=at, patient=screen.patient, map=read_by)


def tell_unfinished(now: datetime) -> int:
    """Open a task for what lies unfinished for longer than the clinic's policy; give how many.

    A screener, and a sheet of any scale whose item about suicide has no answer.
    """
    since = now - timedelta(minutes=policies.in_force("time").risk_screen_min)
    told = Task.objects.filter(kind=Duty.Kind.RISK, subject_key__isnull=False).values_list("subject_key", flat=True)
    waiting = (
        RiskScreen.objects.filter(closed_at=None, started_at__lte=since).exclude(key__in=told).select_related("patient")
    )
    screens = list(waiting)
    for screen in screens:
        _open_task(screen, UNFINISHED, by="system:silence-watch", at=now)
    left = sheet_risk.left_open(since)
    known = set(told.filter(subject_key__in=[sheet.key for sheet in left])) if left else set()
    sheets = [sheet for sheet in left if sheet.key not in known]
    for sheet in sheets:
        _open_task(sheet, unfinished(sheet), by="system:silence-watch", at=now)
    return len(screens) + len(sheets)


def unfinished(sheet: QuestionnaireResponse) -> str:
    """Return what waits on a sheet that was begun without its item about suicide."""
    scale = instruments.find(sheet.instrument)
    items = ", ".join(map(str, scale.risk_items))
    return f"{scale.name} was begun, and item {items} has no answer. Speak with the person; unanswered is never “low”."


def judge(patient: Patient, *, level: str, words: str, seen_until: datetime, by: User) -> RiskAssessment:
    """Keep what a clinician found in person; close the tasks it settles, never one that a later answer holds open.

    Raises NotALevel, NoWords, SeenLater.
    """
    at = timezone.now()
    Judgement(at, seen_until, level, words, by.name)  # type: ignore[arg-type]  # it refuses what is no level
    if seen_until > at:
        raise SeenLater("This page's clock is ahead of the clinic's. Reload the page and record the assessment again.")
    with audit.atomic():
        row = RiskAssessment.objects.create(
            patient=patient, level=level, rationale=words.strip(), seen_until=seen_until, at=at, by=by
        )
        audit.write(Action.ASSESSED_RISK_IN_PERSON, row, by=by, at=at, patient=patient, level=level)
        for screen in RiskScreen.objects.filter(patient=patient, closed_at=None):
            _close(screen, at=at)
        if not stand(patient, at=at).act:
            _close_tasks(patient, outcome=f"Assessed in person: {level}.", by=by)
    return row


def hand_over(patient: Patient, *, kind: str, recipient: str, said: str, by: User) -> Handover:
    """Keep who sees the person today, or who took over. It closes nothing. Raises ToNobody."""
    if not recipient.strip() or kind not in Handover.Kind.values:
        raise ToNobody("The handover names nobody. Write who sees the person, or who took over, by name.")
    at = timezone.now()
    with audit.atomic():
        row = Handover.objects.create(
            patient=patient, kind=kind, recipient=recipient.strip(), note=said.strip(), at=at, by=by
        )
        audit.write(Action.HANDED_OVER_PERSON_IN_DANGER, row, by=by, at=at, patient=patient, kind=kind)
    return row


def waiting_tasks(patient: Patient) -> list[Task]:
    """List the open tasks about danger, each with its owner and clock."""
    rows = Task.objects.filter(patient=patient, kind=Duty.Kind.RISK, done_at=None)
    return list(rows.select_related("owner", "taken_by"))


def _close(screen: RiskScreen, *, at: datetime) -> None:
    """Close a screener that waits for nothing more; open it again where a changed answer asks for more."""
    waits = cssrs.unanswered(screen.answers()) and not _judged_since(screen)
    screen.closed_at = None if waits else screen.closed_at or at
    screen.save(update_fields=["closed_at"])


def _judged_since(screen: RiskScreen) -> bool:
    last = max([screen.started_at, *(one.at for one in screen.answered.all())])
    return RiskAssessment.objects.filter(patient=screen.patient, seen_until__gt=last).exists()


def _open_task(about: RiskScreen | QuestionnaireResponse, what: str, *, by: object, at: datetime) -> None:
    key: UUID = about.key
    tasks.open_task(Duty.Kind.RISK, what=what, at=at, by=by, patient=about.patient, subject_key=key)


def _close_tasks(patient: Patient, *, outcome: str, by: User) -> None:
    for task in waiting_tasks(patient):
        tasks.finish(task, outcome=outcome, by=by)


def close_by_hand(task: Task, *, outcome: str, by: User) -> Task:
    """Close a task from the list of today; one about a person in danger asks for more. Raises NobodySpoke."""
    if task.kind == Duty.Kind.RISK and task.patient is not None and not _spoken_with(task.patient, task.opened_at):
        raise NobodySpoke(
            "Nobody has recorded an assessment in person, or who took over, since this was opened. "
            "Open “what to do now”, speak with the person and record it there."
        )
    return tasks.finish(task, outcome=outcome, by=by)


def _spoken_with(patient: Patient, since: datetime) -> bool:
    since_then = {"patient": patient, "at__gte": since}
    return any(rows.filter(**since_then).exists() for rows in (RiskAssessment.objects, Handover.objects))
